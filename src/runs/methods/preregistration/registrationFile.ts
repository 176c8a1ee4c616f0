/** The preregistration next to a file, compared with the file and its runs. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { LanguageService } from '../../../language/api.js';
import { type Deviations, deviationsFrom } from './deviations.js';
import { readRegistration, registrationBase } from './preregistration.js';

/** Of the first of these studies that is registered; null stands for the whole file. Resolves with null if none is. */
export async function deviationsBeside(
  language: LanguageService,
  uri: string,
  studies: readonly (string | null)[],
  roots: readonly string[] = [],
): Promise<Deviations | null> {
  if (!uri.startsWith('file:')) return null;
  for (const study of studies) {
    const text = await readFile(`${registrationBase(fileURLToPath(uri), study)}.json`, 'utf8').catch(() => null);
    if (text !== null) return deviationsFrom(language, uri, readRegistration(text), roots);
  }
  return null;
}
