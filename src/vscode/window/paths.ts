/**
 * The paths of files and folders, as the other rooms have them. On Node they are paths of the file system. In a browser they are
 * `scheme://authority/path`, because workspaces there are on file systems of several schemes.
 */
import * as vscode from 'vscode';
import { PLATFORM } from '../../node/platform.js';

/** The path of a file or folder. On Node, only `file:` URIs have one that can be opened. */
export const pathOf = (uri: vscode.Uri): string => (PLATFORM === 'node' ? uri.fsPath : `${uri.scheme}://${uri.authority}${uri.path}`);

/** The URI of a path that `pathOf` made, or that was made from such a path. */
export function uriOf(path: string): vscode.Uri {
  const [, scheme, authority, rest] = (PLATFORM === 'web' && /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/i.exec(path)) || [];
  return scheme === undefined ? vscode.Uri.file(path) : vscode.Uri.from({ scheme, authority: authority ?? '', path: rest ?? '' });
}

/** Schemes whose files become changes of a repository on a server when they are written. */
const REPOSITORIES: ReadonlySet<string> = new Set(['vscode-vfs', 'github']);

/** Whether runs are kept in the folder of a file: it can be written, and what is written there is not published. */
export const keepsRuns = ({ scheme }: vscode.Uri): boolean =>
  PLATFORM === 'node'
    ? scheme === 'file'
    : scheme !== 'untitled' && !REPOSITORIES.has(scheme) && vscode.workspace.fs.isWritableFileSystem(scheme) === true;
