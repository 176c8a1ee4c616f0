/** A file that a test has for itself, in a browser: there nothing is written at once, so these files are in memory. */
import * as vscode from 'vscode';

interface Entry {
  readonly type: vscode.FileType;
  readonly bytes: Uint8Array;
  readonly changed: number;
}

const entries = new Map<string, Entry>();
const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
const { File, Directory } = vscode.FileType;

const found = (uri: vscode.Uri): Entry => {
  const entry = entries.get(uri.path);
  if (!entry) throw vscode.FileSystemError.FileNotFound(uri);
  return entry;
};

function put(uri: vscode.Uri, type: vscode.FileType, bytes: Uint8Array = new Uint8Array()): void {
  const isNew = !entries.has(uri.path);
  entries.set(uri.path, { type, bytes, changed: Date.now() });
  changes.fire([{ type: isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed, uri }]);
}

const below = (path: string): readonly string[] => [...entries.keys()].filter((one) => one.startsWith(`${path}/`));

/** Schemes of folders in memory: as of a disk, as of a repository on a server, and one that can only be read. */
export type Scheme = 'memory' | 'vscode-vfs' | 'memory-read';

const register = (scheme: Scheme): vscode.Disposable =>
  vscode.workspace.registerFileSystemProvider(scheme, provider, { isCaseSensitive: true, isReadonly: scheme === 'memory-read' });

/** What refuses to be written, by a part of its path. */
export const refused = new Set<string>();

const provider: vscode.FileSystemProvider = {
  onDidChangeFile: changes.event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: (uri) => {
    const { type, bytes, changed } = found(uri);
    return { type, size: bytes.length, ctime: changed, mtime: changed };
  },
  readFile: (uri) => found(uri).bytes,
  readDirectory: (uri) => {
    found(uri);
    const names = below(uri.path).map((path) => path.slice(uri.path.length + 1));
    return names.filter((name) => !name.includes('/')).map((name) => [name, entries.get(`${uri.path}/${name}`)!.type]);
  },
  createDirectory: (uri) => put(uri, Directory),
  writeFile: (uri, bytes) => {
    if ([...refused].some((part) => uri.path.includes(part))) throw vscode.FileSystemError.NoPermissions(uri);
    put(uri, File, bytes);
  },
  delete: (uri) => {
    for (const path of [uri.path, ...below(uri.path)]) entries.delete(path);
    changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  },
  rename: (from, to) => {
    put(to, File, found(from).bytes);
    entries.delete(from.path);
  },
};

for (const scheme of ['memory', 'vscode-vfs', 'memory-read'] as const) register(scheme);

let made = 0;

/** A file in a folder of its own, outside the workspace. */
export function fileWith(text: string, name = 'test.society', scheme: Scheme = 'memory'): vscode.Uri {
  const folder = vscode.Uri.from({ scheme, path: `/society-host-${made++}` });
  const uri = vscode.Uri.joinPath(folder, name);
  put(folder, Directory);
  put(uri, File, new TextEncoder().encode(text));
  return uri;
}

/** The names in a folder in memory. */
export const namesIn = (folder: vscode.Uri): readonly string[] => below(folder.path).map((path) => path.slice(folder.path.length + 1));

/** The file as launch configurations name it. */
export const programOf = (uri: vscode.Uri): string => uri.toString();
