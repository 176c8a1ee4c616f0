/** Agents compared with people: distributions of numbers and of words, against published figures. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tableOf } from '../../../src/engine/index.js';
import { compareWithPeople, columnOf, valuesAtEnd } from '../../../src/runs/expectations/compareWithPeople.js';
import { modelOf, playWith } from '../../support/worlds.js';

const SOCIETY = `society: 1
personas:
  ada: { name: Ada, vars: { hours: 5, side: yes_side } }
  ben: { name: Ben, vars: { hours: 6, side: no_side } }
  cem: { name: Cem, vars: { hours: 8, side: no_side } }
worlds:
  sleep:
    agent_vars: { hours: 0, side: '' }
    phases: { night: { who: all, then: me.hours = me.hours } }
scenarios: { s: { cast: all, world: sleep, rounds: 1 } }
`;

describe('agents compared with people', () => {
  it('are compared by the distance of their results: SciPy’s distance of 5 between 5, 6, 8 and 0, 1, 3', async () => {
    const model = await modelOf(SOCIETY);
    const { events } = await playWith(model, () => ({}));
    const agents = valuesAtEnd({ model, events }, 'all.map(a => a.hours)');
    const people = columnOf(tableOf('sleep.csv', 'who,hours\na,0\nb,1\nc,3\nd,\n'), 'hours');
    const found = compareWithPeople([agents], people);
    assert.ok(found.kind === 'numbers');
    assert.deepEqual([found.wasserstein, found.people.n, found.people.missing, found.ks.d], [5, 3, 1, 1]);
    // Of the 20 orders of six values two have them apart.
    assert.ok(Math.abs((found.ks.p ?? 0) - 2 / 20) < 1e-12);
    const other = { values: ['often'], missing: 0 };
    assert.throws(() => compareWithPeople([agents, other], people), /both numbers and words/);
    const words = compareWithPeople([valuesAtEnd({ model, events }, 'all.map(a => a.side)')], {
      values: ['yes_side', 'no_side', 'no_side', 'yes_side'],
      missing: 0,
    });
    assert.ok(words.kind === 'words');
    assert.deepEqual(
      words.shares.map(({ word, people: share }) => [word, share]),
      [
        ['no_side', 0.5],
        ['yes_side', 0.5],
      ],
    );
    assert.ok(Math.abs(words.divergence - (Math.log(2) - 0.6365141682948128)) < 1e-9, 'ln 2 less the entropy of a third');
  });

  it('are rejected with a reason where there is nothing to compare', async () => {
    const model = await modelOf(SOCIETY);
    const { events } = await playWith(model, () => ({}));
    const run = { model, events };
    assert.throws(() => valuesAtEnd(run, 'round'), /not a list/);
    assert.throws(() => valuesAtEnd(run, 'all.map(a =>'), /all\.map/);
    assert.throws(() => valuesAtEnd(run, 'all.map(a => nobody.hours)'), /nobody/);
    assert.throws(() => columnOf(tableOf('a.csv', 'x,y\n1,2\n'), 'z'), /no column `z`. It has x, y/);
    assert.throws(() => columnOf(tableOf('a.csv', 'x\n1\nb\n'), 'x'), /both numbers and words/);
    assert.throws(
      () => compareWithPeople([valuesAtEnd(run, 'all.map(a => a.hours)')], { values: ['a'], missing: 0 }),
      /numbers, the people words/,
    );
  });

  it('count each of several runs once, however many agents it has', () => {
    const people = { values: [1, 2, 3, 4], missing: 0 };
    // SciPy: stats.ttest_ind([2, 4, 9], [1, 2, 3, 4], equal_var=False).confidence_interval()
    const [low, high] = [-5.557543515568682, 10.557543515568682];
    const runs = (copies: number) => [2, 4, 9].map((value) => ({ values: new Array<number>(copies).fill(value), missing: 1 }));
    for (const copies of [1, 50]) {
      const found = compareWithPeople(runs(copies), people);
      assert.ok(found.kind === 'numbers' && found.interval);
      assert.deepEqual([found.runs, found.agents.n, found.agents.missing, found.difference, found.ks.p], [3, 3 * copies, 3, 2.5, null]);
      assert.ok(Math.abs(found.interval.low - low) < 1e-3 && Math.abs(found.interval.high - high) < 1e-3, JSON.stringify(found.interval));
    }
  });
});
