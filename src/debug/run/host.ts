/** What a debug session needs from its host: launching runs, and opening recorded ones. */
import type { AgentId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { Mind, OverrideRequest } from '../../engine/index.js';
import type { LedgerEntry } from '../../minds/index.js';
import type { RunHandle, WhatIf, WhatIfHost, WhatIfRequest } from '../../runs/index.js';
import type { RunState } from '../../protocol/summary.js';
import type { ChildConfig } from './forkSession.js';
import type { Gate } from './stepGate.js';
import type { Places } from './sourceMap.js';

/** The fields of a launch configuration that a session reads. package.json documents them. */
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

/** A run that is over, or that another session has started. */
export interface AttachConfig {
  /** Path or URI of a run's folder. Without it, the run that is under way in the window. */
  readonly run?: string | undefined;
  /** File that the run came from: where its text is unchanged, breakpoints and frames are in it. */
  readonly program?: string | undefined;
  readonly stopOnEntry?: boolean | undefined;
  /** Make a fork of the run, and stop where the fork begins. */
  readonly fork?: ForkConfig | undefined;
}

/** Where a run is forked, and what changes from there. */
export interface ForkConfig {
  readonly seq: number;
  readonly set?: readonly OverrideRequest[];
  /** Continue with the file as it is now. */
  readonly file?: boolean;
}

/** A run that has been started, joined or opened. `answers` and `prose` are absent where they are not kept. */
export interface DebuggedRun extends Partial<Pick<RunHandle, 'answers' | 'prose'>> {
  readonly handle: Pick<RunHandle, 'id' | 'timeline' | 'model' | 'problem'>;
  /**
   * Interviews an agent off the record. Asks the user first where a call costs money, and rejects with
   * `Refused`. Null where no agent can be asked.
   */
  readonly minds: ((agent: AgentId, state: State) => Promise<ReadonlyMap<string, Mind>>) | null;
  /** An interview has ended: its cost is kept with the run. */
  readonly paid?: () => Promise<void>;
  /** Where the run is kept and which file it came from, as an attach configuration names them; null for a run that cannot be forked. */
  readonly kept: { readonly run: string; readonly program: string } | null;
  /** Plays a change off the record; null where that is not possible. */
  readonly whatIf: ((request: WhatIfRequest, host: Pick<WhatIfHost, 'token' | 'tell'>) => Promise<WhatIf>) | null;
  /** Keeps a change that was played off the record as a run, and gives the run's id. */
  readonly keep: ((played: Extract<WhatIf, { ok: true }>) => Promise<string>) | null;
  /** What its models have cost, as far as that is known, by model. */
  readonly booked?: () => readonly LedgerEntry[];
  /** Whether a launch would make this run again: the same texts and choices. Absent where nothing was launched. */
  readonly fits?: (config: LaunchConfig) => Promise<boolean>;
  /** Sets values at the end of the recording, or says why not; null where no value can be set. */
  readonly override: ((wanted: readonly OverrideRequest[]) => string | null) | null;
  /** When the run has ended; for a recorded run at once. */
  readonly done: Promise<RunState>;
  readonly places: Places;
  /** The session is over. A run that the session has not launched continues. */
  stop(): void;
}

export interface DebugHost {
  /**
   * Starts the run, which asks the gate between its steps. Rejects with `Refused`. `before`: the run that this one
   * replaces; questions that it asked are not asked again.
   */
  launch(config: LaunchConfig, gate: Gate, before?: DebuggedRun): Promise<DebuggedRun>;
  /** Opens a recorded run, or joins a run that is under way, which then asks the gate. Rejects with `Refused`. */
  attach(config: AttachConfig, gate: Gate): Promise<DebuggedRun>;
  /** Opens the session of a fork, for clients that cannot do so themselves. */
  openChild?(config: ChildConfig): void;
}
