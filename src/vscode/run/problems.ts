import * as vscode from 'vscode';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { EditorRun } from './run.js';
import type { Runs } from './runs.js';
import type { PlacedProblem } from '../../runs/index.js';
import { isSame, toDiagnostic, toRange, toUri } from '../window/convert.js';
import { movedRange } from './movedRange.js';

export class RunProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('society run');
  readonly #turns = vscode.languages.createDiagnosticCollection('society turns');
  readonly #parts: vscode.Disposable;

  constructor() {
    this.#parts = vscode.Disposable.from(
      this.#collection,
      this.#turns,
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length === 0) return;
        this.#collection.delete(event.document.uri);
        this.#move(event);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#collection.clear()),
    );
  }

  /** Shows the problems from the start of a run and removes those of the last run. Problems that the editor already shows for open files are not repeated. */
  show(problems: readonly PlacedProblem[]): void {
    this.#turns.clear();
    this.#collection.clear();
    fill(
      this.#collection,
      problems.filter((problem) => !isShown(problem)),
    );
  }

  /** Shows the problems in the turns of the run so far. */
  showTurns(problems: readonly PlacedProblem[]): void {
    fill(this.#turns, problems);
  }

  /** An edit removes the problems it touches; the others move with their text. */
  #move({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const shown = this.#turns.get(document.uri) ?? [];
    if (shown.length === 0) return;
    const kept = shown.flatMap((diagnostic) => {
      const range = movedRange(diagnostic.range, contentChanges);
      return range ? [at(diagnostic, toRange(range))] : [];
    });
    this.#turns.set(document.uri, kept);
  }

  dispose(): void {
    this.#parts.dispose();
  }
}

function at({ message, severity, code, source }: vscode.Diagnostic, range: vscode.Range): vscode.Diagnostic {
  const moved = new vscode.Diagnostic(range, message, severity);
  if (code !== undefined) moved.code = code;
  if (source !== undefined) moved.source = source;
  return moved;
}

function fill(collection: vscode.DiagnosticCollection, problems: readonly PlacedProblem[]): void {
  collection.clear();
  const files = new Map<string, vscode.Diagnostic[]>();
  for (const problem of problems) {
    const list = files.get(problem.uri);
    if (list) list.push(toDiagnostic(problem));
    else files.set(problem.uri, [toDiagnostic(problem)]);
  }
  for (const [uri, list] of files) collection.set(toUri(uri), list);
}

const isShown = (problem: PlacedProblem): boolean =>
  vscode.languages.getDiagnostics(toUri(problem.uri)).some((shown) => isSame(shown, toDiagnostic(problem)));

// Shows problems in the turns of the last run at the lines where the author can fix them.

export function registerTurnProblems(runs: Runs, problems: RunProblems, language: LanguageHost): vscode.Disposable {
  let watched: vscode.Disposable | undefined;
  const watch = async (run: EditorRun): Promise<void> => {
    watched?.dispose();
    watched = undefined;
    const { TurnProblems } = await rooms.runs();
    const found = new TurnProblems(run.live.model);
    let known = 0;
    const show = async (): Promise<void> => {
      const { events } = run.live.timeline;
      const since = events.slice(known);
      known = events.length;
      if (!found.add(since)) return;
      // Uses the current file, because lines can move during a run.
      const now = await (await language.service()).resolve(run.uri.toString());
      if (runs.last === run) problems.showTurns(found.placed(now));
    };
    if (runs.last !== run) return;
    watched = run.onDidAdvance(() => void show());
    await show();
  };
  return vscode.Disposable.from(
    runs.onDidStart((run) => void watch(run)),
    { dispose: () => watched?.dispose() },
  );
}
