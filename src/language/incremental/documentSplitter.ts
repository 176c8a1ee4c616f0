/**
 * A text cut into pieces that can be parsed one by one: every top-level key with what is below it, and of a section every
 * entry. Looks at the start of each line and nothing else. Where that does not show for certain how YAML would read the
 * text, there is no split, and the text is parsed whole.
 */
import { lineAt, type Lines, type Offsets } from '../text/lines.js';
import { closed, meet, restart } from './respliceEdit.js';

/** A piece of the text: from the start of a line to the start of another. */
export interface Cut {
  readonly section: string | null;
  readonly start: number;
  readonly end: number;
  /** It follows the colon of its section. */
  readonly first: boolean;
}

/** A top-level key. With `section` its entries are pieces of their own; else it is one piece. */
export interface Block {
  readonly start: number;
  readonly section: { readonly key: string; readonly keyAt: Offsets; readonly column: number } | null;
  readonly cuts: readonly Cut[];
}

/** How the text before was cut, and how much of both is the same. */
export interface Before {
  readonly blocks: readonly Block[];
  /** Length of the common start, and of the common end after it. */
  readonly head: number;
  readonly tail: number;
  /** How much longer the text is now. */
  readonly by: number;
}

const KEY = /([A-Za-z_][A-Za-z0-9_-]*):(?=[ \r\n]|$)/y;
const ENTRY = /[A-Za-z0-9_][A-Za-z0-9_-]*:(?=[ \r\n]|$)/y;
/** What is no word, and yet a key to YAML. */
const ANY_KEY = /([A-Za-z_][^\n:#'"]*):(?=[ \r\n]|$)/y;
/** Of documents, and of directives before them. */
const MARKER = /^(?:---|\.\.\.|%)/;
const EMPTY = /[ ]*(?:[ ]#[^\n]*)?\r?(?:\n|$)/y;

const [SPACE, HASH, DASH, NEWLINE, RETURN, BRACKET, BRACE, COLON, QUESTION, BOM] = [32, 35, 45, 10, 13, 93, 125, 58, 63, 0xfeff];

/** The top-level key that is being read. */
export interface Open {
  readonly start: number;
  readonly key: string;
  readonly keyAt: Offsets;
  /** Column of its entries; -1 before the first; null when it cannot be cut. */
  column: number | null;
  /** Known pieces, and the starts of the pieces after them. */
  readonly known: readonly Cut[];
  readonly cuts: number[];
  /** The last piece begins with a line that is no key, so it goes on into the next entry. */
  unfinished: boolean;
}

interface Manner {
  /** Whether the values of a key's entries can be judged one by one. */
  readonly isSection: (key: string) => boolean;
  /** A line that fits no level belongs to the piece above it. Otherwise such a line makes the cut uncertain. */
  readonly tolerant: boolean;
}

/** Null when in doubt. */
export function split(text: string, lines: Lines, manner: Manner, before: Before | null = null): readonly Block[] | null {
  const from = before && restart(before, lines);
  const blocks: Block[] = from ? [...from.blocks] : [];
  let open: Open | null = from?.open ?? null;
  for (let line = from ? lineAt(lines, from.at) : 0; line < lines.starts.length; line++) {
    const start = lines.starts[line] as number;
    const rest = before && start >= text.length - before.tail ? meet(before, start, open) : null;
    if (rest) return [...blocks, ...rest];
    const first = start === 0 && text.charCodeAt(0) === BOM ? 1 : start;
    const char = text.charCodeAt(first);
    if (char === SPACE) {
      if (!nested(text, start, open, manner.tolerant)) return null;
    } else if (!isBlank(char) && char !== HASH) {
      const next = topLevel(text, first, line === 0 ? 0 : start, manner);
      if (next) {
        if (open) blocks.push(closed(open, start));
        open = next;
      } else if (!continues(char, open) && !(manner.tolerant && open && !MARKER.test(text.slice(first, first + 4)))) return null;
    }
  }
  if (open) blocks.push(closed(open, text.length));
  return blocks.length > 0 ? blocks : null;
}

/** The end of a text gives NaN. */
const isBlank = (char: number): boolean => char === NEWLINE || char === RETURN || Number.isNaN(char);

function topLevel(text: string, at: number, start: number, { isSection, tolerant }: Manner): Open | null {
  const pattern = tolerant ? ANY_KEY : KEY;
  pattern.lastIndex = at;
  const key = pattern.exec(text)?.[1];
  if (key === undefined) return null;
  EMPTY.lastIndex = at + key.length + 1;
  const divided = EMPTY.test(text) && isSection(key);
  return { start, key, keyAt: [at, at + key.length], column: divided ? -1 : null, known: [], cuts: [], unfinished: false };
}

/** `- item` below a key that has no entries. */
function continues(char: number, open: Open | null): boolean {
  if (char !== DASH || !open || open.cuts.length > 0) return false;
  open.column = null;
  return true;
}

/** A line with spaces before it. False when it fits no level. */
function nested(text: string, start: number, open: Open | null, tolerant: boolean): boolean {
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
  } else if (at - start < column) open.column = tolerant ? column : null;
  else if (isEntry) {
    if (!open.unfinished) open.cuts.push(start);
    open.unfinished = false;
  } else if (char === COLON || char === QUESTION) open.column = tolerant ? column : null;
  else if (char !== DASH && char !== BRACKET && char !== BRACE && !open.unfinished) {
    open.cuts.push(start);
    open.unfinished = true;
  }
  return true;
}

const isBlankLine = (text: string, at: number): boolean => /^[ ]*(?:#|\r?\n|$)/.test(text.slice(at, at + 200));
