/** What an experiment says of its arms, from runs whose values are known. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Experiment } from '../../../../src/language/generated/society.js';
import { type Arm, type ExperimentRun, comparisonsOf, stabilityOf } from '../../../../src/runs/experiments/index.js';
import { partsWords, seedNotes } from '../../../../src/protocol/comparedWords.js';

/** Extra hours of sleep under two drugs (Student 1908), and under none of them. */
const ARMS = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
  none: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
};

type Cell = Pick<ExperimentRun, 'key' | 'arm' | 'seed' | 'measures'>;

function compared(experiment: Partial<Experiment>, as: (cell: Cell, i: number) => Cell = (cell) => cell) {
  const arms = Object.keys(ARMS).map((id) => ({ id, levels: { arm: id }, set: {}, wording: null, model: null }));
  const cells = Object.entries(ARMS).flatMap(([arm, values]) =>
    values.map((value, i) => ({ key: `${arm} ${i}`, arm, seed: i + 1, measures: { sleep: [0, value] } })),
  );
  const of = {
    experiment: { scenario: 'night', ...experiment } as Experiment,
    arms,
    cells: cells.map(as) as unknown as readonly ExperimentRun[],
  };
  return comparisonsOf(of as never);
}

const rounded = (p: number | null): number | null => (p === null ? null : Number(p.toPrecision(4)));

