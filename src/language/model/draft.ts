/**
 * A text on its way to a `FileModel`: cut into pieces, of which those that stood in the text before are taken over, and
 * the others wait to be analysed, one after the other, in as many goes as the caller likes.
 */
import { type Lines, linesOf } from '../text/lines.js';
import { split } from '../tree/split.js';
import { withoutTabs } from '../tree/parse.js';
import { analysePiece, isSection, type Piece } from './piece.js';

export interface Slot {
  readonly section: string | null;
  readonly start: number;
  readonly end: number;
  /** It stands behind the colon of its section. */
  readonly first: boolean;
  piece: Piece | null;
}

export interface DraftBlock {
  readonly section: { readonly key: string; readonly keyAt: readonly [number, number] } | null;
  readonly slots: readonly Slot[];
}

export interface Draft {
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  /** The text with a space for each tab. */
  readonly source: string;
  /** Null when the text cannot be cut for certain. */
  readonly blocks: readonly DraftBlock[] | null;
  readonly slots: readonly Slot[];
  /** Number of the first slot that may lack its piece. */
  next: number;
}

export function beginDraft(uri: string, text: string, before: Draft | null): Draft {
  const same = before ? commonEnds(before.text, text) : null;
  const lines = before && same ? linesAgain(before.lines, text, same) : linesOf(text);
  const source = withoutTabs(text);
  const blocks = split(source, lines, isSection)?.map(({ section, pieces }) => ({
    section,
    slots: pieces.map(([start, end], i): Slot => ({ section: section?.key ?? null, start, end, first: i === 0, piece: null })),
  }));
  const slots = blocks?.flatMap((block) => block.slots) ?? [];
  const cut = slots.length > 1;
  if (before && same && cut) takeOver(before, slots, same, text.length);
  return { uri, text, lines, source, blocks: cut ? (blocks ?? null) : null, slots: cut ? slots : [], next: 0 };
}

/** Analyses the next piece; false when there is none left. */
export function advance(draft: Draft): boolean {
  while (draft.slots[draft.next]?.piece) draft.next++;
  const slot = draft.slots[draft.next];
  if (!slot) return false;
  slot.piece = analysePiece(draft.source.slice(slot.start, slot.end), slot.section, slot.first && slot.section !== null);
  draft.next++;
  return true;
}

interface Ends {
  /** Length of what both begin with, and of what both end with behind that. */
  readonly head: number;
  readonly tail: number;
}

/** Compares in large steps, then in small ones. */
export function commonEnds(a: string, b: string): Ends {
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

/** Starts of lines, of which only those in the changed part are looked for. */
function linesAgain(before: Lines, text: string, { head, tail }: Ends): Lines {
  const by = text.length - before.text.length;
  const from = bisect(before.starts, head);
  const to = bisect(before.starts, before.text.length - tail);
  const starts = before.starts.slice(0, from);
  for (let at = text.indexOf('\n', head); at >= 0 && at < text.length - tail; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  for (let i = to; i < before.starts.length; i++) starts.push((before.starts[i] as number) + by);
  return { text, starts };
}

/** Index of the first number above `limit`. */
function bisect(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Pieces that lie in an unchanged part, cut at the same places, are the same. */
function takeOver(before: Draft, slots: readonly Slot[], { head, tail }: Ends, length: number): void {
  const old = before.slots;
  let i = 0;
  for (const slot of slots) {
    const known = old[i];
    if (!known || slot.end > head || !isSame(known, slot, 0)) break;
    slot.piece = known.piece;
    i++;
  }
  const by = length - before.text.length;
  for (let k = slots.length - 1, n = old.length - 1; k >= i && n >= i; k--, n--) {
    const [slot, known] = [slots[k] as Slot, old[n] as Slot];
    if (slot.start < length - tail || !isSame(known, slot, by)) break;
    slot.piece = known.piece;
  }
}

const isSame = (known: Slot, slot: Slot, by: number): boolean =>
  known.section === slot.section && known.first === slot.first && known.start + by === slot.start && known.end + by === slot.end;
