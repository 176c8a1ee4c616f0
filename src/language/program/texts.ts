/** A cache of file texts and file lists. It is used only if the host reports every change. */
import { LEADS_OUTSIDE, type TextFiles } from '../../core/util/ports.js';
import { isLibrary, isWithin } from './uri.js';

interface Texts {
  /** The text of a file; null if it does not exist or cannot be read. */
  read(uri: string, root?: string): Promise<string | null>;
  readonly list: ((folder: string, endings?: readonly string[], root?: string) => Promise<readonly string[]>) | null;
  roots(): readonly string[];
  /** Whether a file or folder was refused because a link leads out of the roots. Known after the first read. */
  leadsOut(uri: string): boolean;
  /** Removes a changed file, or all files below a folder, from the cache. `there`: whether it exists now. */
  changed(uri: string, there: boolean): void;
}

export function createTexts(files: TextFiles): Texts {
  const texts = new Map<string, Promise<string | null>>();
  const lists = new Map<string, Promise<readonly string[]>>();
  /** All files in one of the lists. */
  const listed = new Set<string>();
  const outside = new Set<string>();
  /** Records files that a link makes unreadable. A file that cannot be read counts as missing. */
  const refused =
    <T>(uri: string, nothing: T) =>
    (error: unknown): T => {
      if ((error as { readonly code?: unknown }).code === LEADS_OUTSIDE) outside.add(uri);
      return nothing;
    };
  const roots = (): readonly string[] => files.roots?.() ?? [];
  const isKept = (uri: string): boolean => isLibrary(uri) || (files.watched === true && roots().some((root) => isWithin(root, uri)));

  const read = (uri: string, root?: string): Promise<string | null> => {
    const known = texts.get(uri);
    if (known) return known;
    outside.delete(uri);
    const text = files.read(uri, root).catch(refused(uri, null));
    if (isKept(uri)) texts.set(uri, text);
    return text;
  };
  const list = (folder: string, endings?: readonly string[], root?: string): Promise<readonly string[]> => {
    const key = [folder, ...(endings ?? [])].join('\n');
    const known = lists.get(key);
    if (known) return known;
    outside.delete(folder);
    const found = files.list?.(folder, endings, root).catch(refused<readonly string[]>(folder, [])) ?? Promise.resolve([]);
    if (isKept(`${folder}/x`)) {
      lists.set(key, found);
      void found.then((uris) => {
        if (lists.get(key) === found) for (const uri of uris) listed.add(uri);
      });
    }
    return found;
  };
  return {
    read,
    list: files.list ? list : null,
    roots,
    leadsOut: (uri) => outside.has(uri),
    changed: (uri, there) => {
      texts.delete(uri);
      if (!there) for (const other of texts.keys()) if (isWithin(uri, other)) texts.delete(other);
      if (there && listed.has(uri)) return;
      lists.clear();
      listed.clear();
    },
  };
}
