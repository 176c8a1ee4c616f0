/**
 * Problems that only a run finds. Those of its start (parts that this version leaves out, keys that may not be used, errors
 * in files that are not open) stand until a text that took part is changed, those of its turns (answers that did not come,
 * acts that were not possible) until their place is. All are gone with the next run.
 */
import * as vscode from 'vscode';
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

  /** Shows what the start of a run found, in place of all that the last one found. What the editor shows of open files is not repeated. */
  show(problems: readonly PlacedProblem[]): void {
    this.#turns.clear();
    this.#collection.clear();
    fill(
      this.#collection,
      problems.filter((problem) => !isShown(problem)),
    );
  }

  /** Shows what the turns of the run found so far. */
  showTurns(problems: readonly PlacedProblem[]): void {
    fill(this.#turns, problems);
  }

  /** What is edited is being mended; the rest stays with its text. */
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
