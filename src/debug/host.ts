/** What a debug session needs from its surroundings: somebody who launches runs and knows where their nodes are written. */
import type { NodeId } from '../core/ids.js';
import type { LiveRun } from '../runs/index.js';
import type { RunState } from '../trace/index.js';

/** A launch configuration, as far as a session reads it. Documented in package.json. */
export interface LaunchConfig {
  /** Path or URI of the file. */
  readonly program: string;
  readonly scenario?: string | undefined;
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  readonly mind?: string | undefined;
  readonly noDebug?: boolean | undefined;
}

export interface SourcePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** A run that has been started. */
export interface DebugRun {
  readonly live: Pick<LiveRun, 'timeline' | 'model' | 'problem'>;
  readonly done: Promise<RunState>;
  stop(): void;
  place(node: NodeId): SourcePlace | null;
}

export interface DebugHost {
  /** Starts the run. Rejects with `LaunchRefused`. */
  launch(config: LaunchConfig): Promise<DebugRun>;
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
