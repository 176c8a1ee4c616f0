/** Texts for the language: files of any scheme that the editor can read, and the library of the extension. */
import * as vscode from 'vscode';
import { LEADS_OUTSIDE, type TextFiles } from '../../core/util/ports.js';
import { PLATFORM } from '../../node/platform.js';
import { realFileWithin } from '../../node/withinRoots.js';

/** Scheme of the library's files. The language uses it. */
export const LIBRARY_SCHEME = 'society-library';

export function textFiles(extensionUri: vscode.Uri): TextFiles {
  return {
    read: async (uri, root) => {
      const parsed = vscode.Uri.parse(uri, true);
      if (parsed.scheme === LIBRARY_SCHEME) return readOrNull(libraryFile(extensionUri, parsed));
      const open = vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === uri);
      await refuseLinked(parsed, root);
      return open ? open.getText() : readOrNull(parsed);
    },
    bytes: async (uri, root) => {
      const parsed = vscode.Uri.parse(uri, true);
      await refuseLinked(parsed, root);
      return bytesOrNull(parsed);
    },
    list: async (folder, endings = ['.society'], root) => {
      const parsed = vscode.Uri.parse(folder.endsWith(':') ? `${folder}/` : folder, true);
      await refuseLinked(parsed, root);
      const found = (await filesBelow(parsed, endings)).map(String);
      return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },
    roots: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString().replace(/\/+$/, '')),
    watched: true,
  };
}

/**
 * Lists the files below a folder. It lists the folders, because not every file system offers a search. It does not follow links:
 * their targets are found at their own place, or are outside the folder.
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

/** Shows the files of the library as read-only documents, for *Go to Definition*. */
export function registerLibrary(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(LIBRARY_SCHEME, {
    provideTextDocumentContent: (uri) => readOrNull(libraryFile(extensionUri, uri)),
  });
}

/** The file in the library. A path that leads out of the library has no file. */
function libraryFile(extensionUri: vscode.Uri, uri: vscode.Uri): vscode.Uri {
  const library = vscode.Uri.joinPath(extensionUri, 'library');
  const file = vscode.Uri.joinPath(library, uri.path);
  return file.path.startsWith(`${library.path}/`) ? file : vscode.Uri.joinPath(library, 'no-such-file');
}

/**
 * Rejects if a link leads out of the folders of the workspace. Only the local file system reports the target of a link, so every
 * link of another file system is refused.
 */
async function refuseLinked(uri: vscode.Uri, within: string | undefined): Promise<void> {
  if (uri.toString() === within) return;
  const own = within === undefined ? null : vscode.Uri.parse(within, true);
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  if (folders.some((folder) => folder.toString() === uri.toString())) return;
  if (PLATFORM === 'node' && uri.scheme === 'file') {
    const roots = folders.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    await realFileWithin(uri.fsPath, roots, own?.fsPath).catch((error: unknown) => {
      if ((error as { readonly code?: unknown }).code === LEADS_OUTSIDE) throw error;
    });
    return;
  }
  const root = [...folders, ...(own ? [own] : [])].find(
    (folder) => folder.scheme === uri.scheme && uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`),
  );
  for (let at = uri; at.path.length > (root?.path.length ?? 1) && at.path !== '/'; at = vscode.Uri.joinPath(at, '..')) {
    const found = await vscode.workspace.fs.stat(at).then(
      ({ type }) => type,
      () => vscode.FileType.Unknown,
    );
    if ((found & vscode.FileType.SymbolicLink) !== 0)
      throw Object.assign(new Error('A link may lead out of the folder.'), { code: LEADS_OUTSIDE });
    if (!root) return;
  }
}

async function readOrNull(uri: vscode.Uri): Promise<string | null> {
  const bytes = await bytesOrNull(uri);
  return bytes && new TextDecoder().decode(bytes);
}

async function bytesOrNull(uri: vscode.Uri): Promise<Uint8Array | null> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether the error means that there is no such file: it is missing, it is a folder, or its scheme is unknown. */
const isMissing = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && ['FileNotFound', 'FileIsADirectory', 'Unavailable'].includes(error.code);
