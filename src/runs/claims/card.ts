/** The card of a claim as plain data: its rows, each with what was found or why it is empty, and its verdict. */
import type { ClusteredMean } from '../../analysis/statistics/clusterRobust.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import type { ShownVerdict } from '../../protocol/claimCard.js';
import type { Claim } from './claim.js';
import type { Condition } from './conditions.js';
import type { SpreadSources } from './spread.js';
import type { ArmValues } from '../experiments/results/missingValues.js';

/** In the order of a card. */
export type RowName = 'effect' | 'chance' | 'null' | 'power' | 'equivalence' | 'wording' | 'model' | 'parts' | SideRowName | 'cost';

/** Rows that do not compare conditions. Each has a function of its own. */
export type SideRowName = 'leading' | 'awareness' | 'variety' | 'people';

/** What these rows hold. A row that is not among them has nothing to examine. */
export type SideRows = { readonly [R in SideRowName]?: RowContent };

/** A claim under one condition, in short. */
export interface UnderCondition {
  readonly condition: Condition;
  readonly effect: number | null;
  readonly interval: Interval | null;
  readonly n: number;
  /** Seeds in which an expectation holds. */
  readonly held: number;
  readonly isSupported: boolean;
  /** Whether its margins have two values, on both sides of 0, so that their test is binomial. */
  readonly isOfTwoValues: boolean;
  /** Runs that did not end. */
  readonly lost: number;
  /** Of each arm that is compared, its runs that ended and those of them that have no value. */
  readonly values: readonly ArmValues[];
  /** The mean difference to the claim as written, seed by seed, and its two-sided p; null without common seeds. */
  readonly against: Against | null;
}

/**
 * The size of the effect under a condition, next to that of the claim as written: `same` in every seed, `larger` or `smaller` by the test of
 * the seeds, `equivalent` where the difference lies within ±`matters` by two one-sided tests, otherwise `unclear`. An effect further in the
 * direction of the claim is larger.
 */
export type RelativeSize = 'same' | 'larger' | 'smaller' | 'equivalent' | 'unclear';

interface Against {
  /** As written less under the condition. */
  readonly difference: number;
  /** Seeds with a value in both. */
  readonly seeds: number;
  readonly interval: Interval | null;
  /** Two-sided, by random signs of the seeds; also corrected by Holm for all conditions of its row. */
  readonly p: number | null;
  readonly corrected: number | null;
  readonly size: RelativeSize;
}

/** How many other wordings, perturbations or models change the result. */
export interface Flips {
  readonly of: number;
  /** The effect has the other sign. */
  readonly sign: number;
  /** A claim that is supported as written is not supported, or the other way round. */
  readonly verdict: number;
}

interface RowBasis {
  /** One sentence or figure for each line. */
  readonly lines: readonly string[];
  /** What to do about it; null where there is nothing to do. */
  readonly todo: string | null;
  /** Runs that the row needs, including those that it shares with other rows. */
  readonly runs: number;
  /** p of a test of its own, where it has one. */
  readonly p?: number;
}

/**
 * `filled`: it has its figures. `unpaid`: its runs are beyond the budget, or were stopped. `absent`: the claim or the file has nothing
 * for it.
 */
export type RowContent = RowBasis & { readonly state: 'filled' | 'unpaid' | 'absent' };

export type CardRow = RowContent & { readonly row: RowName };

export interface ClaimCard {
  readonly claim: Claim;
  readonly verdict: ShownVerdict;
  readonly rows: readonly CardRow[];
  /** The figures of the rows. */
  readonly figures: CardFigures;
}

/** One of several looks at the runs as written, after which no more seeds are played if every claim is supported. */
export interface Look {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** Seeds until here, and seeds of the file. */
  readonly seeds: number;
  readonly allSeeds: number;
  /** The level at this look, and that of a two-sided interval, which all looks together keep. */
  readonly level: number;
  readonly around: number;
}

/** A look without the levels of a claim. */
export type PlayedLook = Omit<Look, 'level' | 'around'>;

/** Everything that the rows and the verdict are written from. */
export interface CardFigures {
  readonly written: UnderCondition | null;
  /** As the test of the file gives it, and corrected for all claims of the file by Holm. */
  readonly p: number | null;
  readonly corrected: number | null;
  /** Claims of the file with a p, for the correction. */
  readonly claims: number;
  readonly level: number;
  /** The look at which the runs as written ended; null where all seeds were played at once. */
  readonly look: Look | null;
  /** Of a t test of the smallest effect that matters, at `powerLevel`: the level after the strictest correction for all claims of the file. */
  readonly powerLevel: number;
  /** Whether every seed of a comparison has 0 or 1, so that power is that of a test of shares. */
  readonly isOfShares: boolean;
  readonly power: number | null;
  readonly seedsNeeded: number | null;
  /** Two one-sided tests; `corrected` by Holm for all claims of the file that can be tested so, and their number. Exact tests of shares have no interval. */
  readonly equivalence: {
    readonly p: number;
    readonly corrected: number;
    readonly claims: number;
    readonly interval: Interval | null;
  } | null;
  readonly nulls: readonly UnderCondition[];
  readonly wordings: readonly UnderCondition[];
  /** Under changes of every question that should not matter. */
  readonly perturbations: readonly UnderCondition[];
  readonly models: readonly UnderCondition[];
  /** Without a part of the scenario, or a field of all personas. */
  readonly parts: readonly UnderCondition[];
  /** Among wordings and perturbations, among models, and among combinations of them whose runs all ended; `lost`: the other combinations. */
  readonly flips: { readonly wording: Flips; readonly model: Flips; readonly combination: Flips & { readonly lost: number } };
  /** Over as written, all wordings, perturbations and models, and combinations whose runs all ended; null of fewer than two of them. */
  readonly curve: {
    readonly median: number;
    readonly same: number;
    readonly clear: number;
    readonly of: number;
    /** Seeds that all of them have, and seeds as written. */
    readonly seeds: number;
    readonly allSeeds: number;
    readonly p: { readonly median: number; readonly clear: number };
    /** The mean over all of them but combinations, as if seeds and specifications were both drawn at random; null where nothing varies. */
    readonly over: ClusteredMean | null;
  } | null;
  /** Where the spread of runs comes from, and what more of them would buy; null where wordings or seeds were not compared. */
  readonly allocation: SpreadSources | null;
  /** Of language models: whether the effect of later runs differs from that of earlier ones. Null where it is not known. */
  readonly drift: { readonly correlation: number; readonly p: number; readonly seeds: number; readonly of: number } | null;
  readonly cost: CardCost;
}

export interface CardCost {
  /** Runs that the rows used, and of these, runs that had been played before. */
  readonly runs: number;
  readonly known: number;
  readonly calls: number;
  readonly tokens: number;
  /** Null where a model has no price. */
  readonly money: number | null;
  readonly seconds: number;
}
