/**
 * The context of the cursor, read from the lines around it and not from the tree, which is often broken at the cursor
 * during typing. Block style is read by indentation, flow style by brackets.
 */
import { type Lines, lineAt, lineText, type Offsets } from '../../text/lines.js';
import { afterInFlow, type FlowPlace, flowAt, ITEM } from './flowContext.js';

export interface Cursor {
  /** Keys from the root to the map, list or value at the cursor; items of lists are `ITEM`. */
  readonly path: readonly string[];
  /** `key`: a key or an item may be written here. `value`: after a key's colon. `text`: inside prose. `none`: a comment. */
  readonly mode: 'key' | 'value' | 'text' | 'none';
  /** The text typed so far. */
  readonly prefix: string;
  /** The word that contains the cursor, including its part after the cursor. */
  readonly replace: Offsets;
  /** Keys at the level of the cursor, with their value if it is on the same line. */
  readonly siblings: ReadonlyMap<string, string>;
  /** Items at the level of the cursor. */
  readonly items: readonly string[];
  readonly flow: boolean;
  /** Whether a `- ` is before the cursor on its line. */
  readonly item: boolean;
  /** Whether the word is a key that already has its colon. */
  readonly colon: boolean;
  /**
   * Whether a whole key or value fits here: it would not split anything around it, and nothing below would become a part of
   * it. In text: whether the text keeps its lines.
   */
  readonly clean: boolean;
  /** By how many columns the typed text is indented more than its line, because of `- `. */
  readonly inset: number;
}

interface LineParts {
  /** Columns of the `- ` marks at the start. */
  readonly dashes: readonly number[];
  readonly column: number;
  readonly key: string | null;
  readonly value: string;
  readonly valueColumn: number;
}

