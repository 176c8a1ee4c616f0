/** The files in a copy of an entry: the society, and everything that it reads, except the library, in one folder. */
import { folderOf, isWithin, nameOf, pathTarget, relativePath } from '../language/program/uri.js';
import type { Offsets } from '../language/text/lines.js';
import type { ScalarNode, TreeNode } from '../language/syntax/node.js';
import { parseTree } from '../language/syntax/parse.js';

interface SourceText {
  readonly uri: string;
  readonly text: string;
}

export interface CopiedFile {
  /** Path below the folder of the copy. */
  readonly to: string;
  readonly text: string;
}

/**
 * Files of the copy, the society first. A file below the society's folder keeps its relative path. The other files are placed next
 * to the society. Only relative paths are followed, so a pattern such as `./people/*.society` adds no file.
 * @param read resolves with null if the file does not exist
 */
export async function copyOf(main: string, read: (uri: string) => Promise<string | null>): Promise<readonly CopiedFile[]> {
  const places = new Map<string, string>();
  const taken: SourceText[] = [];
  const waiting = [main];
  for (const uri of waiting) {
    const text = places.has(uri) ? null : await read(uri);
    if (text === null) continue;
    places.set(uri, free(placeOf(uri, folderOf(main)), new Set(places.values())));
    taken.push({ uri, text });
    waiting.push(...pathsIn(uri, text).map(({ target }) => target));
  }
  return taken.map((source) => ({ to: places.get(source.uri) ?? '', text: redirected(source, places) }));
}

const placeOf = (uri: string, folder: string): string =>
  isWithin(folder, uri) ? (relativePath(uri, `${folder}/x`) ?? '').replace(/^\.\//, '') : nameOf(uri);

/** The path. If another file has it, there is a number before its ending. */
function free(path: string, taken: ReadonlySet<string>): string {
  for (let n = 2, other = path; ; n++) {
    if (!taken.has(other)) return other;
    other = path.replace(/(\.[^./]*)?$/, `_${n}$1`);
  }
}

/** The text, with new paths to the copied files and no other change. */
function redirected({ uri, text }: SourceText, places: ReadonlyMap<string, string>): string {
  const own = `copy:/${places.get(uri) ?? ''}`;
  return pathsIn(uri, text).reduceRight((before, { at, path, target }) => {
    const place = places.get(target);
    const now = place === undefined ? null : relativePath(`copy:/${place}`, own);
    return now === null || now === path ? before : before.slice(0, at[0]) + now + before.slice(at[1]);
  }, text);
}

interface NamedPath {
  readonly at: Offsets;
  readonly path: string;
  readonly target: string;
}

/** Relative paths that a society names, in the order of the file. Other files name none. */
function pathsIn(uri: string, text: string): readonly NamedPath[] {
  if (!uri.endsWith('.society')) return [];
  return scalarsOf(parseTree(uri, text).root).flatMap(({ value, at }): readonly NamedPath[] => {
    if (typeof value !== 'string' || !/^\.{1,2}\/[^\n]*$/.test(value)) return [];
    const target = pathTarget(value, uri, '');
    return target.ok ? [{ at, path: value, target: target.uri }] : [];
  });
}

const scalarsOf = (node: TreeNode | null): readonly ScalarNode[] =>
  node?.kind === 'map'
    ? node.entries.flatMap(({ value }) => scalarsOf(value))
    : node?.kind === 'list'
      ? node.items.flatMap(scalarsOf)
      : node
        ? [node]
        : [];
