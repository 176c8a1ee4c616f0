/** The name of a text in a run. Separate from the code that loads it, so that the editor can use it without loading more. */
import type { Resolved } from '../../language/api.js';
import { nameOf, relativePath } from '../../language/program/uri.js';

/** A source's name in a manifest: `library/…`, else its path from the entry's folder, as in `../../town.society`. */
export function sourceName(entry: string, uri: string): string {
  const library = /^society-library:\/+(.*)$/.exec(uri);
  if (library) return `library/${library[1]}`;
  return (relativePath(uri, entry) ?? nameOf(uri)).replace(/^\.\//, '');
}

/** The texts that a run of a file keeps, under their names in its manifest; the file itself is the first. */
export const runSources = (
  { sources }: Pick<Resolved, 'sources'>,
  entry: string,
): readonly { readonly uri: string; readonly text: string }[] => sources.map(({ uri, text }) => ({ uri: sourceName(entry, uri), text }));
