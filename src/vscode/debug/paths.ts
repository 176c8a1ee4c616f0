/** Files and folders as launch configurations name them. */
import * as vscode from 'vscode';

/** Paths read better in launch configurations; what is on no disk keeps its URI. */
export const programOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** A path or a URI. One letter before a colon is a drive. */
export const toUri = (program: string): vscode.Uri =>
  /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
