/**
 * Where a run is kept: `.society/runs` in the workspace folder of its file, or in the folder of the file. A run that cannot be
 * written there (a read-only folder, a folder that is on no disk) goes to the extension's own storage, with a message.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';

export interface RunLocation {
  readonly id: string;
  readonly dir: string;
  /** Why the run is not in the folder of its file, in words; null when it is. */
  readonly elsewhere: string | null;
}

/** Makes the run's folder. Rejects only when the extension's storage cannot be written either. */
export async function placeRun(uri: vscode.Uri, scenario: string, seed: number, storage: vscode.Uri): Promise<RunLocation> {
  const { newRunPlace } = await import('../../node/runPlace.js');
  const root = rootOf(uri);
  if (root !== null) {
    try {
      return { ...(await newRunPlace(root, scenario, seed)), elsewhere: null };
    } catch (error) {
      return { ...(await newRunPlace(storage.fsPath, scenario, seed)), elsewhere: why(root, error) };
    }
  }
  const elsewhere =
    uri.scheme === 'untitled' ? null : vscode.l10n.t('Runs cannot be kept next to this file, because it is not on a disk of this machine.');
  return { ...(await newRunPlace(storage.fsPath, scenario, seed)), elsewhere };
}

function rootOf(uri: vscode.Uri): string | null {
  const folder =
    vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder) return folder.uri.scheme === 'file' ? folder.uri.fsPath : null;
  return uri.scheme === 'file' ? dirname(uri.fsPath) : null;
}

function why(root: string, error: unknown): string {
  const { code } = error as { code?: string };
  return code === 'ENOSPC' ? vscode.l10n.t('The disk of {0} is full.', root) : vscode.l10n.t('The folder {0} cannot be written.', root);
}
