/** Files of data that a file names, such as the table of a population: where they lie, and their text. */
import type { TextFiles } from '../../core/ports.js';
import type { DataFile } from '../api.js';
import { isLibrary, nameOf, pathTarget, rootOf } from './uri.js';

const PATH = 'Write a path that starts with ./ or ../, as in ./people.csv.';

/** Nothing is kept: a host tells of changes of societies and prose, not of all files. */
export async function readData(path: string, from: string, files: TextFiles): Promise<DataFile> {
  const target = pathTarget(path, from, rootOf(from, files.roots?.() ?? []));
  if (!target.ok)
    return target.code === 'import-outside' ? { ...target, code: 'import-outside' } : { ok: false, code: 'data-path', message: PATH };
  const { uri } = target;
  if (isLibrary(uri)) return { ok: false, code: 'data-path', message: PATH };
  try {
    const text = await files.read(uri);
    return text === null ? { ok: false, code: 'no-file', message: `There is no file \`${path}\`.` } : { ok: true, uri, text };
  } catch (error) {
    const { message } = error as { readonly message?: string };
    return { ok: false, code: 'unreadable-file', message: `${nameOf(uri)} cannot be read: ${message ?? String(error)}` };
  }
}
