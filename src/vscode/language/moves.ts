/** Files that are renamed or moved in the editor take their imports along, in the same step, which undo takes back. */
import * as vscode from 'vscode';
import { toRange, toUri } from '../window/convert.js';
import type { LanguageHost } from './host.js';

export const registerMoves = (language: LanguageHost): vscode.Disposable =>
  vscode.workspace.onWillRenameFiles((event) => event.waitUntil(editsFor(language, event.files)));

async function editsFor(language: LanguageHost, files: vscode.FileWillRenameEvent['files']): Promise<vscode.WorkspaceEdit> {
  const service = await language.service();
  const moves = files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() }));
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of await service.moved(moves))
    for (const { range, text } of edits) edit.replace(toUri(uri), toRange(range), text);
  return edit;
}
