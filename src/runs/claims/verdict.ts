/** The verdict of a card, by fixed rules in a fixed order. docs/evidence.md explains each. */
import { figureText } from '../../core/util/textPosition.js';
import type { VerdictKind } from '../../protocol/claimCard.js';
import type { CardFigures, CardVerdict, UnderCondition } from './card.js';
import type { Claim } from './claim.js';
import { conditionWords } from './conditions.js';
import { WANTED_POWER } from '../../analysis/statistics/power.js';

/**
 * 1. Without runs, or where runs are lost: not shown.
 * 2. The effect lies within ±`matters`, by two one-sided tests: equivalent.
 * 3. The claim is not supported as written: not shown.
 * 4. Its sign turns under a wording, a perturbation or a model: depends on it.
 * 5. It is not supported under some of them: holds under the others.
 * 6. Otherwise it holds.
 *
 * Where it holds, the sentence also names conditions under which the size of the effect is different, null runs that support it as much,
 * and null runs and parts without which it is not supported.
 */
export function verdictOf(claim: Claim, figures: CardFigures, lost: number): CardVerdict {
  const { written, equivalence, level } = figures;
  if (lost > 0) return verdict('not_shown', `${lost} of its runs did not end, so their results could be anything.`);
  if (!written || written.effect === null) return verdict('not_shown', 'No run has a value for it.');
  if (equivalence && equivalence.p < level)
    return verdict('equivalent', `The effect is smaller than what matters (±${figureText(claim.matters ?? 0)}).`);
  if (!written.isSupported) return verdict('not_shown', notShownWords(claim, figures));
  const specifications = [...figures.wordings, ...figures.perturbations, ...figures.models];
  const turned = specifications.filter(({ effect }) => effect !== null && effect * written.effect! < 0);
  if (turned.length > 0) return verdict('depends_on', `The effect has the other sign under ${listed(turned)}.`);
  const [kept, failed] = split(specifications);
  if (failed.length > 0) {
    const under = kept.length > 0 ? ` and under ${listed(kept)}` : '';
    return verdict('holds_under', `It holds as written${under}, but not under ${listed(failed)}.`);
  }
  return verdict(
    'holds',
    `It holds as written${kept.length > 0 ? `, and under ${listed(kept)}` : ''}.${sizeWords(figures)}${carriedWords(claim, figures)}`,
  );
}

/** Wordings, perturbations and models that change the size of the effect, by the tests of their rows. Empty where none does. */
function sizeWords({ wordings, perturbations, models, level }: CardFigures): string {
  const other = [...wordings, ...perturbations, ...models].filter((one) => isChanged(one, level));
  return other.length > 0 ? ` Its size is different under ${listed(other)}.` : '';
}

/** Whether the result changes under a condition, corrected for all conditions of its row. */
export const isChanged = (one: UnderCondition, level: number): boolean =>
  isShifted(one) || (one.against !== null && one.against.corrected !== null && one.against.corrected < level);

/** Whether a condition changes each of several seeds by the same amount, which no test can judge. */
export const isShifted = ({ against, n }: UnderCondition): boolean =>
  against !== null && against.p === null && against.difference !== 0 && n > 1;

/** What carries a claim that holds, as far as null runs and parts show it. Empty where none was played. */
function carriedWords(claim: Claim, { written, nulls, parts, level }: CardFigures): string {
  const [as, without] = split([...nulls, ...parts].filter(({ lost }) => lost === 0));
  // An expectation looks for a margin above 0; the difference of two arms has either sign.
  const sign = claim.kind === 'comparison' ? Math.sign(written?.effect ?? 0) : 1;
  const equal = as.filter((one) => !isSmaller(one, sign, level));
  const lost = without.length > 0 ? ` It does not hold with ${listed(without)}.` : '';
  const same = equal.length > 0 ? ` It holds as much with ${carriers(equal)}.` : '';
  const isOfChance = equal.some(({ condition }) => condition.kind === 'null' && condition.id === 'random');
  return `${lost}${same}${isOfChance ? ' So it shows nothing about how agents choose.' : ''}`;
}

/** Fields of personas are only counted where there are several: most claims do not need most of them. */
function carriers(all: readonly UnderCondition[]): string {
  const fields = all.filter(({ condition }) => condition.kind === 'persona');
  const others = all.filter(({ condition }) => condition.kind !== 'persona');
  if (fields.length < 2) return listed(all);
  return [...(others.length > 0 ? [listed(others)] : []), `personas without any one of ${fields.length} fields`].join(', ');
}

const split = (all: readonly UnderCondition[]): readonly [readonly UnderCondition[], readonly UnderCondition[]] => [
  all.filter((one) => one.isSupported),
  all.filter((one) => !one.isSupported),
];

const verdict = (kind: VerdictKind, sentence: string): CardVerdict => ({ kind, sentence });

/** Whether the effect, whose sign is `sign`, is further from 0 as written than under a condition, by the two-sided test of the differences of seeds. */
function isSmaller({ against }: UnderCondition, sign: number, level: number): boolean {
  if (!against || against.difference * sign <= 0) return false;
  return against.p === null ? true : against.p < level;
}

function notShownWords(claim: Claim, { corrected, look, level: whole, power, seedsNeeded }: CardFigures): string {
  const level = figureText(look?.level ?? whole);
  const by =
    corrected === null
      ? claim.kind === 'comparison'
        ? 'Nothing can be tested: there are too few seeds, or every seed of an arm gives the same value.'
        : 'The rule of the file is not met.'
      : `Chance alone gives as much too often (p = ${figureText(corrected)}, ${level} needed).`;
  if (power === null || power >= WANTED_POWER) return by;
  return `${by} There were too few seeds to find an effect that matters${seedsNeeded === null ? '' : `: ${seedsNeeded} are needed`}.`;
}

const listed = (all: readonly UnderCondition[]): string => all.map(({ condition }) => conditionWords(condition)).join(', ');
