/** Files of data that a file names, such as the table of a population: where they lie, and their text. */
import { LEADS_OUTSIDE, type TextFiles } from '../../core/util/ports.js';
import type { DataFile } from './resolvedSociety.js';
import { isLibrary, linkedOutWords, nameOf, pathTarget, rootOf } from './uri.js';

/** Nothing is kept: a host tells of changes of societies and prose, not of all files. */
export async function readData(path: string, from: string, files: TextFiles): Promise<DataFile> {
  const root = rootOf(from, files.roots?.() ?? []);
  const target = pathTarget(path, from, root);
  if (!target.ok && target.code === 'import-outside') return fault('outside', target.message);
  if (!target.ok || isLibrary(target.uri)) return fault('path', 'Write a path that starts with ./ or ../, as in ./people.csv.');
  const { uri } = target;
  try {
    const text = await files.read(uri, root);
    return text === null ? fault('missing', `There is no file \`${path}\`.`) : { ok: true, uri, text };
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string };
    if (code === LEADS_OUTSIDE) return fault('outside', linkedOutWords(path, root));
    return fault('unreadable', `${nameOf(uri)} cannot be read: ${withoutPaths(message ?? String(error))}`);
  }
}

/** The system's words without the paths that it puts into quotes: they lead through the user's folders. */
const withoutPaths = (message: string): string =>
  message.replace(/,? *(?:open|read|scandir|stat|lstat|realpath)? *'[^']*'|,? *"[^"]*"/g, '').trim();

type Fault = DataFile & { readonly ok: false };
const fault = (reason: Fault['reason'], message: string): Fault => ({ ok: false, reason, message });
