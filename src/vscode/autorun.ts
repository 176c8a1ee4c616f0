/** `npm start` names a file in the environment: it is opened and run, so that the first thing seen is a society. */
import * as vscode from 'vscode';
import type { Log } from './window/log.js';

/** Key of the start that ran already: a reloaded window finds the same environment and must not run again. */
const DONE = 'society.autorun.done';

/** @param run starts a run of the file and shows the panel. */
export async function autorun(memory: vscode.Memento, run: (uri: vscode.Uri) => Promise<unknown>, log: Log): Promise<void> {
  const path = process.env['SOCIETY_AUTORUN'];
  const start = process.env['SOCIETY_AUTORUN_ID'] ?? '';
  if (!path || (start !== '' && memory.get(DONE) === start)) return;
  await memory.update(DONE, start);
  const uri = vscode.Uri.file(path);
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
    await run(uri);
  } catch (error) {
    log.warn(`autorun of ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
