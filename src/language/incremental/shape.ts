/**
 * What of a file matters to others and to its references: an object that stays the same until an id, or what is built on
 * another, changes.
 */
import type { Json } from '../../core/util/json.js';
import { textOf, toData, type TreeNode, valueAt } from '../syntax/node.js';
import { handOn } from './definition.js';
import { changedPart } from './listDifference.js';
import type { Piece } from './fragment.js';

interface Shaped {
  readonly pieces: readonly Piece[];
  readonly shape: object;
}

/** The shape of pieces that took the place of others. */
export function shapeOf(pieces: readonly Piece[], before: Shaped | null): object {
  if (!before || before.pieces.length !== pieces.length) return {};
  const { head, newEnd } = changedPart(before.pieces, pieces);
  for (let i = head; i < newEnd; i++) {
    const [was, piece] = [before.pieces[i] as Piece, pieces[i] as Piece];
    // A piece that was elsewhere has definitions of its own.
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

/** Keys that decide what references lead to: variables of personas, members of a population, the world of a scenario. */
const OUTSIDE = ['vars', 'sample', 'size', 'world'];

function dataAt(node: TreeNode, key: string): Json {
  const found = valueAt(node, key);
  return found ? toData(found) : null;
}

function bases(node: TreeNode): unknown {
  const found = valueAt(node, 'extends');
  return found?.kind === 'list' ? found.items.map((item) => textOf(item)) : textOf(found);
}
