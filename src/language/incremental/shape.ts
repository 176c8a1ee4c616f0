/**
 * The shape of a file, for other files and its references: an object that stays the same until an id or a base of an entry
 * changes.
 */
import type { IdKind } from '../schema/schema.js';
import { type Entry, textOf, toData, type TreeNode, valueAt } from '../syntax/node.js';
import type { FileModel } from './file.js';
import type { Named } from './gatherNames.js';
import type { Piece } from './fragment.js';
import type { Json } from '../../core/util/json.js';

interface Shaped {
  readonly pieces: readonly Piece[];
  readonly shape: object;
}

/** The shape of pieces that replace others. */
export function shapeOf(pieces: readonly Piece[], before: Shaped | null): object {
  if (!before || before.pieces.length !== pieces.length) return {};
  const { head, newEnd } = changedPart(before.pieces, pieces);
  for (let i = head; i < newEnd; i++) {
    const [was, piece] = [before.pieces[i] as Piece, pieces[i] as Piece];
    // A piece from another place has its own definitions.
    if (piece !== was && (piece.definitions || !isSameOutside(was, piece))) return {};
  }
  for (let i = head; i < newEnd; i++) if (before.pieces[i] !== pieces[i]) handOn(before.pieces[i] as Piece, pieces[i] as Piece);
  return before.shape;
}

const shapes = new WeakMap<object, { readonly of: readonly object[]; readonly shape: object }>();

/** The shape of files together, the main one first. */
export function shapeOfAll(files: readonly { readonly shape: object }[]): object {
  const of = files.map((file) => file.shape);
  const [main] = of;
  const known = main && shapes.get(main);
  if (known && known.of.length === of.length && of.every((one, i) => one === known.of[i])) return known.shape;
  const shape = {};
  if (main) shapes.set(main, { of, shape });
  return shape;
}

function isSameOutside(a: Piece, b: Piece): boolean {
  if (a.section !== b.section) return false;
  if (a.section === null) return a.named.length === 0 && b.named.length === 0;
  return outside(a) === outside(b);
}

const outside = ({ heads, named, entries }: Piece): string =>
  JSON.stringify([
    [...heads, ...named].map(({ kind, id, path }) => [kind, id, path]),
    entries.map(({ value }) => [bases(value), ...OUTSIDE.map((key) => dataAt(value, key))]),
  ]);

/** Keys that decide the targets of references: variables of personas, members of a population, the world of a scenario. */
const OUTSIDE = ['vars', 'sample', 'size', 'world'];

function dataAt(node: TreeNode, key: string): Json {
  const found = valueAt(node, key);
  return found ? toData(found) : null;
}

function bases(node: TreeNode): unknown {
  const found = valueAt(node, 'extends');
  return found?.kind === 'list' ? found.items.map((item) => textOf(item)) : textOf(found);
}

// Ids that a file defines. They stay the same objects while their entries are edited.

export interface Definition extends Named {
  readonly file: FileModel;
}

/** The newest model of a text that changes. */
export interface Owner {
  file: FileModel | null;
}

class Defined implements Definition {
  readonly kind: IdKind;
  readonly id: string;
  readonly path: string;
  entry: Entry;
  constructor(
    { kind, id, path, entry }: Named,
    readonly owner: Owner,
  ) {
    this.kind = kind;
    this.id = id;
    this.path = path;
    this.entry = entry;
  }
  get file(): FileModel {
    return this.owner.file as FileModel;
  }
}

/** Moves the definitions of a piece to the piece that replaces it, which has the same ids. */
function handOn(from: Piece, to: Piece): void {
  const { definitions } = from;
  if (!definitions) return;
  const named = [...to.heads, ...to.named];
  for (let i = 0; i < definitions.length; i++) (definitions[i] as Defined).entry = (named[i] as Named).entry;
  to.definitions = definitions;
}

export const definitionsOf = (named: readonly Named[], owner: Owner): readonly Definition[] => named.map((one) => new Defined(one, owner));

/** Definitions of pieces in the order of the file: for each block first its entries, then nested definitions. */
export function definitionsIn(blocks: readonly (readonly Piece[])[], owner: Owner): readonly Definition[] {
  const all: Definition[] = [];
  for (const pieces of blocks) {
    for (const piece of pieces) {
      piece.definitions ??= definitionsOf([...piece.heads, ...piece.named], owner);
      for (let i = 0; i < piece.heads.length; i++) all.push(piece.definitions[i] as Definition);
    }
    for (const { definitions, heads } of pieces)
      for (let i = heads.length; definitions && i < definitions.length; i++) all.push(definitions[i] as Definition);
  }
  return all;
}

// The difference of two lists.

interface Changed {
  readonly head: number;
  /** The end of the difference, in the old and in the new list. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The part of a list that has changed. */
export function changedPart<T>(old: readonly T[], now: readonly T[]): Changed {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { head, oldEnd: old.length - tail, newEnd: now.length - tail };
}
