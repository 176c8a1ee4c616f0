/**
 * Owns the one language service of the window. It is loaded on first use and gets the open texts, so that the text of an editor
 * overrides the file. This file does not depend on the requests to the service.
 */
import * as vscode from 'vscode';
import type { TextFiles } from '../../core/util/ports.js';
import type { LanguageService } from '../../language/api.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { rooms } from '../window/rooms.js';

export const LANGUAGE = 'society';
export const isSociety = (document: vscode.TextDocument): boolean => document.languageId === LANGUAGE;

/** Milliseconds after which long work yields to the editor. */
const SLICE = 15;

const isProse = (document: vscode.TextDocument): boolean => /\.(md|txt)$/.test(document.uri.path);

/** Whether a path may be a society file or a folder with such files. Excludes folders in which thousands of files are deleted. */
const isOurs = (path: string): boolean =>
  !/\/(node_modules|\.[^/]+)\//.test(path) && /(\.society|\.md|\.txt|\.csv|\.jsonl|\/[^/.]+)$/.test(path);

export class LanguageHost implements vscode.Disposable {
  #service: Promise<LanguageService> | null = null;
  /** Version of each text that the service holds. */
  readonly #held = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #parts: readonly vscode.Disposable[];
  /** Fires when files on the disk or the open folders have changed, after the service knows about it. */
  readonly onDidChange = this.#changed.event;

  constructor(readonly files: TextFiles) {
    const { workspace, window } = vscode;
    const watcher = workspace.createFileSystemWatcher('**/*.{society,md,txt,csv,jsonl}');
    const gone = workspace.createFileSystemWatcher('**/*', true, true, false);
    this.#parts = [
      ...[this.#changed, watcher, gone],
      watcher.onDidCreate((uri) => this.#tell(uri)),
      watcher.onDidChange((uri) => this.#tell(uri)),
      // When a folder is deleted, there are no events for its files.
      gone.onDidDelete((uri) => (isOurs(uri.path) ? this.#tell(uri, false) : undefined)),
      workspace.onDidChangeTextDocument(({ document }) => (isProse(document) ? this.#tell(document.uri) : undefined)),
      workspace.onDidCloseTextDocument((document) => void this.#close(document)),
      workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      // Not every file system reports changes, so files are read again when the window gets the focus.
      window.onDidChangeWindowState(({ focused }) => (focused ? this.#forget() : undefined)),
    ];
  }

  /** The service with the current texts of all open documents. */
  async service(): Promise<LanguageService> {
    this.#service ??= rooms
      .language()
      .then(({ createLanguageService }) =>
        createLanguageService(this.files, { pause: breather(SLICE), graphs: async () => (await rooms.engine()).graphForms }),
      );
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
    for (const part of this.#parts) part.dispose();
  }

  #tell(uri: vscode.Uri, there = true): void {
    void this.#service?.then((service) => {
      service.changed(uri.toString().replace(/\/+$/, ''), there);
      this.#changed.fire();
    });
  }

  /** Reads all files again. */
  #forget(): void {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) this.#tell(uri, false);
  }

  async #close(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (isProse(document)) this.#tell(document.uri);
    if (this.#held.delete(uri)) (await this.#service)?.close(uri);
  }
}
