/**
 * A text cut into pieces that can be parsed one by one: every top-level key with what is below it, and of a section every
 * entry. Looks at the start of each line and nothing else. Where that does not show for certain how YAML would read the
 * text, there is no split, and the text is parsed whole.
 */
import type { Lines, Offsets } from '../text/lines.js';

/** From the start of a line to the start of another. */
export type Span = Offsets;

/** A top-level key. With `section` its entries are pieces of their own; else it is one piece. */
export interface Block {
  readonly section: { readonly key: string; readonly keyAt: Offsets } | null;
  readonly pieces: readonly Span[];
}

const KEY = /([A-Za-z_][A-Za-z0-9_-]*):(?=[ \r\n]|$)/y;
const ENTRY = /[A-Za-z0-9_][A-Za-z0-9_-]*:(?=[ \r\n]|$)/y;
const EMPTY = /[ ]*(?:[ ]#[^\n]*)?\r?(?:\n|$)/y;

const [SPACE, HASH, DASH, NEWLINE, RETURN, BRACKET, BRACE, BOM] = [32, 35, 45, 10, 13, 93, 125, 0xfeff];

/** The top-level key that is being read. */
interface Open {
  readonly start: number;
  readonly key: string;
  readonly keyAt: Offsets;
  /** Column of its entries; -1 before the first; null when it cannot be cut. */
  column: number | null;
  readonly cuts: number[];
  /** The last piece begins with a line that is no key, so it goes on into the next entry. */
  unfinished: boolean;
}

/** `isSection`: whether the values of a key's entries can be judged one by one. Null when in doubt. */
export function split(text: string, lines: Lines, isSection: (key: string) => boolean): readonly Block[] | null {
  const blocks: Block[] = [];
  let open: Open | null = null;
  for (let line = 0; line < lines.starts.length; line++) {
    const start = lines.starts[line] as number;
    const first = start === 0 && text.charCodeAt(0) === BOM ? 1 : start;
    const char = text.charCodeAt(first);
    if (char === SPACE) {
      if (!nested(text, start, open)) return null;
    } else if (!isBlank(char) && char !== HASH) {
      const next = topLevel(text, first, line === 0 ? 0 : start, isSection);
      if (next) {
        if (open) blocks.push(closed(open, start));
        open = next;
      } else if (!continues(char, open)) return null;
    }
  }
  if (open) blocks.push(closed(open, text.length));
  return blocks.length > 0 ? blocks : null;
}

/** The end of a text gives NaN. */
const isBlank = (char: number): boolean => char === NEWLINE || char === RETURN || Number.isNaN(char);

function topLevel(text: string, at: number, start: number, isSection: (key: string) => boolean): Open | null {
  KEY.lastIndex = at;
  const key = KEY.exec(text)?.[1];
  if (key === undefined) return null;
  EMPTY.lastIndex = at + key.length + 1;
  const divided = EMPTY.test(text) && isSection(key);
  return { start, key, keyAt: [at, at + key.length], column: divided ? -1 : null, cuts: [], unfinished: false };
}

/** `- item` below a key that has no entries. */
function continues(char: number, open: Open | null): boolean {
  if (char !== DASH || !open || open.cuts.length > 0) return false;
  open.column = null;
  return true;
}

/** A line with spaces before it. False when it stands nowhere. */
function nested(text: string, start: number, open: Open | null): boolean {
  const most = open?.column ?? 0;
  let at = start;
  while (text.charCodeAt(at) === SPACE && (most < 0 || at - start <= most)) at++;
  const char = text.charCodeAt(at);
  if (isBlank(char) || char === HASH) return true;
  if (!open) return isBlankLine(text, at);
  const { column } = open;
  if (column === null || (column >= 0 && at - start > column)) return true;
  ENTRY.lastIndex = at;
  const isEntry = ENTRY.test(text);
  if (column < 0) {
    open.column = isEntry ? at - start : null;
    if (isEntry) open.cuts.push(start);
  } else if (at - start < column) open.column = null;
  else if (isEntry) {
    if (!open.unfinished) open.cuts.push(start);
    open.unfinished = false;
  } else if (char !== DASH && char !== BRACKET && char !== BRACE && !open.unfinished) {
    open.cuts.push(start);
    open.unfinished = true;
  }
  return true;
}

const isBlankLine = (text: string, at: number): boolean => /^[ ]*(?:#|\r?\n|$)/.test(text.slice(at, at + 200));

function closed({ start, key, keyAt, column, cuts }: Open, end: number): Block {
  if (column === null || cuts.length === 0) return { section: null, pieces: [[start, end]] };
  const head = keyAt[1] + 1;
  const [, ...rest] = cuts;
  const starts = [head, ...rest];
  return { section: { key, keyAt }, pieces: starts.map((from, i) => [from, starts[i + 1] ?? end]) };
}
