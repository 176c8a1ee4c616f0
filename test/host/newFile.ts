/** A file that a test has for itself. The tests in a browser have `web/newFile.ts` instead. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A file in a folder of its own, outside the workspace. */
export function fileWith(text: string, name = 'test.society'): vscode.Uri {
  const path = join(mkdtempSync(join(tmpdir(), 'society-host-')), name);
  writeFileSync(path, text);
  return vscode.Uri.file(path);
}

/** The file as launch configurations name it. */
export const programOf = (uri: vscode.Uri): string => uri.fsPath;
