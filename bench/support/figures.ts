/** Figures as they are printed: one JSON object a line. Owns the statistics and the judgement by a ratio, not what is measured. */

/** What a figure's ratio is taken to: what others need in the same run, or the bound of any program. */
export type Reference = 'peer' | 'limit';

interface Values {
  readonly name: string;
  readonly unit: string;
  /** Median, or the one value there is. */
  readonly ours: number;
  readonly p95?: number;
  /** How many measurements. */
  readonly n?: number;
  /** The same of the peer, in the same run; null where there is none. */
  readonly peer?: number | null;
  /** What no program can do better, measured in the same run, or the length of a long task; null where that cannot be measured. */
  readonly limit?: number | null;
}

/** A figure with a goal has the reference that the goal is a multiple of. A goal in milliseconds or bytes is no figure. */
interface Goal {
  /** `ours` is at most this many times the reference; at least this many times where `more` is better. */
  readonly goal: number;
  readonly more?: boolean;
}
interface ComparedWithPeer extends Values, Goal {
  readonly against: 'peer';
  readonly peer: number;
}
interface ComparedWithLimit extends Values, Goal {
  readonly against: 'limit';
  readonly limit: number;
}

/** A figure without a goal. */
interface Information extends Values {
  readonly against: null;
}

export type Figure = ComparedWithPeer | ComparedWithLimit | Information;

/** A figure as it is printed. */
export interface FigureLine {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly limit: number | null;
  /** `ours` divided by the reference; null without one, and where the reference is 0. */
  readonly ratio: number | null;
  /** What the ratio is compared with; null for information. */
  readonly goal: number | null;
  readonly ok: boolean | null;
  readonly against: Reference | null;
  readonly more?: true;
  readonly p95?: number;
  readonly n?: number;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly n: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), n: sorted.length };
}

/** The line of a figure. `ok` is decided before rounding. */
export function lineOf(figure: Figure): FigureLine {
  const { name, unit, ours, p95, n, against } = figure;
  const reference = against === 'peer' ? figure.peer : against === 'limit' ? figure.limit : null;
  const goal = against === null ? null : figure.goal;
  const more = against !== null && figure.more === true;
  return {
    ...{ name, unit, ours: round(ours), peer: rounded(figure.peer), limit: rounded(figure.limit) },
    ratio: reference ? round(ours / reference) : null,
    goal,
    ok: reference === null || goal === null ? null : more ? ours >= goal * reference : ours <= goal * reference,
    against,
    ...(more ? { more } : {}),
    ...(p95 === undefined ? {} : { p95: round(p95) }),
    ...(n === undefined ? {} : { n }),
  };
}

export const print = (figure: Figure): void => console.log(JSON.stringify(lineOf(figure)));

/** A figure compared with a peer that may not have got there; without its value the figure is information. */
export const comparedWithPeer = (values: Values & Goal, peer: number | null): Figure =>
  peer === null ? { ...values, against: null } : { ...values, against: 'peer', peer };

const round = (value: number): number => Number(value.toPrecision(value >= 100 ? 4 : 3));
const rounded = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : round(value));
