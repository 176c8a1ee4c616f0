/** Texts for the language: files of any scheme the editor can read, and the library that ships with the extension. */
import * as vscode from 'vscode';
import type { TextFiles } from '../core/ports.js';

/** Scheme of the library's files, as the language names them. */
export const LIBRARY_SCHEME = 'society-library';

export function textFiles(extensionUri: vscode.Uri): TextFiles {
  return {
    read: (uri) => {
      const parsed = vscode.Uri.parse(uri, true);
      if (parsed.scheme === LIBRARY_SCHEME) return readOrNull(libraryFile(extensionUri, parsed));
      const open = vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === uri);
      return open ? Promise.resolve(open.getText()) : readOrNull(parsed);
    },
    list: async (folder, endings = ['.society']) => {
      const found = (await filesBelow(vscode.Uri.parse(folder.endsWith(':') ? `${folder}/` : folder, true), endings)).map(String);
      return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },
    roots: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString().replace(/\/+$/, '')),
    watched: true,
  };
}

/**
 * By the folders themselves, which every file system can list; a search is not offered by all. Links are not followed:
 * what they lead to is found where it is, or lies elsewhere.
 */
async function filesBelow(folder: vscode.Uri, endings: readonly string[]): Promise<readonly vscode.Uri[]> {
  const { File, Directory } = vscode.FileType;
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  const found = entries.map(async ([name, type]): Promise<readonly vscode.Uri[]> => {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === File) return endings.some((ending) => name.endsWith(ending)) ? [uri] : [];
    return type === Directory && !name.startsWith('.') && name !== 'node_modules' ? filesBelow(uri, endings) : [];
  });
  return (await Promise.all(found)).flat();
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
