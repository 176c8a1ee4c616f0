/** The one mapping from the state of a run, live or in its folder, to the `RunState` that every part of the program shows. */
import { isBeingWritten } from '../../node/lock.js';
import type { LiveRunState, RunState } from '../../protocol/summary.js';
import type { ManifestState } from '../../trace/index.js';

/** For a run of this process. `by`: what holds it, if anything does. */
export const liveRunState = (state: LiveRunState, by: 'debugger' | 'command' | null): LiveRunState =>
  state !== 'running' || by === null ? state : by === 'debugger' ? 'waiting' : 'held';

/**
 * For a run that this process does not play. Its manifest has `running` until its process ends it; a process that was
 * killed never does. `dir` is its folder; null for a packed run, which no process writes.
 */
export async function storedRunState(state: ManifestState, dir: string | null): Promise<RunState> {
  if (state !== 'running') return state;
  return dir !== null && (await isBeingWritten(dir)) ? 'elsewhere' : 'interrupted';
}
