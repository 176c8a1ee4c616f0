/** Messages between the editor and the page of an experiment. The page owns no data: each time it is ready it gets all data again. */
import type { ShownCard } from './claimCard.js';
import type { ShownOutside } from './outside.js';
import type { ExperimentSensitivity } from './sensitivity.js';

export const EXPERIMENT_VERSION = 7;

/** Data that does not change while the page is open. */
export interface ExperimentHead {
  readonly uri: string;
  /** Its id in the file. */
  readonly experiment: string;
  readonly title: string;
  readonly scenario: string;
  /** The display name of the file. */
  readonly file: string;
  /** The name of the mind. */
  readonly mind: string;
  readonly arms: readonly ExperimentArm[];
  /** Seeds of each arm. */
  readonly seeds: number;
  /** How p is corrected for the number of tests. */
  readonly correct: 'none' | 'holm' | 'bh';
}

export interface ExperimentArm {
  readonly id: string;
  /** The level of each factor, as text. */
  readonly levels: { readonly [factor: string]: string };
}

/** One measure, in a round or at the end (null). */
export interface ExperimentColumn {
  readonly id: string;
  readonly measure: string;
  readonly at: number | null;
}

/** The result of one arm: the mean with its 95 % t interval. Null if there is none. */
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
 * `open`: no run is in progress, and some runs are left. `paused`: the user paused it. `waiting`: its budget is reached.
 * `failed`: it could not run.
 */
export type ExperimentState = 'open' | 'playing' | 'paused' | 'stopping' | 'waiting' | 'failed' | 'ended';

export interface ExperimentProgress {
  readonly state: ExperimentState;
  /** The numbers of all runs, of finished runs, of lost runs, and of runs in progress. */
  readonly of: number;
  readonly done: number;
  readonly lost: number;
  readonly underWay: number;
  /** Estimated milliseconds left. */
  readonly left: number | null;
  /** The reason why it waits or failed. */
  readonly problem: string | null;
}

/** The remaining time as text: `80 s`, `25 min`, `1.5 h`. */
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

/** The comparisons computed so far, in the order of the file. Until all are computed, none has a corrected p. */
export interface ExperimentComparisons {
  readonly compared: readonly ExperimentCompared[];
  readonly isWhole: boolean;
}

/** The variance that comes from a factor; `rest` is interactions and chance. */
export interface ExperimentComponent {
  readonly factor: string;
  readonly variance: number;
}

/** One comparison, computed when no run is in progress: arms with t intervals over seeds, and differences between arms. */
export interface ExperimentCompared extends ExperimentColumn {
  /** Factors that are crossed within each arm, with their numbers of levels. */
  readonly across: readonly { readonly factor: string; readonly levels: number }[];
  readonly arms: readonly {
    readonly arm: string;
    /** Seeds, and runs with a value. */
    readonly n: number;
    readonly runs: number;
    readonly mean: number | null;
    readonly interval: ExperimentInterval | null;
    /** A sentence that says how many runs have no value, and why; null if all have one. */
    readonly missing: string | null;
    readonly components: readonly ExperimentComponent[] | null;
  }[];
  readonly against: readonly ExperimentDifference[];
  /** The effects of drawn factors; empty if the sample is not a sensitivity design. */
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
  /** The number of pairs of seeds, or of seeds in both arms. */
  readonly n: number;
  readonly paired: boolean;
  /** Whether all seeds gave the same value, so that there is nothing to test. */
  readonly isSame: boolean;
  /** The least possible p, and the number of seeds that p < 0.05 needs if there are too few. */
  readonly least: number | null;
  readonly needed: number | null;
  /** The smallest true difference that these seeds detect with a power of 80 %. */
  readonly detectable: number | null;
  readonly components: readonly ExperimentComponent[] | null;
  /** Whether runs have no value so that the difference of the others can mislead. */
  readonly canMislead: boolean;
  /** The same difference in parts of the runs: the number of parts, their factors, and the numbers of parts with the same sign, with the opposite sign, and with an interval that excludes 0. */
  readonly parts: {
    readonly of: number;
    /** Parts in which no run has a value. */
    readonly blank: number;
    readonly by: readonly string[];
    readonly same: number;
    readonly flips: number;
    readonly clear: number;
  };
}

