import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Experiment } from '../../../../src/language/generated/society.js';
import { designOf, partOf, seedsOf, shardOf } from '../../../../src/runs/experiments/index.js';
import { planned, study } from '../../../support/experiments.js';

const design = (experiment: Partial<Experiment>) => designOf({ scenario: 'meet', seeds: 2, ...experiment });
const ids = (experiment: Partial<Experiment>): readonly string[] => design(experiment).arms.map(({ id }) => id);

describe('the design of an experiment', () => {
  it('crosses every factor with every other', () => {
    const { arms } = design({
      arms: { none: { coach: 'off' }, rule: {} },
      grid: { rounds: [5, 10], 'memory.recall': [2] },
      models: ['builtin', 'random'],
    });
    assert.equal(arms.length, 2 * 2 * 1 * 2);
    assert.deepEqual(arms[0], {
      id: 'none, rounds=5, memory.recall=2, builtin',
      levels: { arm: 'none', rounds: 5, 'memory.recall': 2, model: 'builtin' },
      set: { coach: 'off', rounds: 5, 'memory.recall': 2 },
      wording: null,
      model: 'builtin',
    });
    assert.equal(new Set(arms.map(({ id }) => id)).size, arms.length);
  });

  it('has an arm for each row, wording and mind, and one where nothing differs', () => {
    assert.deepEqual(ids({ list: [{ rounds: 2 }, { rounds: 3, coach: 'off' }] }), ['rounds=2', 'rounds=3, coach=off']);
    assert.deepEqual(
      design({ wordings: ['standard', 'b'] }).arms.map(({ wording }) => wording),
      [null, 'b'],
    );
    assert.deepEqual(ids({}), ['all']);
    assert.deepEqual(ids({ list: [{ rounds: 2 }, { rounds: 2 }] }), ['rounds=2', 'rounds=2 (2)']);
  });

  it('is rejected before it is enumerated where it has too many runs', () => {
    const ten = Array.from({ length: 1000 }, (_, i) => i + 1);
    assert.throws(
      () => design({ grid: { rounds: ten, 'memory.recall': ten, seed: ten }, seeds: 1 }),
      /1000000000 arms with 1 seeds are 1000000000 runs\. The maximum is 100000/,
    );
    for (const seeds of ['1..1000000000', 1_000_000_000])
      assert.throws(() => seedsOf({}, seeds), /1,000,000,000 seeds are more than 100,000, .* Use fewer seeds/);
    assert.throws(() => design({ grid: { rounds: [] } }), /`rounds` has no values/);
  });

  it('draws a Latin hypercube: each part of each range once', () => {
    const n = 20;
    const { arms } = design({ sample: { n, over: { a: '0.0..1.0', b: '-2.0..2.0', c: '1..20', d: ['x', 'y'] } } });
    const column = (path: string) => arms.map(({ set }) => set[path] as number);
    const parts = (path: string, low: number, width: number) => new Set(column(path).map((x) => Math.floor(((x - low) / width) * n)));
    assert.equal(parts('a', 0, 1).size, n);
    assert.equal(parts('b', -2, 4).size, n);
    assert.deepEqual(
      [...column('c')].sort((x, y) => x - y),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.equal(arms.filter(({ set }) => set['d'] === 'x').length, n / 2);
    assert.notDeepEqual(column('a'), [...column('a')].sort());
  });

  it('draws the same for the same seed, different values for another, and one more range changes none', () => {
    const over = { a: '0.0..1.0', b: '1..6' };
    assert.deepEqual(ids({ sample: { n: 5, over } }), ids({ sample: { n: 5, over } }));
    assert.notDeepEqual(ids({ sample: { n: 5, over } }), ids({ sample: { n: 5, over, seed: 2 } }));
    const values = (more: Experiment['sample']) => design({ sample: more! }).arms.map(({ set }) => set['a']);
    assert.deepEqual(values({ n: 5, over }), values({ n: 5, over: { ...over, c: '0..1' } }));
    assert.deepEqual(
      new Set(design({ sample: { n: 400, by: 'random', over: { b: '1..6' } } }).arms.map(({ set }) => set['b'])),
      new Set([1, 2, 3, 4, 5, 6]),
    );
  });

  it('has the seeds of the file, or the requested number', () => {
    assert.deepEqual(
      [seedsOf({ seeds: 2 }, undefined), seedsOf({ seeds: [5, 9, 5] }, undefined), seedsOf({ seeds: [5, 9] }, 1)],
      [[1, 2], [5, 9], [1]],
    );
  });

  it('has the seeds from a first to a last, in the file or on request, and rejects a range without a seed', () => {
    assert.deepEqual(seedsOf({ seeds: '101..103' }, undefined), [101, 102, 103]);
    assert.deepEqual(seedsOf({ seeds: 2 }, '7..8'), [7, 8]);
    assert.deepEqual(design({ seeds: '4..4' }).seeds, [4]);
    assert.throws(() => design({ seeds: '4..3' }), /no seed/);
    assert.throws(() => design({ seeds: '0..999999999999' }), /Use fewer seeds/);
  });

  it('is divided into parts that together are the whole, each with every arm', async () => {
    const text = study('    arms: { short: { rounds: 1 }, long: { rounds: 2 }, longer: { rounds: 3 } }\n    seeds: 8\n');
    const whole = await planned(text);
    const parts = [1, 2, 3, 4].map((index) => partOf(whole.jobs, { index, of: 4 }));
    assert.deepEqual(
      parts.flat().sort((a, b) => a.index - b.index),
      whole.jobs,
    );
    for (const jobs of parts) assert.equal(new Set(jobs.map(({ arm }) => arm.id)).size, 3);
    assert.deepEqual((await planned(text, { shard: { index: 2, of: 4 } })).missing, parts[1]);
    assert.deepEqual(shardOf('2/8'), { index: 2, of: 8 });
    for (const wrong of ['0/8', '9/8', '2', '2/8/1', 'a/b'])
      assert.throws(() => shardOf(wrong), /from 1, and the number of shards, as in 1\/8/);
  });

  it('has equal runs in one part, so that each is played and paid once', async () => {
    const { jobs } = await planned(study('    arms: { short: { rounds: 1 }, long: { rounds: 2 }, also: { rounds: 1 } }\n    seeds: 3\n'));
    const parts = [1, 2].map((index) => partOf(jobs, { index, of: 2 }));
    const [one, two] = parts.map((part) => new Set(part.map(({ key }) => key)));
    assert.equal(one!.size + two!.size, 6, 'two that differ of each seed');
    assert.equal(parts.flat().length, 9);
    assert.deepEqual(
      [...one!].filter((key) => two!.has(key)),
      [],
    );
  });
});
