/** Helpers for checks: reading values from a tree, and edits that several checks offer. */
import { type Entry, type ScalarNode, type TreeNode, valueAt } from '../../syntax/node.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import type { OffsetFix } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { lineEnd, lineStart, type Offsets } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';

/** An entry of a section, as in `personas.ada`. */
export interface Subject {
  readonly section: string;
  readonly entry: Entry;
  /** The text of the file. */
  readonly text: string;
}

type Node = TreeNode | null | undefined;

export const entriesIn = (node: Node, key?: string): readonly Entry[] => {
  const at = key === undefined ? node : valueAt(node, key);
  return at?.kind === 'map' ? at.entries : [];
};

export const numberOf = (node: Node): number | null => (node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null);

/** The scalar itself, or those of a list. */
export function scalarsOf(node: Node): readonly ScalarNode[] {
  if (node?.kind === 'scalar') return [node];
  return node?.kind === 'list' ? node.items.flatMap(scalarsOf) : [];
}

export interface Said {
  readonly text: string;
  readonly node: ScalarNode;
}

/** Texts of a value, or of a list of values. */
export const textsIn = (node: Node): readonly Said[] =>
  scalarsOf(node).flatMap((scalar) => (typeof scalar.value === 'string' ? [{ text: scalar.value, node: scalar }] : []));

/** The place in the file of a part of a scalar's value. */
export function partOf(node: ScalarNode, source: string, [from, to]: Offsets): Offsets {
  const place = scalarMap(node, source);
  return [place(from), place(to - 1) + 1];
}

/** The definitions of one kind in a file, without a walk through all definitions. */
export function definitionsOf(program: Program, file: FileModel, kind: IdKind): readonly Definition[] {
  const found: Definition[] = [];
  for (const list of program.index.get(kind)?.values() ?? []) for (const one of list) if (one.file === file) found.push(one);
  return found;
}

/** The entry in a world and in the worlds that it extends, the nearest first. */
export const layersOf = (worlds: readonly Definition[], section: string, id: string): readonly TreeNode[] =>
  worlds.flatMap(({ entry }) => valueAt(valueAt(entry.value, section), id) ?? []);

/** A fix that removes an entry with its lines. None for an entry in braces, or for the only entry of its section. */
export function removal(title: string, entry: Entry, among: number, source: string): readonly OffsetFix[] {
  const start = lineStart(source, entry.at[0]);
  if (among < 2 || source.slice(start, entry.at[0]).trim() !== '') return [];
  let end = lineEnd(source, entry.value.at[1] > start ? Math.max(entry.keyAt[1], entry.at[1] - 1) : entry.keyAt[1]);
  while (end < source.length && source[end] !== '\n') end++;
  return [{ title, edits: [{ at: [start, Math.min(end + 1, source.length)], text: '' }] }];
}
