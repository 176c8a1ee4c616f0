import type { Runner, Suite } from 'mocha';

/** An outermost `describe` of a test file. */
export interface SuiteName {
  readonly file: string;
  readonly title: string;
}

/** Tests of one suite. A hook that fails counts as a failed test. */
export interface SuiteCounts extends SuiteName {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped?: number;
  /** A line for each test that failed: its titles and the start of its message. After a second try, those of that try. */
  failures?: readonly string[];
  /** Suites that failed and were run again. */
  again?: number;
  /** Suites with a failure. */
  suites?: readonly SuiteCounts[];
  /** The suites with most work for the processors. */
  slowest?: readonly SuiteTime[];
  /** Seconds of work for the processors until the test files were loaded. */
  loading?: number;
}

export interface SuiteTime {
  readonly title: string;
  /** Seconds, also those in which its process waited. */
  readonly seconds: number;
  /** Seconds of work for the processors, of the process and of its children that have ended. */
  readonly processor: number;
}

export function countSuites(runner: Runner): () => Counts;

export function keepSuites(root: Suite, names: readonly SuiteName[]): void;

export function playTwice(play: (only?: readonly SuiteName[]) => Promise<Counts>, report: (line: string) => void): Promise<Counts>;
