/** What an experiment says of its arms, from runs whose values are known. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Experiment } from '../../../../src/language/generated/society.js';
import { type Arm, type Cell, comparisonsOf, stabilityOf } from '../../../../src/runs/experiments/index.js';

/** Extra hours of sleep under two drugs (Student 1908), and under none of them. */
const ARMS = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
  none: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
};

function compared(experiment: Partial<Experiment>) {
  const arms = Object.keys(ARMS).map((id) => ({ id, levels: { arm: id }, set: {}, wording: null, model: null }));
  const cells = Object.entries(ARMS).flatMap(([arm, values]) =>
    values.map((value, i) => ({ key: `${arm} ${i}`, arm, seed: i + 1, measures: { sleep: [0, value] } })),
  );
  const of = { experiment: { scenario: 'night', ...experiment } as Experiment, arms, cells: cells as unknown as readonly Cell[] };
  return comparisonsOf(of as never);
}

const rounded = (p: number | null): number | null => (p === null ? null : Number(p.toPrecision(4)));

describe('the comparisons of an experiment', () => {
  it('test what the file asks for, as Student’s data have it', () => {
    const against = (test: string, paired = false) =>
      compared({ compare: { sleep: { measure: 'sleep', test, paired } as never } })[0]!.against[0]!;
    assert.equal(rounded(against('t').p), 0.07939);
    assert.equal(rounded(against('t', true).p), 0.002833);
    assert.equal(against('bootstrap').p, null);
    assert.ok(against('mann_whitney').p! > 0.05 && against('kolmogorov_smirnov').p! > 0.05);
    assert.equal(rounded(against('t').difference), 1.58);
  });

  it('correct chances for all tests of the experiment, by Holm where the file does not say', () => {
    const compare = {
      means: { measure: 'sleep', test: 't', paired: true },
      ranks: { measure: 'sleep', test: 't', arms: ['none', 'second'] },
    } as never;
    const found = (correct?: 'none' | 'bh') =>
      compared({ compare, ...(correct ? { correct } : {}) }).flatMap(({ against }) => against.map((one) => rounded(one.corrected)));
    // Of three tests one says nothing: pairs that are all equal. The smaller of two chances is doubled.
    assert.deepEqual(found(), [0.005666, null, 0.07939]);
    assert.deepEqual(found('none'), [0.002833, null, 0.07939]);
    assert.deepEqual(found('bh'), [0.005666, null, 0.07939]);
  });

  it('take arms by name across all else that was set in them, and say in which parts the difference holds', () => {
    // With the words of b the difference is the other way round.
    const value = (arm: string, wording: string, seed: number): number =>
      (arm === 'coached' ? 1 : 0) * (wording === 'b' ? -1 : 3) + seed / 100;
    const levels = ['none', 'coached'].flatMap((arm) => ['a', 'b'].map((wording) => ({ arm, wording })));
    const arms = levels.map((own): Arm => ({ id: `${own.arm}, ${own.wording}`, levels: own, set: {}, wording: own.wording, model: null }));
    const seeds = [1, 2, 3, 4, 5, 6];
    const cells = arms.flatMap(({ id, levels: { arm, wording } }) =>
      seeds.map((seed): Cell => ({ key: '', arm: id, seed, measures: { ties: [value(String(arm), String(wording), seed)] } })),
    );
    const experiment = { scenario: 's', compare: { ties: { measure: 'ties', arms: ['none', 'coached'], paired: true } } } as Experiment;
    const [one] = comparisonsOf({ experiment, arms, cells });
    assert.deepEqual(
      one!.arms.map(({ arm, n }) => [arm, n]),
      [
        ['none', 12],
        ['coached', 12],
      ],
    );
    assert.equal(rounded(one!.against[0]!.difference), 1);
    const [stability] = stabilityOf({ experiment, arms, cells, seeds });
    assert.deepEqual(
      stability!.parts.map(({ factor, level, difference, n }) => [factor, level, rounded(difference), n]),
      [
        ['wording', 'a', 3, 6],
        ['wording', 'b', -1, 6],
        ['seeds', 'first half', 1, 6],
        ['seeds', 'second half', 1, 6],
      ],
    );
    assert.equal(stability!.flips, 1);
    // Of what is no difference over all runs no part is on its side.
    const even = cells.map((cell) => ({
      ...cell,
      measures: { ties: [cell.arm === 'coached, a' ? 1 : cell.arm === 'coached, b' ? -1 : 0] },
    }));
    const [none] = stabilityOf({ experiment, arms, cells: even, seeds });
    assert.deepEqual([none!.difference, none!.flips, none!.clear], [0, 0, 0]);
  });
});
