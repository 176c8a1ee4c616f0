/** The files of the editor for src/web: `vscode.workspace.fs` by path, with the error codes of Node. */
import * as vscode from 'vscode';
import type { WebFiles } from '../../web/files.js';
import { uriOf } from '../window/paths.js';

const CODES: { readonly [code: string]: string } = {
  FileNotFound: 'ENOENT',
  FileExists: 'EEXIST',
  FileNotADirectory: 'ENOTDIR',
  FileIsADirectory: 'EISDIR',
  NoPermissions: 'EACCES',
  // The scheme has no file system.
  Unavailable: 'ENOENT',
};

export function editorFiles(): WebFiles {
  const { fs } = vscode.workspace;
  const coded = async <T>(acting: Thenable<T>, path: string): Promise<T> => {
    try {
      return await acting;
    } catch (error) {
      const code = error instanceof vscode.FileSystemError ? CODES[error.code] : undefined;
      throw code === undefined ? error : Object.assign(new Error(`${code}: ${path}`, { cause: error }), { code, path });
    }
  };
  return {
    read: (path) => coded(fs.readFile(uriOf(path)), path),
    write: (path, bytes) => coded(fs.writeFile(uriOf(path), bytes), path),
    stat: async (path) => {
      const { type, size, mtime } = await coded(fs.stat(uriOf(path)), path);
      return { isFolder: (type & vscode.FileType.Directory) !== 0, size, changed: mtime };
    },
    list: async (path) => {
      const found = await coded(fs.readDirectory(uriOf(path)), path);
      return found.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
    },
    makeFolder: (path) => coded(fs.createDirectory(uriOf(path)), path),
    remove: (path) => coded(fs.delete(uriOf(path), { recursive: true, useTrash: false }), path),
  };
}
