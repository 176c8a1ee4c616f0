/** `npm start` names a file in the environment: it is opened and run, so that the first thing seen is a society. */
import * as vscode from 'vscode';
import type { Log } from './log.js';

/** @param run starts a run of the file and shows the panel. */
export async function autorun(run: (uri: vscode.Uri) => Promise<unknown>, log: Log): Promise<void> {
  const path = process.env['SOCIETY_AUTORUN'];
  if (!path) return;
  const uri = vscode.Uri.file(path);
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
    await run(uri);
  } catch (error) {
    log.warn(`autorun of ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
