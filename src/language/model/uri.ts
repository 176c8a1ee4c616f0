/** Names of files. URIs are plain text here: the language knows no file system and no URL class. */

export const LIBRARY = 'society-library:';

/** Parts of the library that are always at hand. */
export const IMPLICIT = ['prompts', 'phrases'] as const;

export const libraryUri = (name: string): string => `${LIBRARY}/${name}.society`;
export const isLibrary = (uri: string): boolean => uri.startsWith(`${LIBRARY}/`);

export type ImportTarget =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly code: 'import-pattern' | 'import-path'; readonly message: string };

/** The URI that an import means, seen from the file that holds it. */
export function importTarget(from: string, base: string): ImportTarget {
  const library = /^library\/([a-z0-9_/-]+)$/.exec(from);
  if (library?.[1]) return { ok: true, uri: libraryUri(library[1]) };
  if (from.includes('*')) return { ok: false, code: 'import-pattern', message: 'This version does not read patterns yet. Name each file.' };
  if (!/^\.{0,2}\/?[^/\\:]/.test(from) || /^[A-Za-z][A-Za-z0-9+.-]*:|^\/|\\/.test(from))
    return { ok: false, code: 'import-path', message: 'Write a path that starts with ./ or ../, or library/ and a name.' };
  const joined = relative(from, base);
  return joined === null
    ? { ok: false, code: 'import-path', message: 'This path leads out of where files can be.' }
    : { ok: true, uri: joined };
}

function relative(path: string, base: string): string | null {
  const split = /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?)?(.*)$/s.exec(base);
  const [scheme, own] = [split?.[1] ?? '', split?.[2] ?? ''];
  const parts = own.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(scheme === '' ? part : encode(part));
    else if (parts.length <= 1) return null;
    else parts.pop();
  }
  return scheme + parts.join('/');
}

const encode = (part: string): string =>
  part.includes('%')
    ? part
    : encodeURIComponent(part).replace(/%(2B|40|3A|2C|3B|3D|26|24|21|27|28|29|2A)/g, (code) => decodeURIComponent(code));
