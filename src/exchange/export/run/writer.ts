/** A format that needs what the folder of a run keeps. */
import type { Kept, RunTold } from './exportedRun.js';

/** The file comes in pieces, so that no part of the program holds the whole of a long run. */
export interface FolderWriter {
  /** Without a leading dot. */
  readonly extension: string;
  /** How many pieces a run of so many events has. */
  readonly count: (events: number) => number;
  /** Questions and answers are in the file only where `texts` asks for them. */
  readonly pieces: (run: RunTold, kept: Kept, texts: boolean) => Iterable<string>;
}
