/** Claim cards: their verdicts from planted results, and cards of a real study, within a number of runs. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { normal } from '../../../src/core/random/distributions.js';
import { rng } from '../../../src/core/random/rng.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { intervalOfMean } from '../../../src/analysis/statistics/meanInterval.js';
import { chanceAbove, twoValuesIn } from '../../../src/analysis/evidence/marginChance.js';
import { mean } from '../../../src/analysis/statistics/samples.js';
import { spreadOfMean } from '../../../src/analysis/statistics/studentT.js';
import { verdictCounts } from '../../../src/protocol/claimCard.js';
import type { ExperimentRun } from '../../../src/runs/experiments/index.js';
import type { CardCost, CardFigures, ClaimCard } from '../../../src/runs/claims/card.js';
import { cardsPage, cardText, shownCard } from '../../../src/runs/claims/cardText.js';
import {
  authoredTexts,
  type Claim,
  claimsIn,
  type ComparisonClaim,
  claimsNamed,
  type ExpectationClaim,
} from '../../../src/runs/claims/claim.js';
import { combinationsOf } from '../../../src/runs/claims/combinations.js';
import { armUnder, type Condition, conditionWords } from '../../../src/runs/claims/conditions.js';
import type { Estimate } from '../../../src/runs/claims/estimate.js';
import { correctedAll, figuresOf } from '../../../src/runs/claims/figures.js';
import { rowsOf } from '../../../src/runs/claims/rows.js';
import { awarenessOf, awarenessRow } from '../../../src/runs/claims/beside/awarenessRow.js';
import { patternsFor } from '../../../src/runs/load/load.js';
import { verdictOf } from '../../../src/runs/claims/verdict.js';
import { keepCards, readCards, belongTo, sourcesOf } from '../../../src/runs/claims/keptCards.js';
import { runsNeeded, verifyClaims } from '../../../src/runs/claims/verifyClaims.js';
import { MAIN, opened, playedPlan } from '../../support/experiments.js';

const CLAIM: ExpectationClaim = {
  ...{ kind: 'expectation', id: 'town.grows', says: 'score > 0', scenario: 'town', expectation: 'grows' },
  ...{ rule: { kind: 'test', of: 20, level: 0.05 }, hasMargin: true, matters: null },
};
const COST: CardCost = { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 };
const AMONG = { corrected: 0.001, claims: 1, look: null };
const WRITTEN: Condition = { kind: 'written', id: '' };

/** Margins of 20 seeds around a planted effect. */
function planted(effect: number, stream: string, spread = 1): Estimate {
  const random = rng(1, stream);
  return estimateOf(Array.from({ length: 20 }, () => effect + spread * normal(random)));
}

function estimateOf(values: readonly number[]): Estimate {
  const spread = spreadOfMean(values);
  return {
    ...{ effect: mean(values), interval: intervalOfMean(values), spread, runs: values.length, n: values.length, lost: 0 },
    p: values.length < 2 ? null : chanceAbove(values, rng(0, 'planted')),
    held: values.filter((value) => value > 0).length,
    values: [{ arm: '', runs: values.length, without: 0 }],
    shares: null,
    twoValues: twoValuesIn(values),
    varies: spread !== null,
    bySeed: new Map(values.map((value, seed) => [seed, value])),
  };
}

function verdict(estimates: readonly (readonly [Condition, Estimate])[], claim: ExpectationClaim = CLAIM, lost = 0) {
  const [p] = correctedAll([estimates[0]?.[1]]);
  return verdictOf(claim, figuresOf(claim, estimates, { corrected: p ?? null, claims: 1, look: null }, COST), lost);
}

