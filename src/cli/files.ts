/** The language over the file system, with the library that ships beside the program. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createLanguageService, type LanguageService } from '../language/index.js';
import { nodeTextFiles } from '../node/ports.js';
import { UsageError } from './output.js';

export const openLanguage = (): LanguageService =>
  createLanguageService(nodeTextFiles(fileURLToPath(new URL('../library/', import.meta.url))));

/** URI of a file given on the command line; it must be there. */
export function fileUri(path: string): string {
  const full = resolve(path);
  if (!existsSync(full)) throw new UsageError(`There is no file ${path}.`);
  return pathToFileURL(full).href;
}

/** A whole number given as an option, or undefined. */
export function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new UsageError(`--${name} takes a whole number, not \`${value}\`.`);
  return Number(value);
}
