/** `society forecast`, and what `society run` says before it asks a language model, by the built command line. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const FILE = `society: 1
title: Study
imports: [library/feed]
models:
  paid: { kind: openai, base_url: https://models.invalid/v1, name: small, price: { input: 2, output: 8, currency: EUR } }
  here: { kind: openai, base_url: http://127.0.0.1:9/v1, name: small }
personas:
  ada: { name: Ada, interests: [jazz], backstory: She once forged a signature., private: [backstory] }
  ben: { name: Ben, interests: [jazz, chess] }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 1, model: paid, budget: { calls: 4 } } }
`;

describe('the command line before a run', function () {
  this.timeout(30_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-forecast-'));
    writeFileSync(join(dir, 'study.society'), FILE);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));
  const society = (...args: string[]) => runSociety(dir, args);

  it('prints a forecast as a table, and writes no run', () => {
    const { status, stdout } = society('forecast', 'study.society');
    assert.equal(status, 0);
    assert.match(stdout, /^paid \(small\): 2 EUR in, 8 EUR out, per million tokens \(price of the file\)$/m);
    assert.match(stdout, /^ {2}act {2}6 \(5 to 7\) .* EUR \(.* to .*\)$/m);
    assert.match(stdout, /3 of 3 rounds rehearsed .* Nothing was sent\./);
    assert.match(stdout, /the budget of 4 calls is probably not enough/);
    assert.match(
      stdout,
      /^estimate on this machine: about \d+ MB, (less than a second|about \d+ s) of a processor without the answers of models, a log of about \S+ MB$/m,
    );
    assert.match(stdout, /2 people → https:\/\/models\.invalid \(small\): .*; 1 private field withheld/);
    assert.deepEqual(readdirSync(dir), ['study.society']);
  });

  it('forecasts as data, in tokens and money', () => {
    const made = JSON.parse(society('forecast', 'study.society', '--json', '--rounds', '5').stdout);
    assert.equal(made.rounds, 5);
    assert.equal(made.calls.likely, 10);
    assert.deepEqual(
      made.rows[0].byRound.map(({ round, calls }: { round: number; calls: number }) => [round, calls]),
      [1, 2, 3, 4, 5].map((n) => [n, 2]),
    );
    assert.ok(made.money.EUR.low < made.money.EUR.likely && made.egress[0].withheld === 1);
    assert.ok(made.estimate.seconds > 0 && made.estimate.memory > 3e7 && made.estimate.log > 100);
  });

  it('prints the time and memory of a long run before it starts, and keeps them in its data', () => {
    const crowd = `society: 1
imports: [library/prompts]
populations: { people: { size: 60000, name: 'Person {n}' } }
worlds: { w: { agent_vars: { x: 1 }, phases: { day: { who: { if: chance(0.01) }, then: me.x += 1 } } } }
scenarios: { s: { cast: [people], world: w, rounds: 9 } }
`;
    writeFileSync(join(dir, 'crowd.society'), crowd);
    const { status, stderr, stdout } = society('run', 'crowd.society', '--json', '--out', 'crowd');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^estimate on this machine: about \d+ MB, .* of a processor, a log of about \S+ MB$/m);
    const { estimate } = JSON.parse(stdout);
    assert.deepEqual(estimate.rehearsed, { agents: 6_000, rounds: 9 });
    const forked = society('fork', 'crowd', '--at', 'round:8', '--out', 'forked');
    assert.equal(forked.status, 0, forked.stderr);
    assert.match(forked.stderr, /^estimate on this machine: about \d+ MB/m);
    const manifest = join(dir, 'crowd', 'manifest.json');
    const written = readFileSync(manifest, 'utf8');
    assert.match(society('replay', 'crowd').stderr, /^estimate on this machine: about \d+ MB/m);
    // As a run that was stopped in the last round.
    const events = join(dir, 'crowd', 'events.jsonl');
    const lines = readFileSync(events, 'utf8').trimEnd().split('\n');
    writeFileSync(
      events,
      `${lines
        .slice(
          0,
          lines.findLastIndex((line) => line.includes('"round.started"')),
        )
        .join('\n')}\n`,
    );
    rmSync(join(dir, 'crowd', 'events.sums.jsonl'), { force: true });
    writeFileSync(manifest, written.replace('"state": "ended"', '"state": "stopped"'));
    const resumed = society('run', '--resume', 'crowd', '--quiet');
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.match(resumed.stderr, /^estimate on this machine: about \d+ MB/m);
    const expecting = crowd.replace('rounds: 9', "rounds: 9, expect: { more: { that: 'mean(all.x) > 1', in: 2 of 2 seeds } }");
    writeFileSync(join(dir, 'crowd.society'), expecting);
    const tested = society('test', 'crowd.society');
    assert.equal(tested.status, 0, tested.stderr);
    assert.match(tested.stderr, /^estimate on this machine: about \d+ MB[\s\S]*^this is for each of 2 runs$/m);
    rmSync(join(dir, 'crowd.society'));
    for (const folder of ['crowd', 'forked']) rmSync(join(dir, folder), { recursive: true });
  });

  it('plays and keeps nothing where the memory cannot suffice', function () {
    this.timeout(60_000);
    const crowd = `society: 1
imports: [library/prompts]
populations: { people: { size: 60000, name: 'Person {n}' } }
worlds: { w: { agent_vars: { x: 1 }, phases: { day: { who: all, then: 'me.x += chance(0.5) ? 1 : 2' } } } }
scenarios: { s: { cast: [people], world: w, rounds: 3, expect: { more: { that: 'mean(all.x) > 1', in: 2 of 2 seeds } } } }
`;
    const endless = 100_000;
    const lacks = /^This run needs (about|a heap of about) .*\. Use fewer agents or rounds, or /m;
    writeFileSync(join(dir, 'crowd.society'), crowd);
    assert.equal(society('run', 'crowd.society', '--quiet', '--out', 'parent').status, 0);
    const kept = readdirSync(dir);
    const ran = society('run', 'crowd.society', '--rounds', String(endless));
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, lacks);
    writeFileSync(join(dir, 'crowd.society'), crowd.replace('rounds: 3', `rounds: ${endless}`));
    const tested = society('test', 'crowd.society');
    assert.equal(tested.status, 1, tested.stderr);
    assert.match(tested.stderr + tested.stdout, /The runs do not fit into memory, so none is played\./);
    const manifest = join(dir, 'parent', 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"rounds": ?3\b/, `"rounds": ${endless}`));
    const forked = society('fork', 'parent', '--at', 'round:2');
    assert.equal(forked.status, 1, forked.stderr);
    assert.match(forked.stderr, lacks);
    assert.deepEqual(readdirSync(dir), kept);
    rmSync(join(dir, 'crowd.society'));
    rmSync(join(dir, 'parent'), { recursive: true });
  });

  it('reports that no model is asked where none is', () => {
    assert.match(
      society('forecast', 'study.society', '--mind', 'builtin').stdout,
      /^No language model is asked: no calls, no tokens, no cost\.\nestimate on this machine: .*\n$/,
    );
    const { stderr } = society('run', 'study.society', '--mind', 'builtin', '--quiet');
    assert.doesNotMatch(stderr, /forecast:|→|estimate/);
  });

  it('prints before a run its usage and the addresses of its questions', () => {
    const here = society('run', 'study.society', '--mind', 'here', '--quiet', '--out', 'here').stderr;
    assert.match(here, /2 people → http:\/\/127\.0\.0\.1:9 \(small\), which is this machine: name, backstory, /);
    assert.doesNotMatch(here, /forecast:|withheld/);
  });

  it('has no forecast of a file with errors, or of no file', () => {
    writeFileSync(join(dir, 'broken.society'), 'society: 1\nscenarios: { s: { world: nowhere } }\n');
    assert.equal(society('forecast', 'broken.society').status, 1);
    assert.equal(society('forecast').status, 2);
  });
});
