/** Saves a file that was made from a run, such as a picture or a table. The user chooses the place. */
import * as vscode from 'vscode';
import type { FromPanel } from '../../protocol/messages.js';
import { breather, gathered } from '../../node/yieldToEventLoop.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';

const { t } = vscode.l10n;

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

export async function saveFile(
  { name, text, base64 }: Extract<FromPanel, { type: 'save' }>,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  await saveMade(name, async () => (text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)), run);
}

interface InPieces {
  readonly name: string;
  readonly pieces: Iterable<string>;
  /** Number of pieces; null if it is not known. */
  readonly count: number | null;
  /** Title of the progress. */
  readonly title: string;
  /** Saving can take long: the progress is a notification that can be cancelled. */
  readonly isLong: boolean;
}

/** Saves a file in pieces that are made while it is saved. The editor stays responsive. */
export async function savePieces(
  { name, pieces, count, title, isLong }: InPieces,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  const location = isLong ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  const made = () =>
    vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      let before = 0;
      const done = (piece: number): void => {
        if (count !== null) progress.report({ increment: (100 / count) * (piece - before) });
        before = piece;
      };
      return gathered(pieces, { breathe: breather(BREATH_MS), token, done });
    });
  await saveMade(name, made, run);
}

/** Saves a file that is made after the user has chosen the place. `made` gives null if the user cancels. */
async function saveMade(
  name: string,
  made: () => Thenable<Uint8Array | null>,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  const beside = run ? vscode.Uri.joinPath(run.uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: t('Save'),
    ...(beside ? { defaultUri: vscode.Uri.joinPath(beside, name) } : {}),
  });
  if (!uri) return;
  try {
    const bytes = await made();
    if (!bytes) return;
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    void vscode.window.showErrorMessage(t('{0} could not be saved: {1}', name, faultWords(run, error)));
    return;
  }
  const open = t('Open');
  if ((await vscode.window.showInformationMessage(t('Saved {0}.', vscode.workspace.asRelativePath(uri)), open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
