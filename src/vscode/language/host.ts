/**
 * The one language service of the window. Loads it at its first use and hands it the open texts, so that what stands in
 * an editor wins over the file. Knows nothing of what the service is asked.
 */
import * as vscode from 'vscode';
import type { TextFiles } from '../../core/ports.js';
import type { LanguageService } from '../../language/api.js';
import { rooms } from '../rooms.js';

export const LANGUAGE = 'society';
export const isSociety = (document: vscode.TextDocument): boolean => document.languageId === LANGUAGE;

export class LanguageHost implements vscode.Disposable {
  #service: Promise<LanguageService> | null = null;
  /** Version of each text that the service holds. */
  readonly #held = new Map<string, number>();
  readonly #onClose: vscode.Disposable;

  constructor(readonly files: TextFiles) {
    this.#onClose = vscode.workspace.onDidCloseTextDocument((document) => void this.#close(document));
  }

  /** The service, knowing all open texts as they are now. */
  async service(): Promise<LanguageService> {
    this.#service ??= rooms.language().then(({ createLanguageService }) => createLanguageService(this.files));
    const service = await this.#service;
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      if (!isSociety(document) || this.#held.get(uri) === document.version) continue;
      service.set(uri, document.getText());
      this.#held.set(uri, document.version);
    }
    return service;
  }

  dispose(): void {
    this.#onClose.dispose();
  }

  async #close(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (this.#held.delete(uri)) (await this.#service)?.close(uri);
  }
}
