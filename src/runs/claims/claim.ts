/** The claims of a file: each expectation of a scenario, and each difference that an experiment compares. */
import { noSuch } from '../../core/util/suggest.js';
import type { PassRule } from '../../engine/index.js';
import type { LanguageService } from '../../language/api.js';
import type { Comparison } from '../../language/generated/society.js';
import { pairsOf, wantedIn } from '../experiments/results/comparison.js';
import { designOf } from '../experiments/design/design.js';
import { testedScenarios } from '../expectations/testedScenarios.js';
import { loadModel } from '../load/load.js';

interface ClaimBasis {
  /** Unique in the file, such as `town.spreads` or `fresh.round_20.rule`. */
  readonly id: string;
  /** What it claims, as text. */
  readonly says: string;
  /** The smallest effect of interest, in the unit of the effect; null where the file gives none. */
  readonly matters: number | null;
}

/** What a scenario is expected to show. Its effect is the margin of the expectation, in each seed. */
export interface ExpectationClaim extends ClaimBasis {
  readonly kind: 'expectation';
  readonly scenario: string;
  readonly expectation: string;
  readonly rule: PassRule;
  /** Whether it compares two numbers. Otherwise it is only true or false in each seed. */
  readonly hasMargin: boolean;
}

/** A difference between two arms of an experiment. */
export interface ComparisonClaim extends ClaimBasis {
  readonly kind: 'comparison';
  readonly experiment: string;
  readonly comparison: string;
  readonly arm: string;
  readonly from: string;
  readonly test: NonNullable<Comparison['test']>;
  /** Whether the test compares each seed with itself. */
  readonly paired: boolean;
}

export type Claim = ExpectationClaim | ComparisonClaim;

const ONCE: PassRule = { kind: 'count', least: 1, of: 1 };

/**
 * In the order of the file: expectations, then comparisons. Rejects with a message where the file cannot be played. `scenarios`: leaves out
 * the expectations of the others, whose models are then not loaded.
 */
export async function claimsIn(language: LanguageService, uri: string, scenarios?: readonly string[]): Promise<readonly Claim[]> {
  const resolved = await language.resolve(uri);
  const expected: Claim[] = [];
  const wanted = testedScenarios(resolved).filter((scenario) => scenarios?.includes(scenario) ?? true);
  for (const scenario of wanted) expected.push(...(await expectationsOf(language, uri, scenario)));
  const compared = Object.keys(resolved.society.experiments ?? {}).flatMap((id): readonly ComparisonClaim[] => {
    const experiment = resolved.society.experiments![id]!;
    const { arms } = designOf(experiment);
    return wantedIn({ experiment, cells: [] }).flatMap(([comparison, wanted]) =>
      pairsOf(wanted, arms, wanted.arms ?? arms.map((arm) => arm.id)).map(
        ({ arm, from }): ComparisonClaim => ({
          ...{ kind: 'comparison', id: `${id}.${comparison}.${arm}`, experiment: id, comparison, arm, from },
          ...{ test: wanted.test ?? 'permutation', paired: wanted.paired ?? false },
          says: `${wanted.measure}${typeof wanted.at === 'number' ? ` in round ${wanted.at}` : ''}: ${arm} differs from ${from}`,
          matters: wanted.matters ?? null,
        }),
      ),
    );
  });
  return [...expected, ...compared];
}

/** The texts of a claim that its author wrote: of a comparison the measure and the arms, without the words that join them. */
export const authoredTexts = ({ says, id }: Pick<Claim, 'says' | 'id'>): readonly string[] => [
  says.replace(/(?: in round \d+)?: (.+) differs from (.+)$/, ' $1 $2'),
  id.split('.').at(-1) ?? '',
];

async function expectationsOf(language: LanguageService, uri: string, scenario: string): Promise<readonly ExpectationClaim[]> {
  const loaded = await loadModel(language, uri, { scenario });
  if (!loaded.ok) throw new Error(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
  return loaded.model.expectations.map(({ id, that, in: rule, margin, matters }) => ({
    ...{ kind: 'expectation', id: `${scenario}.${id}`, scenario, expectation: id, says: that.source },
    ...{ rule: rule ?? ONCE, hasMargin: margin !== null, matters },
  }));
}

/** The claims that a name means: one claim, or all of a scenario, an experiment or a comparison. Throws a message where it means none. */
export function claimsNamed(claims: readonly Claim[], name: string): readonly Claim[] {
  const found = claims.filter(({ id }) => id === name || id.startsWith(`${name}.`));
  if (found.length > 0) return found;
  throw new Error(
    noSuch(
      'claim',
      name,
      claims.map(({ id }) => id),
    ),
  );
}
