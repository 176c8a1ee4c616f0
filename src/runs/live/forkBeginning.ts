/** How a live run begins as a fork: the run it comes from, the event they share last, and the choices it keeps. */
import type { Beginning } from '../../trace/index.js';
import type { Settings } from '../load/applyArmSettings.js';
import type { RunSource } from './liveRun.js';

/** What a live run needs to begin as a fork. */
export interface Fork extends Beginning {
  readonly parent: string;
  /** The choices of its parent, which it shares: the mind that replaces the file's, and the settings of an experiment. */
  readonly mind: string | undefined;
  readonly set: Settings | undefined;
  /** The last event that it shares with its parent. */
  readonly at: number;
  /** Whether a value was set, or the file is a changed one. */
  readonly changed: boolean;
  readonly earlier: readonly { readonly until: number; readonly sources: readonly RunSource[] }[];
}
