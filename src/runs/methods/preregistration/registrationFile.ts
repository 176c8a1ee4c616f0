/** The preregistration next to a file, compared with the file and its runs. */
import type { LanguageService } from '../../../language/api.js';
import { folderFiles } from '../../../node/ports.js';
import { basename, dirname, fileURLToPath, hasPath } from '../../../node/paths.js';
import { type Deviations, deviationsFrom } from './deviations.js';
import { readRegistration, registrationBase } from './preregistration.js';

/** Of the first of these studies that is registered; null stands for the whole file. Resolves with null if none is. */
export async function deviationsBeside(
  language: LanguageService,
  uri: string,
  studies: readonly (string | null)[],
  roots: readonly string[] = [],
): Promise<Deviations | null> {
  if (!hasPath(uri)) return null;
  const path = fileURLToPath(uri);
  const files = folderFiles(dirname(path));
  for (const study of studies) {
    const text = await files.read(`${registrationBase(basename(path), study)}.json`).catch(() => null);
    if (text !== null) return deviationsFrom(language, uri, readRegistration(text), roots);
  }
  return null;
}
