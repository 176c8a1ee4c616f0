/**
 * Verdicts of claims about outcomes that are drawn directly: weak effects, few seeds, values of 0 and 1, arms that do not vary, several wordings
 * with the same effect, and rules that count seeds. The statistics and the verdict are those of the program.
 */
import { normal } from '../../src/core/random/distributions.js';
import { type Rng, rng } from '../../src/core/random/rng.js';
import type { PassRule } from '../../src/engine/index.js';
import type { Experiment } from '../../src/language/generated/society.js';
import type { VerdictKind } from '../../src/protocol/claimCard.js';
import type { Claim, ComparisonClaim, ExpectationClaim } from '../../src/runs/claims/claim.js';
import { AS_WRITTEN, type Condition } from '../../src/runs/claims/conditions.js';
import { comparisonEstimate, expectationEstimate } from '../../src/runs/claims/estimate.js';
import { correctedAll, figuresOf } from '../../src/runs/claims/figures.js';
import { verdictOf } from '../../src/runs/claims/verdict.js';
import { heldMeasure, marginMeasure } from '../../src/runs/experiments/design/expectationMeasures.js';
import { designOf, type ExperimentRun } from '../../src/runs/experiments/index.js';

/** One row of the table. */
export interface PlantedOutcome {
  readonly claim: Claim['kind'];
  readonly outcome: string;
  readonly seeds: number;
  readonly draw: (random: Rng, arm: string) => number;
  /** Verdicts that are no error: with a weak effect, it may also not be shown. */
  readonly right: readonly VerdictKind[];
  readonly rule?: PassRule;
  readonly hasMargin?: boolean;
  readonly matters?: number;
  /** Wordings besides that of the file, all with the same outcome. */
  readonly wordings?: number;
}

const yes = (random: Rng, share: number): number => Number(random() < share);

const sign = (random: Rng): number => (random() < 0.5 ? -1 : 1);

/** The share of an arm: `told` has more by `more`. */
const shares =
  (plain: number, more: number) =>
  (random: Rng, arm: string): number =>
    yes(random, arm === 'told' ? plain + more : plain);

const expectation = (
  outcome: string,
  seeds: number,
  right: PlantedOutcome['right'],
  draw: PlantedOutcome['draw'],
  more: Partial<PlantedOutcome> = {},
): PlantedOutcome => ({ claim: 'expectation', outcome, seeds, draw, right, ...more });

const comparison = (
  outcome: string,
  seeds: number,
  right: PlantedOutcome['right'],
  draw: PlantedOutcome['draw'],
  matters?: number,
): PlantedOutcome => ({ claim: 'comparison', outcome, seeds, draw, right, ...(matters === undefined ? {} : { matters }) });

const count = (least: number, of: number): PassRule => ({ kind: 'count', least, of });

const NO_ALARM: readonly VerdictKind[] = ['not_shown'];
const WEAK: readonly VerdictKind[] = ['holds', 'holds_open', 'not_shown'];
const NOT_EQUIVALENT: readonly VerdictKind[] = ['holds', 'holds_open', 'holds_under', 'depends_on', 'not_shown'];

