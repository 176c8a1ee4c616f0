/** What readers of a comparison with people overlook most often, where it applies. */
import { corrected } from '../../analysis/statistics/twoSampleTests.js';
import { t } from '../../core/util/l10n.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import type { AnswerComparison, WithInterval } from '../../analysis/people/compareAnswers.js';
import type { ComparedAnswerResult, PeopleComparison } from './peopleComparison.js';

/** The level of the tests of parts. */
const LEVEL = 0.05;

/** From so many agents on, a test of whole distributions finds any difference. */
const MANY = 1000;

export function notesOf({ answers, runs }: Omit<PeopleComparison, 'notes'>): readonly string[] {
  return [
    ...answers.flatMap((answer) => [...leftOut(answer, runs), ...hiddenParts(answer), ...narrow(answer), ...notBetter(answer)]),
    ...heldOut(answers),
    ...(runs === 1 ? ['One run: its agents are taken as independent, so the intervals are too narrow. Play several seeds.'] : []),
    ...many(answers),
  ];
}

/** Those without an answer, who are in no figure. If they answer less often for a reason, the figures are not of all. */
function leftOut({ id, comparison }: ComparedAnswerResult, runs: number): readonly string[] {
  if (!comparison) return [];
  const { agents, people } = comparison;
  const of = ({ n, missing }: typeof agents): string => `${grouped(missing)} of ${grouped(n + missing)}`;
  const empty = runs - comparison.runs;
  return [
    ...(agents.missing === 0
      ? []
      : runs === 1
        ? [`${id}: ${of(agents)} agents have no answer and are left out.`]
        : [`${id}: ${of(agents)} agents of all runs have no answer and are left out.`]),
    ...(people.missing === 0 ? [] : [`${id}: ${of(people)} rows of people have no answer and are left out.`]),
    ...(empty > 0 ? [`${id}: ${grouped(empty)} of ${grouped(runs)} runs have no answer at all and are left out.`] : []),
  ];
}

interface Gap extends WithInterval {
  /** `difference of means`, or `share of WORD`. */
  readonly what: string;
  readonly p: number | null;
}

/** The difference of means, or of the shares of the word that differs most; null without any. */
export function furthest({ difference, shares }: AnswerComparison): Gap | null {
  if (difference) return { what: t('difference of means'), ...difference };
  const [most] = [...(shares ?? [])].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return most ? { what: t('share of {0}', most.word), value: most.value, interval: most.interval, p: most.p } : null;
}

/** Every difference: that of means, or those of shares; of two words, the share of one says all. */
function gapsOf({ difference, shares }: AnswerComparison): readonly Gap[] {
  if (difference) return [{ what: '', ...difference }];
  const told = shares?.length === 2 ? shares.slice(1) : (shares ?? []);
  return told.map(({ word, value, interval, p }) => ({ what: word, value, interval, p }));
}

/** Agreement of all together, and not of parts (Bisbee et al. 2024, Polit. Anal. 32, 401). */
function hiddenParts({ id, comparison, parts }: ComparedAnswerResult): readonly string[] {
  const isFar = comparison && gapsOf(comparison).some(({ interval }) => !interval || interval.low > 0 || interval.high < 0);
  if (!comparison || isFar) return [];
  const each = parts.flatMap((part) => gapsOf(part.comparison).map((gap) => ({ part, gap })));
  const ps = corrected(
    each.map(({ gap }) => gap.p),
    'holm',
  );
  const apart = each.filter((_, i) => (ps[i] ?? 1) < LEVEL).slice(0, MOST_NAMED);
  if (apart.length === 0) return [];
  const named = apart.map(
    ({ part: { group, part }, gap }) => `${group} ${part} (${gap.what === '' ? '' : `${gap.what} `}${signed(gap.value)})`,
  );
  return [`${id}: all together do not differ clearly, and these parts do: ${named.join(', ')}. Agreement as a whole hides them.`];
}

/** Parts that one note names. */
const MOST_NAMED = 6;

const signed = (value: number): string => `${value > 0 ? '+' : '−'}${figureText(Math.abs(value))}`;

/** Agents that vary less than people. */
function narrow({ id, comparison }: ComparedAnswerResult): readonly string[] {
  const ratio = comparison?.varianceRatio;
  if (!ratio) return [];
  const isClear = ratio.interval ? ratio.interval.high < 1 : ratio.value === 0;
  return isClear
    ? [`${id}: agents vary less than people (variance ratio ${figureText(ratio.value)}). Answers near the mean look accurate one by one.`]
    : [];
}

/** Agents that are no better than one guess for everybody. */
function notBetter({ id, matched }: ComparedAnswerResult): readonly string[] {
  if (!matched) return [];
  const { same, error } = matched;
  if (same && same.agents <= same.guess)
    return [
      `${id}: the most frequent answer of people for everybody is right as often (${figureText(same.guess)}) as the agents (${figureText(same.agents)}).`,
    ];
  if (!same && error && error.agents >= error.guess)
    return [
      `${id}: the median of people for everybody is as near (${figureText(error.guess)}) as the agents (${figureText(error.agents)}).`,
    ];
  return [];
}

/** The mean distance of answers that were held out, and of the others. */
function heldOut(answers: readonly ComparedAnswerResult[]): readonly string[] {
  const distances = (isHeldOut: boolean): readonly number[] =>
    answers.flatMap((answer) => (answer.comparison && answer.isHeldOut === isHeldOut ? [answer.comparison.jensenShannon] : []));
  const [apart, seen] = [distances(true), distances(false)];
  if (apart.length === 0 || seen.length === 0) return [];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [out, others] = [mean(apart), mean(seen)];
  return [
    out > others
      ? `Jensen–Shannon distance of answers held out ${figureText(out)}, of the others ${figureText(others)}: those held out fit worse.`
      : `Jensen–Shannon distance of answers held out ${figureText(out)}, of the others ${figureText(others)}.`,
  ];
}

function many(answers: readonly ComparedAnswerResult[]): readonly string[] {
  const most = Math.max(0, ...answers.map(({ comparison }) => comparison?.agents.n ?? 0));
  return most < MANY
    ? []
    : [`With ${grouped(most)} answers of agents a test of distributions finds any difference. The distances say how large it is.`];
}
