/** Saves a file that was made from a run, such as a picture or a table. The user chooses the place. */
import * as vscode from 'vscode';
import type { FromPanel } from '../../protocol/messages.js';
import { writePieces } from '../../node/longFile.js';
import { breather, gathered } from '../../node/yieldToEventLoop.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import { pathOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

export async function saveFile(
  { name, text, base64 }: Extract<FromPanel, { type: 'save' }>,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  const bytes =
    text === undefined ? Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0)) : new TextEncoder().encode(text);
  await saveMade(name, (uri) => written(uri, bytes), run);
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

/**
 * Saves a file in pieces that are made while it is saved. The editor stays responsive. On this machine the file is never in memory as a
 * whole.
 */
export async function savePieces(
  { name, pieces, count, title, isLong }: InPieces,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  const location = isLong ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  const write = (uri: vscode.Uri) =>
    vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      let [before, megabytes] = [0, 0];
      const done = (piece: number, bytes: number): void => {
        if (count !== null) progress.report({ increment: (100 / count) * (piece - before) });
        else if (bytes >= (megabytes + 1) * MB) progress.report({ message: t('{0} MB', (megabytes = Math.floor(bytes / MB))) });
        before = piece;
      };
      const gathering = { breathe: breather(BREATH_MS), token, done };
      if (uri.scheme === 'file') return writePieces(pathOf(uri), pieces, gathering);
      const bytes = await gathered(pieces, gathering);
      return bytes !== null && written(uri, bytes);
    });
  await saveMade(name, write, run);
}

const MB = 1_000_000;

async function written(uri: vscode.Uri, bytes: Uint8Array): Promise<true> {
  await vscode.workspace.fs.writeFile(uri, bytes);
  return true;
}

/** Saves a file that is made after the user has chosen the place. `write` gives false if the user cancels. */
async function saveMade(
  name: string,
  write: (uri: vscode.Uri) => Thenable<boolean>,
  run: Pick<ShownRun, 'uri' | 'readingFault'> | null,
): Promise<void> {
  const beside = run ? vscode.Uri.joinPath(run.uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: t('Save'),
    ...(beside ? { defaultUri: vscode.Uri.joinPath(beside, name) } : {}),
  });
  if (!uri) return;
  try {
    if (!(await write(uri))) return;
  } catch (error) {
    void vscode.window.showErrorMessage(t('{0} could not be saved: {1}', name, faultWords(run, error)));
    return;
  }
  const open = t('Open');
  if ((await vscode.window.showInformationMessage(t('Saved {0}.', vscode.workspace.asRelativePath(uri)), open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
