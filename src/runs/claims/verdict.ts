/** The verdict of a card, by fixed rules in a fixed order. docs/evidence.md explains each. */
import { WANTED_POWER } from '../../analysis/statistics/power.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { figureText } from '../../core/util/textPosition.js';
import type { ShownVerdict, VerdictKind } from '../../protocol/claimCard.js';
import type { CardFigures, RelativeSize, UnderCondition } from './card.js';
import type { Claim } from './claim.js';
import { conditionWords } from './conditions.js';
import { isShare } from './figures.js';
import { canMislead, withoutWords } from '../experiments/results/missingValues.js';
import { rangeWords } from './rowWords.js';
import { ALL_PLAYED, type Unplayed, unexaminedOf, unexaminedWords } from './unplayedConditions.js';

/**
 * 1. Without runs, or where runs are lost: not shown.
 * 2. The effect lies within ±`matters`, by two one-sided tests: equivalent.
 * 3. The claim is not supported as written: not shown.
 * 4. Its sign turns under a wording, a perturbation or a model, by the interval there and by the test of the difference: depends on it.
 * 5. It is not supported under some of them and the test of the difference finds that it is smaller there, or it has no value there, or runs of a
 *    comparison have no value so that the others can mislead: holds under the others.
 * 6. It is not supported under some of them, and the test does not find that it is smaller there: holds, not shown under all conditions. Two results
 *    of which one is significant need not differ (Gelman and Stern 2006, Am. Stat. 60, 328).
 * 7. Otherwise it holds.
 *
 * Where it holds, the sentence also names conditions under which the size of the effect is different, null runs and parts without which it
 * is not supported, and of the others how large the effect is with them. A difference that no test finds is not called equal: it has its
 * size and interval. Unless it is not shown, the sentence ends with all conditions that were not examined.
 */
export function verdictOf(claim: Claim, figures: CardFigures, lost: number, unplayed: Unplayed = ALL_PLAYED): ShownVerdict {
  const { kind, sentence } = ruled(claim, figures, lost, unplayed);
  const unexamined = unexaminedOf(figures, unplayed);
  return {
    kind,
    sentence: kind === 'not_shown' ? sentence : `${sentence}${unexaminedWords(unexamined)}`,
    unexamined,
    isAlsoRandom: figures.nulls.some(({ condition, isSupported }) => condition.id === 'random' && isSupported),
  };
}

type Ruled = Pick<ShownVerdict, 'kind' | 'sentence'>;

function ruled(claim: Claim, figures: CardFigures, lost: number, { unpaid, why }: Unplayed): Ruled {
  const { written, equivalence, level } = figures;
  if (lost > 0) return verdict('not_shown', `${lost} of its runs did not end, so their results could be anything.`);
  if (!written && unpaid.has('written'))
    return verdict('not_shown', `Its runs were not played${why === 'budget' ? ': the budget does not reach them' : ''}.`);
  if (!written || written.effect === null) return verdict('not_shown', 'No run has a value for it.');
  if (equivalence && equivalence.corrected < level)
    return verdict('equivalent', `The effect is smaller than what matters (±${figureText(claim.matters ?? 0)}).`);
  if (!written.isSupported) return verdict('not_shown', notShownWords(claim, figures));
  const specifications = [...figures.wordings, ...figures.perturbations, ...figures.models];
  const reversed = specifications.filter((one) => isChanged(one, level) && isBeyond(one, -Math.sign(written.effect!)));
  if (reversed.length > 0) return verdict('depends_on', `The effect has the other sign under ${listed(reversed)}.`);
  const [kept, unsupported] = split(specifications);
  const [blank, others] = split(unsupported, isBlank);
  const [failed, unshown] = split(others, isSmaller);
  const misled = [written, ...kept].filter(({ values }) => canMislead(values));
  const open = unshown.length > 0 ? ` It is not shown under ${listed(unshown)}, but ${NO_GAP}.` : '';
  if (failed.length === 0 && blank.length === 0 && misled.length === 0)
    return verdict(
      unshown.length > 0 ? 'holds_open' : 'holds',
      `It holds as written${kept.length > 0 ? `, and under ${listed(kept)}` : ''}.${open}${sizeWords(figures)}${carriedWords(claim, figures)}`,
    );
  const under = kept.length > 0 ? ` and under ${listed(kept)}` : '';
  const not = failed.length > 0 ? `, but not under ${listed(failed)}` : '';
  return verdict(
    'holds_under',
    `It holds as written${under}${not}.${open}${blank.length > 0 ? ` It has no value under ${listed(blank)}.` : ''}${misledWords(misled)}`,
  );
}

