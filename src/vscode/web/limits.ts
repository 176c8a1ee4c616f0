/** Messages for what a browser cannot do, each with what works instead. */
import * as vscode from 'vscode';
import { PLATFORM } from '../../node/platform.js';
import { keepsRuns } from '../window/paths.js';

const { t } = vscode.l10n;

/** Why no runs can be kept next to a file; null if they can. */
export function notKeptWords(uri: vscode.Uri): string | null {
  if (keepsRuns(uri)) return null;
  return PLATFORM === 'web' && uri.scheme !== 'untitled'
    ? t(
        'These runs are stored in the folder of the file, and this file is in a repository on a server or in a folder that can only be read. Open a folder of this computer, or run single scenarios: their runs are stored in the browser.',
      )
    : t('Save the file on this machine first. These runs are stored in the folder of the file.');
}

let isTold = false;

/** Tells once in a window that its runs are played one after another. */
export function tellOneThread(): void {
  if (PLATFORM === 'node' || isTold) return;
  isTold = true;
  void vscode.window.showInformationMessage(
    t(
      'In a browser, the runs of an experiment are played one after another. The desktop editor and the command line play them in parallel.',
    ),
  );
}
