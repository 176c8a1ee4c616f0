/** The tools for assistants one by one: what they return, and what they refuse. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type ToolBench, toolBench } from '../../support/tools.js';

const EPIDEMIC = `society: 1
title: A cold
personas: { ada: { name: Ada }, ben: { name: Ben }, eve: { name: Eve } }
ties: { contact: { among: all, graph: complete } }
worlds:
  house:
    agent_vars: { ill: 0 }
    phases:
      start: { who: { of: all, if: me == ada && round == 1 }, then: me.ill = 1 }
      spread: { who: all, order: simultaneous, then: "me.ill = max(me.ill, max(neighbours(me).map(a => a.ill)))" }
    measures: { sick: sum(all.ill) }
scenarios:
  cold:
    world: house
    rounds: 3
    expect: { spreads: { that: sick > 1, in: 3 of 3 seeds } }
experiments:
  ties:
    scenario: cold
    arms: { all: {}, short: { rounds: 1 } }
    seeds: 2
    compare: { sick: { measure: sick, at: end } }
`;

describe('tools for assistants', function () {
  this.timeout(30_000);
  let bench: ToolBench;
  before(() => {
    bench = toolBench({ 'cold.society': EPIDEMIC });
  });
  after(() => rmSync(bench.dir, { recursive: true, force: true }));

  it('explain keys, problems, functions, measures, graphs and terms', async () => {
    const words = {
      'scenarios.rounds': 'How many rounds',
      'unknown-id': 'Nothing has this id',
      tie: 'Strength of the tie',
      small_world: 'ring',
    };
    for (const [of, text] of Object.entries({ ...words, reciprocity: 'Share of directed edges', event: '' })) {
      const { explanations } = await bench.result<{ explanations: { text: string }[] }>('explain', { of });
      assert.ok(
        explanations.some((one) => one.text.includes(text)),
        of,
      );
    }
    assert.match((await bench.call('explain', { of: 'recprocity' })).text, /Did you mean `reciprocity`\?/);
  });

  it('find the page that answers a question', async () => {
    const pages = {
      'how do I set a budget of calls': 'docs/budget.md',
      'ask a survey every five rounds': 'docs/format.md',
      'morris design of an experiment': 'docs/experiments.md',
      'replay a run byte by byte': 'docs/reproducibility.md',
      'where is the key of a model stored': 'docs/privacy.md',
      'breakpoint on a persona': 'docs/debugging.md',
    };
    for (const [query, page] of Object.entries(pages)) {
      const { passages } = await bench.result<{ passages: { page: string }[] }>('search_docs', { query });
      assert.ok(
        passages.some((one) => one.page === page),
        `${query}: ${passages.map((one) => one.page).join(', ')}`,
      );
    }
  });

  it('write edits that are exact, keep a file that would have errors, and notice changes of others', async () => {
    const file = 'cold.society';
    const text = (): string => readFileSync(join(bench.dir, file), 'utf8');
    const edit = { old: 'rounds: 3', new: 'rounds: 4' };
    const preview = await bench.result<{ written: boolean; difference: string[] }>('write', { file, edits: [edit], preview: true });
    assert.deepEqual([preview.written, text()], [false, EPIDEMIC]);
    assert.ok(preview.difference.includes('+    rounds: 4'));
    assert.match((await bench.call('write', { file, edits: [{ old: 'ill', new: 'x' }] })).text, /occurs \d+ times/);
    assert.match((await bench.call('write', { file, text: EPIDEMIC })).text, /exists/);
    const broken = await bench.result<{ written: boolean; errors: number }>('write', { file, edits: [{ old: 'worlds:', new: 'wrolds:' }] });
    assert.deepEqual([broken.written, text()], [false, EPIDEMIC]);
    assert.ok(broken.errors > 0);
    const asked = bench.asked.length;
    assert.equal((await bench.result<{ written: boolean }>('write', { file, edits: [edit] })).written, true);
    assert.equal(text(), EPIDEMIC.replace('rounds: 3', 'rounds: 4'));
    assert.equal(bench.asked[asked]?.title, 'Change cold.society?');
    writeFileSync(join(bench.dir, file), EPIDEMIC);
    bench.answer = false;
    assert.match((await bench.call('write', { file, edits: [edit] })).text, /did not allow/);
    assert.equal(text(), EPIDEMIC);
    bench.answer = true;
    const other = EPIDEMIC.replace('A cold', 'A cough');
    bench.whileAsked = () => writeFileSync(join(bench.dir, file), other);
    const late = await bench.call('write', { file, text: EPIDEMIC.replace('A cold', 'A fever'), replace: true });
    bench.whileAsked = () => undefined;
    assert.match(late.text, /changed while the user decided/);
    assert.equal(text(), other);
    writeFileSync(join(bench.dir, file), EPIDEMIC);
  });

  it('show what rules changed for a member of a crowd', async () => {
    writeFileSync(
      join(bench.dir, 'town.society'),
      `society: 1
populations: { folk: { size: 1000, name: 'P {n}' } }
ties: { contact: { among: all } }
worlds:
  town:
    agent_vars: { state: [well, ill] }
    phases:
      fall: { who: { if: "agent == folk[6]" }, then: "me.state = 'ill'" }
      meet: { who: { if: "agent.state == 'ill'" }, then: "bond(me, folk[0])\\nbond(me, folk[1])" }
scenarios: { one: { world: town, rounds: 1 } }
`,
    );
    const { run } = await bench.result<{ run: string }>('run', { file: 'town.society' });
    const eventsOf = async (agent: string): Promise<readonly Record<string, unknown>[]> =>
      (await bench.result<{ last_events: Record<string, unknown>[] }>('people', { run, agent })).last_events;
    const changes = (await eventsOf('folk_0007')).map(({ type, line, ties }) => [type, line ?? null, ties ?? null]);
    assert.deepEqual(changes.slice(-2), [
      ['variable.set', 'town.society:8', null],
      ['ties.changed', null, 2],
    ]);
    const other = (await eventsOf('folk_0008')).filter(({ type, line }) => type === 'ties.changed' || line === 'town.society:8');
    assert.deepEqual(other, []);
  });

  it('run, list, explain a value by its rule, compare, and try a change', async () => {
    const { run } = await bench.result<{ run: string }>('run', { file: 'cold.society' });
    const { run: other } = await bench.result<{ run: string }>('run', { file: 'cold.society', seed: 9, rounds: 2 });
    const { runs } = await bench.result<{ runs: { run: string; seed: number }[] }>('runs', { scenario: 'cold' });
    assert.deepEqual(new Set(runs.map((one) => one.run)), new Set([run, other]));
    const { change } = await bench.result<{ change: { line: string; after: number; read: { agent: string }[] } }>('why', {
      ...{ run, agent: 'ben', variable: 'ill' },
    });
    assert.deepEqual([change.line, change.after], ['cold.society:10', 1]);
    assert.ok(change.read.some(({ agent }) => agent === 'ada'));
    assert.match((await bench.call('why', { run, agent: 'bne', variable: 'ill' })).text, /Did you mean `ben`/);
    assert.equal((await bench.result<{ same: boolean }>('compare', { a: run, b: run })).same, true);
    assert.equal((await bench.result<{ same: boolean }>('compare', { a: run, b: other })).same, false);
    const { agents } = await bench.result<{ agents: { id: string; variables: { ill: number } }[] }>('people', { run, round: 1 });
    assert.deepEqual(
      agents.map(({ id }) => id),
      ['ada', 'ben', 'eve'],
    );
    const changes = [{ kind: 'tie', agent: 'ada', to: 'ben', value: 0 }];
    const tried = await bench.result<{ ties: { first: object[] } }>('what_if', { run, round: 1, changes });
    assert.deepEqual(tried.ties.first, [{ network: 'contact', from: 'ada', to: 'ben', a: 0.5, b: 0 }]);
    assert.match((await bench.call('what_if', { run, round: 1, changes: [{ kind: 'variable', agent: 'ada' }] })).text, /needs `value`/);
    const { runs: after } = await bench.result<{ runs: object[] }>('runs', { scenario: 'cold' });
    assert.equal(after.length, 2, 'a change off the record keeps nothing');
  });

  it('examine claims and play experiments within a number of runs, and reuse runs', async () => {
    const file = 'cold.society';
    const { comparisons, new_runs: runs } = await bench.result<{ comparisons: { arms: { arm: string; n: number }[] }[]; new_runs: number }>(
      'experiment',
      { file },
    );
    assert.equal(runs, 4);
    assert.deepEqual(
      comparisons[0]?.arms.map(({ arm, n }) => [arm, n]),
      [
        ['all', 2],
        ['short', 2],
      ],
    );
    assert.equal((await bench.result<{ new_runs: number }>('experiment', { file })).new_runs, 0);
    assert.match((await bench.call('experiment', { file, seeds: 50, most_runs: 10 })).text, /needs 96 new runs, more than 10/);
    const { claims } = await bench.result<{ claims: { id: string; verdict: string; rows?: object }[] }>('verify', {
      ...{ file, claim: 'cold.spreads', most_runs: 20 },
    });
    assert.equal(claims[0]?.id, 'cold.spreads');
    assert.ok(claims[0].rows);
    assert.match((await bench.call('verify', { file, claim: 'cold.spread' })).text, /Did you mean/);
  });
});