describe('verdicts of claims', () => {
  it('an effect that is there holds, and none is not shown', () => {
    assert.equal(verdict([[WRITTEN, planted(1, 'a')]]).kind, 'holds');
    assert.equal(verdict([[WRITTEN, planted(0, 'b')]]).kind, 'not_shown');
    assert.equal(verdict([[WRITTEN, planted(-1, 'c')]]).kind, 'not_shown');
    assert.equal(verdict([]).kind, 'not_shown');
  });

  it('a lost run decides nothing in favour of a claim', () => {
    assert.match(verdict([[WRITTEN, planted(1, 'a')]], CLAIM, 1).sentence, /1 of its runs did not end/);
  });

  it('lost runs of a part say nothing of that part, and leave the verdict as it is', async () => {
    const known = new Map<string, ExperimentRun>();
    const language = opened(STUDY.replace('3 of 3', '8 of 8'));
    const all = await claimsIn(language, MAIN);
    const host = {
      ...{ language, token: neverCancelled, known: () => known, now: () => 0 },
      play: async (plan: Parameters<typeof playedPlan>[0]) => {
        const played = await playedPlan(plan, known);
        const isPart = plan.arms.some(({ id }) => id.includes('(part forgetful)'));
        if (!isPart) return played;
        return { ...played, cells: [], lost: plan.jobs.map(({ arm, seed }) => ({ arm: arm.id, seed, problem: 'The run failed.' })) };
      },
    };
    const { cards } = await verifyClaims({ uri: MAIN, claims: claimsNamed(all, 'meet.over'), all, models: [], runs: 1000 }, host);
    const [card] = cards as readonly [ClaimCard];
    assert.equal(card.verdict.kind, 'holds');
    assert.match(card.verdict.sentence, / Not examined: no memories \(runs did not end\)\.$/);
    assert.ok(
      card.rows.find(({ row }) => row === 'parts')!.lines.some((line) => line === 'no memories: 8 runs did not end, so it shows nothing'),
    );
  });

  it('a run without a margin decides nothing in favour of a claim', () => {
    const estimate = planted(1, 'a');
    assert.equal(verdict([[WRITTEN, { ...estimate, runs: estimate.n + 1 }]]).kind, 'not_shown');
  });

  it('a wording that turns the sign, and one that hides the effect, are named', () => {
    const turned = verdict([
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'wording', id: 'plain' }, planted(-1, 'd')],
    ]);
    assert.equal(turned.kind, 'depends_on');
    assert.equal(turned.sentence, 'The effect has the other sign under wording plain.');
    const hidden = verdict([
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'wording', id: 'plain' }, planted(0.9, 'e')],
      [{ kind: 'model', id: 'small' }, planted(0.02, 'f', 0.3)],
    ]);
    assert.equal(hidden.kind, 'holds_under');
    assert.equal(hidden.sentence, 'It holds as written and under wording plain, but not under model small.');
    const unclear = verdict([
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'wording', id: 'plain' }, planted(0.9, 'e')],
      [{ kind: 'model', id: 'small' }, planted(0.02, 'f', 3)],
    ]);
    assert.equal(unclear.kind, 'holds_open');
    assert.equal(
      unclear.sentence,
      'It holds as written, and under wording plain. It is not shown under model small, but a difference to as written is not shown either.',
    );
  });

  it('a perturbation counts as a wording: it turns the sign, changes the size, and is counted', () => {
    const written = planted(1, 'a');
    const moved = (by: number): Estimate => estimateOf([...written.bySeed.values()].map((value, seed) => value + by + (seed % 2) / 10));
    const turned = verdict([
      [WRITTEN, written],
      [{ kind: 'perturbation', id: 'options' }, planted(-1, 'd')],
    ]);
    assert.equal(turned.kind, 'depends_on');
    assert.equal(turned.sentence, 'The effect has the other sign under options in the opposite order.');
    const estimates = [
      [WRITTEN, written],
      [{ kind: 'wording', id: 'b' }, moved(0.5)],
      [{ kind: 'perturbation', id: 'names' }, planted(-1, 'd')],
      [{ kind: 'perturbation', id: 'spaces' }, written],
    ] as const;
    const figures = figuresOf(CLAIM, estimates, { corrected: 0.001, claims: 1, look: null }, COST);
    assert.deepEqual(figures.flips.wording, { of: 3, sign: 1, verdict: 1 });
    assert.equal(figures.curve!.of, 4);
    const larger = verdict(estimates.slice(0, 2));
    assert.match(larger.sentence, /^It holds as written, and under wording b\. Its size is different under wording b\.$/);
    const [row] = rowsOf({ claim: CLAIM, figures, unpaid: new Map(), kept: [], beside: {}, each: 20 }).filter(
      ({ row: name }) => name === 'wording',
    );
    assert.match(row!.lines[3]!, /^Changed by wording b \(p .*\), exchanged names \(p .*\), corrected for 2 conditions \(Holm\)\.$/);
    assert.match(
      row!.lines[4]!,
      /^Of the other wordings, 1 of 3 \(33 %\) turn the sign and 1 of 3 \(33 %\) whether the claim is supported\.$/,
    );
  });

  it('conditions that were not played are named in the sentence, each with the reason', () => {
    const figures = figuresOf(
      CLAIM,
      [
        [WRITTEN, planted(1, 'a')],
        [{ kind: 'null', id: 'random' }, planted(0, 'g')],
        [
          { kind: 'part', id: 'uncoached' },
          { ...planted(1, 'h'), lost: 2 },
        ],
      ],
      AMONG,
      COST,
    );
    const unpaid = new Map([
      ['null' as const, { conditions: ['isolated agents'], runs: 20 }],
      ['wording' as const, { conditions: ['wording plain'], runs: 20 }],
      ['model' as const, { conditions: ['model small'], runs: 20 }],
    ]);
    const found = verdictOf(CLAIM, figures, 0, { unpaid, why: 'budget' });
    assert.equal(found.kind, 'holds');
    assert.equal(
      found.sentence,
      'It holds as written. It does not hold with random acts. Not examined: isolated agents, wording, models (budget); no coach (runs did not end).',
    );
    assert.deepEqual(found.unexamined[1], { what: 'wording', why: 'budget' });
    assert.equal(found.isAlsoRandom, false);
    const whole = verdictOf(CLAIM, figures, 0);
    assert.deepEqual(
      whole.unexamined.map(({ what }) => what),
      ['no coach'],
    );
    const none = verdictOf(CLAIM, figuresOf(CLAIM, [], AMONG, COST), 0, {
      unpaid: new Map([['written', { conditions: ['as written'], runs: 20 }]]),
      why: 'budget',
    });
    assert.equal(none.sentence, 'Its runs were not played: the budget does not reach them.');
  });

  it('a comparison of which runs have no value unequally, or too often, does not hold without saying so', () => {
    const comparison: ComparisonClaim = {
      ...{ kind: 'comparison', id: 'talk.bond.alone', says: 'bond: alone differs from base', experiment: 'talk', comparison: 'bond' },
      ...{ arm: 'alone', from: 'base', matters: 5, test: 'permutation', paired: false },
    };
    const found = (alone: number, base: number, effect = 9) => {
      const values = [
        { arm: 'alone', runs: 40, without: alone },
        { arm: 'base', runs: 40, without: base },
      ];
      const figures = figuresOf(comparison, [[WRITTEN, { ...planted(effect, 'a'), p: 0.001, values }]], AMONG, COST);
      const rows = rowsOf({ claim: comparison, figures, unpaid: new Map(), kept: [], beside: {}, each: 80 });
      return { ...verdictOf(comparison, figures, 0), line: rows[0]!.lines[0]! };
    };
    assert.equal(found(0, 0).kind, 'holds');
    assert.equal(found(2, 2).kind, 'holds', '5 % in both');
    assert.match(found(2, 2).line, /; no value in 2 of 40 runs of alone and 2 of 40 of base$/);
    const uneven = found(1, 0);
    assert.equal(uneven.kind, 'holds_under');
    assert.match(
      uneven.sentence,
      /counts only runs with a value: as written, there is no value in 1 of 40 runs of alone and 0 of 40 of base/,
    );
    assert.equal(found(3, 3).kind, 'holds_under', 'more than 5 %');
    assert.equal(found(0, 0, 0).kind, 'equivalent');
    assert.notEqual(found(1, 0, 0).kind, 'equivalent', 'nothing is equivalent where values are missing unequally');
  });

  it('a condition without any value is not one under which the claim fails', () => {
    const blank: Estimate = {
      ...{ effect: null, interval: null, spread: null, p: null, runs: 20, n: 0, held: 0, lost: 0, bySeed: new Map() },
      values: [{ arm: '', runs: 20, without: 20 }],
      ...{ shares: null, twoValues: null, varies: false },
    };
    const found = verdict([
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'null', id: 'random' }, blank],
    ]);
    assert.equal(found.sentence, 'It holds as written. It has no value with random acts.');
    const worded = verdict([
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'wording', id: 'plain' }, blank],
    ]);
    assert.equal(worded.kind, 'holds_under');
    assert.equal(worded.sentence, 'It holds as written. It has no value under wording plain.');
  });

  it('the power of a comparison of shares is that of a test of shares', () => {
    const line = (pairs: { readonly more: number; readonly less: number } | null): string => {
      const paired = pairs !== null;
      const claim: ComparisonClaim = {
        ...{ kind: 'comparison', id: 'a.b.c', says: '', experiment: 'a', comparison: 'b', arm: 'c', from: 'd', matters: 0.3 },
        ...{ test: 'permutation', paired },
      };
      const estimate = { ...planted(0.3, 'a'), shares: { unit: 1, arm: { k: 16, n: 20 }, from: { k: 10, n: 20 }, pairs } };
      const figures = figuresOf(claim, [[WRITTEN, estimate]], AMONG, COST);
      return rowsOf({ claim, figures, unpaid: new Map(), kept: [], beside: {}, each: 40 }).find(({ row }) => row === 'power')!.lines[0]!;
    };
    // As pwr.2p.test(ES.h(0.5, 0.8), n = 20) gives.
    assert.equal(line(null), '53 % to find 0.3 with 20 seeds (test of two shares at 0.05); 38 seeds reach 80 %');
    assert.match(line({ more: 7, less: 1 }), /^\d+ % to find 0\.3 with 20 seeds \(McNemar's test at 0\.05\); \d+ seeds reach 80 %$/);
  });

  it('equivalence is corrected for the tests of the file', () => {
    const claim = { ...CLAIM, matters: 0.5 };
    const of = (corrected: number | null) => {
      const among = { ...AMONG, corrected: 0.9, equivalence: { corrected, claims: 4 } };
      const figures = figuresOf(claim, [[WRITTEN, planted(0.02, 'i', 0.5)]], among, COST);
      const rows = rowsOf({ claim, figures, unpaid: new Map(), kept: [], beside: {}, each: 20 });
      return { ...verdictOf(claim, figures, 0), line: rows.find(({ row }) => row === 'equivalence')!.lines[0]! };
    };
    assert.equal(of(0.02).kind, 'equivalent');
    assert.equal(of(0.06).kind, 'not_shown');
    assert.match(
      of(0.06).line,
      /^not shown to be within ±0\.5: p .* p = 0\.060 corrected for the 4 claims of the file with `matters` \(Holm\)/,
    );
  });

  it('a null run that does as much is named, with what that means', () => {
    const written = planted(1, 'a');
    const same = verdict([
      [WRITTEN, written],
      [{ kind: 'null', id: 'random' }, written],
    ]);
    assert.match(same.sentence, /Every seed gives the same with random acts\. So it shows nothing about how agents choose\.$/);
    const carried = verdict([
      [WRITTEN, written],
      [{ kind: 'null', id: 'random' }, planted(0, 'g')],
      [{ kind: 'part', id: 'uncoached' }, planted(0, 'h')],
    ]);
    assert.equal(carried.kind, 'holds');
    assert.match(carried.sentence, /does not hold with random acts, no coach\.$/);
  });

  it('a difference below 0 that a null run makes smaller is not as large with it', () => {
    const comparison: ComparisonClaim = {
      ...{ kind: 'comparison', id: 'talk.bond.alone', says: 'bond: alone differs from base', experiment: 'talk', comparison: 'bond' },
      ...{ arm: 'alone', from: 'base', matters: null },
      ...{ test: 'permutation', paired: false },
    };
    const found = (random: Estimate): string => {
      const estimates = [
        [WRITTEN, { ...planted(-3, 'a'), p: 0.001 }],
        [
          { kind: 'null', id: 'random' },
          { ...random, p: 0.001 },
        ],
      ] as const;
      return verdictOf(comparison, figuresOf(comparison, estimates, { corrected: 0.001, claims: 1, look: null }, COST), 0).sentence;
    };
    assert.equal(found(planted(-1, 'b')), 'It holds as written. The difference is smaller, but still holds, with random acts.');
    assert.match(found(planted(-5, 'b')), /The difference is larger with random acts\. So it shows nothing/);
    assert.match(
      found(planted(-2.9, 'b', 3)),
      /not clearly smaller with random acts \(\w+ by [\d.]+ \[-[\d.]+, [\d.]+\]\)\. That it depends on how agents choose is not shown\.$/,
    );
  });

  it('a difference that no test finds is not called equal, unless it lies within what matters', () => {
    const written = planted(1, 'a');
    const moved = (by: number, spread: number, stream: string): Estimate => {
      const random = rng(2, stream);
      return estimateOf([...written.bySeed.values()].map((value) => value + by + spread * normal(random)));
    };
    const estimates = [
      [WRITTEN, written],
      [{ kind: 'null', id: 'isolated' }, moved(-0.1, 1, 'x')],
      [{ kind: 'null', id: 'memoryless' }, moved(0.01, 0.05, 'y')],
      [{ kind: 'persona', id: 'age' }, moved(-0.05, 0.5, 'z')],
      [{ kind: 'persona', id: 'bio' }, moved(0.1, 0.5, 'w')],
    ] as const;
    const without = verdict(estimates).sentence;
    const gap = String.raw`\((?:smaller|larger) by [\d.]+ \[-[\d.]+, [\d.]+\]\)`;
    assert.match(without, new RegExp(`not clearly smaller with isolated agents ${gap}, agents without memory ${gap}, `));
    assert.match(without, /personas without any one of 2 fields \(the most without age: smaller by/);
    assert.doesNotMatch(without, /as large|as much|shows nothing/);
    const within = verdict(estimates, { ...CLAIM, matters: 0.2 }).sentence;
    assert.match(within, /The margin is as large, within ±0\.2, with agents without memory\./);
    assert.match(within, new RegExp(`not clearly smaller with isolated agents ${gap}, personas`));
  });

  it('null runs that are not smaller are called equal or smaller no more often than the level', () => {
    const counts = { smaller: 0, equivalent: 0 };
    for (let study = 0; study < 200; study++) {
      const random = rng(study, 'nulls');
      const values = Array.from({ length: 10 }, () => normal(random));
      const sizeWith = (by: number): string => {
        const other = estimateOf(values.map((value) => value + by + normal(random)));
        const estimates = [
          [WRITTEN, estimateOf(values)],
          [{ kind: 'null', id: 'isolated' }, other],
        ] as const;
        return figuresOf({ ...CLAIM, matters: 1 }, estimates, AMONG, COST).nulls[0]!.against!.size;
      };
      if (sizeWith(0) === 'smaller') counts.smaller++;
      // Smaller by just as much as matters.
      if (sizeWith(-1) === 'equivalent') counts.equivalent++;
    }
    // 5 (one side of a two-sided test) and at most 10 of 200 are expected; more than these bounds has a chance below 1 in 1,000.
    assert.ok(counts.smaller <= 13, `${counts.smaller} of 200`);
    assert.ok(counts.equivalent <= 20, `${counts.equivalent} of 200`);
  });

  it('power is that at the level after the strictest correction, and a comparison names its test', () => {
    const claim = { ...CLAIM, matters: 0.6 };
    const linesOf = (of: Claim, claims: number, row: string): readonly string[] => {
      const figures = figuresOf(of, [[WRITTEN, planted(1, 'a')]], { corrected: 0.001, claims, look: null }, COST);
      return rowsOf({ claim: of, figures, unpaid: new Map(), kept: [], beside: {}, each: 20 }).find(({ row: name }) => name === row)!.lines;
    };
    const [alone, among] = [1, 5].map((claims) => linesOf(claim, claims, 'power')[0]!);
    assert.match(alone!, /^\d+ % to find 0\.6 with 20 seeds \(t test at 0\.05\)/);
    assert.match(among!, /\(t test at 0\.01, the strictest correction for 5 claims\); \d+ seeds reach 80 %$/);
    assert.ok(Number.parseInt(among!, 10) < Number.parseInt(alone!, 10), among);
    const compared = (paired: boolean): string =>
      linesOf(
        {
          ...{ kind: 'comparison', id: 'a.b.c', says: '', experiment: 'a', comparison: 'b', arm: 'c', from: 'd', matters: null },
          ...{ test: 'permutation', paired },
        },
        1,
        'chance',
      )[0]!;
    assert.match(compared(true), /two-sided, permutation test of pairs of seeds\)/);
    assert.match(compared(false), /two-sided, permutation test without pairs\)/);
    assert.equal(
      verdictCounts([
        { verdict: { kind: 'holds', sentence: '', unexamined: [], isAlsoRandom: true } },
        { verdict: { kind: 'holds', sentence: '', unexamined: [{ what: 'models', why: 'budget' }], isAlsoRandom: false } },
        { verdict: { kind: 'depends_on', sentence: '', unexamined: [], isAlsoRandom: false } },
      ]),
      '3 claims: 2 hold (1 also with random acts, 1 not examined under all conditions), 1 depends on a condition',
    );
  });

  it('combinations enter the curve and its joint test, and leave the verdict as it is', () => {
    const single: readonly (readonly [Condition, Estimate])[] = [
      [WRITTEN, planted(1, 'a')],
      [{ kind: 'wording', id: 'b' }, planted(1, 'd')],
      [{ kind: 'perturbation', id: 'options' }, planted(1, 'e')],
      [{ kind: 'model', id: 'small' }, planted(1, 'f')],
    ];
    const combined = combinationsOf(single.map(([condition]) => condition));
    assert.deepEqual(combined.map(conditionWords), [
      'options in the opposite order with model small',
      'wording b with model small',
      'wording b with options in the opposite order',
      'wording b with options in the opposite order with model small',
    ]);
    const turned = combined.map((condition, i) => [condition, planted(-1, `turned ${i}`)] as const);
    const [last, estimate] = turned.at(-1)!;
    const all = [...single, ...turned.slice(0, 3), [last, { ...estimate, lost: 2, bySeed: new Map([[0, -1]]) }] as const];
    const among = { corrected: 0.001, claims: 1, look: null };
    const [before, after] = [single, all].map((some) => figuresOf(CLAIM, some, among, COST)) as [CardFigures, CardFigures];
    assert.deepEqual(after.flips.combination, { of: 3, sign: 3, verdict: 3, lost: 1 });
    assert.deepEqual([before.curve!.of, after.curve!.of, after.curve!.seeds], [4, 7, 20]);
    assert.ok(before.curve!.p.median < 0.01 && after.curve!.median < before.curve!.median && after.curve!.same < 7);
    assert.deepEqual(after.curve!.over, before.curve!.over, 'the mean is taken without them');
    assert.deepEqual(verdict(all), verdict(single));
    const unpaid = new Map([['combination' as const, { conditions: ['x', 'y'], runs: 40 }]]);
    const rows = rowsOf({ claim: CLAIM, figures: after, unpaid, kept: [], beside: {}, each: 20 });
    const { lines, todo } = rows.find(({ row: name }) => name === 'wording')!;
    assert.deepEqual(lines.slice(-3), [
      'Of 3 combinations of changes, 3 turn the sign and 3 whether the claim is supported.',
      'The curve leaves out 1 combination of which runs did not end.',
      'Not played: 2 of 6 combinations (40 runs).',
    ]);
    assert.equal(todo, 'Play it with 40 more runs: --runs sets how many.');
    assert.ok(lines.some((line) => line.startsWith('Mean over those with one change or none ')));
  });

  it('two perturbations at once are both set, in an arm of their own', () => {
    const [both] = combinationsOf(['options', 'spaces'].map((id): Condition => ({ kind: 'perturbation', id })));
    const arm = { id: 'a', levels: {}, set: { rounds: 2 }, wording: null, model: null };
    const changed = armUnder(arm, both!, { society: 1 });
    assert.deepEqual(changed, {
      ...arm,
      id: 'a (combination perturbation options + perturbation spaces)',
      set: { rounds: 2, perturb: ['options', 'spaces'] },
    });
  });

  it('differences that cancel are not the same result, and an equal shift of all seeds is a change', () => {
    const lines = (kind: 'perturbation' | 'null', by: (seed: number) => number): readonly string[] => {
      const other = estimateOf(Array.from({ length: 20 }, (_, seed) => seed + by(seed)));
      const estimates = [
        [WRITTEN, estimateOf(Array.from({ length: 20 }, (_, seed) => seed))],
        [{ kind, id: kind === 'null' ? 'random' : 'spaces' }, other],
      ] as const;
      const figures = figuresOf(CLAIM, estimates, { corrected: 0.001, claims: 1, look: null }, COST);
      const rows = rowsOf({ claim: CLAIM, figures, unpaid: new Map(), kept: [], beside: {}, each: 20 });
      return rows.find(({ row: name }) => name === (kind === 'null' ? 'null' : 'wording'))!.lines;
    };
    const cancelled = lines('null', (seed) => (seed % 2 ? 1 : -1));
    assert.match(cancelled[0]!, /no difference in the mean \[-0\.\d+, 0\.\d+\], p = 1/);
    assert.equal(cancelled.length, 1);
    assert.match(lines('null', (seed) => (seed < 18 ? [0.1, 0.2, -0.3][seed % 3]! : 0))[0]!, /no difference in the mean \[/);
    assert.match(lines('null', () => 0).join(' '), /the same as written.*Every null run gives the same/);
    const shifted = lines('perturbation', () => 2).join('\n');
    assert.match(shifted, /Changed by other white space \(p < 0\.001\)\./);
    assert.ok(!shifted.includes('No change'), shifted);
  });

  it('a claim that is examined alone is corrected for the claims that are not', () => {
    const [one, two] = [planted(0.6, 'a'), planted(0.5, 'b')];
    const [alone] = correctedAll([one], 2);
    assert.ok(Math.abs(alone! - Math.min(1, 3 * one.p!)) < 1e-12, `${alone} from ${one.p}`);
    assert.deepEqual(
      correctedAll([one], 1, [two.p!]),
      correctedAll([one, two], 1).slice(0, 1),
      'p of a claim that was examined apart counts',
    );
    for (const p of [0, 0.01, 0.5, 1]) assert.ok(alone! >= correctedAll([one, two, { ...two, p }])[0]!, 'no other claim could raise it');
    assert.deepEqual(correctedAll([one, undefined, undefined]), [alone, null, null], 'a claim whose runs were not played counts too');
  });

  it('an expectation without a margin in some runs is not equivalent to nothing', () => {
    const claim = { ...CLAIM, matters: 100 };
    const of = (n: number) =>
      figuresOf(claim, [[WRITTEN, { ...planted(0, 'a'), n }]], { corrected: 1, claims: 1, look: null }, COST).equivalence;
    const { runs } = planted(0, 'a');
    assert.ok(of(runs)!.p < 0.05);
    assert.equal(of(runs - 1), null);
  });

  it('only texts of the author are words of a claim', () => {
    assert.deepEqual(authoredTexts({ says: 'bond in round 3: alone differs from base', id: 'talk.bond.alone' }), [
      'bond alone base',
      'alone',
    ]);
    assert.deepEqual(authoredTexts({ says: 'bond > 1', id: 'town.grows' }), ['bond > 1', 'grows']);
  });

  it('an effect that is too small to matter is equivalent, and too few seeds are said', () => {
    assert.equal(verdict([[WRITTEN, planted(0.02, 'i', 0.1)]], { ...CLAIM, matters: 0.5 }).kind, 'equivalent');
    const few = verdict([[WRITTEN, planted(0, 'j', 5)]], { ...CLAIM, matters: 0.5 });
    assert.equal(few.kind, 'not_shown');
    assert.match(few.sentence, /too few seeds .*: \d+ are needed/);
  });

  it('a claim without an effect is left alone at its level', () => {
    let alarms = 0;
    for (let study = 0; study < 1000; study++) {
      const random = rng(study, 'no effect');
      if (verdict([[WRITTEN, estimateOf(Array.from({ length: 12 }, () => normal(random)))]]).kind !== 'not_shown') alarms++;
    }
    // 50 expected at 0.05; outside 25..80 with a chance below 1 in 10,000.
    assert.ok(alarms > 25 && alarms < 80, `${alarms} of 1,000`);
  });

  it('many claims of a file raise a false alarm no more often than one', () => {
    let files = 0;
    for (let study = 0; study < 300; study++) {
      const random = rng(study, 'many');
      const claims = Array.from({ length: 8 }, () => estimateOf(Array.from({ length: 10 }, () => normal(random))));
      const ps = correctedAll(claims);
      const alarm = claims.some(
        (estimate, i) =>
          verdictOf(CLAIM, figuresOf(CLAIM, [[WRITTEN, estimate]], { corrected: ps[i] ?? null, claims: 8, look: null }, COST), 0).kind ===
          'holds',
      );
      if (alarm) files++;
    }
    // 15 expected; 31 or more have a chance below 1 in 10,000. Without correction, about 100.
    assert.ok(files < 31, `${files} of 300`);
  });
});

