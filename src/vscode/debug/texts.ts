/**
 * The texts of recorded runs as read-only documents, so that stacks open the text that was run and not a later version of the
 * file. If the file has not changed, the file itself opens.
 */
import * as vscode from 'vscode';
import { sourceName } from '../../runs/load/sourceName.js';

/** Scheme of the texts in a run. The model of the run uses it. */
export const RUN_SCHEME = 'society-run';

/** Documents with the texts of runs. Their path starts with the id of the run. */
export class RunTexts implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(RUN_SCHEME, {
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? null,
  });

  /** The document of each text of a run, by the text's URI in the model. The last argument is the file that was run, if it is known. */
  async placed(
    id: string,
    sources: readonly { readonly uri: string; readonly text: string }[],
    beside: vscode.Uri | null,
  ): Promise<(uri: string) => vscode.Uri> {
    const found = new Map<string, vscode.Uri>();
    const entry = sources[0]?.uri ?? '';
    for (const { uri, text } of sources) {
      const inside = vscode.Uri.parse(uri, true);
      if (inside.scheme !== RUN_SCHEME) continue;
      const today = beside && vscode.Uri.joinPath(beside, '..', sourceName(entry, uri));
      if (today && (await isStill(today, text))) found.set(uri, today);
      else found.set(uri, this.shown(id, inside.path, text));
    }
    return (uri) => found.get(uri) ?? vscode.Uri.parse(uri, true);
  }

  /** The document for a text of a run, which has this path in the run. Runs in different folders can have the same id. */
  shown(id: string, path: string, text: string): vscode.Uri {
    const documentOf = (query: string): vscode.Uri => vscode.Uri.from({ scheme: RUN_SCHEME, path: `/${id}${path}`, query });
    const isFree = (uri: vscode.Uri): boolean => (this.#texts.get(uri.toString()) ?? text) === text;
    let document = documentOf('');
    for (let copy = 2; !isFree(document); copy++) document = documentOf(`copy=${copy}`);
    this.#texts.set(document.toString(), text);
    return document;
  }

  dispose(): void {
    this.#provider.dispose();
    this.#texts.clear();
  }
}

/** Whether a document still has this text, including unsaved changes. */
export async function isStill(uri: vscode.Uri, text: string): Promise<boolean> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText() === text;
  } catch {
    return false;
  }
}
