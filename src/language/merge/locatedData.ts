/**
 * Data that stores the place of each part, for merging files and applying `extends`. Merging creates new nodes and
 * shares unchanged ones.
 */
import type { Json } from '../../core/util/json.js';
import type { Span } from '../../core/util/textPosition.js';
import type { Prose } from '../names/textFiles.js';
import { type Lines, type Offsets, rangeAt } from '../text/lines.js';
import { put, type TreeNode, valueAt } from '../syntax/node.js';

/** A source text. */
interface Source {
  readonly uri: string;
  readonly lines: Lines;
}

interface WrittenAt {
  readonly source: Source;
  readonly at: Offsets;
}

export type Located =
  | { readonly kind: 'scalar'; readonly value: Json; readonly place: WrittenAt }
  | { readonly kind: 'list'; readonly items: readonly Located[]; readonly place: WrittenAt }
  | LocatedMap;

export interface LocatedMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Located>;
  /** The place of each key with its value. */
  readonly place: WrittenAt;
}

/**
 * `at` is the key with its value, so that a node's span shows the whole entry. The place of prose from a separate file is
 * in that file.
 */
export function locate(node: TreeNode, source: Source, prose: Prose, at: Offsets = node.at): Located {
  const place: WrittenAt = { source, at };
  if (node.kind === 'scalar') {
    const found = prose.get(node);
    if (found) return { kind: 'scalar', value: found.text, place: { source: found, at: [0, found.source.length] } };
    return { kind: 'scalar', value: node.value, place };
  }
  if (node.kind === 'list')
    return { kind: 'list', items: node.items.flatMap((item) => passages(item, source, prose) ?? [locate(item, source, prose)]), place };
  const entries = new Map<string, Located>();
  for (const entry of node.entries)
    if (entry.colon && !entries.has(entry.key)) {
      entries.set(entry.key, locate(entry.value, source, prose, entry.at));
    }
  return { kind: 'map', entries, place };
}

/** The passages of an item that names a document, each with its place in the document and the other keys of the item; null for other items. */
function passages(item: TreeNode, source: Source, prose: Prose): readonly Located[] | null {
  const named = item.kind === 'map' ? valueAt(item, 'file') : item;
  const found = named?.kind === 'scalar' ? prose.get(named) : undefined;
  if (!found?.passages) return null;
  const said = item.kind === 'map' ? locate(item, source, prose) : null;
  return found.passages.map(({ text: value, at }): LocatedMap => {
    const place: WrittenAt = { source: found, at };
    const entries = new Map(said?.kind === 'map' ? said.entries : []);
    return { kind: 'map', entries: entries.set('file', { kind: 'scalar', value, place }), place };
  });
}

export const entry = (node: Located | undefined, key: string): Located | undefined =>
  node?.kind === 'map' ? node.entries.get(key) : undefined;

export function text(node: Located | undefined): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

/** The texts of a text or a list of texts. */
export function texts(node: Located | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => text(item) ?? []);
  const one = text(node);
  return one === null ? [] : [one];
}

export function without(node: LocatedMap, keys: readonly string[]): LocatedMap {
  if (!keys.some((key) => node.entries.has(key))) return node;
  return { ...node, entries: new Map([...node.entries].filter(([key]) => !keys.includes(key))) };
}

/** Converts to plain data, and adds the place of each node to `nodes`. */
export function unlocate(node: Located, path: string, nodes: Map<string, Span>): Json {
  if (path !== '') nodes.set(path, { source: node.place.source.uri, range: rangeAt(node.place.source.lines, node.place.at) });
  const under = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item, i) => unlocate(item, under(i), nodes));
  const data: Record<string, Json> = {};
  for (const [key, value] of node.entries) put(data, key, unlocate(value, under(key), nodes));
  return data;
}
