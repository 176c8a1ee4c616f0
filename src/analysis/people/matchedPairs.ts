/** Agents compared one by one with the people that they represent. */
import { exp, ln } from '../../core/util/math.js';
import type { Interval } from '../statistics/resampling.js';
import { Z95 } from '../statistics/estimate.js';
import type { AnswerKind } from './compareAnswers.js';

/** The answers of agents and of their people in one run, without missing ones; words by their place in the list of words. */
export interface Pairs {
  readonly agents: readonly number[];
  readonly people: readonly number[];
}

export interface MatchedComparison {
  /** Agents with a row and both answers, in the run with the fewest. */
  readonly n: number;
  readonly runs: number;
  /** Pearson's correlation of numbers and of ordered words, in the mean of runs, with Fisher's interval for `n` people. Null where a side does not vary. */
  readonly correlation: { readonly value: number; readonly interval: Interval | null } | null;
  /** The mean distance of an answer from that of the person, and that of the people's median for everybody. Null of words without an order. */
  readonly error: { readonly agents: number; readonly guess: number } | null;
  /** Of words: how often both are the same, how often the people's most frequent word is right for all, and Cohen's κ. */
  readonly same: { readonly agents: number; readonly guess: number; readonly kappa: number | null } | null;
}

/** Null without pairs. */
export function compareMatched(kind: AnswerKind, runs: readonly Pairs[]): MatchedComparison | null {
  const full = runs.filter(({ agents }) => agents.length > 0);
  if (full.length === 0) return null;
  const n = Math.min(...full.map(({ agents }) => agents.length));
  const isOrdered = kind.words === null || kind.isOrdered;
  const correlations = isOrdered ? full.flatMap((pairs) => pearson(pairs.agents, pairs.people) ?? []) : [];
  return {
    ...{ n, runs: full.length },
    correlation: correlations.length > 0 && correlations.length === full.length ? { ...fisher(correlations, n) } : null,
    error: isOrdered ? { agents: meanOf(full.map(distance)), guess: meanOf(full.map(({ people }) => guessedDistance(people))) } : null,
    same:
      kind.words === null
        ? null
        : { agents: meanOf(full.map(sameShare)), guess: meanOf(full.map(({ people }) => modalShare(people))), kappa: kappaOf(full) },
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation, with weights if given; null where a side does not vary. */
export function pearson(a: readonly number[], b: readonly number[], weights?: readonly number[]): number | null {
  const weight = (i: number): number => (weights ? weights[i]! : 1);
  let [all, sumA, sumB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    all += weight(i);
    sumA += weight(i) * a[i]!;
    sumB += weight(i) * b[i]!;
  }
  const [middleA, middleB] = [sumA / all, sumB / all];
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - middleA, b[i]! - middleB];
    aa += weight(i) * x * x;
    bb += weight(i) * y * y;
    ab += weight(i) * x * y;
  }
  const isFlat = (squares: number, middle: number): boolean => squares <= 1e-24 * all * (middle * middle + 1e-300);
  return isFlat(aa, middleA) || isFlat(bb, middleB) ? null : Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb)));
}

/** The mean of correlations by Fisher's z, with an interval for `n` pairs (Fisher 1921, Metron 1, 3). */
function fisher(correlations: readonly number[], n: number): NonNullable<MatchedComparison['correlation']> {
  if (correlations.some((r) => Math.abs(r) > 1 - 1e-12)) return { value: meanOf(correlations), interval: null };
  const z = meanOf(correlations.map((r) => ln((1 + r) / (1 - r)) / 2));
  if (n < 4) return { value: hyperbolic(z), interval: null };
  const half = Z95 / Math.sqrt(n - 3);
  return { value: hyperbolic(z), interval: { low: hyperbolic(z - half), high: hyperbolic(z + half) } };
}

/** The hyperbolic tangent. */
const hyperbolic = (z: number): number => 1 - 2 / (exp(2 * z) + 1);

const distance = ({ agents, people }: Pairs): number => meanOf(agents.map((value, i) => Math.abs(value - people[i]!)));

function guessedDistance(people: readonly number[]): number {
  const sorted = [...people].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  return meanOf(people.map((value) => Math.abs(value - median)));
}

const sameShare = ({ agents, people }: Pairs): number => agents.filter((value, i) => value === people[i]).length / agents.length;

const countsOf = (values: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const modalShare = (people: readonly number[]): number => Math.max(...countsOf(people).values()) / people.length;

/** In the mean of runs (Cohen 1960); null where chance alone always agrees. */
function kappaOf(runs: readonly Pairs[]): number | null {
  const each = runs.flatMap((pairs) => {
    const [ours, theirs, n] = [countsOf(pairs.agents), countsOf(pairs.people), pairs.agents.length];
    const chance = [...ours].reduce((sum, [value, count]) => sum + (count / n) * ((theirs.get(value) ?? 0) / n), 0);
    return chance >= 1 ? [] : [(sameShare(pairs) - chance) / (1 - chance)];
  });
  return each.length === 0 ? null : meanOf(each);
}
