/** What host tests share: the extension's own API, files made for a test, and waiting for the editor. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';

export { fileWith, programOf } from './newFile.js';

export const EXTENSION = 'society-studio.society-studio';

export function extension(): vscode.Extension<StudioApi> {
  const found = vscode.extensions.getExtension<StudioApi>(EXTENSION);
  assert.ok(found, `VS Code ${vscode.version} does not know the extension`);
  return found;
}

export const studio = async (): Promise<StudioApi> => extension().activate();

export const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

export const open = async (uri: vscode.Uri): Promise<vscode.TextEditor> => vscode.window.showTextDocument(uri);

/** Resolves with the first value that is not undefined; looks again after each event and every 50 ms. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string, limit = 30_000): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Diagnostics of a file once there is one with the code. */
export const problem = (uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> =>
  until(
    () => vscode.languages.getDiagnostics(uri).find((d) => (typeof d.code === 'object' ? d.code.value : d.code) === code),
    `a problem \`${code}\``,
  );

export const PEOPLE = `society: 1
title: Two people
imports: [library/feed]

personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz, chess] }

ties:
  friendship: { among: all, change: { rule: evidence } }

`;

export const TWO = `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 3
    seed: 2
`;
