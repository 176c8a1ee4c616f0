/** A format that needs data of the run's folder. */
import type { Kept, RunTold } from './exportedRun.js';

/** Writes a file in pieces, so that a long run is never in memory as a whole. */
export interface FolderWriter {
  /** Without a leading dot. */
  readonly extension: string;
  /** The number of pieces for a number of events. */
  readonly count: (events: number) => number;
  /** The file contains questions and answers only with `texts`. */
  readonly pieces: (run: RunTold, kept: Kept, texts: boolean) => Iterable<string>;
}
