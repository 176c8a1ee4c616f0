/** What a debug session needs from its surroundings: somebody who launches runs, or opens recorded ones. */
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
  /** Path or URI of a run's folder. */
  readonly run: string;
}

/** A run that has been started, or opened. */
export interface DebugRun {
  readonly live: Pick<LiveRun, 'timeline' | 'model' | 'problem'>;
  /** When it has come to its end; of a recorded one at once. */
  readonly done: Promise<RunState>;
  readonly places: Places;
  stop(): void;
}

export interface DebugHost {
  /** Starts the run, which asks the gate between its steps. Rejects with `LaunchRefused`. */
  launch(config: LaunchConfig, gate: Gate): Promise<DebugRun>;
  /** Opens a recorded run. Rejects with `LaunchRefused`. */
  attach(config: AttachConfig): Promise<DebugRun>;
}

/** A run could not be started. `shown` says that the user has been told already. */
export class LaunchRefused extends Error {
  constructor(
    message: string,
    readonly shown: boolean,
  ) {
    super(message);
    this.name = 'LaunchRefused';
  }
}
