/** Texts for the language: files of any scheme the editor can read, and the library that ships with the extension. */
import * as vscode from 'vscode';
import type { TextFiles } from '../core/ports.js';

/** Scheme of the library's files, as the language names them. */
export const LIBRARY_SCHEME = 'society-library';

export function textFiles(extensionUri: vscode.Uri): TextFiles {
  return {
    read: (uri) => {
      const parsed = vscode.Uri.parse(uri, true);
      return readOrNull(parsed.scheme === LIBRARY_SCHEME ? libraryFile(extensionUri, parsed) : parsed);
    },
  };
}

/** Shows the library's files, read-only, where a definition leads into one. */
export function registerLibrary(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(LIBRARY_SCHEME, {
    provideTextDocumentContent: (uri) => readOrNull(libraryFile(extensionUri, uri)),
  });
}

/** Only what lies in the library: a path that leads out of it has no file. */
function libraryFile(extensionUri: vscode.Uri, uri: vscode.Uri): vscode.Uri {
  const library = vscode.Uri.joinPath(extensionUri, 'library');
  const file = vscode.Uri.joinPath(library, uri.path);
  return file.path.startsWith(`${library.path}/`) ? file : vscode.Uri.joinPath(library, 'no-such-file');
}

async function readOrNull(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** No file, or a folder where a file was meant; an unknown scheme has no files either. */
const isMissing = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && ['FileNotFound', 'FileIsADirectory', 'Unavailable'].includes(error.code);
