/** Files in memory that can be listed, changed and counted, as a host has them. */
import type { TextFiles } from '../../../src/core/util/ports.js';
import { createLanguageService, type LanguageService, libraryUri, type Resolved } from '../../../src/language/index.js';
import { FEED } from './support.js';

export const ROOT = 'file:///study';

export interface Memory {
  readonly files: TextFiles;
  readonly texts: Map<string, string>;
  /** How often each was read. */
  readonly reads: Map<string, number>;
}

/** Names are paths beneath `/study`, or whole URIs. */
export function memory(texts: { readonly [name: string]: string }, roots: readonly string[] = [ROOT], watched = false): Memory {
  const all = new Map([[libraryUri('feed'), FEED], ...Object.entries(texts).map(([name, text]) => [at(name), text] as const)]);
  const reads = new Map<string, number>();
  const files: TextFiles = {
    read: (uri) => {
      reads.set(uri, (reads.get(uri) ?? 0) + 1);
      return Promise.resolve(all.get(uri) ?? null);
    },
    list: (folder, endings = ['.society']) =>
      Promise.resolve(
        [...all.keys()].filter((uri) => uri.startsWith(`${folder}/`) && endings.some((ending) => uri.endsWith(ending))).sort(),
      ),
    roots: () => roots,
    watched,
  };
  return { files, texts: all, reads };
}

export const at = (name: string): string => (name.includes(':') ? name : `${ROOT}/${name}`);

export function serviceOf(texts: { readonly [name: string]: string }, roots?: readonly string[]): LanguageService {
  return createLanguageService(memory(texts, roots).files);
}

export const resolveMain = (texts: { readonly [name: string]: string }, roots?: readonly string[]): Promise<Resolved> =>
  serviceOf(texts, roots).resolve(at('main.society'));

/** `file:line code` of each problem. */
export const problemsOf = (resolved: Resolved): string[] =>
  resolved.problems.map((p) => `${p.uri.slice(p.uri.lastIndexOf('/') + 1)}:${p.range.start.line + 1} ${p.code}`);
