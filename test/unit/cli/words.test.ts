/** Messages of the command line for a wrong word, and the commands that start a society. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const root = process.cwd();
const cli = join(root, 'dist', 'cli.mjs');

const SMALL = `society: 1
title: Small
imports: [library/room]
personas:
  claims_01: { name: Anna Berg, interests: [chess] }
  claims_02: { name: Bruno Costa, interests: [jazz] }
scenarios:
  stairs: { world: room, rounds: 1, measures: { talk: round }, expect: { ends: { that: round == 1 } } }
experiments:
  wordy: { scenario: stairs, arms: { long: {}, short: { rounds: 1 } }, compare: { turns: { measure: talk } }, seeds: 6 }
`;

describe('messages of the command line', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-words-'));
    writeFileSync(join(dir, 'small.society'), SMALL);
    writeFileSync(join(dir, 'broken.society'), 'society: 1\ntitel: x\n');
    assert.equal(society('run', 'small.society', '--quiet', '--out', 'played').status, 0);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => {
    const { status, stdout, stderr } = runSociety(dir, args);
    return { status, stdout, stderr };
  };

  const mistaken: readonly (readonly [call: string, says: RegExp])[] = [
    ['chek small.society', /Unknown command `chek`\. Did you mean `check`\?\nTry: society --help/],
    ['test --nul small.society', /`test` has no option `--nul`/],
    ['run small.society --sed 3', /`run` has no option `--sed`\. Did you mean `--seed`\?\nTry: society run --help/],
    ['run small.society --seed', /`--seed` needs a value/],
    ['run small.society --quiet=3', /`--quiet` takes no value/],
    ['run small.society --scenario stars', /There is no scenario `stars`\. Did you mean `stairs`\?/],
    ['test small.society --scenario banana', /There is no scenario `banana`\. There is `stairs`\./],
    ['freeze small.society stars', /There is no scenario `stars`\. Did you mean `stairs`\?/],
    ['experiment small.society wordi', /There is no experiment `wordi`\. Did you mean `wordy`\?/],
    ['ask played anna Why?', /No agent `anna` in round 1\. Did you mean `claims_01` \(Anna Berg\)\?/],
    ['prompt small.society bruno', /Did you mean `claims_02` \(Bruno Costa\)\?/],
    ['fork played --at round:0 --set anna.x=1', /There is no agent `anna`\. Did you mean `claims_01` \(Anna Berg\)\?/],
    ['run small.society stairs', /Write --scenario stairs to choose a scenario of it\.\nTry: society run --help/],
    ['test broken.society', /^0 expectations, 0 passed, 0 failed\n1 file has errors and was not tested$/m],
    ['network played', /played is a folder, not a file\.\nTry: society network --help/],
    ['agreement played', /played is a folder, not a file\./],
    ['import small.society', /small\.society is a society already\. Name it under `imports:`/],
    ['export played --to csv', /tables as CSV: .*`measures`.*`surveys`|tables as CSV: .*`surveys`.*`measures`/],
    ['export played --to measurs --out m', /Did you mean `measures`\?/],
    ['new town --from netwrok', /Did you mean `network`\?/],
    ['show .', /\.: This is not a run folder \(manifest\.json not found\)/],
  ];
  for (const [call, says] of mistaken)
    it(`\`society ${call}\` prints what to do instead`, () => {
      const { status, stderr } = society(...call.split(' '));
      assert.match(stderr, says);
      assert.notEqual(status, 0);
    });

  it('help lists all commands, and each command with its options', () => {
    const names = [...society('--help').stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name!);
    assert.ok(names.length > 20 && names.includes('run') && names.includes('new'));
    const source = readFileSync(join(root, 'src', 'cli', 'index.ts'), 'utf8');
    const known = /const commands[^{]*\{[^}]*\} = \{([\s\S]*?)\n\};/.exec(source)![1]!.matchAll(/^\s+'?([a-z-]+)'?[,:]/gm);
    assert.deepEqual([...known].map(([, name]) => name!).toSorted(), names.toSorted());
    assert.match(society('run', '--help').stdout, /^Usage: society run FILE[\s\S]*--null KIND/);
  });

  it('`check` prints to stdout the name of the file and its problems', () => {
    assert.deepEqual(society('check', 'small.society'), { status: 0, stdout: 'small.society: no problems\n', stderr: '' });
    writeFileSync(join(dir, 'broken.society'), 'society: 1\npersonas:\n  ada:\n    agee: 3\n');
    const { status, stdout, stderr } = society('check', 'broken.society');
    assert.deepEqual([status, stderr], [1, '']);
    assert.match(stdout, /^broken\.society:4:5: error: [^\n]*\n(?:[^\n]*\n)*broken\.society: 1 error/);
  });

  it('a count of one is in the singular', () => {
    const { stdout } = society('show', 'played');
    assert.doesNotMatch(stdout, /\b1 (agents|messages|events|steps)\b/);
  });

  it('a stopped run names its phase and round', () => {
    writeFileSync(
      join(dir, 'halt.society'),
      SMALL.replace('scenarios:', 'worlds: { hall: { extends: room, phases: { check: { stop: round == 2 } } } }\nscenarios:').replace(
        'world: room, rounds: 1',
        'world: hall, rounds: 5',
      ),
    );
    assert.match(society('run', 'halt.society', '--quiet', '--out', 'halted').stderr, /Stopped in round 2 by phase `check`/);
  });

  it('`new` writes a template without problems, and never overwrites a file', () => {
    for (const template of ['talking', 'network', 'game', 'import']) {
      assert.equal(society('new', template, '--from', template).status, 0);
      assert.equal(society('check', `${template}.society`).status, 0, template);
    }
    const again = society('new', 'talking.society');
    assert.deepEqual([again.status, /already exists/.test(again.stderr)], [2, true]);
  });

  it('`new` copies an entry of the gallery with all files that it reads', () => {
    const { status, stderr } = society('new', 'mine/lake', '--from', 'govsim');
    assert.equal(status, 0, stderr);
    assert.ok(existsSync(join(dir, 'mine', 'lake.society')));
    assert.equal(society('check', join('mine', 'lake.society')).status, 0);
    assert.match(society('new', '--list').stdout, /talking[\s\S]*govsim/);
  });

  it('`fork` writes next to the run, in any folder of the run and the user', () => {
    const { status, stderr } = runSociety(tmpdir(), ['fork', join(dir, 'played'), '--at', 'round:0']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Forked stairs-s\d+-1 after event \d+ of \d+/);
    assert.ok(existsSync(join(dir, 'played-fork', 'manifest.json')));
  });

  it('`watch` checks again when the file changes, and ends at Ctrl+C', async () => {
    const path = join(dir, 'watched.society');
    writeFileSync(path, SMALL);
    const child = spawn(process.execPath, [cli, 'watch', 'watched.society'], { cwd: dir });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
    const until = async (is: () => boolean): Promise<void> => {
      while (!is()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => said.err.includes('watching'));
    assert.match(said.out, /^watched\.society: no problems\n/);
    writeFileSync(path, SMALL.replace('rounds: 1,', 'rouns: 1,'));
    await until(() => said.out.includes('Did you mean'));
    await until(() => said.err.split('watching').length > 2);
    child.kill('SIGINT');
    assert.equal(await ended, 0);
  });
}).timeout(120_000);
