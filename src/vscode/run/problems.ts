/**
 * Problems that only a run finds: parts that this version leaves out, keys that may not be used, errors in files that
 * are not open. They stand until the next run of the file, or until a text that took part is changed.
 */
import * as vscode from 'vscode';
import type { PlacedProblem } from '../../runs/index.js';
import { isSame, toDiagnostic, toUri } from '../convert.js';

export class RunProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('society run');
  readonly #parts: vscode.Disposable;

  constructor() {
    this.#parts = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#collection.delete(document.uri);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#collection.clear()),
    );
  }

  /** Shows what a run found, in place of what the last one found. What the editor shows of open files is not repeated. */
  show(problems: readonly PlacedProblem[]): void {
    this.#collection.clear();
    const files = new Map<string, vscode.Diagnostic[]>();
    for (const problem of problems) {
      const diagnostic = toDiagnostic(problem);
      if (isShown(problem, diagnostic)) continue;
      const list = files.get(problem.uri);
      if (list) list.push(diagnostic);
      else files.set(problem.uri, [diagnostic]);
    }
    for (const [uri, list] of files) this.#collection.set(toUri(uri), list);
  }

  dispose(): void {
    this.#parts.dispose();
  }
}

const isShown = ({ uri }: PlacedProblem, diagnostic: vscode.Diagnostic): boolean =>
  vscode.languages.getDiagnostics(toUri(uri)).some((shown) => isSame(shown, diagnostic));
