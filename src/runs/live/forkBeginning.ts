import type { Beginning } from '../../trace/index.js';
import type { Settings } from '../load/applyArmSettings.js';
import type { RunSource } from './liveRun.js';

/** What a live run needs to begin as a fork. */
export interface Fork extends Beginning {
  readonly parent: string;
  /** What its parent was started with, and it is too: the mind in place of the file's, and what an experiment set. */
  readonly mind: string | undefined;
  readonly set: Settings | undefined;
  /** The last event that it shares with its parent. */
  readonly at: number;
  /** Something was set, or the file is another. */
  readonly changed: boolean;
  readonly earlier: readonly { readonly until: number; readonly sources: readonly RunSource[] }[];
}
