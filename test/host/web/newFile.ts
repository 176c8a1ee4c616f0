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

const SCHEME = 'memory';
vscode.workspace.registerFileSystemProvider(
  SCHEME,
  {
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
    writeFile: (uri, bytes) => put(uri, File, bytes),
    delete: (uri) => {
      for (const path of [uri.path, ...below(uri.path)]) entries.delete(path);
      changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
    },
    rename: (from, to) => {
      put(to, File, found(from).bytes);
      entries.delete(from.path);
    },
  },
  { isCaseSensitive: true },
);

let made = 0;

/** A file in a folder of its own, outside the workspace. */
export function fileWith(text: string, name = 'test.society'): vscode.Uri {
  const folder = vscode.Uri.from({ scheme: SCHEME, path: `/society-host-${made++}` });
  const uri = vscode.Uri.joinPath(folder, name);
  put(folder, Directory);
  put(uri, File, new TextEncoder().encode(text));
  return uri;
}

/** The file as launch configurations name it. */
export const programOf = (uri: vscode.Uri): string => uri.toString();