const STUDY = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [chess] }
prompts:
  spoken: { frame: Speak as this person., wordings: { b: { frame: Talk as this person would. } } }
scenarios:
  meet:
    world: feed
    rounds: 2
    prompts: spoken
    measures: { said: messages }
    expect:
      talk: { that: said > 2, in: "4 seeds, p < 0.1", matters: 1 }
      over: { that: round == 2, in: 3 of 3 seeds }
experiments:
  length:
    scenario: meet
    arms: { short: { rounds: 1 }, long: { rounds: 2 } }
    seeds: 5
    compare: { talk: { measure: said, paired: true, test: t } }
`;

describe('claims of a file', () => {
  const host = (known: Map<string, ExperimentRun>, played: number[] = []) => ({
    language: opened(STUDY),
    token: neverCancelled,
    known: () => known,
    play: async (plan: Parameters<typeof playedPlan>[0]) => {
      played.push(plan.missing.length);
      return playedPlan(plan, known);
    },
    now: () => 0,
  });
  const claims = (): Promise<readonly Claim[]> => claimsIn(opened(STUDY), MAIN);
  const request = async (name: string, runs: number) => {
    const all = await claims();
    return { uri: MAIN, claims: claimsNamed(all, name), all, models: [], runs };
  };
  const row = ({ rows }: ClaimCard, wanted: string) => rows.find((one) => one.row === wanted)!;

  it('are its expectations and the differences that it compares', async () => {
    const all = await claims();
    assert.deepEqual(
      all.map(({ id, says, matters }) => [id, says, matters]),
      [
        ['meet.talk', 'said > 2', 1],
        ['meet.over', 'round == 2', null],
        ['length.talk.long', 'said: long differs from short', null],
      ],
    );
    assert.throws(() => claimsNamed(all, 'meet.talc'), /no claim `meet\.talc`\. Did you mean `meet\.talk`\?/);
  });

  it('have a card each, filled from runs that they share', async () => {
    const known = new Map<string, ExperimentRun>();
    const { cards, speakers, problem } = await verifyClaims(await request('meet', 1000), host(known));
    assert.equal(problem, null);
    assert.match(speakers, /built-in mind/);
    const [talk, over] = cards as readonly [ClaimCard, ClaimCard];
    // As written, three null runs, one wording, options in the opposite order, no memories, no word of rewards, no interests: four seeds of each.
    assert.equal(known.size, 9 * 4);
    assert.deepEqual(
      talk.rows.map(({ row: name, state }) => [name, state]),
      [
        ['effect', 'filled'],
        ['chance', talk.figures.p === null ? 'absent' : 'filled'],
        ['null', 'filled'],
        // Every seed gives the same margin.
        ['power', 'absent'],
        ['equivalence', 'absent'],
        ['wording', 'filled'],
        ['model', 'absent'],
        ['parts', 'filled'],
        ['leading', 'filled'],
        ['awareness', 'absent'],
        ['variety', 'absent'],
        ['people', 'absent'],
        ['cost', 'filled'],
      ],
    );
    assert.equal(over.verdict.kind, 'not_shown');
    assert.match(row(over, 'chance').todo!, /^Play more seeds/);
    assert.match(row(over, 'effect').lines[0]!, /^holds in 4 of 4 seeds$/);
    assert.match(row(talk, 'cost').lines[0]!, /^36 runs; no language model was asked/);
    const text = cardText(shownCard(talk, speakers));
    assert.match(text, /^meet\.talk: said > 2\n/);
    assert.ok(!/undefined|NaN/.test(text), text);
  });

  it('play no more runs than allowed, say what is missing, and go on from what was played', async () => {
    const known = new Map<string, ExperimentRun>();
    const played: number[] = [];
    const first = await verifyClaims(await request('meet.talk', 9), host(known, played));
    assert.deepEqual(played, [4, 4]);
    const [card] = first.cards as readonly [ClaimCard];
    assert.match(row(card, 'null').lines.at(-1)!, /^Not played: isolated agents, agents without memory \(8 runs\)\.$/);
    assert.equal(row(card, 'wording').state, 'unpaid');
    const again: number[] = [];
    const second = await verifyClaims(await request('meet.talk', 1000), host(known, again));
    assert.deepEqual(again, [0, 0, 4, 4, 4, 4, 4, 4, 4]);
    assert.equal(row(second.cards[0]!, 'null').lines.length >= 3, true);

    // What is known counts, also after a condition that is not.
    const isolated = [...known.keys()].slice(8, 12);
    for (const key of isolated) known.delete(key);
    const third = await verifyClaims(await request('meet.talk', 0), host(known, []));
    const { rows } = third.cards[0]!;
    assert.match(row(third.cards[0]!, 'null').lines.at(-1)!, /^Not played: isolated agents \(4 runs\)\.$/);
    assert.deepEqual(
      rows.filter(({ state }) => state === 'unpaid'),
      [],
    );
    assert.equal(row(third.cards[0]!, 'wording').state, row(second.cards[0]!, 'wording').state);
  });

  it('are counted before anything is played, and shown row by row while they are', async () => {
    const known = new Map<string, ExperimentRun>();
    const wanted = await request('meet.talk', 1000);
    assert.deepEqual(await runsNeeded(wanted, host(known)).then(({ all, missing }) => [all, missing]), [36, 36]);
    const states: (readonly string[])[] = [];
    const shown = ([card]: readonly ClaimCard[]) => void states.push(card!.rows.map(({ state }) => state));
    const { cards } = await verifyClaims(wanted, { ...host(known), shown });
    const names = cards[0]!.rows.map(({ row: name }) => name);
    const stateOf = (at: number, name: (typeof names)[number]): string => states[at]![names.indexOf(name)]!;
    assert.equal(states.length, 9);
    assert.deepEqual(
      (['effect', 'null', 'wording', 'parts', 'model'] as const).map((name) => stateOf(0, name)),
      ['filled', 'unpaid', 'unpaid', 'unpaid', 'absent'],
    );
    assert.equal(stateOf(1, 'null'), 'filled');
    assert.deepEqual(
      states.at(-1),
      cards[0]!.rows.map(({ state }) => state),
    );
    assert.equal((await runsNeeded(wanted, host(known))).missing, 0);
  });

  it('are played under combinations when asked, after all else and within the number of runs', async () => {
    const known = new Map<string, ExperimentRun>();
    const said: string[] = [];
    const wanted = { ...(await request('meet.talk', 36)), combinations: true };
    assert.equal((await runsNeeded(wanted, host(known))).all, 40);
    const short = await verifyClaims(wanted, { ...host(known), told: (words) => void said.push(words) });
    assert.match(said[0]!, /40 runs for all rows, 4 of them for combinations, less/);
    assert.ok(row(short.cards[0]!, 'wording').lines.includes('Not played: 1 of 1 combination (4 runs).'));
    assert.deepEqual(short.cards[0]!.verdict.unexamined, []);
    const played: number[] = [];
    const { cards } = await verifyClaims(wanted, host(known, played));
    assert.equal(played.at(-1), 4);
    assert.equal(cards[0]!.figures.curve!.of, 4);
    assert.match(row(cards[0]!, 'wording').lines.join('\n'), /^Of 1 combination of changes, /m);
    assert.equal([...known.values()].filter(({ arm }) => arm.includes('(combination wording b + perturbation options)')).length, 4);
  });

  it('are kept with the texts they belong to, and an edit makes them stale', async () => {
    const files = new Map<string, string>();
    const folder = {
      read: async (name: string) => files.get(name) ?? null,
      write: async (name: string, text: string) => void files.set(name, text),
    };
    const known = new Map<string, ExperimentRun>();
    const language = opened(STUDY);
    const all = await claims();
    const verified = async (name: string) => verifyClaims(await request(name, 1000), host(known));
    await keepCards(folder, await language.resolve(MAIN), await verified('meet.over'), all);
    await keepCards(folder, await language.resolve(MAIN), await verified('meet.talk'), all);
    const kept = readCards(files.get('main.cards.json') ?? null)!;
    assert.deepEqual(
      kept.cards.map(({ id }) => id),
      ['meet.talk', 'meet.over'],
      'in the order of the file',
    );
    assert.ok(belongTo(kept, sourcesOf(await language.resolve(MAIN))));
    const edited = opened(STUDY.replace('Speak as', 'Write as'));
    assert.ok(!belongTo(kept, sourcesOf(await edited.resolve(MAIN))));
    await keepCards(folder, await edited.resolve(MAIN), { ...(await verified('meet.over')) }, all);
    assert.equal(readCards(files.get('main.cards.json') ?? null)!.cards.length, 1, 'cards of other texts are dropped');
    for (const broken of [null, '', '{', '{"version":2}', '{"version":1,"sources":[],"cards":[{}]}']) assert.equal(readCards(broken), null);
  });

  it('have an awareness row by the pattern of the scenario, which a check refuses where it cannot be read', async () => {
    const recognises = (text: string): boolean => /market/.test(text);
    const asked = [
      {
        seed: 1,
        answers: [
          { agent: 'ada', text: 'A market.' },
          { agent: 'ben', text: 'Jazz.' },
          { agent: 'cem', text: null },
        ],
      },
    ];
    const found = awarenessRow(awarenessOf(asked, recognises)!, 'match the pattern of the file');
    assert.match(found.lines[0]!, /^1 of 2 answers match the pattern of the file \(50 %; 1 gave no answer\)/);
    const withPattern = (pattern: string): string =>
      STUDY.replace('    measures: { said', `    awareness: { pattern: '${pattern}' }\n    measures: { said`);
    const resolved = await opened(withPattern('(?i)market')).resolve(MAIN);
    assert.equal(resolved.society.scenarios!['meet']!.awareness!.pattern, '(?i)market');
    const { wrong } = await patternsFor((await opened(withPattern('(market')).resolve(MAIN)).society);
    assert.deepEqual(
      wrong.map(({ at }) => at),
      ['scenarios.meet.awareness.pattern'],
    );
  });

  it('are played cheapest rows first over all scenarios, not one scenario after the other', async () => {
    const known = new Map<string, ExperimentRun>();
    const told: string[] = [];
    const all = await claims();
    const most = { uri: MAIN, claims: all, all, models: [], runs: 4 + 6 + 12 };
    const { cards } = await verifyClaims(most, { ...host(known), told: (words) => void told.push(words) });
    assert.deepEqual(told.slice(1), [
      'meet, as written: 4 runs',
      'length, as written: 6 runs',
      ...['random acts', 'isolated agents', 'agents without memory'].map((name) => `meet, ${name}: 4 runs`),
    ]);
    const [talk, , long] = cards as readonly [ClaimCard, ClaimCard, ClaimCard];
    assert.ok(long.figures.written !== null);
    assert.deepEqual(
      long.verdict.unexamined.map(({ what, why }) => `${what} ${why}`),
      ['null runs budget', 'wording budget', 'parts budget'],
    );
    assert.deepEqual(
      talk.verdict.unexamined.map(({ what }) => what),
      ['wording', 'parts'],
    );
    assert.deepEqual(cards[1]!.verdict.unexamined, talk.verdict.unexamined);
  });

  it('compare arms as the experiment does, also under null runs', async () => {
    const known = new Map<string, ExperimentRun>();
    const { cards } = await verifyClaims(await request('length', 1000), host(known));
    const [card] = cards as readonly [ClaimCard];
    const value = (arm: string, seed: number): number =>
      [...known.values()].find((cell) => cell.arm === arm && cell.seed === seed)!.measures['said']!.at(-1)!;
    const gaps = [1, 2, 3, 4, 5].map((seed) => value('long', seed) - value('short', seed));
    assert.ok(Math.abs(card.figures.written!.effect! - mean(gaps)) < 1e-12);
    const shuffled = [1, 2, 3, 4, 5].map((seed) => value('long (null random)', seed) - value('short (null random)', seed));
    assert.ok(Math.abs(card.figures.nulls[0]!.effect! - mean(shuffled)) < 1e-12);
  });

  it('need no more seeds once a test is settled at the level of a look', async () => {
    const text = STUDY.replace('said > 2, in: "4 seeds, p < 0.1"', 'round > 1, in: "40 seeds, p < 0.05"').replace(/ {6}over: .*\n/, '');
    // The margin is the same in every seed, so nothing can be tested; with a varying one it can.
    const varied = text.replace('round > 1', 'said + 1 > 0');
    const known = new Map<string, ExperimentRun>();
    const played: number[] = [];
    const looked = { ...host(known, played), language: opened(varied) };
    const all = await claimsIn(looked.language, MAIN);
    const { cards } = await verifyClaims({ uri: MAIN, claims: claimsNamed(all, 'meet'), all, models: [], runs: 20, looks: 4 }, looked);
    const [card] = cards as readonly [ClaimCard];
    const { look, p, written } = card.figures;
    assert.ok(look && look.seeds < 40 && look.allSeeds === 40, JSON.stringify(look));
    assert.ok(look.level < 0.05 && p! < look.level);
    assert.equal(written!.n, look.seeds);
    assert.equal(known.size, look.seeds, 'no more was played');
    const { low, high } = written!.interval!;
    const single = intervalOfMean([...known.values()].map((cell) => cell.measures['said']!.at(-1)! + 1))!;
    assert.ok(high - low > 1.1 * (single.high - single.low), 'the interval is one for all looks together');
    assert.match(row(card, 'chance').lines[2]!, /^Where seeds end early, the effect is too large on average\./);
    assert.match(
      row(card, 'chance').lines[1]!,
      /^Look \d of 4: no more seeds were needed after \d+ of 40; the level at this look is 0\.\d+/,
    );
  });

  it('make a page that shows texts of the file as text', async () => {
    const claim: Claim = { ...CLAIM, says: '<img src=x onerror=alert(1)> > 0' };
    const figures = figuresOf(claim, [[WRITTEN, planted(1, 'a')]], { corrected: 0.001, claims: 1, look: null }, COST);
    const card: ClaimCard = { claim, figures, verdict: verdictOf(claim, figures, 0), rows: [] };
    const page = cardsPage('a<b', [shownCard(card, 'built-in mind')], 'built-in mind');
    assert.ok(!page.includes('<img') && page.includes('&lt;img'));
    assert.match(page, /default-src 'none'/);
  });
});
