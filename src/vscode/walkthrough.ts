/** The first steps of a user: the walkthrough, and the file that `npm start` opens and runs. */
import * as vscode from 'vscode';
import type { Log } from './window/log.js';
import { type DoneStep, onDidShow, setContext } from './window/contextKeys.js';
import { LANGUAGE } from './language/host.js';
import type { Runs } from './run/runs.js';
import { environment } from '../node/platform.js';
import { uriOf } from './window/paths.js';

const WALKTHROUGH = 'society-studio.society-studio#start';

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
  await vscode.commands.executeCommand('workbench.action.keepEditor');
}

const REMEMBERED = 'walkthrough.done';

/** Marks the finished steps of the walkthrough, in this window or earlier. */
export function registerSteps(memory: vscode.Memento, runs: Pick<Runs, 'onDidStart'>): vscode.Disposable {
  const steps = new Set(memory.get<readonly DoneStep[]>(REMEMBERED, []));
  for (const step of steps) setContext(`society.did.${step}`, true);
  const done = (step: DoneStep): void => {
    if (steps.has(step)) return;
    steps.add(step);
    setContext(`society.did.${step}`, true);
    void memory.update(REMEMBERED, [...steps]);
  };
  const isOurs = ({ languageId, uri }: vscode.TextDocument): boolean =>
    languageId === LANGUAGE && ['file', 'untitled', 'vscode-remote'].includes(uri.scheme);
  const { window, workspace, languages, debug } = vscode;
  const seen = (editors: readonly vscode.TextEditor[]): void => {
    if (editors.some(({ document }) => isOurs(document))) done('open');
  };
  seen(window.visibleTextEditors);
  const writing = new Writing(() => done('write'));
  return vscode.Disposable.from(
    window.onDidChangeVisibleTextEditors(seen),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (isOurs(document) && contentChanges.length > 0) writing.edited(document.uri);
    }),
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (uri.path.endsWith('.society') || uri.scheme === 'untitled') writing.checked(uri, errorsIn(uri));
    }),
    runs.onDidStart(() => done('run')),
    onDidShow(done),
    debug.onDidChangeActiveStackItem((item) => {
      if (item?.session.type === LANGUAGE) done('break');
    }),
  );
}

const errorsIn = (uri: vscode.Uri): number =>
  vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;

/** Whether the user has fixed a file: it had errors, was edited, and has no errors now. */
export class Writing {
  readonly #wrong = new Set<string>();
  readonly #edited = new Set<string>();

  constructor(readonly fixed: () => void) {}

  edited(uri: vscode.Uri): void {
    if (this.#wrong.has(uri.toString())) this.#edited.add(uri.toString());
  }

  checked(uri: vscode.Uri, errors: number): void {
    const key = uri.toString();
    if (errors > 0) return void this.#wrong.add(key);
    if (this.#wrong.delete(key) && this.#edited.delete(key)) this.fixed();
  }
}

// `npm start` passes a file in the environment. It is opened and run, so that a new window shows a society.

/** Key for the file that was already run. A reloaded window has the same environment and must not run the file again. */
const DONE = 'society.autorun.done';

/** @param run starts a run of the file and shows the panel. */
export async function autorun(memory: vscode.Memento, run: (uri: vscode.Uri) => Promise<unknown>, log: Log): Promise<void> {
  const path = environment('SOCIETY_AUTORUN');
  const start = environment('SOCIETY_AUTORUN_ID') ?? '';
  if (!path || (start !== '' && memory.get(DONE) === start)) return;
  await memory.update(DONE, start);
  const uri = uriOf(path);
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
    await run(uri);
  } catch (error) {
    log.warn(`autorun of ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
