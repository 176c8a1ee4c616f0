/** What drawn factors do: the arms of such designs, what is told from runs that are known, and from some that are played. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { csvParse } from 'd3';
import { describe, it } from 'mocha';
import type { Experiment } from '../../../../src/language/generated/society.js';
import { createLanguageService } from '../../../../src/language/index.js';
import { nodeTextFiles } from '../../../../src/node/ports.js';
import { type ExperimentSensitivity, sensitivityBasis, sensitivityRows, sensitivityTitle } from '../../../../src/protocol/sensitivity.js';
import {
  type ExperimentRun,
  comparisonsOf,
  type Design,
  designOf,
  planExperiment,
  sensitivitiesOf,
  sensitivityCsv,
  stabilityOf,
} from '../../../../src/runs/experiments/index.js';
import { planned, playedPlan, study } from '../../../support/experiments.js';

type Sample = NonNullable<Experiment['sample']>;

const experimentOf = (sample: Sample, more: Partial<Experiment> = {}): Experiment => ({
  ...{ scenario: 'meet', seeds: 2, sample, compare: { y: { measure: 'y' } } },
  ...more,
});

type Value = (set: { readonly [path: string]: unknown }, seed: number, wording: string | null) => number | null;

/** Runs of a design, each with the value that a function gives it. */
const cellsOf = ({ arms, seeds }: Design, value: Value): readonly ExperimentRun[] =>
  arms.flatMap(({ id, set, wording }) =>
    seeds.map((seed): ExperimentRun => ({ key: `${id} ${seed}`, arm: id, seed, measures: { y: [value(set, seed, wording)] } })),
  );

function told(experiment: Experiment, value: Value, keep: (cell: ExperimentRun) => boolean = () => true): readonly ExperimentSensitivity[] {
  const design = designOf(experiment);
  return sensitivitiesOf({ experiment, ...design, cells: cellsOf(design, value).filter(keep) });
}

const MORRIS: Sample = { n: 4, by: 'morris', over: { a: '0.0..6.0', b: '1..5' } };
const SALTELLI: Sample = { n: 16, by: 'saltelli', over: { a: '0.0..6.0', b: '1..5', c: ['x', 'y'] } };

describe('arms of sensitivity analyses', () => {
  it('are the points of trajectories, with ends of ranges and integers', () => {
    const { arms, seeds } = designOf(experimentOf(MORRIS));
    assert.equal(arms.length, 4 * 3);
    assert.deepEqual(
      arms.map(({ point }) => point),
      Array.from({ length: 12 }, (_, i) => i),
    );
    assert.equal(seeds.length, 2);
    for (const { set } of arms) {
      assert.ok([0, 2, 4, 6].includes(set['a'] as number), String(set['a']));
      // 1 + 4/3 and 1 + 8/3, to the nearest whole number.
      assert.ok([1, 2, 4, 5].includes(set['b'] as number), String(set['b']));
    }
    const names = new Set(arms.map(({ id }) => id));
    assert.equal(names.size, arms.length);
  });

  it('are rows of two points and their combinations, also from lists', () => {
    const { arms } = designOf(experimentOf(SALTELLI, { wordings: ['standard', 'b'] }));
    assert.equal(arms.length, 16 * 5 * 2);
    const sets = arms.filter(({ wording }) => wording === null).map(({ set }) => set);
    for (let row = 0; row < 16; row++) {
      const [start, a, b, c, other] = sets.slice(5 * row, 5 * row + 5);
      assert.deepEqual(
        [a, b, c],
        [
          { ...start, a: other!['a'] },
          { ...start, b: other!['b'] },
          { ...start, c: other!['c'] },
        ],
      );
    }
    for (const value of [1, 2, 3, 4, 5]) assert.ok(sets.some(({ b }) => b === value));
  });

  it('are rejected with a reason where they are too few, and counted before they are made', () => {
    const refused = (sample: Partial<Sample>, words: RegExp): void =>
      assert.throws(() => designOf(experimentOf({ ...MORRIS, ...sample } as Sample)), words);
    refused({ over: { a: [1, 2] } }, /`morris` moves along ranges, and `a` is a list/);
    refused({ over: { a: '2..2' } }, /`a` almost does not vary within `2..2`/);
    refused({ over: { a: '1000000.0..1000001.0' } }, /almost does not vary/);
    refused({ n: 1 }, /One trajectory cannot be compared with others/);
    refused({ over: {} }, /there is none/);
    refused({ by: 'saltelli', over: { a: ['x'] } }, /`a` has fewer than two values/);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`f${i}`, '0.0..1.0']));
    refused({ by: 'saltelli', n: 64, over: many }, /at most 20 factors, but there are 21/);
    refused({ n: 20_000 }, /60000 arms with 2 seeds are 120000 runs/);
    refused({ by: 'saltelli', n: 20_000 }, /80000 arms with 2 seeds are 160000 runs/);
  });
});

