/** What a debug session needs from its surroundings: somebody who launches runs, or opens recorded ones. */
import type { Mind, Wanted } from '../engine/index.js';
import type { LiveRun } from '../runs/index.js';
import type { RunState } from '../trace/index.js';
import type { Gate } from './gate.js';
import type { Places } from './places.js';

/** A launch configuration, as far as a session reads it. Documented in package.json. */
export interface LaunchConfig {
  /** Path or URI of the file. */
  readonly program: string;
  readonly scenario?: string | undefined;
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  readonly mind?: string | undefined;
  readonly noDebug?: boolean | undefined;
  readonly stopOnEntry?: boolean | undefined;
}

/** A run to be looked at that is over, or that somebody else has started. */
export interface AttachConfig {
  /** Path or URI of a run's folder. Without it, the run that goes on in the window. */
  readonly run?: string | undefined;
  /** File that the run came from: where its text is still the same, breakpoints and frames are in it. */
  readonly program?: string | undefined;
  readonly stopOnEntry?: boolean | undefined;
}

/** A run that has been started, joined or opened. */
export interface DebugRun {
  readonly live: Pick<LiveRun, 'id' | 'timeline' | 'model' | 'problem'>;
  /** Who can be asked off the record; null where nobody can. */
  readonly minds: ReadonlyMap<string, Mind> | null;
  /** Sets things where the run stands, or says why not; null where nothing can be set. */
  readonly override: ((wanted: readonly Wanted[]) => string | null) | null;
  /** When it has come to its end; of a recorded one at once. */
  readonly done: Promise<RunState>;
  readonly places: Places;
  /** The session is over. Of a run that it has not launched this lets go, and the run is not stopped. */
  stop(): void;
}

export interface DebugHost {
  /** Starts the run, which asks the gate between its steps. Rejects with `Refused`. */
  launch(config: LaunchConfig, gate: Gate): Promise<DebugRun>;
  /** Opens a recorded run, or joins one that goes on, which then asks the gate. Rejects with `Refused`. */
  attach(config: AttachConfig, gate: Gate): Promise<DebugRun>;
}
