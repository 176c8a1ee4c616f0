/**
 * Texts that recorded runs keep, as read-only documents, so that their stacks open what was run and not what the file has
 * become. Where a file still says the same, it is the file itself that opens.
 */
import * as vscode from 'vscode';
import { sourceName } from '../../runs/load/sourceName.js';

/** Scheme of the texts inside a run, as the run's model names them. */
export const RUN_SCHEME = 'society-run';

/** Documents of a run are told from those of others by its id, which comes first in their path. */
export class RunTexts implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(RUN_SCHEME, {
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? null,
  });

  /** The places of a run's texts, by their URI in its model. The last argument is the file that was run, if it is known. */
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

  /** The document of a text that a run keeps under a path. */
  shown(id: string, path: string, text: string): vscode.Uri {
    const document = vscode.Uri.from({ scheme: RUN_SCHEME, path: `/${id}${path}` });
    this.#texts.set(document.toString(), text);
    return document;
  }

  dispose(): void {
    this.#provider.dispose();
    this.#texts.clear();
  }
}

/** Whether a document says what it said, with what is not saved. */
export async function isStill(uri: vscode.Uri, text: string): Promise<boolean> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText() === text;
  } catch {
    return false;
  }
}
