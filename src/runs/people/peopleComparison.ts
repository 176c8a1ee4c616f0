/** The result of a comparison with people, as plain data. */
import type { AnswerComparison, AnswerKind } from '../../analysis/people/compareAnswers.js';
import type { Structure } from '../../analysis/people/correlations.js';
import type { MatchedComparison } from '../../analysis/people/matchedPairs.js';
import type { Interval } from '../../analysis/statistics/resampling.js';

/** One answer in one part of a group. */
export interface PartComparison {
  readonly group: string;
  readonly part: string;
  readonly comparison: AnswerComparison;
}

/** The means, or the shares of a word, at one time. */
export interface WindowComparison {
  readonly time: string;
  readonly rounds: readonly [from: number, to: number];
  /** Null for numbers and ordered words, whose means are compared. */
  readonly word: string | null;
  readonly agents: { readonly value: number; readonly interval: Interval | null };
  readonly people: { readonly value: number; readonly interval: Interval | null };
  /** From 0 to 1; null where a side has no interval. */
  readonly overlap: number | null;
}

export interface ComparedAnswerResult {
  readonly id: string;
  readonly kind: AnswerKind;
  readonly isHeldOut: boolean;
  /** Null where a side has no answers; `why` says it. */
  readonly comparison: AnswerComparison | null;
  readonly why: string | null;
  readonly parts: readonly PartComparison[];
  readonly matched: MatchedComparison | null;
  readonly windows: readonly WindowComparison[];
}

/** An entry of `compare_with` with a table of people, compared. */
export interface PeopleComparison {
  readonly id: string;
  readonly source: string | null;
  readonly table: string;
  /** People that count, rows of the table that they are in, and all rows of the table. */
  readonly people: number;
  readonly rows: number;
  readonly allRows: number;
  readonly runs: number;
  readonly isWeighted: boolean;
  readonly answers: readonly ComparedAnswerResult[];
  readonly structure: Structure | null;
  /** What a reader must know, one sentence or two each. */
  readonly notes: readonly string[];
}
