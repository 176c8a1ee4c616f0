/**
 * One answer of the agents of several runs compared with that of people: difference, distances, and how far each of them vary. The unit of agents is
 * the run, because agents of one run depend on one another; people are rows that are drawn on their own.
 */
import t from '@stdlib/stats-base-dists-t-cdf';
import { exp, ln } from '../../core/util/math.js';
import { jensenShannon, wasserstein } from '../statistics/distances.js';
import type { Interval } from '../statistics/resampling.js';
import { tQuantile } from '../statistics/studentT.js';
import {
  type Answers,
  answered,
  chanceOfOther,
  equallyWeighted,
  type Estimated,
  sharesOf,
  total,
  weightedMean,
  weightedShare,
  weightedVariance,
} from './weightedAnswers.js';

/** The kind of an answer. Words are coded by their place in `words`; `isOrdered`: that order is from low to high. */
export type AnswerKind = { readonly words: null } | { readonly words: readonly string[]; readonly isOrdered: boolean };

/** One side of a comparison. */
interface Side {
  /** Rows with an answer and a weight, of all runs together, and rows without an answer. */
  readonly n: number;
  readonly missing: number;
  /** Of numbers. */
  readonly mean: number | null;
  /** The standard deviation of numbers: within a run, over runs. */
  readonly sd: number | null;
}

/** A figure with its 95 % interval; null where nothing varies. */
export interface WithInterval {
  readonly value: number;
  readonly interval: Interval | null;
}

interface ComparedShare extends WithInterval {
  readonly word: string;
  /** Two-sided, by Welch's t. */
  readonly p: number | null;
  readonly agents: number;
  readonly people: number;
}

export interface AnswerComparison {
  readonly agents: Side;
  readonly people: Side;
  readonly runs: number;
  /** Of numbers, the mean of the agents less that of the people, with its two-sided p by Welch's t. */
  readonly difference: (WithInterval & { readonly p: number | null }) | null;
  /** Of words, their shares; `value` is the share among agents less that among people. */
  readonly shares: readonly ComparedShare[] | null;
  /** Of numbers in their unit, of ordered words in steps; null of other words. */
  readonly wasserstein: number | null;
  /** The same in standard deviations of the people; null where they do not vary. */
  readonly wassersteinInSd: number | null;
  /** The root of Jensen and Shannon's divergence in bits, from 0 to 1. Numbers with many values are put into tenths of the people. */
  readonly jensenShannon: number;
  /** The variance of agents by that of people; of words without an order, how often two differ (Simpson 1949). Null where people do not vary, or no run has two agents with an answer. */
  readonly varianceRatio: WithInterval | null;
}

/** `runs`: the agents of each run. Null where a side has no answers. */
export function compareAnswers(kind: AnswerKind, runs: readonly Answers[], people: Answers): AnswerComparison | null {
  const theirs = answered(people);
  const ours = runs.map(answered).filter(({ values }) => values.length > 0);
  if (ours.length === 0 || theirs.values.length === 0) return null;
  const isNumeric = kind.words === null;
  const isOrdered = isNumeric || kind.isOrdered;
  const pooled = together(ours);
  const vary = isOrdered ? weightedVariance : chanceOfOther;
  const [varied, variedTheirs] = [overRuns(ours, vary), vary(theirs)];
  const [middle, middleTheirs] = [overRuns(ours, weightedMean), weightedMean(theirs)];
  const sd = isOrdered && variedTheirs ? Math.sqrt(variedTheirs.value) : 0;
  const area = isOrdered ? wasserstein(pooled.values, theirs.values, { a: pooled.weights, b: theirs.weights }) : null;
  const far = area === null ? null : unlessRounding(area, sd);
  const side = (n: number, all: number, mean: Estimated | null, variance: Estimated | null): Side => ({
    ...{ n, missing: all - n },
    mean: isNumeric && mean ? mean.value : null,
    sd: isNumeric && variance ? Math.sqrt(variance.value) : null,
  });
  const sum = (all: readonly Answers[]): number => all.reduce((rows, { values }) => rows + values.length, 0);
  return {
    agents: side(sum(ours), sum(runs), middle, varied),
    people: side(theirs.values.length, people.values.length, middleTheirs, variedTheirs),
    runs: ours.length,
    difference: isNumeric && middle && middleTheirs ? differenceOf(middle, middleTheirs) : null,
    shares: kind.words === null ? null : kind.words.flatMap((word, code) => shareOf(word, code, ours, theirs)),
    wasserstein: far,
    wassersteinInSd: far !== null && sd > 0 ? far / sd : null,
    jensenShannon: jensenShannon(...sharesBoth(pooled, theirs, isNumeric)),
    varianceRatio: varied && variedTheirs ? ratioOf(varied, variedTheirs) : null,
  };
}

