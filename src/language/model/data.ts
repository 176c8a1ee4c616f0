/** Files of data that a file names, such as the table of a population: where they lie, and their text. */
import type { TextFiles } from '../../core/ports.js';
import type { DataFile } from '../api.js';
import { isLibrary, nameOf, pathTarget, rootOf } from './uri.js';

/** Nothing is kept: a host tells of changes of societies and prose, not of all files. */
export async function readData(path: string, from: string, files: TextFiles): Promise<DataFile> {
  const target = pathTarget(path, from, rootOf(from, files.roots?.() ?? []));
  if (!target.ok && target.code === 'import-outside') return fault('outside', target.message);
  if (!target.ok || isLibrary(target.uri)) return fault('path', 'Write a path that starts with ./ or ../, as in ./people.csv.');
  const { uri } = target;
  try {
    const text = await files.read(uri);
    return text === null ? fault('missing', `There is no file \`${path}\`.`) : { ok: true, uri, text };
  } catch (error) {
    const { message } = error as { readonly message?: string };
    return fault('unreadable', `${nameOf(uri)} cannot be read: ${message ?? String(error)}`);
  }
}

type Fault = DataFile & { readonly ok: false };
const fault = (reason: Fault['reason'], message: string): Fault => ({ ok: false, reason, message });