describe('effects of factors', () => {
  it('are given by morris in the unit of the measure over the whole range, with any step of integers', () => {
    const [one, ...more] = told(experimentOf(MORRIS), ({ a, b }, seed) => 3 * (a as number) - 2 * (b as number) + (seed === 1 ? 5 : -5));
    assert.deepEqual(more, []);
    assert.ok(one?.by === 'morris');
    assert.deepEqual([one.n, one.used, one.missing, one.seeds, one.problem], [4, 4, 0, 2, null]);
    for (const [i, wanted] of [18, -8].entries()) {
      assert.ok(Math.abs(one.factors[i]!.mu - wanted) < 1e-9 && Math.abs(one.factors[i]!.muStar - Math.abs(wanted)) < 1e-9);
      assert.ok(one.factors[i]!.sigma < 1e-9);
    }
    assert.deepEqual(
      one.factors.map(({ factor }) => factor),
      ['a', 'b'],
    );
  });

  it('are given by saltelli in each combination of the other factors', () => {
    const sample = { ...SALTELLI, n: 512 };
    const all = told(experimentOf(sample, { wordings: ['standard', 'b'], seeds: 1 }), ({ a, c }, _, wording) =>
      wording === 'b' ? (c === 'x' ? 1 : 0) : (a as number),
    );
    assert.deepEqual(
      all.map(({ among }) => among),
      [{ wording: 'standard' }, { wording: 'b' }],
    );
    const shares = all.map((one) => (one.by === 'saltelli' ? one.factors.map(({ first, total }) => [first, total]) : []));
    for (const [group, factor] of [
      [0, 0],
      [1, 2],
    ] as const)
      for (const [i, pair] of shares[group]!.entries())
        for (const share of pair)
          assert.ok(Math.abs(share - (i === factor ? 1 : 0)) < (i === factor ? 0.1 : 1e-12), `${group} ${i} ${share}`);
    assert.equal(sensitivityTitle(all[1]!), 'y at the end, wording = b');
  });

  it('leave out trajectories that lack a run, and count them', () => {
    const experiment = experimentOf(MORRIS);
    const { arms } = designOf(experiment);
    // One seed of the second point of the first trajectory, and both of the last point of the third.
    const lacks = (cell: ExperimentRun): boolean => (cell.arm === arms[1]!.id && cell.seed === 2) || cell.arm === arms[8]!.id;
    const value: Value = ({ a }) => 3 * (a as number);
    const [one] = told(experiment, value, (cell) => !lacks(cell));
    assert.deepEqual([one!.n, one!.used, one!.missing, one!.problem], [4, 2, 3, null]);
    assert.ok(one?.by === 'morris' && Math.abs(one.factors[0]!.mu - 18) < 1e-9);
    assert.equal(
      sensitivityBasis(one!),
      'by morris, 2 trajectories; each value a mean over 2 seeds; 3 runs have no value: 2 trajectories of 4 left out',
    );
    // What was measured and is not defined counts as well.
    const undefinedIn = new Set(arms.slice(3, 12).map(({ id }) => id));
    const [none] = sensitivitiesOf({
      ...{ experiment, arms, seeds: [1, 2] },
      cells: cellsOf({ arms, seeds: [1, 2] }, value).map((cell) =>
        undefinedIn.has(cell.arm) ? { ...cell, measures: { y: [null] } } : cell,
      ),
    });
    assert.deepEqual([none!.used, none!.missing, none!.factors, none!.problem], [1, 18, [], 'incomplete']);
    assert.match(sensitivityBasis(none!), /3 trajectories of 4 left out\. No numbers: at least two trajectories need all their values\.$/);
  });

  it('are missing where nothing varies, with a message instead of numbers', () => {
    const [still] = told(experimentOf(SALTELLI), () => 0.1);
    assert.deepEqual([still!.factors, still!.problem], [[], 'constant']);
    assert.match(sensitivityBasis(still!), /nothing varies/);
  });

  it('replace the comparison of each point with the first, unless arms are named', () => {
    const experiment = experimentOf(MORRIS);
    const design = designOf(experiment);
    const cells = cellsOf(design, ({ a }) => a as number);
    const [one] = comparisonsOf({ experiment, ...design, cells });
    assert.deepEqual([one!.arms.length, one!.against], [12, []]);
    assert.deepEqual(stabilityOf({ experiment, ...design, cells }), []);
    const named = experimentOf(MORRIS, { arms: { off: {}, on: {} }, compare: { y: { measure: 'y', arms: ['off', 'on'] } } });
    const other = designOf(named);
    const found = comparisonsOf({ experiment: named, ...other, cells: cellsOf(other, ({ a }) => a as number) });
    assert.equal(found[0]!.against[0]!.difference, 0);
    assert.deepEqual(
      told(experimentOf({ n: 4, over: MORRIS.over }), () => 1),
      [],
      'other samples do not tell',
    );
  });

  it('are a table for other programs', () => {
    const all = [
      ...told(experimentOf(MORRIS, { wordings: ['standard'] }), ({ a }) => 3 * (a as number)),
      ...told(experimentOf(SALTELLI), () => 1),
    ];
    const text = sensitivityCsv('a study; synthetic data', all);
    assert.match(text, /^# a study; synthetic data\n/);
    const lines = csvParse(text.slice(text.indexOf('\n') + 1)).map((line) => ({ ...line }));
    assert.equal(lines.length, 2 * 3 + 1);
    assert.deepEqual(lines[2], {
      ...{ measure: 'y', round: 'end', among: 'wording=standard', by: 'morris', n: '4', used: '4', missing: '0' },
      ...{ factor: 'a', index: 'sigma', value: lines[2]!['value'], low: '', high: '' },
    });
    assert.deepEqual(
      ['index', 'value', 'factor'].map((column) => lines[6]![column]),
      ['constant', '', ''],
    );
  });
});

describe('the effects of factors in a society', () => {
  /** In six rounds nobody has so many memories that some would go. */
  const talk = (by: string, n: number): string =>
    study(`    sample: { n: ${n}, by: ${by}, over: { rounds: 1..6, memory.most: 500..900 } }
    seeds: 2
    compare: { talk: { measure: messages } }`);

  it('are exactly zero for a factor without influence, with the same seeds, and about 1 for the other', async () => {
    const plan = await planned(talk('saltelli', 16));
    assert.equal(plan.jobs.length, 16 * 4 * 2);
    const [one] = sensitivitiesOf(await playedPlan(plan));
    assert.ok(one?.by === 'saltelli' && one.problem === null);
    const [rounds, most] = one.factors;
    const none = { low: 0, high: 0 };
    assert.deepEqual(most, { factor: 'memory.most', first: 0, firstInterval: none, total: 0, totalInterval: none });
    assert.ok(rounds!.total > 0.7 && rounds!.total < 1.3, String(rounds!.total));
  });

  it('are those in the documentation of the example', async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library'), [process.cwd()]));
    const uri = pathToFileURL(join(process.cwd(), 'examples', 'studies', 'greed.society')).href;
    const [months] = sensitivitiesOf(await playedPlan(await planExperiment(uri, 'screen', { language, known: new Map() })));
    const shown = readFileSync('docs/experiments.md', 'utf8');
    assert.ok(shown.includes(`${sensitivityTitle(months!)}, ${sensitivityBasis(months!)}\n`));
    const number = (value: number): string => String(Math.round(value * 1e4) / 1e4);
    for (const row of sensitivityRows(months!, number, (interval) => `[${number(interval!.low)}, ${number(interval!.high)}]`))
      assert.match(shown, new RegExp(`^ *${row.map((cell) => cell.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join(' +')}$`, 'm'));
  });

  it('continue where more trajectories are requested, and only those are played', async () => {
    const known = new Map<string, ExperimentRun>();
    const [one] = sensitivitiesOf(await playedPlan(await planned(talk('morris', 4)), known));
    assert.ok(one?.by === 'morris');
    const [rounds, most] = one.factors;
    assert.deepEqual(most, { factor: 'memory.most', muStar: 0, mu: 0, sigma: 0, interval: { low: 0, high: 0 } });
    assert.ok(rounds!.mu > 5 && rounds!.mu === rounds!.muStar, 'each of three talks in each round');
    const more = await planned(talk('morris', 6), { known });
    for (const { index, arm } of more.jobs) if (arm.point! < 4 * 3) assert.ok(more.known.has(index), arm.id);
    assert.equal(more.jobs.length, 6 * 3 * 2);
  });
}).timeout(60_000);