/** The claims of an experiment: what it compares, and what its scenario is expected to show. */
export interface ExperimentClaims {
  /** In the order of the file; the card is null until the claim is verified. */
  readonly claims: readonly { readonly id: string; readonly says: string; readonly card: ShownCard | null }[];
  /** `open`: the runs that are needed are not counted yet; `counted`: they are, and nothing is played before the user agrees. */
  readonly state: 'open' | 'counting' | 'counted' | 'verifying' | 'stopping';
  /** Runs that the rows need and that were not played before, and the most that one verification plays. */
  readonly missing: number;
  readonly most: number;
  /** Runs that this verification has finished, and what it plays now, as text. */
  readonly done: number;
  readonly doing: string | null;
  /** Whether cards were left out because the file has changed since they were made. */
  readonly isStale: boolean;
  /** The reason why it ended early or failed. */
  readonly problem: string | null;
}

/** The runs of each arm next to the data from outside that the scenario names. */
export interface ExperimentOutside {
  /** The first arms. */
  readonly arms: readonly ExperimentArmOutside[];
  /** How many more arms there are. */
  readonly more: number;
  /** Why data cannot be read, or the comparison failed. */
  readonly problems: readonly string[];
  /** Plays runs again where they do not keep what is compared. */
  readonly command: string;
  readonly isWorking: boolean;
}

export interface ExperimentArmOutside {
  readonly arm: string;
  /** Runs that keep all that is compared, and runs of the design. */
  readonly kept: number;
  readonly of: number;
  readonly shown: ShownOutside;
}

export type ToExperiment = { readonly version: typeof EXPERIMENT_VERSION } & (
  | { readonly type: 'head'; readonly head: ExperimentHead }
  | { readonly type: 'table'; readonly table: ExperimentTable }
  | { readonly type: 'progress'; readonly progress: ExperimentProgress }
  /** The first lost runs; the progress counts all of them. */
  | { readonly type: 'lost'; readonly lost: readonly ExperimentLost[] }
  /** Null if there is nothing to compare, or nothing is computed yet. */
  | { readonly type: 'compared'; readonly compared: ExperimentComparisons | null }
  | { readonly type: 'claims'; readonly claims: ExperimentClaims }
  /** Null if the scenario names no data. */
  | { readonly type: 'outside'; readonly outside: ExperimentOutside | null }
  /** Sent instead of an experiment: the reason why there is none to show. */
  | { readonly type: 'missing'; readonly problem: string }
);

const EXPERIMENT_COMMANDS = [
  'play',
  'pause',
  'resume',
  'stop',
  'raise',
  'csv',
  'sensitivity',
  'json',
  'copy',
  'file',
  'verify',
  'stopVerifying',
] as const;

export type ExperimentCommand = (typeof EXPERIMENT_COMMANDS)[number];

export type FromExperiment =
  | { readonly type: 'ready' }
  | { readonly type: 'do'; readonly command: ExperimentCommand }
  /** Requests the runs of an arm, with their values in a column. */
  | { readonly type: 'runs'; readonly arm: number; readonly column: number }
  | { readonly type: 'error'; readonly text: string };

/** Whether a value from the page is a valid message. It is checked like any input. */
export function isFromExperiment(message: unknown): message is FromExperiment {
  if (typeof message !== 'object' || message === null) return false;
  const { type, command, arm, column, text }: Partial<Record<string, unknown>> = { ...message };
  if (type === 'do') return EXPERIMENT_COMMANDS.some((one) => one === command);
  if (type === 'runs') return Number.isInteger(arm) && Number.isInteger(column);
  return type === 'ready' || (type === 'error' && typeof text === 'string');
}
