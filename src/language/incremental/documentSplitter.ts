/**
 * Splits a text into pieces that can be parsed one by one: each top-level key with the lines below it, and each entry of a
 * section. Reads only the start of each line. If these do not show for certain how YAML reads the text, the text is not
 * split but parsed as a whole.
 */
import { lineAt, type Lines, type Offsets } from '../text/lines.js';
import { closed, meet, restart } from './respliceEdit.js';

/** A piece of the text: from the start of a line to the start of another. */
export interface Cut {
  readonly section: string | null;
  readonly start: number;
  readonly end: number;
  /** Whether it follows the colon of its section. */
  readonly first: boolean;
}

/** A top-level key. With `section`, each entry is a piece; otherwise the block is one piece. */
export interface Block {
  readonly start: number;
  readonly section: { readonly key: string; readonly keyAt: Offsets; readonly column: number } | null;
  readonly cuts: readonly Cut[];
}

/** The cuts of the previous text, and the parts that both texts share. */
export interface Before {
  readonly blocks: readonly Block[];
  /** Length of the common start, and of the common end after it. */
  readonly head: number;
  readonly tail: number;
  /** The difference in length to the previous text. */
  readonly by: number;
}

const KEY = /([A-Za-z_][A-Za-z0-9_-]*):(?=[ \r\n]|$)/y;
const ENTRY = /[A-Za-z0-9_][A-Za-z0-9_-]*:(?=[ \r\n]|$)/y;
/** A key of YAML that is not a word. */
const ANY_KEY = /([A-Za-z_][^\n:#'"]*):(?=[ \r\n]|$)/y;
/** Markers of documents, and directives before them. */
const MARKER = /^(?:---|\.\.\.|%)/;
const EMPTY = /[ ]*(?:[ ]#[^\n]*)?\r?(?:\n|$)/y;

const [SPACE, HASH, DASH, NEWLINE, RETURN, BRACKET, BRACE, COLON, QUESTION, BOM] = [32, 35, 45, 10, 13, 93, 125, 58, 63, 0xfeff];

/** The top-level key that is being read. */
export interface Open {
  readonly start: number;
  readonly key: string;
  readonly keyAt: Offsets;
  /** Column of its entries; -1 before the first entry; null if it cannot be cut. */
  column: number | null;
  /** Known pieces, and the starts of the pieces after them. */
  readonly known: readonly Cut[];
  readonly cuts: number[];
  /** Whether the last piece starts with a line that is not a key, so that it continues into the next entry. */
  unfinished: boolean;
}

interface Manner {
  /** Whether the entries of a key can be checked one by one. */
  readonly isSection: (key: string) => boolean;
  /** A line that fits no level belongs to the piece above it. Otherwise such a line makes the cut uncertain. */
  readonly tolerant: boolean;
}

/** The blocks of a text; null if the split is uncertain. */
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

/** At the end of a text, `char` is NaN. */
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

/** Whether a line is `- item` below a key that has no entries. */
function continues(char: number, open: Open | null): boolean {
  if (char !== DASH || !open || open.cuts.length > 0) return false;
  open.column = null;
  return true;
}

/** Reads an indented line. Returns false if it fits no level. */
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