/** All runs as one sample, in which each run weighs as much. */
function together(runs: readonly Answers[]): Answers {
  if (runs.length === 1) return runs[0]!;
  return {
    values: Float64Array.from(runs.flatMap(({ values }) => [...values])),
    weights: Float64Array.from(
      runs.flatMap(({ weights }) => {
        const all = total(weights);
        return [...weights].map((weight) => weight / all);
      }),
    ),
  };
}

/** A figure over runs: the mean of its values in each, with their spread. Of one run, that of its rows. */
export function overRuns(runs: readonly Answers[], figure: (run: Answers) => Estimated | null): Estimated | null {
  const each = runs.flatMap((run) => figure(run) ?? []);
  if (each.length <= 1) return each[0] ?? null;
  const found = weightedMean(equallyWeighted(each.map(({ value }) => value)));
  return found && found.error <= 1e-12 * Math.abs(found.value) ? { ...found, error: 0 } : found;
}

/** The standard error of a difference, and its degrees of freedom by Welch and Satterthwaite; null where nothing varies. */
function welch(a: Estimated, b: Estimated): { readonly error: number; readonly df: number } | null {
  const [va, vb] = [a.error ** 2, b.error ** 2];
  if (!(va + vb > 0)) return null;
  const below = (va > 0 ? va ** 2 / a.df : 0) + (vb > 0 ? vb ** 2 / b.df : 0);
  return { error: Math.sqrt(va + vb), df: (va + vb) ** 2 / below };
}

const around = (value: number, spread: { readonly error: number; readonly df: number } | null): Interval | null => {
  if (!spread) return null;
  const half = tQuantile(spread.df) * spread.error;
  return { low: value - half, high: value + half };
};

function differenceOf(a: Estimated, b: Estimated): WithInterval & { readonly p: number | null } {
  const [value, spread] = [unlessRounding(a.value - b.value, Math.max(Math.abs(a.value), Math.abs(b.value))), welch(a, b)];
  return { value, interval: around(value, spread), p: spread && Math.min(1, 2 * t(-Math.abs(value / spread.error), spread.df)) };
}

/** 0 where it is no more than rounding leaves between numbers of a size. */
const unlessRounding = (value: number, size: number): number => (Math.abs(value) <= 1e-12 * size ? 0 : value);

/** The 95 % interval of one figure. */
export const intervalOf = (one: Estimated): Interval | null => (one.error > 0 ? around(one.value, one) : null);

/** With an interval for the logarithm of the ratio. */
function ratioOf(a: Estimated, b: Estimated): WithInterval | null {
  if (!(b.value > 0)) return null;
  if (!(a.value > 0)) return { value: 0, interval: null };
  const log = (one: Estimated): Estimated => ({ value: ln(one.value), error: one.error / one.value, df: one.df });
  const interval = around(ln(a.value / b.value), welch(log(a), log(b)));
  return { value: a.value / b.value, interval: interval && { low: exp(interval.low), high: exp(interval.high) } };
}

function shareOf(word: string, code: number, ours: readonly Answers[], theirs: Answers): readonly ComparedShare[] {
  const [agents, people] = [overRuns(ours, (run) => weightedShare(run, code)), weightedShare(theirs, code)];
  if (!agents || !people || (agents.value === 0 && people.value === 0)) return [];
  return [{ word, agents: agents.value, people: people.value, ...differenceOf(agents, people) }];
}

/** Numbers with more values than this are put into tenths. */
const MOST_VALUES = 20;

/** The shares of both sides over the same values or tenths. */
function sharesBoth(ours: Answers, theirs: Answers, isNumeric: boolean): readonly [readonly number[], readonly number[]] {
  const [a, b] = [sharesOf(ours), sharesOf(theirs)];
  const values = [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y);
  if (!isNumeric || values.length <= MOST_VALUES)
    return [values.map((value) => a.get(value) ?? 0), values.map((value) => b.get(value) ?? 0)];
  const cuts = tenths(b);
  return [inParts(a, cuts), inParts(b, cuts)];
}

/** Values at which a new tenth begins; fewer where a value has more than a tenth. */
function tenths(shares: ReadonlyMap<number, number>): readonly number[] {
  const cuts: number[] = [];
  let sum = 0;
  for (const [value, share] of [...shares].sort(([x], [y]) => x - y)) {
    if (sum > 0 && sum + 1e-9 >= (cuts.length + 1) / 10) {
      cuts.push(value);
      while (sum + 1e-9 >= (cuts.length + 1) / 10 && cuts.length < 9) cuts.push(value);
    }
    sum += share;
  }
  return [...new Set(cuts)];
}

function inParts(shares: ReadonlyMap<number, number>, cuts: readonly number[]): readonly number[] {
  const parts = new Array<number>(cuts.length + 1).fill(0);
  for (const [value, share] of shares) parts[cuts.filter((cut) => cut <= value).length]! += share;
  return parts;
}
