/** Files for imports: synthetic files in the tests, and files of other tools where this machine has any. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../../src/core/util/json.js';
import { type Imported, type ImportFile, type ImportOptions, importSociety } from '../../../src/exchange/index.js';

export const FIXTURES = join(process.cwd(), 'test', 'fixtures', 'exchange');

/** Folder with files that other tools publish; they are no part of this project. */
export const REAL = process.env.SOCIETY_EXCHANGE_DATA ?? join(process.cwd(), '..', 'shared', 'data');

export const realFiles = (): readonly string[] =>
  existsSync(REAL)
    ? (readdirSync(REAL, { recursive: true }) as string[])
        .map((name) => join(REAL, name))
        .filter((path) => statSync(path).isFile() && /\.(json|ya?ml|csv|tsv|jsonl|graphml|gexf)$/.test(path))
        .sort()
    : [];

export const fixture = (name: string): ImportFile => fileAt(join(FIXTURES, name));
export const fileAt = (path: string): ImportFile => ({ name: basename(path), bytes: readFileSync(path) });
export const fileOf = (name: string, text: string): ImportFile => ({ name, bytes: new TextEncoder().encode(text) });

export type Good = Extract<Imported, { readonly ok: true }>;

/** An import that must succeed. */
export function imported(files: readonly ImportFile[], options: ImportOptions = {}): Good {
  const result = importSociety(files, options);
  if (!result.ok) throw new Error(result.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return result;
}

/** The society of an import, read by a parser of YAML. */
export const societyOf = ({ text }: Good): { readonly [key: string]: Record<string, JsonObject> } => parse(text);

/** Values that hold no others, with their paths; those that say nothing are left out. */
export function leaves(value: Json, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => leaves(one as Json, path === '' ? key : `${path}.${key}`));
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? [] : [[path, text]];
}
