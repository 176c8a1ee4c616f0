/**
 * Assembles pieces to a file. If the file was assembled before, only the changed part is touched: the other entries,
 * perhaps ten thousand, are copied as arrays, not one by one.
 */
import type { Problem } from '../text/problem.js';
import type { Offsets } from '../text/lines.js';
import { duplicateKey, type Entry, type MapNode, MOST_DUPLICATES } from '../syntax/node.js';
import type { Block, Cut } from './documentSplitter.js';
import { changedPart } from './shape.js';
import type { Piece } from './fragment.js';

/** Counts of pieces, or of their contents, by kind. */
export interface Counts {
  odd: number;
  faulty: number;
  anchored: number;
  aliased: number;
  parts: number;
  /** The number of syntax problems, and of pieces with other problems. */
  syntax: number;
  troubled: number;
  imports: number;
  prose: number;
}

/** A top-level key with its pieces. */
interface Built {
  readonly pieces: readonly Piece[];
  readonly entries: readonly Entry[];
  /** Entries with a key that an earlier entry has. */
  readonly twice: readonly Entry[];
}

export interface Assembled {
  readonly pieces: readonly Piece[];
  readonly counts: Counts;
  readonly blocks: readonly Built[];
  readonly shape: object;
}

const NONE: Counts = { odd: 0, faulty: 0, anchored: 0, aliased: 0, parts: 0, syntax: 0, troubled: 0, imports: 0, prose: 0 };

export function countsOf(pieces: readonly Piece[], last: Assembled | null): Counts {
  const counts = { ...(last?.counts ?? NONE) };
  const old = last?.pieces ?? [];
  const { head, oldEnd, newEnd } = changedPart(old, pieces);
  for (let i = head; i < oldEnd; i++) count(counts, old[i] as Piece, -1);
  for (let i = head; i < newEnd; i++) count(counts, pieces[i] as Piece, 1);
  return counts;
}

function count(counts: Counts, piece: Piece, by: 1 | -1): void {
  if (piece.odd) counts.odd += by;
  if (piece.faulty) counts.faulty += by;
  if (piece.anchored) counts.anchored += by;
  if (piece.aliased) counts.aliased += by;
  if (piece.problems.length > 0) counts.troubled += by;
  counts.parts += by * piece.parts;
  counts.syntax += by * piece.syntax.length;
  counts.imports += by * piece.imports.length;
  counts.prose += by * piece.prose.length;
}

/** Sets the origin of every piece to the start of its cut. Pieces of one block have no gaps: if one is in the right place, the next is too. */
export function place(blocks: readonly Block[], cuts: readonly Cut[], pieces: readonly Piece[], last: Assembled | null): void {
  const { head } = changedPart(last?.pieces ?? [], pieces);
  let first = 0;
  for (const block of blocks) {
    const end = first + block.cuts.length;
    const { origin, before } = pieces[first] as Piece;
    const isRight = first < head && origin.at === block.cuts[0]!.start - before;
    for (let i = isRight ? Math.min(head, end) : first; i < end; i++) {
      const piece = pieces[i] as Piece;
      piece.origin.at = (cuts[i] as Cut).start - piece.before;
    }
    first = end;
  }
}

export function build(blocks: readonly Block[], pieces: readonly Piece[], last: Assembled | null): readonly Built[] {
  const same = last?.blocks.length === blocks.length ? last.blocks : null;
  let first = 0;
  return blocks.map(({ section, cuts }, i) => {
    const own = pieces.slice(first, first + cuts.length);
    first += cuts.length;
    return section ? builtFrom(own, same?.[i] ?? null) : { pieces: own, entries: (own[0] as Piece).entries, twice: [] };
  });
}

/** Builds a key from its earlier build, if every piece is one entry. */
function builtFrom(pieces: readonly Piece[], was: Built | null): Built {
  if (!was || was.entries.length !== was.pieces.length) return builtAnew(pieces);
  const { head, oldEnd, newEnd } = changedPart(was.pieces, pieces);
  if (head === oldEnd && head === newEnd) return was;
  const now = pieces.slice(head, newEnd);
  if (was.twice.length > 0 || oldEnd !== newEnd || now.some(({ entries }) => entries.length !== 1)) return builtAnew(pieces);
  const entries = now.map((piece) => piece.entries[0] as Entry);
  if (entries.some(({ key }, i) => key !== was.entries[head + i]?.key)) return builtAnew(pieces);
  return { pieces, entries: [...was.entries.slice(0, head), ...entries, ...was.entries.slice(oldEnd)], twice: [] };
}

function builtAnew(pieces: readonly Piece[]): Built {
  const entries: Entry[] = [];
  for (const piece of pieces) for (const entry of piece.entries) entries.push(entry);
  return { pieces, entries, twice: twiceIn(pieces.map((piece) => piece.entries)) };
}

/** Entries whose key is in an earlier group. A duplicate within one group is a problem of its piece. */
function twiceIn(groups: readonly (readonly Entry[])[]): readonly Entry[] {
  const seen = new Set<string>();
  const twice: Entry[] = [];
  for (const group of groups) {
    for (const [i, entry] of group.entries())
      if (seen.has(entry.key) && group.findIndex(({ key }) => key === entry.key) === i) twice.push(entry);
    for (const { key } of group) seen.add(key);
  }
  return twice;
}

/** The tree of the file, with one entry for each block, and the problems of duplicate keys. */
export function rootOf(blocks: readonly Block[], built: readonly Built[]): { readonly root: MapNode; readonly problems: Problem[] } {
  const entries = blocks.map(({ section }, i): Entry => {
    const { pieces, entries: inner } = built[i] as Built;
    if (!section) return inner[0] as Entry;
    const [first, last] = [pieces[0] as Piece, pieces[pieces.length - 1] as Piece];
    const at: Offsets = [first.origin.at + first.mapAt[0], last.origin.at + last.mapAt[1]];
    const value: MapNode = { kind: 'map', flow: false, entries: inner, at };
    return { key: section.key, keyAt: section.keyAt, at: [section.keyAt[0], at[1]], value, colon: true };
  });
  const twice = [...built.flatMap((one) => one.twice), ...twiceIn(entries.map((entry) => [entry]))];
  const last = built[built.length - 1]?.pieces;
  const end = last?.[last.length - 1];
  const at: Offsets = [entries[0]?.keyAt[0] ?? 0, end ? end.origin.at + end.wholeAt[1] : 0];
  return { root: { kind: 'map', flow: false, entries, at }, problems: twice.slice(0, MOST_DUPLICATES).map(duplicateKey) };
}
