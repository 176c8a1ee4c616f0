/**
 *  * File URIs. They are plain text here: the language uses no file system and no URL class. All URIs have one normal form, so
 * that each file has only one URI.
 */
import { decoded, encoded, splitUri } from '../../core/util/uri.js';
import { marked, t } from '../../core/util/l10n.js';

export const LIBRARY = 'society-library:';

/** Languages, other than English, for which the library has phrases of the built-in mind: `library/phrases_de` and so on. */
const PHRASE_LANGUAGES: readonly string[] = ['de', 'es', 'ja', 'zh'];

/** The parts of the library that a file in a language imports without saying so; a language is a BCP 47 tag. */
export function implicitParts(language: string): readonly string[] {
  const primary = language.split('-')[0] ?? '';
  return ['prompts', 'phrases', ...(PHRASE_LANGUAGES.includes(primary) ? [`phrases_${primary}`] : [])];
}

/** Whether a part of the library is imported by files that do not name it. */
export const isImplicit = (name: string): boolean =>
  ['prompts', 'phrases'].includes(name) || PHRASE_LANGUAGES.some((language) => name === `phrases_${language}`);

export const libraryUri = (name: string): string => `${LIBRARY}/${name}.society`;
export const isLibrary = (uri: string): boolean => uri.startsWith(`${LIBRARY}/`);

/** Whether a URI is of a part of the library that is imported by files that do not name it. */
export const isImplicitUri = (uri: string): boolean => isLibrary(uri) && isImplicit(uri.slice(`${LIBRARY}/`.length, -'.society'.length));

/** The rank of an import when files are merged: a higher rank replaces entries of a lower one. Implicit library parts 0, library 1, other files 2. */
export const importRank = (uri: string): number => (!isLibrary(uri) ? 2 : isImplicitUri(uri) ? 0 : 1);

/** The last part of a URI, decoded. */
export const nameOf = (uri: string): string => decoded(uri.slice(uri.lastIndexOf('/') + 1));

/** The folder of a URI, without a slash at the end. */
export const folderOf = (uri: string): string => uri.slice(0, Math.max(0, uri.lastIndexOf('/')));

/** Whether a file is in a folder, at any depth. */
export const isWithin = (folder: string, uri: string): boolean => folder === '' || uri.startsWith(`${folder}/`);

/** The folder that imports of a file must not leave: the innermost workspace folder, otherwise the file's own folder. */
export function rootOf(uri: string, roots: readonly string[]): string {
  if (isLibrary(uri)) return LIBRARY;
  const around = roots.filter((root) => isWithin(root, uri)).sort((a, b) => b.length - a.length);
  return around[0] ?? folderOf(uri);
}

export type PathTarget =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly code: 'import-path' | 'import-outside'; readonly message: string };

/** A pattern, relative to a folder. */
interface PatternTarget {
  readonly ok: true;
  readonly folder: string;
  readonly pattern: string;
}

const LIBRARY_PART = /^library\/([a-z0-9_/-]+)$/;

export const isPattern = (from: string): boolean => /[*?{]/.test(from);

/** The URI of a path to an import or to prose, relative to the file that contains it. */
export function pathTarget(path: string, base: string, root: string): PathTarget {
  const library = LIBRARY_PART.exec(path);
  if (library?.[1]) return { ok: true, uri: libraryUri(library[1]) };
  if (!isRelative(path))
    return { ok: false, code: 'import-path', message: t('Write a path that starts with ./ or ../, or library/ and a name.') };
  const uri = relative(path, base);
  return uri !== null && isWithin(root, uri) ? { ok: true, uri } : outside(path, root);
}

/** Folder and rest of a pattern: the folder is the text before the first part with a wildcard. */
export function patternTarget(path: string, base: string, root: string): PatternTarget | (PathTarget & { ok: false }) {
  const parts = path.split('/');
  const first = parts.findIndex(isPattern);
  const head = parts.slice(0, first).join('/');
  if (!isRelative(head === '' ? './' : `${head}/x`) || path.includes('\\') || parts.slice(first).includes('..'))
    return { ok: false, code: 'import-path', message: t('Write a pattern that starts with ./ or ../, as in ./people/*.society.') };
  const folder = head === '' ? folderOf(base) : relative(head, base);
  if (folder === null || (folder !== root && !isWithin(root, folder))) return outside(path, root);
  return { ok: true, folder, pattern: parts.slice(first).join('/') };
}

const isRelative = (path: string): boolean => /^\.{0,2}\/?[^/\\:]/.test(path) && !/^[A-Za-z][A-Za-z0-9+.-]*:|^\/|\\/.test(path);

/** The message for a path at which a link leads out of a folder. */
export const linkedOutWords = (path: string, root: string): string =>
  t('`{0}` is reached through a link that leads out of the folder `{1}`. Copy the file into the folder{2}.', path, nameOf(root), WIDER);

/** How to give access to more than one folder. */
const WIDER = marked(', or open a folder that contains both (on the command line: --root FOLDER)');

function outside(path: string, root: string): PathTarget & { ok: false } {
  const what = root === LIBRARY ? t('the library') : t('the folder `{0}`', nameOf(root));
  const help = root === LIBRARY ? '' : t(' Move that file into it{0}.', WIDER);
  return { ok: false, code: 'import-outside', message: t('`{0}` leads out of {1}.{2}', path, what, help) };
}

/** The resolved path; null if it leads above the top folder. */
function relative(path: string, base: string): string | null {
  const [scheme, own] = splitUri(base);
  const parts = own.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(scheme === '' ? part : encoded(part));
    else if (parts.length <= 1) return null;
    else parts.pop();
  }
  return scheme + parts.join('/');
}

/** The relative path of a file, as in `./people/ada.md`; null if the files have no folder in common. */
export function relativePath(to: string, base: string): string | null {
  const [[scheme, path], [other, own]] = [splitUri(to), splitUri(base)];
  if (scheme !== other) return null;
  const [parts, from] = [path.split('/'), own.split('/').slice(0, -1)];
  let same = 0;
  while (same < from.length && same < parts.length - 1 && from[same] === parts[same]) same++;
  const up = from.length - same;
  return `${up === 0 ? './' : '../'.repeat(up)}${parts.slice(same).map(decoded).join('/')}`;
}
