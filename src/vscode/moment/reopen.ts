/** Which run of this workspace was the last, so that it is there again after a reload. */
import * as vscode from 'vscode';
import { type ShownRun, openAtItsEnd } from './shownRun.js';
import type { Log } from '../window/log.js';
import type { EditorRun } from '../run/run.js';

const LAST_RUN = 'society.lastRun';

interface LastRun {
  readonly dir: string;
  readonly uri: string;
}

export const rememberRun = (state: vscode.Memento, run: EditorRun): Thenable<void> =>
  state.update(LAST_RUN, { dir: run.dir, uri: run.uri.toString() } satisfies LastRun);

/** Null when there is none, or when it cannot be shown any more. */
export async function reopenRun(state: vscode.Memento, log: Pick<Log, 'warn'>): Promise<ShownRun | null> {
  const last = state.get<LastRun>(LAST_RUN);
  return last ? openAtItsEnd(last.dir, vscode.Uri.parse(last.uri, true), log) : null;
}