/** Of a condition under which a claim is not supported. */
const NO_GAP = 'a difference to as written is not shown either';

/** Whether the effect under a condition lies wholly on one side of 0. */
const isBeyond = ({ effect, interval }: UnderCondition, side: number): boolean =>
  (effect ?? 0) * side > 0 && (interval === null || (side > 0 ? interval.low > 0 : interval.high < 0));

/** Whether the test of the row finds that the effect is smaller under a condition. */
const isSmaller = ({ against }: UnderCondition): boolean => against?.size === 'smaller';

/** Whether no run under a condition has a value. */
const isBlank = ({ effect }: UnderCondition): boolean => effect === null;

/** Runs without a value, where those that have one can mislead. */
const misledWords = (all: readonly UnderCondition[]): string =>
  all.length === 0
    ? ''
    : ` That counts only runs with a value: ${all.map(({ condition, values }) => `${conditionWords(condition)}, there is ${withoutWords(values)}`).join('; ')}. The others can mislead.`;

/** Wordings, perturbations and models that change the size of the effect, by the tests of their rows. Empty where none does. */
function sizeWords({ wordings, perturbations, models, level }: CardFigures): string {
  const other = [...wordings, ...perturbations, ...models].filter((one) => isChanged(one, level));
  return other.length > 0 ? ` Its size is different under ${listed(other)}.` : '';
}

/** Whether the result changes under a condition, corrected for all conditions of its row. */
export const isChanged = (one: UnderCondition, level: number): boolean =>
  one.against !== null && one.against.corrected !== null && one.against.corrected < level;

/** What carries a claim that holds, as far as null runs and parts show it. Empty where none was played. */
function carriedWords(claim: Claim, { written, nulls, parts }: CardFigures): string {
  const [kept, unsupported] = split([...nulls, ...parts].filter(({ lost }) => lost === 0));
  const [blank, others] = split(unsupported, isBlank);
  const [failed, unshown] = split(others, isSmaller);
  const of = (wanted: RelativeSize): readonly UnderCondition[] => kept.filter(({ against }) => against?.size === wanted);
  const { less, more, equal, unclear } = sizesOf(claim);
  const sentence = (words: string, all: readonly UnderCondition[], after = '', named = carriers): string => {
    const isOfRandom = all.some(({ condition }) => condition.kind === 'null' && condition.id === 'random');
    return all.length > 0 ? ` ${words} ${named(all)}.${isOfRandom ? after : ''}` : '';
  };
  return [
    sentence('It does not hold with', failed),
    sentence('It has no value with', blank),
    unshown.length > 0 ? ` It is not shown with ${carriers(unshown)}, but ${NO_GAP}.` : '',
    sentence(`${less}, but still holds, with`, of('smaller')),
    sentence('Every seed gives the same with', of('same'), NO_CHOICE),
    sentence(more, of('larger'), NO_CHOICE),
    sentence(equal, of('equivalent'), NO_CHOICE),
    sentence(unclear, of('unclear'), ' That it depends on how agents choose is not shown.', (all) => unclearCarriers(claim, written, all)),
  ].join('');
}

/** Of random acts that give as much or more. */
const NO_CHOICE = ' So it shows nothing about how agents choose.';

/** The beginnings of the sentences about sizes, in the unit of the claim. */
function sizesOf(claim: Claim): { readonly [K in 'less' | 'more' | 'equal' | 'unclear']: string } {
  if (isShare(claim))
    return {
      ...{ less: 'It is true in fewer seeds', more: 'It is true in more seeds with', equal: 'It is true in as many seeds with' },
      unclear: 'That it is true in fewer seeds is not shown with',
    };
  const effect = claim.kind === 'comparison' ? 'The difference' : 'The margin';
  return {
    ...{ less: `${effect} is smaller`, more: `${effect} is larger with`, unclear: `${effect} is not clearly smaller with` },
    equal: `${effect} is as large, within ±${figureText(claim.matters ?? 0)}, with`,
  };
}