describe('the comparisons of an experiment', () => {
  it('use the test of the file, as on Student’s data', () => {
    const against = (test: string, paired = false) =>
      compared({ compare: { sleep: { measure: 'sleep', test, paired } as never } })[0]!.against[0]!;
    assert.equal(rounded(against('t').p), 0.07939);
    assert.equal(rounded(against('t', true).p), 0.002833);
    assert.equal(against('bootstrap').p, null);
    assert.ok(against('mann_whitney').p! > 0.05 && against('kolmogorov_smirnov').p! > 0.05);
    assert.equal(rounded(against('t').difference), 1.58);
  });

  it('say how many runs have no value, and where the others can mislead', () => {
    const [whole] = compared({ compare: { sleep: { measure: 'sleep', test: 't' } } });
    assert.ok(whole!.arms.every(({ missing, without }) => missing === null && without === 0));
    assert.equal(whole!.against[0]!.canMislead, false);
    const [gone] = compared({ compare: { sleep: { measure: 'sleep', test: 't' } } }, (cell, i) =>
      i === 0 ? { ...cell, measures: { sleep: [null] } } : cell,
    );
    const lacking = gone!.arms.filter(({ without }) => without > 0);
    assert.deepEqual(
      lacking.map(({ without, missing }) => [without, missing]),
      [[1, `1 of its ${lacking[0]!.runs + 1} runs has no value and is left out.`]],
    );
    assert.ok(gone!.against.every(({ canMislead, arm, from }) => canMislead === [arm, from].includes(lacking[0]!.arm)));
    const parts = { of: 0, blank: 0, by: [], same: 0, flips: 0, clear: 0 };
    assert.match(seedNotes({ ...gone!.against[0]!, parts }, String)[0]!, /^Runs have no value, in one arm more often/);
  });

  it('correct p for all tests of the experiment, by Holm by default', () => {
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

  it('explain where p and its interval disagree, and nothing where they agree', () => {
    const parts = { of: 0, blank: 0, by: [], same: 0, flips: 0, clear: 0 };
    const notes = (test: string, p: number | null, corrected: number | null, low: number, high: number): string => {
      const like = compared({ compare: { sleep: { measure: 'sleep', test: 't' } } })[0]!.against[0]!;
      const lines = seedNotes(
        { ...like, test: test as never, p, corrected, interval: { low, high }, parts, detectable: null, needed: null },
        String,
      );
      return lines.join('\n');
    };
    assert.match(notes('permutation', 0.03, 0.03, -0.1, 2), /^p is below 0\.05, but the interval includes 0: p is from a permutation test/);
    assert.match(notes('mann_whitney', 0.07, 0.07, 0.1, 2), /^p is not below 0\.05, but the interval excludes 0: .* compares ranks/);
    assert.match(
      notes('permutation', 0.03, 0.06, -2, -0.1),
      /^Corrected p is not below 0\.05, .* is not corrected for the number of tests\.$/,
    );
    assert.match(notes('t', 0.03, 0.06, 0.1, 2), /^Corrected p/);
    assert.equal(notes('permutation', 0.03, 0.04, 0.1, 2), '');
    assert.equal(notes('permutation', 0.3, 0.6, -0.1, 2), '');
    assert.equal(notes('bootstrap', null, null, 0.1, 2), '');
  });

  it('select arms by name across all other factors, and list the parts in which the difference holds', () => {
    // With the words of b the difference is the other way round.
    const value = (arm: string, wording: string, seed: number): number =>
      (arm === 'coached' ? 1 : 0) * (wording === 'b' ? -1 : 3) + seed / 100;
    const levels = ['none', 'coached'].flatMap((arm) => ['a', 'b'].map((wording) => ({ arm, wording })));
    const arms = levels.map((own): Arm => ({ id: `${own.arm}, ${own.wording}`, levels: own, set: {}, wording: own.wording, model: null }));
    const seeds = [1, 2, 3, 4, 5, 6];
    const cells = arms.flatMap(({ id, levels: { arm, wording } }) =>
      seeds.map((seed): ExperimentRun => ({ key: '', arm: id, seed, measures: { ties: [value(String(arm), String(wording), seed)] } })),
    );
    const experiment = { scenario: 's', compare: { ties: { measure: 'ties', arms: ['none', 'coached'], paired: true } } } as Experiment;
    const [one] = comparisonsOf({ experiment, arms, cells });
    assert.deepEqual(
      one!.arms.map(({ arm, n }) => [arm, n]),
      [
        ['none', 6],
        ['coached', 6],
      ],
    );
    assert.equal(rounded(one!.against[0]!.difference), 1);
    const [stability] = stabilityOf({ experiment, arms, cells, seeds });
    assert.deepEqual(
      stability!.parts.map(({ factor, level, difference, n }) => [factor, level, rounded(difference), n]),
      [
        ['wording', 'a', 3, 6],
        ['wording', 'b', -1, 6],
        ['seeds', 'first half', 1, 3],
        ['seeds', 'second half', 1, 3],
      ],
    );
    assert.deepEqual([stability!.same, stability!.flips], [3, 1]);
    // Of what is no difference over all runs no part is on its side.
    const even = cells.map((cell) => ({
      ...cell,
      measures: { ties: [cell.arm === 'coached, a' ? 1 : cell.arm === 'coached, b' ? -1 : 0] },
    }));
    const [none] = stabilityOf({ experiment, arms, cells: even, seeds });
    assert.deepEqual([none!.difference, none!.same, none!.flips, none!.clear], [0, 0, 0, 0]);
    // A half without a difference has no sign.
    const late = cells.map((cell) => ({ ...cell, measures: { ties: [cell.arm.startsWith('coached') && cell.seed === 6 ? 1 : 0] } }));
    const { same, flips, clear, parts } = stabilityOf({ experiment, arms, cells: late, seeds })[0]!;
    assert.deepEqual([same, flips, parts.length], [3, 0, 4]);
    assert.match(
      partsWords({ of: 4, blank: 0, by: ['wording', 'seeds'], same, flips, clear }, false),
      /^Same sign in 3 of 4 parts \(by wording, seeds\), no difference in the other;/,
    );
    assert.match(
      partsWords({ of: 2, blank: 0, by: ['seeds'], same: 1, flips, clear: 0 }, false),
      /^Same sign in 1 of 2 halves of the seeds, no/,
    );
    // Where every seed gives the same there is no interval to speak of.
    assert.equal(partsWords({ of: 2, blank: 0, by: ['seeds'], same: 2, flips: 0, clear: 0 }, true), '');
    assert.match(
      partsWords({ of: 3, blank: 1, by: ['rounds', 'seeds'], same: 3, flips: 0, clear: 3 }, false),
      /; no value in 1 more part$/,
    );
    assert.equal(
      partsWords({ of: 4, blank: 0, by: ['wording', 'seeds'], same: 4, flips: 0, clear: 0 }, true),
      'Same sign in all 4 parts (by wording, seeds)',
    );
  });

  /** Ten seeds of two arms, once and under five wordings; `change` is what a wording adds. */
  function worded(wordings: number, change: (wording: number) => number = () => 0) {
    const none = [0.42, 0.31, 0.55, 0.47, 0.38, 0.29, 0.51, 0.44, 0.4, 0.43];
    const rule = [0.36, 0.35, 0.41, 0.33, 0.47, 0.21, 0.39, 0.4, 0.29, 0.37];
    const levels = ['none', 'rule'].flatMap((arm) => Array.from({ length: wordings }, (_, w) => ({ arm, wording: `w${w}` })));
    const arms = levels.map((own): Arm => ({ id: `${own.arm}, ${own.wording}`, levels: own, set: {}, wording: own.wording, model: null }));
    const cells = arms.flatMap(({ id, levels: { arm, wording } }) =>
      (arm === 'none' ? none : rule).map((value, i): ExperimentRun => {
        const own = arm === 'rule' ? change(Number(String(wording).slice(1))) : 0;
        return { key: '', arm: id, seed: i + 1, measures: { ties: [value + own] } };
      }),
    );
    return { arms, cells, names: levels.map(({ wording }) => wording).slice(0, wordings) };
  }

  const wordedComparison = (wordings: number, comparison: object = {}, change?: (wording: number) => number) => {
    const { arms, cells, names } = worded(wordings, change);
    const compare = { ties: { measure: 'ties', arms: ['none', 'rule'], ...comparison } };
    const experiment = { scenario: 's', arms: { none: {}, rule: {} }, wordings: names, compare } as unknown as Experiment;
    return comparisonsOf({ experiment, arms, cells })[0]!;
  };

  it('count seeds: five wordings without effect give the p and the interval of one', () => {
    for (const test of ['permutation', 't', 'mann_whitney', 'kolmogorov_smirnov', 'bootstrap'])
      for (const paired of test === 'permutation' || test === 't' || test === 'bootstrap' ? [true, false] : [false]) {
        const [one, five] = [1, 5].map((n) => wordedComparison(n, { test, paired }));
        const { components: _, ...alone } = one!.against[0]!;
        const { components, ...crossed } = five!.against[0]!;
        assert.deepEqual(crossed, alone, `${test} ${paired}`);
        assert.deepEqual(
          five!.arms.map(({ n, mean, interval }) => [n, mean, interval]),
          one!.arms.map(({ n, mean, interval }) => [n, mean, interval]),
        );
        assert.deepEqual([one!.across, five!.across], [[], [{ factor: 'wording', levels: 5 }]]);
        assert.equal(components!.find(({ factor }) => factor === 'wording')!.variance, 0);
      }
  });

  it('give the share of a difference that comes from wordings', () => {
    // Four wordings add 0, 0.1, 0.2 and 0.3: the variance between them is 1/60.
    const { components } = wordedComparison(4, { paired: true }, (wording) => wording / 10).against[0]!;
    const of = (factor: string): number => components!.find((one) => one.factor === factor)!.variance;
    assert.ok(Math.abs(of('wording') - 1 / 60) < 1e-12 && of('rest') < 1e-12);
    assert.ok(of('seed') > 0.001);
  });

  it('give p where arms are apart and no interval where seeds vary nothing', () => {
    const same = (values: { readonly [arm: string]: readonly number[] }, paired: boolean) => {
      const arms = Object.keys(values).map((id): Arm => ({ id, levels: { arm: id }, set: {}, wording: null, model: null }));
      const cells = arms.flatMap(({ id }) =>
        values[id]!.map((value, i): ExperimentRun => ({ key: '', arm: id, seed: i, measures: { gain: [value] } })),
      );
      const experiment = { scenario: 's', compare: { gain: { measure: 'gain', paired } } } as Experiment;
      return comparisonsOf({ experiment, arms, cells })[0]!.against[0]!;
    };
    const twenty = (value: number) => Array.from({ length: 20 }, () => value);
    for (const paired of [true, false]) {
      const apart = same({ a: twenty(64_812), b: twenty(73_558) }, paired);
      // Complete separation is as far from chance as anything can be.
      assert.deepEqual([apart.difference, apart.p, apart.corrected, apart.interval, apart.isSame], [8746, 0.0001, 0.0001, null, false]);
      const none = same({ a: twenty(0), b: twenty(0) }, paired);
      assert.deepEqual([none.difference, none.p, none.isSame], [0, null, true]);
      const notes = [apart, none].map((one) =>
        seedNotes({ ...one, parts: { of: 0, blank: 0, by: [], same: 0, flips: 0, clear: 0 } }, String).join(),
      );
      assert.match(notes[0]!, paired ? /^Every seed gave the same difference,/ : /^In each arm all seeds gave the same value,/);
      assert.match(notes[1]!, /^All seeds gave the same value,/);
    }
    // Arms that vary, by the same from seed to seed: random signs of few pairs give that by chance.
    const steps = [1, 5, 2, 8];
    assert.deepEqual(
      [same({ a: steps, b: steps.map((x) => x + 2) }, true).p, same({ a: steps, b: steps.map((x) => x + 2) }, true).isSame],
      [0.125, false],
    );
    assert.equal(same({ a: steps, b: steps.map((x) => x + 2) }, false).isSame, false);
    assert.equal(same({ a: [1], b: [2] }, true).p, null, 'a single seed');
  });

  it('report where p below 0.05 is impossible, and the seeds it needs', () => {
    const five = (correct: 'none' | 'holm', measures: readonly string[]) => {
      const arms = ['a', 'b'].map((id): Arm => ({ id, levels: { arm: id }, set: {}, wording: null, model: null }));
      const cells = arms.flatMap(({ id }) =>
        [3, 1, 4, 1.5, 9].map(
          (value, i): ExperimentRun => ({
            ...{ key: '', arm: id, seed: i },
            measures: Object.fromEntries(measures.map((measure) => [measure, [id === 'b' ? value + i + 1 : value]])),
          }),
        ),
      );
      const compare = Object.fromEntries(measures.map((measure) => [measure, { measure, paired: true }]));
      return comparisonsOf({ experiment: { scenario: 's', compare, correct } as unknown as Experiment, arms, cells })[0]!.against[0]!;
    };
    const one = five('none', ['x']);
    // All five pairs on one side, and still p is no smaller.
    assert.deepEqual([one.p, one.least, one.needed], [0.0625, 0.0625, 6]);
    assert.deepEqual([five('holm', ['x', 'y', 'z']).corrected, five('holm', ['x', 'y', 'z']).needed], [0.1875, 7]);
    assert.ok(one.detectable! > 0);
  });

  it('compare arms with the one that the file names, or all pairs', () => {
    const pairs = (against: string) =>
      compared({ compare: { sleep: { measure: 'sleep', against } } as never })[0]!.against.map(({ arm, from }) => `${arm} − ${from}`);
    assert.deepEqual(pairs('none'), ['first − none', 'second − none']);
    assert.deepEqual(pairs('each other'), ['second − first', 'none − first', 'none − second']);
  });
});