const LINE = /^( *)((?:- +|-$)*)(?:((?:[^\s:#'"[{,&*!|>-]|-(?=\S))(?:[^:#]|:(?=\S))*?|"[^"]*"|'[^']*')\s*:(?=\s|$)[ ]*)?(.*)$/s;

export function partsOf(line: string): LineParts {
  const found = LINE.exec(line);
  const [indent, marks, key, value] = [found?.[1] ?? '', found?.[2] ?? '', found?.[3], found?.[4] ?? ''];
  const dashes = [...marks.matchAll(/-/g)].map((m) => indent.length + m.index);
  return {
    dashes,
    column: indent.length + marks.length,
    key: key === undefined ? null : key.replace(/^(["'])(.*)\1$/s, '$2'),
    value,
    valueColumn: line.length - value.length,
  };
}

type Word = Pick<Cursor, 'prefix' | 'replace' | 'colon' | 'clean'>;

export function cursorAt(lines: Lines, offset: number): Cursor {
  const number = lineAt(lines, offset);
  const start = lines.starts[number] as number;
  const line = lineText(lines, number);
  const before = line.slice(0, offset - start);
  const parts = partsOf(before);
  const column = /^ *$/.test(before) ? before.length : parts.column;
  const first = parts.dashes[0] ?? column;
  const above = ancestors(lines, number, column, parts);
  const deeper = below(lines, number, column, first, above);
  const { siblings, items } = above;
  const base = { siblings, items, flow: false, item: parts.dashes.length > 0, inset: parts.dashes.length > 0 ? column - first : 0 };
  const nothing = { ...base, path: above.path, prefix: '', replace: [offset, offset] as const, colon: false, clean: false };
  if (above.text)
    return { ...nothing, mode: above.fits ? 'text' : 'none', prefix: before, replace: [start, offset], clean: above.text === 'block' };
  if (/(^|\s)#[^'"]*$/.test(before)) return { ...nothing, mode: 'none' };
  const path = parts.key === null ? above.path : [...above.path, parts.key];
  const outer = above.flow === null ? '' : `${above.flow}\n`;
  const flow = flowAt(outer === '' ? parts.value : outer + before);
  if (flow) return inFlow(lines, flow, outer === '' ? path : above.path, offset);
  if (above.flow !== null) return { ...nothing, mode: 'none' };
  const after = line.slice(before.length);
  if (parts.key === null) {
    const word = blockKey(before.slice(column), after, offset);
    const fits = word.clean && above.fits && (word.colon || !deeper);
    return { ...base, path, mode: 'key', ...word, clean: fits };
  }
  const word = blockValue(parts.value, after, offset);
  const mode = (parts.value === '' && !/\s$/.test(before)) || /^[|>]/.test(parts.value) || deeper ? 'none' : 'value';
  return { ...base, path, mode, ...word };
}

/** The word up to the colon of the key; without a colon, up to the end of the line. */
function blockKey(prefix: string, after: string, offset: number): Word {
  const found = /^([^\s:#'"[{,][^:#]*?|)(\s*:(?=\s|$)|\s*$|\s+#)/.exec(after);
  const rest = found?.[1] ?? '';
  const colon = found?.[2]?.trim() === ':';
  const clean = found !== null && !(prefix === '' && colon && rest === '');
  return { prefix, replace: [offset - prefix.length, offset + rest.length], colon, clean };
}

/** The word up to the end of the line or a comment. */
function blockValue(prefix: string, after: string, offset: number): Word {
  const rest = after.replace(/(^|\s+)#\s.*$/s, '').trimEnd();
  const clean = prefix.trim() !== '' || rest === '' || !/^[\s[{'"|>&*!]/.test(rest);
  return { prefix, replace: [offset - prefix.length, offset + (clean ? rest.length : 0)], colon: false, clean };
}

function inFlow(lines: Lines, flow: FlowPlace, path: readonly string[], offset: number): Cursor {
  const after = afterInFlow(lines.text.slice(offset, offset + 2000), flow);
  return {
    path: [...path, ...flow.path],
    mode: flow.mode,
    prefix: flow.prefix,
    replace: [offset - flow.prefix.length, offset + after.length],
    siblings: new Map([...after.siblings, ...flow.siblings]),
    items: [...flow.items, ...after.items],
    flow: true,
    item: false,
    colon: after.colon,
    clean: after.clean,
    inset: 0,
  };
}

interface Above {
  readonly path: string[];
  readonly siblings: Map<string, string>;
  readonly items: string[];
  /** The kind of text whose lines contain the cursor. */
  text: 'block' | 'plain' | null;
  /** An open `{` or `[` of a line above, with its content so far. */
  flow: string | null;
  /** Whether the cursor has the indentation of its siblings. */
  fits: boolean;
  /** Column of the parent; -1 for the file. */
  parent: number;
}

/** A walk up from the cursor's line: the findings so far, and the largest column of the next key that counts. */
interface Walk extends Above {
  readonly lines: Lines;
  readonly number: number;
  /** Columns of the typed text and of the `- ` before it. */
  readonly column: number;
  readonly start: number;
  /** How many keys of the path are on the cursor's line. */
  own: number;
  limit: number;
  listParent: boolean;
  /** Whether lines with more indentation were passed before any sibling of the cursor. */
  skipped: boolean;
  met: boolean;
}

/** Walks up from the cursor's line and keeps the parent key of each level. */
function ancestors(lines: Lines, number: number, column: number, { dashes }: LineParts): Above {
  const found: Above = { path: [], siblings: new Map(), items: [], text: null, flow: null, fits: true, parent: -1 };
  const place = { lines, number, column, start: dashes[0] ?? column, own: 0 };
  const walk: Walk = { ...found, ...place, limit: column, listParent: false, skipped: false, met: false };
  for (const dash of [...dashes].reverse()) intoList(walk, dash);
  walk.own = walk.path.length;
  for (let at = number - 1; at >= 0 && (walk.limit > 0 || walk.listParent || walk.path.length === 0); at--) {
    const indent = indentAt(lines, at);
    if (indent > walk.limit) {
      if (!walk.met && indent > walk.start && !isBlank(lines, at)) walk.skipped = true;
      continue;
    }
    // A sibling of an ancestor is not an ancestor.
    if (indent === walk.limit && !walk.listParent && walk.path.length > walk.own && walk.limit > 0) continue;
    if (!isBlank(lines, at)) pass(walk, at, partsOf(lineText(lines, at)));
  }
  return walk;
}

function intoList(walk: Walk, dash: number): void {
  if (dash >= walk.limit) return;
  walk.path.unshift(ITEM);
  walk.limit = dash;
  walk.listParent = true;
}

/** Reads one line above that is not indented more than the limit. */
function pass(walk: Walk, at: number, above: LineParts): void {
  const first = above.dashes[0] ?? above.column;
  if (first > walk.limit) return;
  const near = walk.path.length === walk.own;
  const beside = near && first === walk.start;
  if (beside && above.dashes.length > 0) walk.items.push(above.value);
  if (beside || (near && above.column === walk.column && above.key !== null)) walk.met = true;
  if (above.key === null && above.dashes.length === 0) return;
  if (above.key !== null && (above.column < walk.limit || (above.column === walk.limit && walk.listParent && above.dashes.length === 0))) {
    if (near) within(walk, at, above);
    else if (opensBlock(above.value)) walk.text = 'block';
    walk.path.unshift(above.key);
    walk.limit = above.column;
    walk.listParent = false;
  } else if (above.key !== null && above.column === walk.limit && near) {
    if (walk.own > 0) walk.fits = false;
    else walk.siblings.set(above.key, above.value);
  }
  for (const dash of [...above.dashes].reverse()) {
    if (walk.listParent && dash === walk.limit) continue;
    if (walk.path.length === walk.own && dash < walk.limit) {
      walk.parent = dash;
      if (above.key !== null && above.column > walk.limit) walk.fits = false;
    }
    intoList(walk, dash);
  }
}

/** The line with the key that the cursor's map, list or text belongs to. */
function within(walk: Walk, at: number, { column, value, valueColumn }: LineParts): void {
  const { lines, number } = walk;
  walk.parent = column;
  if (walk.skipped && !walk.met) walk.fits = false;
  if (opensBlock(value)) {
    walk.text = 'block';
    walk.fits = walk.column >= textIndent(lines, at, number);
  } else if (opensText(value)) walk.text = 'plain';
  else if (/^[[{]/.test(value)) {
    const from = (lines.starts[at] as number) + valueColumn;
    walk.flow = lines.text.slice(from, Math.max(from, (lines.starts[number] as number) - 1));
  }
}

/** The number of spaces at the start of a line, without a copy of the line. */
function indentAt(lines: Lines, line: number): number {
  const start = lines.starts[line] as number;
  let end = start;
  while (lines.text.charCodeAt(end) === 32) end++;
  return end - start;
}

const isBlank = (lines: Lines, line: number): boolean => /^\s*(#|$)/.test(lineText(lines, line));

const opensBlock = (value: string): boolean => /^[|>][+-]?[0-9]?\s*(#.*)?$/.test(value);

/** The indentation of a block text, which its first line sets. */
function textIndent(lines: Lines, key: number, number: number): number {
  for (let at = key + 1; at < lines.starts.length; at++)
    if (at !== number && lineText(lines, at).trim() !== '')
      return at < number || indentAt(lines, at) > indentAt(lines, key) ? indentAt(lines, at) : 0;
  return 0;
}

/** Whether a value starts a block scalar, or a plain text that continues on the next line. */
const opensText = (value: string): boolean => opensBlock(value) || (value !== '' && !/^(#|&\S+$|[[{])/.test(value));

/** Adds the keys and items at the level of the cursor in the lines below it; returns whether the next line has more indentation. */
function below(lines: Lines, number: number, column: number, start: number, above: Above): boolean {
  let deeper: boolean | null = null;
  for (let at = number + 1; at < lines.starts.length; at++) {
    if ((deeper !== null && indentAt(lines, at) > column) || isBlank(lines, at)) continue;
    const { dashes, column: inner, key, value } = partsOf(lineText(lines, at));
    const first = dashes[0] ?? inner;
    deeper ??= first > column || (first > above.parent && first < start);
    if (first < start) break;
    if (first > column) continue;
    if (first === start && dashes.length > 0) above.items.push(value);
    else if (first === start && start < column) above.fits = false;
    if (key !== null && inner === column) above.siblings.set(key, value);
  }
  return deeper ?? false;
}
