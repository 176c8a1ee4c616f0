/** The types of all commands of the extension. Every command id of the manifest has exactly one handler. */
import * as vscode from 'vscode';
import type { HandlerPorts } from './handlers.js';
import type { ReplayCheck } from './past/replayCheck.js';

/** Commands for the shown run and the shown moment. Runs are items of the *Runs* view. */
export interface MomentCommands {
  'society.lookAtRun': (run?: unknown) => Promise<void>;
  'society.resumeRun': (run?: unknown) => Promise<void>;
  'society.debugRun': (run?: unknown) => Promise<void>;
  'society.deleteRun': (run?: unknown) => Promise<void>;
  /** A run (default: the shown run) and the id of a format (default: the user chooses). */
  'society.exportRun': (run?: unknown, format?: unknown) => Promise<void>;
  'society.followRun': () => Promise<void>;
  /** An event's `seq`. Without it, the user enters the number. */
  'society.goTo': (seq?: unknown) => Promise<void>;
  /** An agent's id. */
  'society.showAgent': (id?: unknown) => Promise<void>;
  'society.showCoverage': () => Promise<void>;
  'society.hideCoverage': () => Promise<void>;
  /** A file of the run. Default: the file of the active editor. */
  'society.compareRunText': (file?: unknown) => Promise<void>;
  /** An agent's id or its row in the list, and the question. The user is asked for a missing argument. */
  'society.interview': (agent?: unknown, question?: unknown) => Promise<void>;
  'society.searchAgents': () => Promise<void>;
  'society.clearAgentSearch': () => Promise<void>;
  'society.moreAgents': () => Promise<void>;
  'society.searchMemories': () => Promise<void>;
  'society.clearMemorySearch': () => Promise<void>;
  'society.moreMemories': () => Promise<void>;
}

/** The part of the manifest that lists the commands. */
interface CommandManifest {
  readonly contributes: { readonly commands: readonly { readonly command: keyof Commands }[] };
}

export interface Commands extends MomentCommands {
  /** Uri, scenario. The title bar of the editor also calls it, with its own arguments. */
  'society.run': (file?: unknown, scenario?: unknown) => Promise<void>;
  /** Uri, scenario: under a debugger. */
  'society.debug': (file?: unknown, scenario?: unknown) => Promise<void>;
  'society.stop': () => Promise<void>;
  /** Uri, experiment: starts the missing runs, or shows the results. */
  'society.runExperiment': (file?: unknown, id?: unknown) => Promise<void>;
  'society.openExperiment': (file?: unknown, id?: unknown) => Promise<void>;
  'society.runCalibration': (file?: unknown, id?: unknown) => Promise<void>;
  /** A run folder and the file it came from; without them, the last run of this window. */
  'society.resume': (file?: unknown, dir?: unknown) => Promise<void>;
  /** Continues a run that is paused at its budget, with a larger budget or with the built-in mind. Same arguments. */
  'society.raiseBudget': (file?: unknown, dir?: unknown) => Promise<void>;
  'society.goOnBuiltin': (file?: unknown, dir?: unknown) => Promise<void>;
  'society.showPanel': () => Promise<void>;
  /** For the shown run and the shown moment. */
  'society.exportReport': () => Promise<void>;
  /** A run of the *Runs* view. Default: the shown run. */
  'society.saveRunAs': (run?: unknown) => Promise<void>;
  /** A run of the *Runs* view. Default: the shown run. */
  'society.exportMethods': (run?: unknown) => Promise<void>;
  'society.freezeExpectations': (file?: unknown) => Promise<void>;
  /** `study`: a scenario or an experiment; '' for the whole file. */
  'society.preregister': (file?: unknown, study?: unknown) => Promise<void>;
  'society.showDeviations': (file?: unknown) => Promise<void>;
  /** `form`: `parquet` or `csv`. */
  'society.exportExperiment': (file?: unknown, id?: unknown, form?: unknown) => Promise<void>;
  /** Uri, then an agent's id or `{ agent, after, wording }`. Default: the person at the cursor. */
  'society.showPrompt': (file?: unknown, of?: unknown) => Promise<void>;
  'society.useModel': (file?: unknown) => Promise<void>;
  /** A model's id. Without it, the user chooses. */
  'society.testModelConnection': (file?: unknown, id?: unknown) => Promise<void>;
  'society.setKey': (name?: unknown) => Promise<void>;
  'society.deleteKey': () => Promise<void>;
  'society.openWalkthrough': () => Promise<void>;
  'society.openExample': (name?: unknown) => Promise<void>;
  /** The name of a recorded run. Without it, the user chooses. */
  'society.openRecording': (name?: unknown) => Promise<void>;
  /** An entry's id. Without it, the user chooses. */
  'society.newFromGallery': (entry?: unknown) => Promise<void>;
  /** A template's id. Without it, the user chooses. */
  'society.newFile': (template?: unknown) => Promise<void>;
  'society.createDiagnostics': () => Promise<void>;
  'society.openRunFolder': (dir?: unknown) => Promise<void>;
  'society.debugLastRun': () => Promise<void>;
  /** Files, as the explorer passes them. Without files, the user chooses. */
  'society.import': (file?: unknown, selected?: unknown) => Promise<void>;
  /** Uri, and the id of a format. Without a format, the user chooses. */
  'society.exportPeople': (file?: unknown, format?: unknown) => Promise<void>;
  /** A run folder. Without it, the user chooses. */
  'society.debugRecordedRun': (dir?: unknown) => Promise<void>;
  /** `{ seq }` or `{ round }`, as the menus of the panel pass them. Without either, the user enters a round. */
  'society.runToHere': (goal?: unknown) => Promise<void>;
  /** `{ seq }`; default: the shown moment. The fork changes nothing. */
  'society.forkHere': (at?: unknown) => Promise<void>;
  /** A run of the *Runs* view, from its start. Default: the shown run, from the shown moment. */
  'society.forkWithFile': (run?: unknown) => Promise<void>;
  /** A run of the *Runs* view. Default: the shown run. */
  'society.compareWithParent': (run?: unknown) => Promise<void>;
  'society.compareWith': (run?: unknown) => Promise<void>;
  'society.compareTranscripts': () => Promise<void>;
  /** A run of the *Runs* view or a run folder. Default: the shown run. Resolves with null if it is cancelled or fails. */
  'society.replayRun': (run?: unknown) => Promise<ReplayCheck | null>;
  /** A value of the Variables view, as its menu passes it. */
  'society.goToLine': (value?: unknown) => Promise<void>;
  'society.goToEvent': (value?: unknown) => Promise<void>;
  'society.debugBackTurn': () => Promise<void>;
  'society.debugBackRound': () => Promise<void>;
}

/**
 * Registers the commands of the manifest. Their handlers are loaded when the first of them is called, so that a window in which none is
 * called does not read them.
 */
export function registerCommands(manifest: CommandManifest, ports: HandlerPorts): vscode.Disposable {
  let handlers: Promise<Commands> | undefined;
  const load = async (): Promise<Commands> => {
    try {
      return (await import('./handlers.js')).commandHandlers(ports);
    } catch (error) {
      handlers = undefined;
      throw error;
    }
  };
  const register = ({ command }: { readonly command: keyof Commands }): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (...given: readonly [unknown?, unknown?]) => {
      handlers ??= load();
      return (await handlers)[command](...given);
    });
  return vscode.Disposable.from(...manifest.contributes.commands.map(register));
}