export const PLANTED_OUTCOMES: readonly PlantedOutcome[] = [
  expectation('no effect', 12, NO_ALARM, normal),
  expectation('0.3 sd', 12, WEAK, (random) => 0.3 + normal(random)),
  expectation('0.6 sd', 12, WEAK, (random) => 0.6 + normal(random)),
  ...[2, 3, 4, 5].map((seeds) => expectation('margins ±1, no effect', seeds, NO_ALARM, sign)),
  expectation('margins 0.1 and −0.9, no effect', 20, NO_ALARM, (random) => yes(random, 0.9) - 0.9),
  expectation('0.6 sd under 4 wordings', 12, WEAK, (random) => 0.6 + normal(random), { wordings: 4 }),
  expectation('6 of 10 seeds, no effect', 10, NO_ALARM, (random) => yes(random, 0.5), { rule: count(6, 10), hasMargin: false }),
  expectation('6 of 10 seeds, no effect, with margins', 10, NO_ALARM, normal, { rule: count(6, 10) }),
  expectation('6 of 10 seeds, true in 19 of 20', 10, WEAK, (random) => yes(random, 0.95), { rule: count(6, 10), hasMargin: false }),
  ...[5, 20].map((seeds) => comparison('0 or 1, no effect', seeds, NO_ALARM, shares(0.5, 0))),
  ...[8, 20].map((seeds) =>
    comparison('0 or 1 in one of ten, `matters` 0.05 exceeded twice', seeds, NOT_EQUIVALENT, shares(0.1, 0.1), 0.05),
  ),
  ...[5, 20].map((seeds) => comparison('0 or 1, a difference of `matters`, 0.4', seeds, NOT_EQUIVALENT, shares(0.1, 0.4), 0.4)),
  comparison('0 or 1, no effect, `matters` 0.4', 40, ['equivalent'], shares(0.3, 0), 0.4),
  comparison('every arm constant, apart by 1', 20, ['holds'], (_, arm) => Number(arm === 'told')),
  comparison('every arm constant, apart by 1', 3, ['not_shown'], (_, arm) => Number(arm === 'told')),
  comparison('nothing varies, `matters` 1', 5, ['not_shown'], () => 7, 1),
];

const EXPERIMENT: Experiment = {
  ...{ scenario: 'drawn', seeds: 2, arms: { plain: {}, told: {} } },
  compare: { value: { measure: 'value', against: 'plain' } },
};

const { arms: ARMS } = designOf(EXPERIMENT);

/** The verdict of one study. Every study has draws of its own. */
export function outcomeVerdict(planted: PlantedOutcome, study: number): VerdictKind {
  const { claim: kind, outcome, draw, matters = null, hasMargin = true, wordings = 0 } = planted;
  const rule: PassRule = planted.rule ?? { kind: 'test', of: planted.seeds, level: 0.05 };
  const expected: ExpectationClaim = {
    ...{ kind: 'expectation', id: 'drawn.is', says: 'value > 0', scenario: 'drawn', expectation: 'is', rule, hasMargin, matters },
  };
  const compared: ComparisonClaim = {
    ...{ kind: 'comparison', id: 'drawn.value.told', says: 'value: told differs from plain', experiment: 'drawn', comparison: 'value' },
    ...{ arm: 'told', from: 'plain', test: 'permutation', paired: false, matters },
  };
  const claim: Claim = kind === 'expectation' ? expected : compared;
  const conditions = [AS_WRITTEN, ...Array.from({ length: wordings }, (_, i): Condition => ({ kind: 'wording', id: `w${i}` }))];
  const seeds = Array.from({ length: planted.seeds }, (_, i) => i + 1);
  const estimates = conditions.map((condition) => {
    const cells = seeds.flatMap((seed) =>
      (kind === 'expectation' ? ['only'] : ['plain', 'told']).map((arm): ExperimentRun => {
        const value = draw(rng(study, 'outcome', kind, outcome, condition.id, arm, seed), arm);
        return {
          key: '',
          arm,
          seed,
          measures: { value: [value], [heldMeasure('is')]: [value > 0 ? 1 : 0], [marginMeasure('is')]: [value] },
        };
      }),
    );
    const runs = { arms: kind === 'expectation' ? [] : ARMS, seeds, cells, lost: [] };
    return [
      condition,
      kind === 'expectation' ? expectationEstimate(expected, runs) : comparisonEstimate(compared, EXPERIMENT, ARMS, runs),
    ] as const;
  });
  const [p] = correctedAll([estimates[0]![1]]);
  const cost = { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 };
  return verdictOf(claim, figuresOf(claim, estimates, { corrected: p ?? null, claims: 1, look: null }, cost), 0).kind;
}
