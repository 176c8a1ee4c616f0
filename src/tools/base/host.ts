/** What tools need of the program that they run in: the editor, or a server of the Model Context Protocol. */
import type { LanguageService, Resolved } from '../../language/api.js';
import type { LiveRun, MindAccessPorts, OpenedRecord } from '../../runs/index.js';
import type { Material, Player } from '../../runs/experiments/index.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';

export interface ToolHost {
  /** Absolute paths of the folders of the workspace. Tools read and write nothing outside of them, and no link leads out of them. */
  readonly roots: () => readonly string[];
  /** Folders besides the workspace in which this program keeps runs. */
  readonly runHomes: readonly string[];
  /** Absolute path of the program: it contains `docs` and `examples/gallery`. */
  readonly program: string;
  readonly language: () => Promise<LanguageService>;
  /** The access of the models of a file. */
  readonly access: (file: string) => MindAccessPorts;
  /** Whether an editor has text of this file that is not saved. */
  readonly isUnsaved: (path: string) => boolean;
  /** Why no file can be written here; null where files can be. */
  readonly cannotWrite: () => string | null;
  /** Writes a file whole. Its folder exists. */
  readonly write: (path: string, text: string) => Promise<void>;
  /** Starts a run and keeps it as a folder. Rejects with a `ToolFault` where it cannot start. */
  readonly start: (request: RunRequest) => Promise<StartedRun>;
  /** Reads a run from its folder, up to its current event. */
  readonly recorded: (dir: string) => Promise<OpenedRecord>;
  /** The runs that are active in this process. */
  readonly live: () => readonly StartedRun[];
  /** Plays runs of experiments whose minds need no outside access. */
  readonly player: (material: Material, token: CancellationToken) => Promise<Player>;
}

export interface RunRequest {
  /** Absolute path. */
  readonly file: string;
  readonly scenario?: string | undefined;
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  readonly mind?: string | undefined;
  /** Limits below those of the file. */
  readonly calls?: number | undefined;
  readonly tokens?: number | undefined;
  /** Whether the user agreed that models on other machines are asked. */
  readonly maySend: boolean;
}

export interface StartedRun {
  readonly id: string;
  /** Its folder. */
  readonly dir: string;
  readonly live: LiveRun;
  readonly resolved: Resolved;
  /** Resolves when it ends, stops or pauses; never rejects. */
  readonly done: Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}
