/** The result of a calibration as plain data, and the messages between the editor and its page. */
import { t } from '../core/util/l10n.js';

/** How well the targets identify a parameter. */
type CalibrationIdentified = 'well' | 'weakly' | 'none';

interface CalibrationBin {
  /** Bounds in the unit of the parameter; of a choice, both are its index. */
  readonly from: number;
  readonly to: number;
  /** Shares of the prior and of the posterior. */
  readonly before: number;
  readonly after: number;
}

export interface CalibrationParameter {
  /** Its path in the scenario. */
  readonly path: string;
  /** The prior as the file writes it. */
  readonly prior: string;
  readonly contraction: number;
  readonly identified: CalibrationIdentified;
  readonly bins: readonly CalibrationBin[];
  /** Null for a choice. The interval is 95 %. */
  readonly number: {
    readonly mean: number;
    readonly median: number;
    readonly sd: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** Values of a choice with their shares; null for a number. */
  readonly choice: readonly { readonly value: string; readonly share: number }[] | null;
  /** Simulation-based calibration; null where it was not asked for, and for a choice. */
  readonly ranks: { readonly counts: readonly number[]; readonly chiSquared: number; readonly p: number } | null;
}

/** The middle 95 % of what runs gave, and their median. */
export interface CalibrationSpread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface CalibrationTarget {
  readonly id: string;
  readonly measure: string;
  readonly isHeldOut: boolean;
  readonly within: number | null;
  readonly points: readonly CalibrationPoint[];
}

export interface CalibrationPoint {
  /** Null for the end. */
  readonly round: number | null;
  /** The value in the data. */
  readonly value: number;
  /** What runs with draws from the priors gave; null where no run has a value. */
  readonly prior: CalibrationSpread | null;
  /** What runs with draws from the result gave; null where there is no check. */
  readonly predicted: CalibrationSpread | null;
  /** Checking runs that have a value. */
  readonly values: number;
  /** The share of the checking runs below the value, with half of those that are equal. */
  readonly below: number | null;
}

interface CalibrationGeneration {
  /** Null in the first one, which is drawn from the priors. */
  readonly tolerance: number | null;
  readonly runs: number;
  readonly accepted: number;
  /** How many particles of equal weight would know as much. */
  readonly size: number;
}

export interface CalibrationReport {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly method: 'smc' | 'rejection';
  /** The minds that spoke. */
  readonly speakers: string;
  readonly synthetic: true;
  /** Whether the result is complete: neither stopped nor paused. */
  readonly isWhole: boolean;
  /** Whether every fitted target is within its tolerance; null where a target has none. */
  readonly isReached: boolean | null;
  /** Null where no run has all values. */
  readonly tolerance: number | null;
  readonly runs: { readonly all: number; readonly known: number; readonly lost: number };
  readonly generations: readonly CalibrationGeneration[];
  readonly particles: number;
  readonly size: number;
  /** Empty where there is no result. */
  readonly parameters: readonly CalibrationParameter[];
  readonly ridges: readonly { readonly between: readonly [string, string]; readonly correlation: number }[];
  readonly targets: readonly CalibrationTarget[];
  /** The number of runs that checked the result. */
  readonly check: number;
  /** What is found, one sentence each: how near the runs came, what is not identified, what the result does not predict. */
  readonly findings: readonly string[];
}

export const CALIBRATION_VERSION = 1;

/** `open`: no run is in progress, and the result is not complete. `waiting`: its budget is reached. `failed`: it could not run. */
export type CalibrationState = 'open' | 'playing' | 'stopping' | 'waiting' | 'failed' | 'ended';

export interface CalibrationStatus {
  readonly state: CalibrationState;
  /** Runs so far, and the most that are played. */
  readonly runs: number;
  readonly of: number;
  /** The number of the generation that is played, from 1, and its tolerance; null in other stages. */
  readonly generation: number | null;
  readonly tolerance: number | null;
  /** The reason why it waits or failed. */
  readonly problem: string | null;
}

export interface CalibrationHead {
  readonly title: string;
  readonly scenario: string;
  /** The display name of the file. */
  readonly file: string;
}

export type ToCalibration = { readonly version: typeof CALIBRATION_VERSION } & (
  | { readonly type: 'head'; readonly head: CalibrationHead }
  | { readonly type: 'status'; readonly status: CalibrationStatus }
  | { readonly type: 'report'; readonly report: CalibrationReport }
  /** Sent instead of a calibration: the reason why there is none to show. */
  | { readonly type: 'missing'; readonly problem: string }
);

const CALIBRATION_COMMANDS = ['play', 'stop', 'raise', 'csv', 'json', 'html', 'file'] as const;

export type CalibrationCommand = (typeof CALIBRATION_COMMANDS)[number];

export type FromCalibration =
  | { readonly type: 'ready' }
  | { readonly type: 'do'; readonly command: CalibrationCommand }
  | { readonly type: 'error'; readonly text: string };

/** Whether a value from the page is a valid message. It is checked like any input. */
export function isFromCalibration(message: unknown): message is FromCalibration {
  if (typeof message !== 'object' || message === null) return false;
  const { type, command, text }: Partial<Record<string, unknown>> = { ...message };
  if (type === 'do') return CALIBRATION_COMMANDS.some((one) => one === command);
  return type === 'ready' || (type === 'error' && typeof text === 'string');
}

/** What a prior that is a list is called. */
const LIST = 'one of ';

/** The prior of a report in the language of the reader. */
export const priorWords = (prior: string): string => (prior.startsWith(LIST) ? t('one of {0}', prior.slice(LIST.length)) : prior);

/** Whether the value in the data is among the middle 95 % of what the checking runs gave; null without a check. */
export const isPredicted = ({ predicted, value }: CalibrationPoint): boolean | null =>
  predicted && value >= predicted.low && value <= predicted.high;
