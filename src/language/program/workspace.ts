/**
 * The files of the workspace: which societies import which, and the data files that they name. Texts are read at first use
 * and cached until the host reports a change.
 */
import { LEADS_OUTSIDE, type TextFiles } from '../../core/util/ports.js';
import type { DataFile } from './program.js';
import { isLibrary, linkedOutWords, nameOf, pathTarget, rootOf } from './uri.js';
import type { FileModel } from '../incremental/file.js';
import { type Host, importTargets } from './imports.js';
import { t } from '../../core/util/l10n.js';

export interface Workspace {
  /** URIs of all `.society` files of the folders, and of open files, in the order of code units. */
  files(): Promise<readonly string[]>;
  /**
   * URIs of the files that import a file, directly or through others, or that read prose from it; not the file itself. If
   * folders cannot be listed, only of the open files.
   */
  usersOf(uri: string): Promise<readonly string[]>;
  /** URIs of the imports and prose that a file names directly. */
  usedBy(uri: string): Promise<ReadonlySet<string>>;
}

/** `open`: URIs of the open texts. */
export function createWorkspace(host: Host, open: () => Iterable<string>): Workspace {
  const used = new WeakMap<FileModel, ReadonlySet<string>>();

  const files = async (): Promise<readonly string[]> => {
    const listed = host.list ? await Promise.all(host.roots().map((root) => host.list?.(root) ?? [])) : [];
    return [...new Set([...listed.flat(), ...open()])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  };
  const usedBy = async (uri: string): Promise<ReadonlySet<string>> => {
    const file = await host.load(uri);
    if (!file) return new Set();
    const patterned = file.imports.some(({ from }) => /[*?{]/.test(from));
    const known = patterned ? undefined : used.get(file);
    if (known) return known;
    const found = await usesOf(file, rootOf(uri, host.roots()), host);
    used.set(file, found);
    return found;
  };
  return {
    files,
    usedBy,
    usersOf: async (uri) => {
      const users = new Map<string, string[]>();
      for (const other of await files())
        for (const target of await usedBy(other)) {
          const list = users.get(target);
          if (list) list.push(other);
          else users.set(target, [other]);
        }
      const found = new Set([uri]);
      for (const one of found) for (const user of users.get(one) ?? []) found.add(user);
      found.delete(uri);
      return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },
  };
}

async function usesOf(file: FileModel, root: string, host: Host): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const use of file.imports) for (const uri of (await importTargets(use, file.uri, root, host)).uris) found.add(uri);
  for (const { node } of file.prose) {
    const target = pathTarget(String(node.value), file.uri, root);
    if (target.ok) found.add(target.uri);
  }
  return found;
}

// Data files that a file names, such as the table of a population.

/** Reads a data file. It is not cached, because a host reports changes of societies and prose, not of all files. */
export async function readData(path: string, from: string, files: TextFiles): Promise<DataFile> {
  const root = rootOf(from, files.roots?.() ?? []);
  const target = pathTarget(path, from, root);
  if (!target.ok && target.code === 'import-outside') return fault('outside', target.message);
  if (!target.ok || isLibrary(target.uri)) return fault('path', t('Write a path that starts with ./ or ../, as in ./people.csv.'));
  const { uri } = target;
  try {
    if (/\.parquet$/i.test(uri) && files.bytes) {
      const bytes = await files.bytes(uri, root);
      return bytes === null ? fault('missing', t('There is no file `{0}`.', path)) : { ok: true, uri, text: '', bytes };
    }
    const text = await files.read(uri, root);
    return text === null ? fault('missing', t('There is no file `{0}`.', path)) : { ok: true, uri, text };
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string };
    if (code === LEADS_OUTSIDE) return fault('outside', linkedOutWords(path, root));
    return fault('unreadable', t('{0} cannot be read: {1}', nameOf(uri), withoutPaths(message ?? String(error))));
  }
}

/** The message of the system without quoted paths, which would show the user's folders. */
const withoutPaths = (message: string): string =>
  message.replace(/,? *(?:open|read|scandir|stat|lstat|realpath)? *'[^']*'|,? *"[^"]*"/g, '').trim();

type Fault = DataFile & { readonly ok: false };
const fault = (reason: Fault['reason'], message: string): Fault => ({ ok: false, reason, message });