/** Fields of personas are only counted where there are several: most claims do not need most of them. */
function carriers(all: readonly UnderCondition[]): string {
  const [fields, others] = byField(all);
  return [...others.map(({ condition }) => conditionWords(condition)), ...(fields.length > 1 ? [fieldsWords(fields)] : [])].join(', ');
}

const fieldsWords = (fields: readonly UnderCondition[]): string => `personas without any one of ${fields.length} fields`;

/** Each with its difference to the claim as written; of several fields of personas, the one with the largest. */
function unclearCarriers(claim: Claim, written: UnderCondition | null, all: readonly UnderCondition[]): string {
  const sign = claim.kind === 'comparison' ? Math.sign(written?.effect ?? 0) : 1;
  const [fields, others] = byField(all);
  const each = others.map((one) => `${conditionWords(one.condition)} (${lessWords(claim, one, sign)})`);
  const lessIn = ({ against }: UnderCondition): number => (against?.difference ?? 0) * sign;
  const most = fields.toSorted((a, b) => lessIn(b) - lessIn(a))[0];
  const least = most ? [`${fieldsWords(fields)} (the most without ${most.condition.id}: ${lessWords(claim, most, sign)})`] : [];
  return [...each, ...least].join(', ');
}

/** Fields of personas, if there are several, and all others. */
function byField(all: readonly UnderCondition[]): readonly [readonly UnderCondition[], readonly UnderCondition[]] {
  const fields = all.filter(({ condition }) => condition.kind === 'persona');
  return fields.length > 1 ? [fields, all.filter(({ condition }) => condition.kind !== 'persona')] : [[], all];
}

/** By how much the effect is smaller, with its interval; of a share, in how many seeds it holds. */
function lessWords(claim: Claim, { against, held, n }: UnderCondition, sign: number): string {
  if (isShare(claim)) return `${held} of ${n} seeds`;
  if (!against) return 'no common seeds';
  const { difference, interval } = against;
  const less = difference * sign;
  if (less === 0) return `no difference in the mean${rangeWords(turned(interval, sign))}`;
  return `${less > 0 ? 'smaller' : 'larger'} by ${figureText(Math.abs(less))}${rangeWords(turned(interval, difference > 0 ? 1 : -1))}`;
}

const turned = (one: Interval | null, sign: number): Interval | null => (one && sign < 0 ? { low: -one.high, high: -one.low } : one);

const split = (
  all: readonly UnderCondition[],
  is: (one: UnderCondition) => boolean = (one) => one.isSupported,
): readonly [readonly UnderCondition[], readonly UnderCondition[]] => [all.filter(is), all.filter((one) => !is(one))];

const verdict = (kind: VerdictKind, sentence: string): Ruled => ({ kind, sentence });

function notShownWords(claim: Claim, { written, corrected, look, level: whole, power, seedsNeeded }: CardFigures): string {
  if (written?.n === 1) return 'One seed shows nothing about chance.';
  const isCounted = claim.kind === 'expectation' && claim.rule.kind === 'count';
  if (claim.kind === 'expectation' && !isCounted && written?.values.some(({ without }) => without > 0))
    return `There is ${withoutWords(written.values)}, so their results could be anything.`;
  const level = figureText(look?.level ?? whole);
  const by =
    corrected === null || corrected < (look?.level ?? whole)
      ? claim.kind === 'comparison'
        ? 'Nothing can be tested: there are too few seeds, every seed gives the same value, or the test needs values that vary.'
        : 'The rule of the file is not met.'
      : `Chance alone gives as much too often (p = ${figureText(corrected)}, ${level} needed).`;
  if (power === null || power >= WANTED_POWER) return by;
  return `${by} There were too few seeds to find an effect that matters${seedsNeeded === null ? '' : `: ${seedsNeeded} are needed`}.`;
}

const listed = (all: readonly UnderCondition[]): string => all.map(({ condition }) => conditionWords(condition)).join(', ');
