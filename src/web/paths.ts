/** Paths in a browser: `scheme://authority/path`. The functions have the names and the meaning of those of Node. */

/** Scheme and authority, and the path. */
function split(path: string): readonly [place: string, rest: string] {
  const found = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)(.*)$/is.exec(path);
  return found ? [found[1]!, found[2]!] : ['', path];
}

/** Without `.`, `..` and empty parts. */
function plain(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' && path.startsWith('/')) continue;
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}

export const isAbsolute = (path: string): boolean => split(path)[0] !== '' || path.startsWith('/');

export function join(...parts: readonly string[]): string {
  const [place, first] = split(parts[0] ?? '');
  const rest = plain([first, ...parts.slice(1)].filter((part) => part !== '').join('/') || (place === '' ? '' : '/'));
  return place + rest;
}

/** The path of `to`, which is relative to `from` or absolute. */
export function resolve(from: string, to: string): string {
  if (split(to)[0] !== '') return join(to);
  return to.startsWith('/') ? split(from)[0] + plain(to) : join(from, to);
}

export function dirname(path: string): string {
  const [place, rest] = split(path);
  const end = rest.replace(/\/+$/, '').lastIndexOf('/');
  if (end > 0) return place + rest.slice(0, end);
  return place === '' && !rest.startsWith('/') ? '.' : `${place}/`;
}

export const basename = (path: string): string => split(path)[1].replace(/\/+$/, '').split('/').at(-1) ?? '';

/** The way from one folder to another. An absolute path if they have no folder in common. */
export function relative(from: string, to: string): string {
  const [[here, start], [there, end]] = [split(from), split(to)];
  if (here !== there) return to;
  const [a, b] = [start, end].map((path) => path.split('/').filter((part) => part !== ''));
  let same = 0;
  while (same < a!.length && same < b!.length && a![same] === b![same]) same++;
  return [...a!.slice(same).map(() => '..'), ...b!.slice(same)].join('/');
}

/** The path of a URI of any scheme. */
export function fileURLToPath(given: string | { readonly href: string }): string {
  const uri = typeof given === 'string' ? given : given.href;
  const found = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/]*))?(.*)$/is.exec(uri);
  return found ? `${found[1]}://${decoded(found[2] ?? '')}${decoded(found[3]!)}` : uri;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Schemes of texts that are no files. */
const NO_FILES = /^(untitled|society-run|society-library):/;

/** Whether a URI names a file that has a path. */
export const hasPath = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(uri) && !NO_FILES.test(uri);
