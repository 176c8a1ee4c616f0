/**
 * A draft of a `FileModel`: a text that is split into pieces. Pieces of the previous text are reused. The others are
 * analysed one by one, in as many steps as the caller likes.
 */
import { upperBound } from '../../core/util/search.js';
import { type Lines, linesOf, type Offsets } from '../text/lines.js';
import { type Block, type Cut, split } from './documentSplitter.js';
import { readable } from '../syntax/parse.js';
import type { Assembled } from './assembleFile.js';
import type { Owner } from './shape.js';
import { analysePiece, isSection, type Piece } from './fragment.js';

/** Up to this size, a text with a syntax error is parsed as a whole. In larger texts, each piece recovers from its own errors. */
const WHOLE_UP_TO = 100_000;

/** A file that can be read has no more pieces. */
const MOST_PIECES = 400_000;

export interface Draft {
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  /** The text as it is parsed, of the same length: with a space for each tab, and with one version of each conflict. */
  readonly source: string;
  /** Whether each piece recovers from its own errors, because the text is too long to parse again as a whole. */
  readonly tolerant: boolean;
  /** Null if the split of the text is uncertain. */
  readonly blocks: readonly Block[] | null;
  readonly cuts: readonly Cut[];
  /** One for each cut. */
  readonly pieces: (Piece | null)[];
  /** Index of the first piece that may be missing. */
  next: number;
  /** The owner of the definitions of all pieces, also of earlier drafts. */
  readonly owner: Owner;
  /** The assembled parts of the last model. */
  last: Assembled | null;
}

export function beginDraft(uri: string, text: string, before: Draft | null, wholeUpTo = WHOLE_UP_TO): Draft {
  const source = readable(text);
  // A marker of a conflict changes how the lines far from it are read.
  const same = before ? commonEnds(before.source, source) : null;
  const lines = before && same ? linesAgain(before.lines, text, same) : linesOf(text);
  const tolerant = text.length > wholeUpTo;
  const alike = before?.tolerant === tolerant ? before.blocks : null;
  const known = alike && same && before ? { blocks: alike, ...same, by: text.length - before.text.length } : null;
  const found = split(source, lines, { isSection, tolerant }, known);
  const cuts: Cut[] = [];
  for (const block of found ?? []) for (const cut of block.cuts) cuts.push(cut);
  const blocks = cuts.length > 1 && cuts.length <= MOST_PIECES ? found : null;
  if (!blocks) cuts.length = 0;
  const pieces = before && same ? takenOver(before, cuts, same, source) : cuts.map(() => null);
  const [owner, last] = [before?.owner ?? { file: null }, before?.last ?? null];
  return { uri, text, lines, source, tolerant, blocks, cuts, pieces, next: 0, owner, last };
}

/** Analyses the next piece. Returns false if no piece is left. */
export function advance(draft: Draft): boolean {
  while (draft.pieces[draft.next]) draft.next++;
  const cut = draft.cuts[draft.next];
  if (!cut) return false;
  const text = draft.source.slice(cut.start, cut.end);
  draft.pieces[draft.next++] = analysePiece(text, cut.section, cut.first && cut.section !== null);
  return true;
}

interface Ends {
  /** Length of the common start, and of the common end after it. */
  readonly head: number;
  readonly tail: number;
}

/** Compares in large steps, then in small ones. */
function commonEnds(a: string, b: string): Ends {
  const most = Math.min(a.length, b.length);
  let head = 0;
  for (let step = 65_536; step > 0; step >>= 4)
    while (head + step <= most && a.slice(head, head + step) === b.slice(head, head + step)) head += step;
  let tail = 0;
  for (let step = 65_536; step > 0; step >>= 4)
    while (
      head + tail + step <= most &&
      a.slice(a.length - tail - step, a.length - tail) === b.slice(b.length - tail - step, b.length - tail)
    )
      tail += step;
  return { head, tail };
}

/** Starts of lines. Only the changed part is searched for line breaks. */
function linesAgain(before: Lines, text: string, { head, tail }: Ends): Lines {
  const by = text.length - before.text.length;
  const from = upperBound(before.starts, head);
  const to = upperBound(before.starts, before.text.length - tail);
  const starts = before.starts.slice(0, from);
  for (let at = text.indexOf('\n', head); at >= 0 && at < text.length - tail; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  for (let i = to; i < before.starts.length; i++) starts.push((before.starts[i] as number) + by);
  return { text, starts };
}

/** Reuses pieces in an unchanged part that are cut at the same places. */
function takenOver(before: Draft, cuts: readonly Cut[], { head, tail }: Ends, source: string): (Piece | null)[] {
  const { cuts: old, pieces: known } = before;
  const by = source.length - before.text.length;
  let i = 0;
  while (i < cuts.length && i < old.length && isSame(old[i] as Cut, cuts[i] as Cut, 0) && (cuts[i] as Cut).end <= head) i++;
  let n = 0;
  while (n < Math.min(cuts.length, old.length) - i) {
    const [was, cut] = [old[old.length - 1 - n] as Cut, cuts[cuts.length - 1 - n] as Cut];
    if (cut.start < source.length - tail || !isSame(was, cut, by)) break;
    n++;
  }
  const middle = sameTexts(before, [i, old.length - n], source, cuts.slice(i, cuts.length - n));
  return known.slice(0, i).concat(middle, known.slice(old.length - n));
}

/** Between two places that differ, reuses pieces with the same text, each once. */
function sameTexts(before: Draft, [from, to]: Offsets, source: string, cuts: readonly Cut[]): (Piece | null)[] {
  const known = new Map<string, Piece>();
  const keyOf = (text: string, { section, first, start, end }: Cut): string => `${section} ${first} ${text.slice(start, end)}`;
  for (let i = cuts.length > 1 ? from : to; i < to; i++) {
    const piece = before.pieces[i];
    if (piece) known.set(keyOf(before.source, before.cuts[i] as Cut), piece);
  }
  return cuts.map((cut) => {
    if (known.size === 0) return null;
    const key = keyOf(source, cut);
    const piece = known.get(key) ?? null;
    known.delete(key);
    return piece;
  });
}

const isSame = (was: Cut, cut: Cut, by: number): boolean =>
  was === cut || (was.section === cut.section && was.first === cut.first && was.start + by === cut.start && was.end + by === cut.end);
