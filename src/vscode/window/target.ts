/** The file of a command: its argument, the active file, or a file that the user chooses. */
import * as vscode from 'vscode';
import { isSociety, LANGUAGE } from '../language/host.js';

const { t } = vscode.l10n;

/** Remembers the last active society file, because no editor is active after a click into the panel. */
export class LastFile implements vscode.Disposable {
  #uri: vscode.Uri | null = null;
  readonly #parts: vscode.Disposable;

  constructor() {
    this.#see(vscode.window.activeTextEditor);
    this.#parts = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#see(editor)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#uri?.toString() === uri.toString()) this.#uri = null;
      }),
    );
  }

  /** The file of a command's argument, otherwise the active file, the last active file, or the only visible file. */
  of(argument?: unknown): vscode.Uri | null {
    if (argument instanceof vscode.Uri) return argument;
    const active = vscode.window.activeTextEditor;
    if (active && isSociety(active.document)) return active.document.uri;
    return this.#uri ?? vscode.window.visibleTextEditors.find(({ document }) => isSociety(document))?.document.uri ?? null;
  }

  dispose(): void {
    this.#parts.dispose();
  }

  #see(editor: vscode.TextEditor | undefined): void {
    if (editor && isSociety(editor.document)) this.#uri = editor.document.uri;
  }
}

/** A society file of the workspace that the user chooses; null if there is none or the user cancels. */
export async function chooseFile(): Promise<vscode.Uri | null> {
  const files = await vscode.workspace.findFiles(`**/*.${LANGUAGE}`, '**/{node_modules,.society}/**', 200);
  if (files.length === 0) {
    const ways = [
      { title: t('Open an Example…'), command: 'society.openExample' },
      { title: t('New Society File'), command: 'society.newFile' },
    ];
    const text = t('No .society file in this workspace. Open an example, or write a new file.');
    void vscode.window.showInformationMessage(text, ...ways).then((chosen) => {
      if (chosen) void vscode.commands.executeCommand(chosen.command);
    });
    return null;
  }
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })).sort((a, b) => (a.label < b.label ? -1 : 1));
  return (await vscode.window.showQuickPick(items, { title: t('Run Scenario'), placeHolder: t('Which file?') }))?.uri ?? null;
}
