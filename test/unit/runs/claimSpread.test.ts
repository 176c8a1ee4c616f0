/** Where the spread of a claim comes from, with planted spreads of seeds, wordings and models; and the drift over the order of play. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { normal } from '../../../src/core/random/distributions.js';
import { rng } from '../../../src/core/random/rng.js';
import { mean } from '../../../src/analysis/statistics/samples.js';
import type { ExpectationClaim } from '../../../src/runs/claims/claim.js';
import { AS_WRITTEN, type Condition } from '../../../src/runs/claims/conditions.js';
import type { Estimate } from '../../../src/runs/claims/estimate.js';
import { figuresOf } from '../../../src/runs/claims/figures.js';
import { rowsOf } from '../../../src/runs/claims/rows.js';
import { allocationOf, spreadLines } from '../../../src/runs/claims/spread.js';

const CLAIM: ExpectationClaim = {
  ...{ kind: 'expectation', id: 'town.grows', says: 'score > 0', scenario: 'town', expectation: 'grows' },
  ...{ rule: { kind: 'test', of: 20, level: 0.05 }, hasMargin: true, matters: 0.2 },
};
const NO_COST = { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 };

const estimateOf = (values: ReadonlyMap<number, number>, lost = 0): Estimate => ({
  ...{ effect: mean([...values.values()]), interval: null, spread: null, runs: values.size, n: values.size, lost, p: 0.01 },
  ...{
    held: values.size,
    values: [{ arm: '', runs: values.size, without: 0 }],
    shares: null,
    twoValues: null,
    varies: true,
    bySeed: values,
  },
});

const wording = (i: number): Condition => (i === 0 ? AS_WRITTEN : { kind: 'wording', id: `w${i}` });

interface Spreads {
  readonly seeds: number;
  readonly wordings: number;
  readonly models?: number;
}

/** Thirty seeds under eight wordings with these standard deviations, besides chance of 1; and with two models. */
function planted({ seeds, wordings, models = 0 }: Spreads): readonly (readonly [Condition, Estimate])[] {
  const draw = rng(1, 'spread', seeds, wordings, models);
  const [ofSeeds, ofWordings, ofModels] = [30, 8, 4].map((n) => Array.from({ length: n }, () => normal(draw))) as [
    number[],
    number[],
    number[],
  ];
  const under = (w: number, m: number): Estimate =>
    estimateOf(
      new Map(ofSeeds.map((seed, s) => [s + 1, seeds * seed + wordings * ofWordings[w]! + models * ofModels[m]! + normal(draw)] as const)),
    );
  return [
    ...ofWordings.map((_, w) => [wording(w), under(w, 0)] as const),
    ...(models > 0 ? [1, 2, 3].map((m) => [{ kind: 'model', id: `m${m}` } as Condition, under(0, m)] as const) : []),
  ];
}

const PLAN = { runs: 480, arms: 1 };

describe('where the spread of a claim comes from', () => {
  it('is the seeds, the wordings or the models, where these vary', () => {
    const share = (spreads: Spreads) => allocationOf(CLAIM, planted(spreads), PLAN)!.shares;
    assert.ok(share({ seeds: 4, wordings: 0 }).seeds > 0.85);
    assert.ok(share({ seeds: 4, wordings: 0 }).wordings < 0.05);
    assert.ok(share({ seeds: 0, wordings: 4 }).wordings > 0.7);
    assert.equal(share({ seeds: 0, wordings: 4 }).models, null);
    const models = share({ seeds: 0, wordings: 0, models: 5 });
    assert.ok(models.models! > 0.6, JSON.stringify(models));
  });

  it('leaves out null runs, parts and combinations that did not end, and needs two wordings', () => {
    const own = planted({ seeds: 1, wordings: 1 });
    const far = estimateOf(new Map([...own[0]![1].bySeed].map(([seed, value]) => [seed, value + 100])));
    const lost: Condition = { kind: 'combination', id: 'c', parts: [wording(1), { kind: 'perturbation', id: 'names' }] };
    const more = [
      ...own,
      [{ kind: 'null', id: 'random' }, far] as const,
      [{ kind: 'part', id: 'coach' }, far] as const,
      [lost, { ...far, lost: 1 }] as const,
    ];
    assert.deepEqual(allocationOf(CLAIM, more, PLAN), allocationOf(CLAIM, own, PLAN));
    assert.equal(allocationOf(CLAIM, own.slice(0, 1), PLAN), null);
    assert.deepEqual(spreadLines(null), []);
  });

  it('says what more of each would buy, and nothing where the interval is narrow enough', () => {
    const own = planted({ seeds: 0, wordings: 4 });
    const found = allocationOf({ ...CLAIM, matters: 1.5 }, own, PLAN)!;
    assert.ok(found.halfWidth > 1.5);
    assert.equal(found.needed!.seeds, null, 'seeds cannot take away what wordings cause');
    assert.ok(found.needed!.wordings! > 8);
    assert.ok(found.best!.wordings > 8 && found.best!.error < found.best!.now);
    const lines = spreadLines(found).join('\n');
    assert.match(lines, /^Of the variance of a run, \d+ % is due to seeds and \d+ % to wordings\. The interval/);
    assert.match(lines, /^More seeds alone do not bring it to ±1\.5\. \d+ wordings with these seeds bring it to ±1\.5\.$/m);
    assert.match(spreadLines(allocationOf(CLAIM, own, PLAN)).join(' '), /More wordings alone do not bring it to ±0\.2\./);
    assert.equal(allocationOf({ ...CLAIM, matters: 50 }, planted({ seeds: 0, wordings: 4 }), PLAN)!.needed, null);
  });
});

describe('drift over the order of play', () => {
  const falling = new Map(Array.from({ length: 12 }, (_, i) => [i + 1, 12 - i]));
  const driftIn = (order: readonly number[], values: ReadonlyMap<number, number> = falling) => {
    const figures = figuresOf(CLAIM, [[AS_WRITTEN, estimateOf(values)]], { corrected: 0.01, claims: 1, look: null, order }, NO_COST);
    const rows = rowsOf({ claim: CLAIM, figures, unpaid: new Map(), each: 12, kept: [], beside: {} });
    return { drift: figures.drift, line: rows.find(({ row }) => row === 'model')!.lines.at(-1) };
  };
  const seeds = [...falling.keys()];

  it('goes by the order in which seeds were played, not by their numbers', () => {
    assert.ok(driftIn(seeds).drift!.correlation < -0.99);
    assert.ok(driftIn(seeds.toReversed()).drift!.correlation > 0.99);
    assert.match(
      driftIn(seeds).line!,
      /^The effect drifts from the first run to the last: correlation with the order of play -1, p = 0\.0\d+\.$|p < 0\.001\.$/,
    );
    const mixed = driftIn([6, 7, 12, 1, 8, 5, 2, 11, 4, 9, 10, 3]);
    assert.ok(mixed.drift!.p > 0.05);
    assert.match(mixed.line!, /^No drift of the effect was found/);
  });

  it('counts the seeds with a value', () => {
    const some = new Map([...falling].filter(([seed]) => seed % 4 !== 0));
    const { drift, line } = driftIn(seeds, some);
    assert.deepEqual([drift!.seeds, drift!.of], [9, 12]);
    assert.match(line!, /in the 9 of 12 seeds with a value\.$/);
  });
});
