/** URIs as plain text, in one normal form, so that each file has only one URI. */

/** Scheme and authority, and the path. */
export function splitUri(uri: string): readonly [scheme: string, path: string] {
  const found = /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?)?(.*)$/s.exec(uri);
  return [found?.[1] ?? '', found?.[2] ?? ''];
}

/** The normal form: each part of the path is encoded like in the editor; a drive letter is in lower case. */
export function canonicalUri(uri: string): string {
  const [scheme, path] = splitUri(uri);
  const parts = path.split('/').map((part, i) => (i === 1 && /^[A-Za-z](:|%3[Aa])$/.test(part) ? part.toLowerCase() : part));
  return scheme + parts.map((part) => encoded(decoded(part))).join('/');
}

/** One part of a path. */
export const encoded = (part: string): string =>
  encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** A stray `%` is not changed. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
