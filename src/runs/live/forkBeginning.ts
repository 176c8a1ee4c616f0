import type { Beginning } from '../../trace/index.js';
import type { RunSource } from './liveRun.js';

/** What a live run needs to begin as a fork. */
export interface Fork extends Beginning {
  readonly parent: string;
  /** The last event that it shares with its parent. */
  readonly at: number;
  /** Something was set, or the file is another. */
  readonly changed: boolean;
  readonly earlier: readonly { readonly until: number; readonly sources: readonly RunSource[] }[];
}
