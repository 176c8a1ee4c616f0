import type { Counts } from './failedSuites.mjs';

export interface Batching {
  /** Takes a place for a process, when one is free. */
  readonly place: <T>(work: () => Promise<T>) => Promise<T>;
  /** Milliseconds that a process has. */
  readonly limit: number;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether suites that fail are run again, once. */
  readonly secondTry?: boolean;
  /** Gets the output of each process. */
  readonly show?: (text: string) => void;
}

export function runBatches(
  batches: readonly (readonly string[])[],
  options: { readonly grep?: string | undefined; readonly timeout: number; readonly reporter: string },
  batching: Batching,
): Promise<Counts>;

export function inChild(
  script: string,
  args: readonly string[],
  options: { readonly limit: number; readonly env?: Readonly<Record<string, string>>; readonly show?: (text: string) => void },
): Promise<Counts>;
