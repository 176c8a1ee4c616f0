/** Whether a run goes on: its manifest says so until its process ends it, which one that was ended without warning never does. */
import type { RunState } from '../trace/index.js';
import { isBeingWritten } from './lock.js';

/** `elsewhere`: another process plays it. `interrupted`: its process is gone, and it can be resumed. */
export type RunStanding = Exclude<RunState, 'running'> | 'elsewhere' | 'interrupted';

/** How a run stands that this process does not play. `dir` is its folder; null for a packed run, which nobody writes. */
export async function standingOf(state: RunState, dir: string | null): Promise<RunStanding> {
  if (state !== 'running') return state;
  return dir !== null && (await isBeingWritten(dir)) ? 'elsewhere' : 'interrupted';
}
