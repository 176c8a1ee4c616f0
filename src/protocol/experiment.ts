/** Messages between the editor and the page of an experiment. The page owns no data: each time it is ready it gets all data again. */
import type { ExperimentSensitivity } from './sensitivity.js';

export const EXPERIMENT_VERSION = 4;

/** What does not change while it is looked at. */
export interface ExperimentHead {
  readonly uri: string;
  /** Its id in the file. */
  readonly experiment: string;
  readonly title: string;
  readonly scenario: string;
  /** Name of the file, for people. */
  readonly file: string;
  /** Who speaks, in words. */
  readonly mind: string;
  readonly arms: readonly ExperimentArm[];
  /** Seeds of each arm. */
  readonly seeds: number;
  /** How p is corrected for the number of tests. */
  readonly correct: 'none' | 'holm' | 'bh';
}

export interface ExperimentArm {
  readonly id: string;
  /** What tells it from the others, as text: level by factor. */
  readonly levels: { readonly [factor: string]: string };
}

/** One measure, in a round or at the end (null). */
export interface ExperimentColumn {
  readonly id: string;
  readonly measure: string;
  readonly at: number | null;
}

/** What runs of one arm came to: their mean with its 95 % t interval. Null where there is none. */
export interface ExperimentCell {
  readonly n: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Rows in the order of the arms. */
export interface ExperimentTable {
  readonly columns: readonly ExperimentColumn[];
  readonly rows: readonly (readonly ExperimentCell[])[];
}

/**
 * `open`: nothing is played, and something is left to play. `paused`: by its user. `waiting`: its budget is reached.
 * `failed`: it could not be played.
 */
export type ExperimentState = 'open' | 'playing' | 'paused' | 'stopping' | 'waiting' | 'failed' | 'ended';

export interface ExperimentProgress {
  readonly state: ExperimentState;
  /** Runs in all, those that are there, those that were lost, those under way. */
  readonly of: number;
  readonly done: number;
  readonly lost: number;
  readonly underWay: number;
  /** Milliseconds left at the pace so far. */
  readonly left: number | null;
  /** Why it waits or failed, in words. */
  readonly problem: string | null;
}

/** Time that is left, in words: `80 s`, `25 min`, `1.5 h`. */
export function timeWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}

export interface ExperimentLost {
  readonly arm: string;
  readonly seed: number;
  readonly problem: string;
}

export interface ExperimentInterval {
  readonly low: number;
  readonly high: number;
}

/** Comparisons as they are worked out, in the order of the file. Until all are there, none has a corrected p. */
export interface ExperimentComparisons {
  readonly compared: readonly ExperimentCompared[];
  readonly isWhole: boolean;
}

/** How much of what varies comes from a factor; `rest` is interactions and chance. */
export interface ExperimentComponent {
  readonly factor: string;
  readonly variance: number;
}

/** One comparison, computed when nothing is played: arms with t intervals over seeds, and arms against each other. */
export interface ExperimentCompared extends ExperimentColumn {
  /** Factors that each arm goes across, with their levels. */
  readonly across: readonly { readonly factor: string; readonly levels: number }[];
  readonly arms: readonly {
    readonly arm: string;
    /** Seeds, and runs with a value. */
    readonly n: number;
    readonly runs: number;
    readonly mean: number | null;
    readonly interval: ExperimentInterval | null;
    /** Why there is no value, in a sentence; null where there is one. */
    readonly missing: string | null;
    readonly components: readonly ExperimentComponent[] | null;
  }[];
  readonly against: readonly ExperimentDifference[];
  /** What drawn factors do to it; none where they were not drawn to tell. */
  readonly sensitivity: readonly ExperimentSensitivity[];
}

export interface ExperimentDifference {
  readonly arm: string;
  readonly from: string;
  readonly difference: number | null;
  readonly interval: ExperimentInterval | null;
  readonly test: string;
  readonly p: number | null;
  readonly corrected: number | null;
  readonly effect: number | null;
  /** Pairs of seeds, or seeds of both arms. */
  readonly n: number;
  readonly paired: boolean;
  /** Seeds vary nothing here, so that there is nothing to test. */
  readonly isSame: boolean;
  /** The least p that is possible, and the seeds that p < 0.05 needs where these are too few. */
  readonly least: number | null;
  readonly needed: number | null;
  /** The smallest true difference that these seeds find with a power of 80 %. */
  readonly detectable: number | null;
  readonly components: readonly ExperimentComponent[] | null;
  /** The same difference in parts of the runs: how many there are, by what, where the sign is the same, where it flips, where it is clear of 0. */
  readonly parts: {
    readonly of: number;
    readonly by: readonly string[];
    readonly same: number;
    readonly flips: number;
    readonly clear: number;
  };
}

export type ToExperiment = { readonly version: typeof EXPERIMENT_VERSION } & (
  | { readonly type: 'head'; readonly head: ExperimentHead }
  | { readonly type: 'table'; readonly table: ExperimentTable }
  | { readonly type: 'progress'; readonly progress: ExperimentProgress }
  /** Runs that were lost, the first of them; the rest is counted in the progress. */
  | { readonly type: 'lost'; readonly lost: readonly ExperimentLost[] }
  /** Null while there is nothing to compare, or nothing is worked out. */
  | { readonly type: 'compared'; readonly compared: ExperimentComparisons | null }
  /** In place of an experiment: why there is none to show. */
  | { readonly type: 'missing'; readonly problem: string }
);

const EXPERIMENT_COMMANDS = ['play', 'pause', 'resume', 'stop', 'raise', 'csv', 'sensitivity', 'json', 'copy', 'file'] as const;

export type ExperimentCommand = (typeof EXPERIMENT_COMMANDS)[number];

export type FromExperiment =
  | { readonly type: 'ready' }
  | { readonly type: 'do'; readonly command: ExperimentCommand }
  /** The runs of an arm are asked for, with their values in a column. */
  | { readonly type: 'runs'; readonly arm: number; readonly column: number }
  | { readonly type: 'error'; readonly text: string };

/** What the page says is checked like any input. */
export function isFromExperiment(message: unknown): message is FromExperiment {
  if (typeof message !== 'object' || message === null) return false;
  const { type, command, arm, column, text }: Partial<Record<string, unknown>> = { ...message };
  if (type === 'do') return EXPERIMENT_COMMANDS.some((one) => one === command);
  if (type === 'runs') return Number.isInteger(arm) && Number.isInteger(column);
  return type === 'ready' || (type === 'error' && typeof text === 'string');
}
