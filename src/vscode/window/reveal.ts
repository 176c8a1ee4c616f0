/** From a node of a society to where it is written, in the file as it is now. */
import * as vscode from 'vscode';
import type { NodeId } from '../../core/util/ids.js';
import { toRange, toUri } from './convert.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from './rooms.js';

/** Puts the cursor where a node is written; nothing happens where it is written nowhere any more. */
export async function revealNode(language: LanguageHost, file: vscode.Uri, node: NodeId, preserveFocus = false): Promise<void> {
  const [service, { spanOf }] = await Promise.all([language.service(), rooms.language()]);
  const span = spanOf((await service.resolve(file.toString())).nodes, node);
  if (!span) return;
  const target = toUri(span.source);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === target.toString());
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  const range = toRange(span.range);
  const selection = new vscode.Range(range.start, range.start);
  const editor = await vscode.window.showTextDocument(target, { viewColumn, selection, preserveFocus });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
