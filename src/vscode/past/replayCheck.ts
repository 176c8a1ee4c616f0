/** Makes a recorded run again without any mind, compares it byte by byte, and says what was found. */
import * as vscode from 'vscode';
import { errorText, translated } from '../../core/util/recordedText.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { filesOf } from '../files/reports.js';
import { isListed } from '../side/runList.js';
import { pathOf } from '../window/paths.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

/** Milliseconds of work after which it yields to the editor. */
const BREATH_MS = 8;

export type ReplayCheck =
  | { readonly ok: true; readonly events: number; readonly steps: number }
  /** The first event that differs. */
  | { readonly ok: false; readonly seq: number; readonly message: string };

/** Checks a run of the *Runs* view, or the one in a folder, and reports the result. Resolves with null if it is cancelled or fails. */
export async function checkReplay(run: unknown, shown: string | null): Promise<ReplayCheck | null> {
  const dir = isListed(run) ? pathOf(run.dir) : typeof run === 'string' ? run : shown;
  if (dir === null) return none(t('No run to check. Run a scenario, or open a run from the Society view.'));
  try {
    const checked = await replayed(dir);
    if (checked) void report(checked, isListed(run) ? run : null);
    return checked;
  } catch (error) {
    void vscode.window.showErrorMessage(t('The run in {0} cannot be checked. {1}', dir, errorText(error)));
    return null;
  }
}

function none(words: string): null {
  void vscode.window.showInformationMessage(words);
  return null;
}

async function replayed(dir: string): Promise<ReplayCheck | null> {
  const { openRecorded, replaying } = await rooms.runs();
  const opened = await openRecorded(await filesOf(dir));
  if (!opened.ok) throw new Error(opened.message);
  const { events } = opened.run;
  const title = t('Making the run again without its minds…');
  const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(where, async (progress, token) => {
    const breathe = breather(BREATH_MS);
    const steps = replaying(opened.run);
    for (let before = 0; ; ) {
      const next = steps.next();
      if (next.done) return next.value;
      const pause = breathe();
      if (!pause) continue;
      progress.report({ increment: (100 * (next.value - before)) / events.length });
      before = next.value;
      await pause;
      if (token.isCancellationRequested) return null;
    }
  });
}

async function report(checked: ReplayCheck, listed: unknown): Promise<void> {
  if (checked.ok) {
    const words = t('The run repeats: {0} events in {1} steps, the same byte for byte. No mind was asked.', checked.events, checked.steps);
    return void vscode.window.showInformationMessage(words);
  }
  const go = t('Go to Event {0}', checked.seq);
  const actions = listed === null ? [] : [go];
  const chosen = await vscode.window.showWarningMessage(t('The run does not repeat. {0}', translated(checked.message)), ...actions);
  if (chosen !== go) return;
  await vscode.commands.executeCommand('society.lookAtRun', listed);
  await vscode.commands.executeCommand('society.goTo', checked.seq);
}
