/** `society test` and `society experiment`, as a pipeline runs them: nothing is green that was not tested. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const study = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios:
  meet: { world: feed, rounds: 2, expect: { over: { that: round == 2 } } }
experiments:
  length: { scenario: meet, arms: { short: { rounds: 1 }, long: { rounds: 2 } }, seeds: 2 }
`;

describe('tests and experiments on the command line', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-evidence-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) =>
    spawnSync(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), ...args], { cwd: dir, encoding: 'utf8' });
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return name;
  };

  it('fail for a file with errors, at their lines, and still test the others', () => {
    const broken = file('broken.society', study.replace('expect:', 'expct:'));
    const { status, stdout, stderr } = society('test', broken, file('fine.society', study), '--junit', 'new/out.xml');
    assert.equal(status, 1);
    assert.match(stderr, /^broken\.society:7:\d+: error: .*expct/m);
    assert.match(stdout, /✓ meet › over/);
    assert.match(readFileSync(join(dir, 'new', 'out.xml'), 'utf8'), /tests="2" failures="1"[\s\S]*file="broken\.society"/);
  }).timeout(60_000);

  it('know no scenario that is not there', () => {
    const { status, stderr } = society('test', file('fine.society', study), '--scenario', 'meat');
    assert.equal(status, 2);
    assert.match(stderr, /no scenario `meat`/);
  }).timeout(60_000);

  it('know no experiment that is not there, and make no folder for it', () => {
    const { status, stderr } = society('experiment', file('fine.society', study), 'lenght');
    assert.equal(status, 2);
    assert.match(stderr, /no experiment `lenght`.* has length/);
    assert.ok(!existsSync(join(dir, '.society')));
  }).timeout(60_000);

  it('stop when they are told to, and take nothing for tested that was not', async () => {
    const many = file('many.society', study.replace('that: round == 2', 'that: round == 2, in: 900 of 1000 seeds'));
    const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), 'test', many], { cwd: dir });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.once('data', () => child.kill('SIGINT'));
    const status = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(status, 1);
    assert.match(said, /stopped/);
    assert.doesNotMatch(said, /[✓✗]/);
  }).timeout(60_000);

  it('keep every run that is played behind a line that was cut off', () => {
    file('fine.society', study);
    const play = () => society('experiment', 'fine.society', '--out', 'kept');
    assert.equal(play().status, 0);
    const runs = join(dir, 'kept', 'runs.jsonl');
    truncateSync(runs, readFileSync(runs).length - 40);
    assert.equal(play().status, 0);
    assert.match(play().stderr, /4 runs had been played before/);
    const [first, ...rest] = readFileSync(runs, 'utf8').split('\n');
    const { key } = JSON.parse(first!) as { key: string };
    writeFileSync(runs, [JSON.stringify({ key }), 'null', ...rest].join('\n'));
    const again = play();
    assert.equal(again.status, 0, 'what is no run is played again');
    assert.match(again.stderr, /3 runs had been played before/);
  }).timeout(60_000);
});
