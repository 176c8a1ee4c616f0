/** `society test` and `society experiment`, as a pipeline runs them: no result passes without a test. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

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

  const society = (...args: string[]) => runSociety(dir, args);
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

  it('begin with the given seed', () => {
    const twice = file('twice.society', study.replace('that: round == 2', 'that: round == 2, in: 2 of 2 seeds'));
    const { status, stderr } = society('test', twice, '--seed', '101');
    assert.equal(status, 0, stderr);
    assert.deepEqual(stderr.match(/seed \d+/g), ['seed 101', 'seed 102']);
  }).timeout(60_000);

  it('reject an unknown scenario', () => {
    const { status, stderr } = society('test', file('fine.society', study), '--scenario', 'meat');
    assert.equal(status, 2);
    assert.match(stderr, /no scenario `meat`/);
  }).timeout(60_000);

  it('reject an unknown experiment, and make no folder for it', () => {
    const { status, stderr } = society('experiment', file('fine.society', study), 'lenght');
    assert.equal(status, 2);
    assert.match(stderr, /no experiment `lenght`\. Did you mean `length`\?/);
    assert.ok(!existsSync(join(dir, '.society')));
  }).timeout(60_000);

  it('reject more seeds than can be played', () => {
    const words = /1,000,000,000 seeds are more than 100,000, .* Use fewer seeds/;
    const many = file('many.society', study.replace('that: round == 2', 'that: round == 2, in: 1 of 1000000000 seeds'));
    const tested = society('test', many);
    assert.equal(tested.status, 1);
    assert.match(tested.stdout + tested.stderr, words);
    for (const seeds of ['1000000000', '1..1000000000']) {
      const { status, stderr } = society('verify', many, '--seeds', seeds);
      assert.equal(status, 2);
      assert.match(stderr, words);
    }
  }).timeout(60_000);

  it('stop on request, and report untested expectations as untested', async () => {
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

  it('play null runs: as expectations, and as an arm with the others', () => {
    const tested = society('test', file('fine.society', study), '--null', 'random');
    assert.match(tested.stdout, /✓ meet \(null run: random\) › over/);
    assert.match(tested.stderr, /1 expectation in null runs \(random\), 1 passed, 0 failed/);
    assert.match(
      society('test', 'fine.society', '--null', 'dice').stderr,
      /--null takes random, isolated, memoryless, uncoached, forgetful, unrewarded, not `dice`/,
    );
    const { status, stdout } = society(
      'experiment',
      'fine.society',
      '--null',
      'random,isolated',
      '--workers',
      '0',
      '--json',
      '--out',
      'nulls',
    );
    assert.equal(status, 0);
    const { arms } = JSON.parse(stdout) as { arms: readonly { id: string }[] };
    assert.deepEqual(
      arms.map(({ id }) => id),
      ['short', 'long', 'null_random', 'null_isolated'],
    );
  }).timeout(60_000);

  it('do not overwrite a file without an option', () => {
    file('fine.society', study);
    file('runs.csv', 'mine');
    const refused = society('experiment', 'fine.society', '--csv', 'runs.csv', '--workers', '0', '--out', 'over');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /runs\.csv already exists\. Choose another file, or add --force/);
    assert.equal(readFileSync(join(dir, 'runs.csv'), 'utf8'), 'mine');
    assert.equal(society('experiment', 'fine.society', '--csv', 'runs.csv', '--force', '--workers', '0', '--out', 'over').status, 0);
    assert.match(readFileSync(join(dir, 'runs.csv'), 'utf8'), /^arm,seed,measure,round,value/);
    const unknown = society('experiment', 'fine.society', '--nul', 'random');
    assert.match(unknown.stderr, /^society: `experiment` has no option `--nul`\./);
    assert.match(society('export', 'fine.society', '--to', 'csv').stderr, /tables as CSV: .*`edges`.*`measures`/);
  }).timeout(60_000);

  it('keep every run that is played after a line that was cut off', () => {
    file('fine.society', study);
    const play = () => society('experiment', 'fine.society', '--out', 'kept');
    assert.equal(play().status, 0);
    const runs = join(dir, 'kept', 'runs.jsonl');
    truncateSync(runs, readFileSync(runs).length - 40);
    assert.equal(play().status, 0);
    assert.match(play().stderr, /Reusing 4 completed runs/);
    const [first, ...rest] = readFileSync(runs, 'utf8').split('\n');
    const { key } = JSON.parse(first!) as { key: string };
    writeFileSync(runs, [JSON.stringify({ key }), 'null', ...rest].join('\n'));
    const again = play();
    assert.equal(again.status, 0, 'what is no run is played again');
    assert.match(again.stderr, /Reusing 3 completed runs/);
  }).timeout(60_000);

  it('give the same results in threads, in this process, and in parts that are merged', () => {
    file('fine.society', study);
    const out = (dir: string, ...more: string[]) => society('experiment', 'fine.society', '--out', dir, ...more);
    const threads = out('threads', '--workers', '2');
    assert.equal(threads.stdout, out('process', '--workers', '0').stdout);
    for (const part of ['1/2', '2/2']) assert.equal(out('parts', '--shard', part).status, 0);
    const merged = society('experiment', 'merge', 'parts');
    assert.match(merged.stderr, /4 runs of 2 files added to parts/);
    const together = out('parts');
    assert.match(together.stderr, /Reusing 4 completed runs/);
    assert.equal(together.stdout, threads.stdout);
    assert.equal(out('parts', '--shard', '3/2').status, 2);
  }).timeout(60_000);

  it('report drawn factors in words, as data and as CSV, always with what is missing', () => {
    const sample = 'sample: { n: 4, by: morris, over: { rounds: 1..4, memory.most: 500..900 } }';
    file('screen.society', study.replace(/arms: .*/, `${sample}, seeds: 1, compare: { talk: { measure: messages } } }`));
    const play = (...more: string[]) => society('experiment', 'screen.society', '--workers', '0', ...more);
    const whole = play('--sensitivity', 'out.csv');
    assert.equal(whole.status, 0, whole.stderr);
    assert.match(whole.stdout, /^Sensitivity\nμ\*: the mean change of the measure over the whole range/m);
    assert.match(whole.stdout, /^talk: messages at the end, by morris, 4 trajectories; each value of one seed$/m);
    assert.match(whole.stdout, /^ {2}memory\.most +0 +\[0, 0\] +0 +0$/m);
    assert.doesNotMatch(whole.stdout, /−/, 'no point is compared with the first');
    assert.match(readFileSync(join(dir, 'out.csv'), 'utf8'), /^talk,end,,morris,4,4,0,memory\.most,mu_star,0,0,0$/m);
    const { sensitivity } = JSON.parse(play('--json').stdout) as { sensitivity: { factors: { factor: string }[] }[] };
    assert.deepEqual(
      sensitivity[0]!.factors.map(({ factor }) => factor),
      ['rounds', 'memory.most'],
    );
    const part = play('--out', 'part', '--shard', '1/2').stdout;
    assert.match(part, /runs have no value: \d trajectories of 4 left out/);
    const other = society('experiment', file('fine.society', study), '--sensitivity', 'none.csv');
    assert.equal(other.status, 2);
    assert.match(other.stderr, /--sensitivity needs a sample drawn by morris or saltelli; length has none/);
  }).timeout(60_000);

  it('stop at Ctrl+C with the finished runs, and continue from there', async () => {
    const many = file('grid.society', study.replace('seeds: 2', 'seeds: 3000'));
    const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), 'experiment', many, '--out', 'long'], { cwd: dir });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      if (!child.killed && /^[1-9]\d\d of 6,000 runs/m.test(said)) child.kill('SIGINT');
    });
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 1);
    assert.match(said, /stopped: completed runs are kept/);
    const lines = readFileSync(join(dir, 'long', 'runs.jsonl'), 'utf8').split('\n').length - 1;
    assert.ok(lines >= 100 && lines < 6000);
    const rest = society('experiment', file('grid.society', study.replace('seeds: 2', 'seeds: 60')), '--out', 'long');
    assert.equal(rest.status, 0);
    assert.match(rest.stderr, /Reusing \d+ completed runs/);
  }).timeout(180_000);

  it('verify prints a card for each claim, keeps its runs, and fails where a claim does not hold', () => {
    const text = study
      .replace('that: round == 2', 'that: round > 1, in: 6 of 6 seeds')
      .replace('seeds: 2 }', 'seeds: 2, compare: { said: { measure: said } } }')
      .replace('rounds: 2,', 'rounds: 2, measures: { said: messages },');
    const name = file('claims.society', text);
    const listed = society('verify', name, '--list');
    assert.equal(listed.stdout, 'meet.over: round > 1\nlength.said.long: said: long differs from short\n');
    const play = (...more: string[]) => society('verify', name, 'meet.over', '--workers', '0', ...more);
    const first = play('--html', 'cards.html', '--junit', 'cards.xml');
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^meet\.over: round > 1\n {2}HOLDS\. .*\n {2}effect +mean margin 1, holds in 6 of 6 seeds$/m);
    assert.match(readFileSync(join(dir, 'cards.html'), 'utf8'), /<h2>meet\.over<\/h2>/);
    assert.match(readFileSync(join(dir, 'cards.xml'), 'utf8'), /tests="1" failures="0"/);
    const again = play('--json', '--runs', '0');
    assert.equal(again.status, 0, again.stderr);
    const { cards } = JSON.parse(again.stdout) as { cards: { figures: { cost: { runs: number; known: number } } }[] };
    assert.equal(cards[0]!.figures.cost.known, cards[0]!.figures.cost.runs);
    assert.equal(play('--html', 'cards.html').status, 2, 'no file is overwritten');
    const wrong = society('verify', file('wrong.society', text.replace('round > 1', 'round > 2')), 'meet.over', '--workers', '0');
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /NOT SHOWN/);
    assert.equal(society('verify', name, 'meet.ovr').status, 2);
  }).timeout(120_000);
});
