/** What the built command line says of a run: its summary, acts that nobody sees, a reader that leaves, a process that is gone. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const root = process.cwd();
const cli = join(root, 'dist', 'cli.mjs');
const friends = join(root, 'examples', 'making_friends.society');

const VOTE = `society: 1
personas: { ada: { name: Ada Okafor }, ben: { name: Ben }, cem: { name: Cem } }
ties: { friends: { among: all, graph: complete } }
worlds:
  vote:
    agent_vars: { votes: 0 }
    actions:
      elect: { does: Elect an agent., args: { target: agent, weight: 1..3 }, effect: target.votes += weight }
    phases: { day: { order: sequential, actions: [elect] } }
    measures: { most: "max(all.map(a => a.votes))" }
scenarios:
  s:
    world: vote
    rounds: 2
    expect: { few: { that: most < 0 } }
    surveys: { pulse: { at: end, ask: { trust: { text: How much do you trust the others?, scale: 1..7 } } } }
`;

describe('the command line after a run', function () {
  this.timeout(60_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-summary-'));
    writeFileSync(join(dir, 'vote.society'), VOTE);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => runSociety(dir, args);
  const manifestOf = (run: string): { state: string } =>
    JSON.parse(readFileSync(join(dir, run, 'manifest.json'), 'utf8')) as { state: string };

  it('shows acts without an audience as private, and a survey in one line', () => {
    const { stdout } = society('run', 'vote.society', '--out', 'vote');
    assert.equal(stdout.match(/^(Ada Okafor|Ben|Cem): elect → (Ada Okafor|Ben|Cem) [123] \(private\)$/gm)?.length, 6, stdout);
    assert.match(stdout, /^▪ pulse: 3 answers, mean [\d.]+$/m);
  });

  it('reports failures at the end of a run, and again later; with --quiet in one line', () => {
    const run = society('run', 'vote.society', '--out', 'again');
    const summary = run.stdout.slice(run.stdout.indexOf('Expectations'));
    assert.match(summary, /^Expectations in this run: 0 passed, 1 failed \(few\)\n/);
    assert.ok(society('show', 'again').stdout.endsWith(summary));
    assert.match(society('run', 'vote.society', '--out', 'quiet', '--quiet').stdout, /^summary: 1 of 1 expectations failed\n$/m);
    assert.match(run.stdout, /\nmost: [\s\S]*\nreciprocity: /);
  });

  it('prints measures and summary as JSON, the same for a run and its folder', () => {
    const run = JSON.parse(society('run', 'vote.society', '--out', 'json', '--json').stdout) as { [key: string]: unknown };
    const { dir: folder, ...same } = run;
    assert.equal(folder, join(dir, 'json'));
    assert.deepEqual(JSON.parse(society('show', 'json', '--json').stdout), same);
    assert.deepEqual((same['summary'] as { expectations: unknown }).expectations, [
      { id: 'few', at: 'scenarios.s.expect.few', passed: false },
    ]);
  });

  it('continues to the end of the run when its reader closes the pipe', async () => {
    const run = (out: string): string[] => ['run', friends, '--rounds', '10', '--out', out];
    const child = spawn(process.execPath, [cli, ...run('left')], { cwd: dir, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => child.stdout.destroy());
    assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 0);
    society(...run('whole'));
    assert.equal(manifestOf('left').state, 'ended');
    const [left, whole] = ['left', 'whole'].map((name) => readFileSync(join(dir, name, 'events.jsonl')));
    assert.ok(left!.equals(whole!));
  });

  it('keeps what an experiment set in a run that is resumed', () => {
    society('run', 'vote.society', '--out', 'set', '--quiet');
    const at = (name: string): string => join(dir, 'set', name);
    const events = readFileSync(at('events.jsonl'), 'utf8');
    writeFileSync(at('events.jsonl'), events.slice(0, events.length / 2));
    const set = { rounds: 2 };
    writeFileSync(at('manifest.json'), JSON.stringify({ ...manifestOf('set'), state: 'stopped', set }));
    assert.equal(society('run', '--resume', 'set', '--quiet').status, 0);
    assert.deepEqual(manifestOf('set'), { ...manifestOf('set'), state: 'ended', set });
    assert.equal(readFileSync(at('events.jsonl'), 'utf8'), events);
  });

  it('calls a run interrupted whose process ended, with the command to resume it', () => {
    society('run', friends, '--rounds', '4', '--quiet', '--out', 'gone');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(dir, 'gone', 'manifest.json'), JSON.stringify({ ...manifestOf('gone'), state: 'running' }));
    writeFileSync(join(dir, 'gone', 'lock'), JSON.stringify({ pid: gone, host: hostname() }));
    const lines = readFileSync(join(dir, 'gone', 'events.jsonl'), 'utf8').split('\n');
    writeFileSync(join(dir, 'gone', 'events.jsonl'), lines.slice(0, lines.length >> 1).join('\n'));
    const shown = society('show', 'gone').stdout;
    assert.match(shown, /round [12] of 4, interrupted\nresume it with: society run --resume gone\n/);
    assert.ok(!shown.includes('running'));
    // This process holds it, so it is under way.
    writeFileSync(join(dir, 'gone', 'lock'), JSON.stringify({ pid: process.pid, host: hostname() }));
    assert.match(society('show', 'gone').stdout, /of 4, running\n(?!resume)/);
    rmSync(join(dir, 'gone', 'lock'));
    assert.equal(society('run', '--resume', 'gone', '--quiet').status, 0);
    assert.match(society('show', 'gone').stdout, /round 4 of 4, ended\n/);
  });

  it('names the measures that a large society does not have', () => {
    writeFileSync(
      join(dir, 'many.society'),
      'society: 1\nimports: [library/feed]\npopulations: { people: { size: 301 } }\nscenarios: { s: { cast: all, world: feed, rounds: 1, seed: 1 } }\n',
    );
    const { stdout } = society('run', 'many.society', '--quiet', '--out', 'many');
    assert.match(
      stdout,
      /^not measured for 301 agents, because it takes long: .*`mean_path`.*\. Name \w+ under `measures:` to include \w+\.$/m,
    );
  });
});
