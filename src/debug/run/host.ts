/** What a debug session needs from its surroundings: somebody who launches runs, or opens recorded ones. */
import type { AgentId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { Mind, OverrideRequest } from '../../engine/index.js';
import type { LedgerEntry } from '../../minds/index.js';
import type { RunHandle, WhatIf, WhatIfHost, WhatIfRequest } from '../../runs/index.js';
import type { RunState } from '../../protocol/runState.js';
import type { ChildConfig } from './forkSession.js';
import type { Gate } from './stepGate.js';
import type { Places } from './sourceMap.js';

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
  /** Make a fork of the run, and stop where it begins. */
  readonly fork?: ForkConfig | undefined;
}

/** Where a run is forked, and what is different from there on. */
export interface ForkConfig {
  readonly seq: number;
  readonly set?: readonly OverrideRequest[];
  /** Go on with the file as it is now. */
  readonly file?: boolean;
}

/** A run that has been started, joined or opened. `answers` and `prose` are absent where they are not kept. */
export interface DebuggedRun extends Partial<Pick<RunHandle, 'answers' | 'prose'>> {
  readonly handle: Pick<RunHandle, 'id' | 'timeline' | 'model' | 'problem'>;
  /**
   * Who can be asked off the record about an agent; asks the user first where somebody would be paid, and rejects with
   * `Refused`. Null where nobody can be asked.
   */
  readonly minds: ((agent: AgentId, state: State) => Promise<ReadonlyMap<string, Mind>>) | null;
  /** Something was asked off the record: what it took is kept with the run. */
  readonly paid?: () => Promise<void>;
  /** Where it is kept and which file it came from, as an attach configuration names them; null for a run that cannot be forked. */
  readonly kept: { readonly run: string; readonly program: string } | null;
  /** Plays a change off the record; null where nobody can. */
  readonly whatIf: ((request: WhatIfRequest, host: Pick<WhatIfHost, 'token' | 'tell'>) => Promise<WhatIf>) | null;
  /** Keeps what was played off the record after all, and gives the run's id. */
  readonly keep: ((played: Extract<WhatIf, { ok: true }>) => Promise<string>) | null;
  /** What its models were paid, as far as that is known under their names. */
  readonly booked?: () => readonly LedgerEntry[];
  /** Whether what is launched would be this run once more: the same texts and choices. Absent where nothing was launched. */
  readonly fits?: (config: LaunchConfig) => Promise<boolean>;
  /** Sets things where the run stands, or says why not; null where nothing can be set. */
  readonly override: ((wanted: readonly OverrideRequest[]) => string | null) | null;
  /** When it has come to its end; of a recorded one at once. */
  readonly done: Promise<RunState>;
  readonly places: Places;
  /** The session is over. Of a run that it has not launched this lets go, and the run is not stopped. */
  stop(): void;
}

export interface DebugHost {
  /**
   * Starts the run, which asks the gate between its steps. Rejects with `Refused`. `before`: the run that it takes the place
   * of; what was asked there is not asked again.
   */
  launch(config: LaunchConfig, gate: Gate, before?: DebuggedRun): Promise<DebuggedRun>;
  /** Opens a recorded run, or joins one that goes on, which then asks the gate. Rejects with `Refused`. */
  attach(config: AttachConfig, gate: Gate): Promise<DebuggedRun>;
  /** Opens the session of a fork, for clients that cannot be asked to. */
  openChild?(config: ChildConfig): void;
}
