/** A machine that has Node and npm and no compiler: what set-up installs there starts. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const root = process.cwd();

/** The programs that set-up may rely on, besides `node`. */
const TOOLS = ['npm', 'git', 'sh', 'env', 'uname', 'mkdir', 'rm', 'tar', 'gzip'];

/** What a native build needs. */
const COMPILERS = ['python3', 'python', 'gcc', 'g++', 'cc', 'c++', 'make', 'clang'];

const LIMIT = 5 * 60_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function ended(command: string, args: readonly string[], env: NodeJS.ProcessEnv, until?: RegExp): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env });
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk;
      if (until?.test(output)) child.kill();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const found = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);

describe('setup on a machine with Node and nothing else', function () {
  if (process.platform === 'win32') return;
  this.timeout(LIMIT);
  let home = '';
  let env: NodeJS.ProcessEnv = {};

  before(() => {
    home = mkdtempSync(join(realpathSync(tmpdir()), 'society-bare-'));
    for (const name of TOOLS) {
      const path = found(name);
      if (path) symlinkSync(realpathSync(path), join(home, name));
    }
    symlinkSync(process.execPath, join(home, 'node'));
    const { npm_execpath: _, ...kept } = process.env;
    env = { ...kept, PATH: home, SOCIETY_CACHE: join(home, 'cache') };
  });
  after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  it('finds no compiler and no Python', () => {
    for (const name of COMPILERS) assert.ok(!readdirSync(home).includes(name), name);
  });

  it('installs a VS Code server that starts and listens', async () => {
    const set = await ended(process.execPath, [join(root, 'scripts', 'setup.mjs'), '--packages', '--host'], env);
    assert.equal(set.code, 0, set.output);
    const program = `import { setupHost } from ${JSON.stringify(join(root, 'scripts', 'setup.mjs'))};
      const { node, server } = await setupHost();
      console.log(JSON.stringify([node, server]));`;
    const { output } = await ended(process.execPath, ['--input-type=module', '-e', program], env);
    const [node, server] = JSON.parse(output.trim().split('\n').at(-1)!) as [string, string];
    const folders = ['--server-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
    const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms', ...folders];
    const listens = /Extension host agent listening on \d+/;
    const started = await ended(node, [server, ...args], env, listens);
    assert.match(started.output, listens);
  });
});
