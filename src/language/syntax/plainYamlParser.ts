/**
 * A parser for the plain part of YAML, which is enough for nearly every line: block maps and lists, text on one line, `|`
 * prose, lists and maps in brackets on one line. Many times faster than a full parser. It gives up at anything else and at
 * any mistake. It reads plain text in the same way as YAML.
 */
import { duplicateKey, type Entry, MOST_DUPLICATES, type ScalarStyle, type TreeNode } from './node.js';
import type { Problem } from '../text/problem.js';
import { type Origin, PlacedEntry, PlacedList, PlacedMap, PlacedScalar } from './nodeAt.js';

/** Thrown if the text is not plain. */
const GIVE_UP = { plain: false };

const KEY = /[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}(?=:(?:[ \r\n]|$))/y;
/** A plain text, whose first letter starts nothing else. A comment ends it; `plainEnd` checks what follows. */
const PLAIN = /(?:[^ \r\n\-?:,[\]{}#&*!|>'"%@`]|-(?=[0-9A-Za-z]))[^\r\n]*/y;
const FLOW_PLAIN = /(?:[^ \r\n\-?:,[\]{}#&*!|>'"%@`]|-(?=[0-9A-Za-z]))[^\r\n,[\]{}]*/y;
const SINGLE = /'(?:[^'\r\n]|'')*'/y;
const DOUBLE = /"[^"\\\r\n]*"/y;
const LITERAL = /\|(-?)\r?\n/y;
const REST = /[ ]*(?:(?<= )#[^\r\n]*)?(?:\r?\n|$)/y;
const SKIPPED = /[ ]*(?:#[^\r\n]*)?\r?\n/y;
const DOUBTFUL = /^\ufeff|\r(?!\n)|\t|^(?:---|\.\.\.|%)/m;
const INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;
const FLOAT = /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]+$/;

const [SPACE, DASH, QUOTE, APOSTROPHE, LIST, MAP, LIST_END, MAP_END, COMMA, BAR] = [32, 45, 34, 39, 91, 123, 93, 125, 44, 124];

interface QuickTree {
  readonly root: TreeNode;
  readonly problems: readonly Problem[];
}

/** The tree of a text; null if the text is not plain and needs the full parser. */
export function quickTree(text: string, origin: Origin): QuickTree | null {
  if (DOUBTFUL.test(text)) return null;
  const parser = new Parser(text, origin);
  try {
    const root = parser.document();
    return root && { root, problems: parser.problems };
  } catch (error) {
    if (error === GIVE_UP) return null;
    throw error;
  }
}

class Parser {
  readonly problems: Problem[] = [];
  /** Start, indent and first letter of the next line with content. */
  #start = 0;
  #column = -1;
  #at = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly origin: Origin,
  ) {}

  document(): TreeNode | null {
    this.#nextLine(0);
    if (this.#column < 0) return null;
    const root = this.#block(this.#column);
    return this.#column < 0 && root.kind === 'map' ? root : null;
  }

  /** Moves from the start of a line to the next line with content. */
  #nextLine(from: number): void {
    let start = from;
    for (SKIPPED.lastIndex = start; SKIPPED.test(this.text); ) start = SKIPPED.lastIndex;
    this.#start = start;
    this.#at = this.#afterSpaces(start);
    const ended = this.#at >= this.text.length || this.text.charCodeAt(this.#at) === 35;
    this.#column = ended ? -1 : this.#at - this.#start;
  }

  /** The node on the current line, from its first letter. */
  #block(column: number): TreeNode {
    if (++this.#depth > 60) throw GIVE_UP;
    const node = this.#isItem() ? this.#list(column) : this.#map(column, this.#at);
    this.#depth--;
    return node;
  }

  #isItem(): boolean {
    return this.text.charCodeAt(this.#at) === DASH && this.text.charCodeAt(this.#at + 1) === SPACE;
  }

  #list(column: number): TreeNode {
    const items: TreeNode[] = [];
    const start = this.#at;
    while (this.#column === column && this.#isItem()) {
      const at = this.#afterSpaces(this.#at + 1);
      KEY.lastIndex = at;
      if (KEY.test(this.text)) items.push(this.#map(at - this.#start, at));
      else items.push(this.#inLine(at, column));
    }
    if (this.#column > column) throw GIVE_UP;
    return new PlacedList(false, items, this.origin, [start, endOf(items[items.length - 1] as TreeNode)]);
  }

  /** `at`: the place of the first key, which may follow a dash. */
  #map(column: number, at: number): TreeNode {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    const start = at;
    for (;;) {
      KEY.lastIndex = at;
      if (!KEY.test(this.text)) throw GIVE_UP;
      const keyEnd = KEY.lastIndex;
      this.#add(entries, seen, at, keyEnd, this.#valueOf(keyEnd + 1, column));
      if (this.#column < column) break;
      if (this.#column > column) throw GIVE_UP;
      at = this.#at;
    }
    const last = entries[entries.length - 1] as PlacedEntry;
    return new PlacedMap(false, entries, this.origin, [start, last.end]);
  }

  #add(entries: Entry[], seen: Set<string>, start: number, keyEnd: number, value: TreeNode): void {
    const key = this.text.slice(start, keyEnd);
    const entry = new PlacedEntry(key, value, true, this.origin, [start, keyEnd], Math.max(keyEnd, endOf(value)));
    if (seen.has(key) && this.problems.length < MOST_DUPLICATES) this.problems.push(duplicateKey(entry));
    seen.add(key);
    entries.push(entry);
  }

  /** From the position after a colon to the start of the next line with content. */
  #valueOf(from: number, column: number): TreeNode {
    REST.lastIndex = from;
    if (!REST.test(this.text)) return this.#inLine(this.#afterSpaces(from), column);
    this.#nextLine(REST.lastIndex);
    if (this.#column > column || (this.#column === column && this.#isItem())) return this.#block(this.#column);
    return this.#scalar(null, 'plain', from, from);
  }

  /** A value that starts on the line of its key or dash. */
  #inLine(at: number, column: number): TreeNode {
    const char = this.text.charCodeAt(at);
    if (char === BAR) return this.#literal(at, column);
    const node = char === LIST || char === MAP ? this.#flow(at) : this.#oneLine(at, PLAIN);
    REST.lastIndex = endOf(node);
    if (!REST.test(this.text)) throw GIVE_UP;
    this.#nextLine(REST.lastIndex);
    if (this.#column > column) throw GIVE_UP;
    return node;
  }

  #scalar(value: string | number | boolean | null, style: ScalarStyle, start: number, end: number): TreeNode {
    return new PlacedScalar(value, style, this.origin, [start, end]);
  }

  #oneLine(at: number, plain: RegExp): TreeNode {
    const char = this.text.charCodeAt(at);
    if (char === APOSTROPHE || char === QUOTE) {
      const quoted = char === QUOTE ? DOUBLE : SINGLE;
      quoted.lastIndex = at;
      if (!quoted.test(this.text)) throw GIVE_UP;
      const inner = this.text.slice(at + 1, quoted.lastIndex - 1);
      const value = char === QUOTE ? inner : inner.replaceAll("''", "'");
      return this.#scalar(value, char === QUOTE ? 'double' : 'single', at, quoted.lastIndex);
    }
    plain.lastIndex = at;
    if (!plain.test(this.text)) throw GIVE_UP;
    const source = withoutComment(this.text.slice(at, plain.lastIndex));
    if (source.endsWith(':') || source.includes(': ')) throw GIVE_UP;
    return this.#scalar(meaningOf(source), 'plain', at, at + source.length);
  }

  #flow(at: number): TreeNode {
    if (++this.#depth > 60) throw GIVE_UP;
    const isMap = this.text.charCodeAt(at) === MAP;
    const close = isMap ? MAP_END : LIST_END;
    const items: TreeNode[] = [];
    const entries: Entry[] = [];
    const seen = new Set<string>();
    let next = this.#afterSpaces(at + 1);
    while (this.text.charCodeAt(next) !== close) {
      if (isMap) next = this.#flowEntry(next, entries, seen);
      else {
        const item = this.#flowValue(next);
        items.push(item);
        next = this.#afterSpaces(endOf(item));
      }
      if (this.text.charCodeAt(next) !== COMMA) continue;
      next = this.#afterSpaces(next + 1);
      if (this.text.charCodeAt(next) === close) throw GIVE_UP;
    }
    this.#depth--;
    return isMap ? new PlacedMap(true, entries, this.origin, [at, next + 1]) : new PlacedList(true, items, this.origin, [at, next + 1]);
  }

  #flowEntry(at: number, entries: Entry[], seen: Set<string>): number {
    KEY.lastIndex = at;
    if (!KEY.test(this.text)) throw GIVE_UP;
    const keyEnd = KEY.lastIndex;
    const value = this.#flowValue(this.#afterSpaces(keyEnd + 1));
    this.#add(entries, seen, at, keyEnd, value);
    return this.#afterSpaces(endOf(value));
  }

  /** A value in brackets, with a comma or a bracket after it. */
  #flowValue(at: number): TreeNode {
    const char = this.text.charCodeAt(at);
    const node = char === LIST || char === MAP ? this.#flow(at) : this.#oneLine(at, FLOW_PLAIN);
    const behind = this.text.charCodeAt(this.#afterSpaces(endOf(node)));
    if (behind !== COMMA && behind !== LIST_END && behind !== MAP_END) throw GIVE_UP;
    return node;
  }

  #afterSpaces(at: number): number {
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** Prose after `|`: its lines are indented more than the key, and the first line sets the indentation. */
  #literal(at: number, column: number): TreeNode {
    LITERAL.lastIndex = at;
    const strip = LITERAL.exec(this.text)?.[1];
    if (strip === undefined) throw GIVE_UP;
    const first = LITERAL.lastIndex;
    const indent = this.#afterSpaces(first) - first;
    if (indent <= column) throw GIVE_UP;
    const lines: string[] = [];
    let kept = 0;
    let end = first;
    for (let start = first; start < this.text.length; ) {
      const newline = this.text.indexOf('\n', start);
      if (newline < 0) throw GIVE_UP;
      const stop = this.text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;
      const letter = this.#afterSpaces(start);
      const blank = letter >= stop;
      if (blank ? stop - start > indent || lines.length === 0 : letter - start < indent) {
        if (blank) throw GIVE_UP;
        break;
      }
      lines.push(blank ? '' : this.text.slice(start + indent, stop));
      if (!blank) [kept, end] = [lines.length, newline + 1];
      start = newline + 1;
    }
    this.#nextLine(end);
    if (this.#column > column) throw GIVE_UP;
    return this.#scalar(lines.slice(0, kept).join('\n') + (strip === '-' ? '' : '\n'), 'literal', at, end);
  }
}

const endOf = (node: TreeNode): number => (node as PlacedScalar | PlacedMap | PlacedList).end;

/** The part of a line before ` #`, without spaces at its end. */
function withoutComment(source: string): string {
  const hash = source.indexOf(' #');
  const part = hash < 0 ? source : source.slice(0, hash);
  let end = part.length;
  while (part.charCodeAt(end - 1) === SPACE) end--;
  return end === part.length ? part : part.slice(0, end);
}

function meaningOf(source: string): string | number | boolean | null {
  const first = source.charCodeAt(0);
  if (first < 58) return INTEGER.test(source) || FLOAT.test(source) ? Number(source) : source;
  if (source.length > 5) return source;
  if (source === '~' || source === 'null' || source === 'Null' || source === 'NULL') return null;
  if (source === 'true' || source === 'True' || source === 'TRUE') return true;
  return source === 'false' || source === 'False' || source === 'FALSE' ? false : source;
}
