/**
 * The log of played runs: `runs.jsonl`, one line for each run as it ended, in any order. A run that language models
 * answer has a line as soon as it begins, so that it is continued and never begun twice.
 */
import { breather } from '../../../node/yieldToEventLoop.js';
import type { FolderFiles } from '../../../trace/index.js';
import type { ExperimentRun } from '../design/runRecord.js';

export const RUNS = 'runs.jsonl';

/** Milliseconds of reading after which the event loop gets its turn. */
const BREATH_MS = 8;

export interface KeptRuns {
  readonly cells: ReadonlyMap<string, ExperimentRun>;
  /** Names of the run folders of runs that began and did not end, by key. */
  readonly begun: ReadonlyMap<string, string>;
  /** Lines that cannot be read. */
  readonly broken: number;
  /** The last line was cut off: the next line needs a line break before it. */
  readonly isCutOff: boolean;
}

/** Reads the text of `runs.jsonl`. A line that was cut off is not a run. */
export function readKept(text: string): KeptRuns {
  const reading = new Reading(text);
  for (const line of reading.lines) reading.take(line);
  return reading.kept();
}

/** The same for many runs, with pauses for other tasks. */
export async function readKeptGently(text: string, breathe: () => Promise<void> | undefined): Promise<KeptRuns> {
  const reading = new Reading(text);
  for (const line of reading.lines) {
    reading.take(line);
    await breathe();
  }
  return reading.kept();
}

class Reading {
  readonly lines: readonly string[];
  readonly #cells = new Map<string, ExperimentRun>();
  readonly #begun = new Map<string, string>();
  #broken = 0;

  constructor(readonly text: string) {
    this.lines = text.split('\n').slice(0, -1);
  }

  take(line: string): void {
    const one = parsed(line);
    if (!one) this.#broken++;
    else if (one.measures) this.#cells.set(one.key, one as ExperimentRun);
    else this.#begun.set(one.key, one.run as string);
  }

  kept(): KeptRuns {
    for (const key of this.#cells.keys()) this.#begun.delete(key);
    const isCutOff = this.text !== '' && !this.text.endsWith('\n');
    return { cells: this.#cells, begun: this.#begun, broken: this.#broken, isCutOff };
  }
}

type Line = Partial<ExperimentRun> & Pick<ExperimentRun, 'key'>;

function parsed(line: string): Line | null {
  try {
    const one = JSON.parse(line) as Line | null;
    if (typeof one?.key !== 'string') return null;
    return (typeof one.measures === 'object' && one.measures !== null) || typeof one.run === 'string' ? one : null;
  } catch {
    return null;
  }
}

/** One run as a line. */
export const cellLine = (cell: ExperimentRun): string => `${JSON.stringify(cell)}\n`;

/** A line for a run that begins, with its key and the name of its folder. */
const begunLine = (key: string, run: string): string => `${JSON.stringify({ key, run })}\n`;

/** The folder of an experiment, opened for appending. */
export interface Keeping extends KeptRuns {
  keep(cell: ExperimentRun): Promise<void>;
  begin(key: string, run: string): Promise<void>;
  /** Releases the folder. */
  close(): Promise<void>;
}

/** Opens the folder for this process only; rejects where another process uses it, or where it cannot be written. */
export async function openKept(files: FolderFiles): Promise<Keeping> {
  const release = await files.lock?.();
  const kept = await readKeptGently((await files.read(RUNS)) ?? '', breather(BREATH_MS));
  if (kept.isCutOff) await files.append(RUNS, '\n');
  return {
    ...kept,
    keep: (cell) => files.append(RUNS, cellLine(cell)),
    begin: (key, run) => files.append(RUNS, begunLine(key, run)),
    close: async () => {
      await files.close?.();
      await release?.();
    },
  };
}

/** Merges runs that were kept separately: each key once. Of two, the one with more measures counts, else the first. */
export function mergedKept(parts: readonly KeptRuns[]): ReadonlyMap<string, ExperimentRun> {
  const cells = new Map<string, ExperimentRun>();
  const measured = (cell: ExperimentRun | undefined): number => (cell ? Object.keys(cell.measures).length : -1);
  for (const part of parts) for (const [key, cell] of part.cells) if (measured(cell) > measured(cells.get(key))) cells.set(key, cell);
  return cells;
}
