/** The commands of the extension, typed once: every id of the manifest has a handler, and no other. */
import * as vscode from 'vscode';

/** About the run and the moment that are looked at. Runs are those of the side bar's list. */
export interface MomentCommands {
  'society.lookAtRun': (run?: unknown) => Promise<void>;
  'society.resumeRun': (run?: unknown) => Promise<void>;
  'society.debugRun': (run?: unknown) => Promise<void>;
  'society.deleteRun': (run?: unknown) => Promise<void>;
  /** Without a run that which is looked at; without the id of a format it is chosen. */
  'society.exportRun': (run?: unknown, format?: unknown) => Promise<void>;
  'society.followRun': () => Promise<void>;
  /** An event's `seq`; without it, its number is asked for. */
  'society.goTo': (seq?: unknown) => Promise<void>;
  /** An agent's id. */
  'society.showAgent': (id?: unknown) => Promise<void>;
  'society.showCoverage': () => Promise<void>;
  'society.hideCoverage': () => Promise<void>;
  /** A file of the run; without it, that of the active editor. */
  'society.compareRunText': (file?: unknown) => Promise<void>;
  /** An agent's id, or its row in the list, and the question; what is missing is asked for. */
  'society.interview': (agent?: unknown, question?: unknown) => Promise<void>;
  'society.searchAgents': () => Promise<void>;
  'society.clearAgentSearch': () => Promise<void>;
  'society.moreAgents': () => Promise<void>;
  'society.searchMemories': () => Promise<void>;
  'society.clearMemorySearch': () => Promise<void>;
  'society.moreMemories': () => Promise<void>;
}

export interface Commands extends MomentCommands {
  /** Uri, scenario. Also called by the editor's title with arguments of its own. */
  'society.run': (file?: unknown, scenario?: unknown) => Promise<void>;
  /** Uri, scenario: under a debugger. */
  'society.debug': (file?: unknown, scenario?: unknown) => Promise<void>;
  'society.stop': () => Promise<void>;
  /** Uri, experiment: plays what is missing of it, or shows what is there. */
  'society.runExperiment': (file?: unknown, id?: unknown) => Promise<void>;
  'society.openExperiment': (file?: unknown, id?: unknown) => Promise<void>;
  /** A run folder and the file it came from; without them, the last run of this window. */
  'society.resume': (file?: unknown, dir?: unknown) => Promise<void>;
  /** The same, for a run that pauses at its budget: with a larger one, or with the built-in mind for what is left. */
  'society.raiseBudget': (file?: unknown, dir?: unknown) => Promise<void>;
  'society.goOnBuiltin': (file?: unknown, dir?: unknown) => Promise<void>;
  'society.showPanel': () => Promise<void>;
  /** Of the run and the moment looked at. */
  'society.exportReport': () => Promise<void>;
  /** A run of the side bar's list; without one the run looked at. */
  'society.saveRunAs': (run?: unknown) => Promise<void>;
  /** A run of the side bar's list; without one the run looked at. */
  'society.exportMethods': (run?: unknown) => Promise<void>;
  'society.freezeExpectations': (file?: unknown) => Promise<void>;
  /** Uri, then an agent's id or `{ agent, after, wording }`; without them, the person at the cursor. */
  'society.showPrompt': (file?: unknown, of?: unknown) => Promise<void>;
  'society.useModel': (file?: unknown) => Promise<void>;
  /** A model's id; without one it is chosen. */
  'society.testModelConnection': (file?: unknown, id?: unknown) => Promise<void>;
  'society.setKey': (name?: unknown) => Promise<void>;
  'society.deleteKey': () => Promise<void>;
  'society.openWalkthrough': () => Promise<void>;
  'society.openExample': (name?: unknown) => Promise<void>;
  /** An entry's id; without one it is chosen. */
  'society.newFromGallery': (entry?: unknown) => Promise<void>;
  /** A template's id; without one it is chosen. */
  'society.newFile': (template?: unknown) => Promise<void>;
  'society.openRunFolder': (dir?: unknown) => Promise<void>;
  'society.debugLastRun': () => Promise<void>;
  /** Files, as the explorer gives them; without any they are chosen. */
  'society.import': (file?: unknown, selected?: unknown) => Promise<void>;
  /** Uri, and the id of a format; without one it is chosen. */
  'society.exportPeople': (file?: unknown, format?: unknown) => Promise<void>;
  /** A run folder; without one it is chosen. */
  'society.debugRecordedRun': (dir?: unknown) => Promise<void>;
  /** `{ seq }` or `{ round }`, as the panel's menus have them; without either a round is asked for. */
  'society.runToHere': (goal?: unknown) => Promise<void>;
  /** `{ seq }`; without it at the moment looked at. With nothing changed. */
  'society.forkHere': (at?: unknown) => Promise<void>;
  /** A run of the side bar's list, from its start; without one the run and the moment looked at. */
  'society.forkWithFile': (run?: unknown) => Promise<void>;
  /** A run of the side bar's list; without one the run looked at. */
  'society.compareWithParent': (run?: unknown) => Promise<void>;
  'society.compareWith': (run?: unknown) => Promise<void>;
  'society.compareTranscripts': () => Promise<void>;
  /** A value of the variables view, as its menu names it. */
  'society.goToLine': (value?: unknown) => Promise<void>;
  'society.goToEvent': (value?: unknown) => Promise<void>;
  'society.debugBackTurn': () => Promise<void>;
  'society.debugBackRound': () => Promise<void>;
}

export function registerCommands(handlers: Commands): vscode.Disposable {
  return vscode.Disposable.from(...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)));
}
