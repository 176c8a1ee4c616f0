/**
 * Verdicts of claims whose truth is known: the share of agents that choose north, alone and compared between two arms. Five agents choose
 * once in each run, each with a chance that depends on what is planted. The statistics and the verdict are those of the program.
 */
import { rng } from '../../src/core/random/rng.js';
import type { Experiment } from '../../src/language/generated/society.js';
import type { VerdictKind } from '../../src/protocol/claimCard.js';
import type { Claim, ComparisonClaim, ExpectationClaim } from '../../src/runs/claims/claim.js';
import { AS_WRITTEN, type Condition } from '../../src/runs/claims/conditions.js';
import { comparisonEstimate, expectationEstimate } from '../../src/runs/claims/estimate.js';
import { correctedAll, figuresOf } from '../../src/runs/claims/figures.js';
import { verdictOf } from '../../src/runs/claims/verdict.js';
import { heldMeasure, marginMeasure } from '../../src/runs/experiments/design/expectationMeasures.js';
import { designOf, type ExperimentRun } from '../../src/runs/experiments/index.js';

/** A claim, what is planted in its minds, and the verdicts that are right. */
export interface PlantedVerdict {
  readonly claim: Claim['kind'];
  readonly mind: string;
  /** How much more often than chance agents choose north; of a comparison, in its second arm only. */
  readonly more: (condition: Condition) => number;
  /** The smallest effect that matters; null where the file names none. */
  readonly matters: number | null;
  readonly right: readonly VerdictKind[];
}

export const VERDICTS: readonly VerdictKind[] = ['holds', 'holds_open', 'holds_under', 'depends_on', 'not_shown', 'equivalent'];

const EFFECT = { expectation: 0.3, comparison: 0.4 } as const;

const KINDS = ['expectation', 'comparison'] as const;

export const PLANTED_VERDICTS: readonly PlantedVerdict[] = KINDS.flatMap((claim): readonly PlantedVerdict[] => {
  const size = EFFECT[claim];
  const planted = (
    mind: string,
    right: readonly VerdictKind[],
    more: PlantedVerdict['more'],
    matters: number | null = null,
  ): PlantedVerdict => ({
    ...{ claim, mind, more, matters, right },
  });
  return [
    planted('no effect', ['not_shown'], () => 0),
    planted('effect', ['holds', 'holds_open'], () => size),
    planted('effect in the wording of the file only', ['holds_open', 'holds_under'], ({ kind }) => (kind === 'wording' ? 0 : size)),
    planted('effect that turns with the options', ['depends_on'], ({ id }) => (id === 'options' ? -size : size)),
    planted('no effect, with `matters`', ['equivalent'], () => 0, size),
    planted('effect as large as `matters`', ['holds', 'holds_open'], () => size, size),
  ];
});

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
const AGENTS = 5;

const CONDITIONS: readonly Condition[] = [
  AS_WRITTEN,
  { kind: 'wording', id: 'other' },
  ...['options', 'names', 'spaces'].map((id): Condition => ({ kind: 'perturbation', id })),
];

const EXPECTATION: ExpectationClaim = {
  ...{ kind: 'expectation', id: 'sides.leads', says: 'northern > 0.5', scenario: 'sides', expectation: 'leads' },
  ...{ rule: { kind: 'test', of: SEEDS.length, level: 0.05 }, hasMargin: true, matters: null },
};

const COMPARISON: ComparisonClaim = {
  ...{
    kind: 'comparison',
    id: 'told.northern.told',
    says: 'northern: told differs from plain',
    experiment: 'told',
    comparison: 'northern',
  },
  ...{ arm: 'told', from: 'plain', test: 'permutation', paired: false, matters: null },
};

const EXPERIMENT: Experiment = {
  ...{ scenario: 'sides', seeds: SEEDS.length, arms: { plain: {}, told: {} } },
  compare: { northern: { measure: 'northern', against: 'plain' } },
};

const { arms: ARMS } = designOf(EXPERIMENT);

/** The verdict of one study. Every study has draws of its own. */
export function verdictIn({ claim: kind, mind, more, matters }: PlantedVerdict, study: number): VerdictKind {
  const claim: Claim = { ...(kind === 'expectation' ? EXPECTATION : COMPARISON), matters };
  const estimates = CONDITIONS.map((condition) => {
    const north = (arm: string): number => 0.5 + (arm === 'plain' ? 0 : more(condition));
    const cells = SEEDS.flatMap((seed) =>
      (claim.kind === 'expectation' ? ['only'] : ['plain', 'told']).map((arm) =>
        voted(arm, seed, north(arm), rng(study, `planted ${kind}`, mind, condition.kind, condition.id, arm, seed)),
      ),
    );
    const runs = { arms: claim.kind === 'expectation' ? [] : ARMS, seeds: SEEDS, cells, lost: [] };
    const estimate = claim.kind === 'expectation' ? expectationEstimate(claim, runs) : comparisonEstimate(claim, EXPERIMENT, ARMS, runs);
    return [condition, estimate] as const;
  });
  const [p] = correctedAll([estimates[0]![1]]);
  const cost = { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 };
  return verdictOf(claim, figuresOf(claim, estimates, { corrected: p ?? null, claims: 1, look: null }, cost), 0).kind;
}

function voted(arm: string, seed: number, chance: number, draw: () => number): ExperimentRun {
  const northern = Array.from({ length: AGENTS }, draw).filter((value) => value < chance).length / AGENTS;
  const margin = northern - 0.5;
  const measures = { northern: [northern], [heldMeasure('leads')]: [margin > 0 ? 1 : 0], [marginMeasure('leads')]: [margin] };
  return { key: '', arm, seed, measures };
}
