/**
 * The API of the extension Society Studio for other extensions, version 1. Copy this file into your extension, name
 * `society-studio.society-studio` under `extensionDependencies`, and use it like this:
 *
 *   const studio = vscode.extensions.getExtension<SocietyStudio>('society-studio.society-studio');
 *   const societies = (await studio?.activate())?.getApi(1);
 *   const run = await societies?.run(file, { seed: 7 });
 *
 * Members are added without a new version. What is described here keeps its meaning within a version. Everything else that
 * `activate` returns belongs to the tests of the extension and can change at any time.
 */
import type { Event, Range, Uri } from 'vscode';

/** What `activate` returns. */
export interface SocietyStudio {
  /** Throws if the extension does not have this version. */
  getApi(version: 1): SocietyApi;
}

export interface SocietyApi {
  readonly version: 1;
  /** Problems of a file with those of its imports, as `society check` finds them. Unsaved changes count. */
  check(file: Uri): Promise<readonly SocietyProblem[]>;
  /**
   * Starts a run as *Society: Run* does: the user is asked before the first question to an address. Resolves when the run has started.
   * Rejects with an `Error` whose `code` says why it has not: `problems` for errors of the file, `cancelled` if the user did not allow
   * it, or another code.
   */
  run(file: Uri, options?: SocietyRunOptions): Promise<SocietyRun>;
  /** Runs of this window that have not ended, in the order of their start. */
  readonly runs: readonly SocietyRun[];
  readonly onDidStartRun: Event<SocietyRun>;
  readonly onDidEndRun: Event<SocietyRun>;
}

export interface SocietyRunOptions {
  /** Id of the scenario; the user chooses if the file has several and none is named. */
  readonly scenario?: string;
  readonly seed?: number;
  readonly rounds?: number;
  /** One mind for all agents: `builtin`, `random`, or a model of the file. */
  readonly mind?: string;
  /** Stops an active run of the same file without asking. */
  readonly replace?: boolean;
}

export interface SocietyProblem {
  readonly file: Uri;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'info';
  /** As in docs/diagnostics.md. */
  readonly code: string;
  readonly message: string;
}

/**
 * `waiting`: a debugger has paused it. `held`: `pause` or a command of another process has paused it. `paused`: its budget is reached.
 * The last four are final, except that a run that is `paused` or `stopped` can be continued as a new object.
 */
export type SocietyRunState = 'running' | 'waiting' | 'held' | 'ended' | 'stopped' | 'paused' | 'failed';

export interface SocietyRun {
  readonly id: string;
  readonly file: Uri;
  /** The run folder. */
  readonly folder: Uri;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly rounds: number;
  readonly state: SocietyRunState;
  readonly round: number;
  /** Number of events so far. */
  readonly events: number;
  /** Whether a language model answers. Runs are synthetic data in any case. */
  readonly languageModel: boolean;
  /** Fires at most once for each batch of events, and at the end. */
  readonly onDidAdvance: Event<void>;
  /** Resolves with the state at the end. */
  readonly done: Promise<SocietyRunState>;
  /** The values of each measure by round; null for a round without a value. */
  measures(): Readonly<Record<string, readonly (number | null)[]>>;
  /** Pauses after the current step. Logged in the run folder, like `society pause`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops after the current step. The events so far are kept. */
  stop(): Promise<void>;
}
