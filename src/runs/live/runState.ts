/** The one mapping from the state of a run, live or in its folder, to the `RunState` that every part of the program shows. */
import { isBeingWritten } from '../../node/lock.js';
import type { LiveRunState, RunState } from '../../protocol/summary.js';
import type { ManifestState } from '../../trace/index.js';

/** For a run of this process. `isHeld`: a debugger holds it. */
export const liveRunState = (state: LiveRunState, isHeld: boolean): LiveRunState => (state === 'running' && isHeld ? 'waiting' : state);

/**
 * For a run that this process does not play. Its manifest has `running` until its process ends it; a process that was
 * killed never does. `dir` is its folder; null for a packed run, which no process writes.
 */
export async function storedRunState(state: ManifestState, dir: string | null): Promise<RunState> {
  if (state !== 'running') return state;
  return dir !== null && (await isBeingWritten(dir)) ? 'elsewhere' : 'interrupted';
}
