/**
 * Where the cursor is, read from the lines around it and not from the tree: while someone types, the tree is often
 * broken exactly there. Block style by indentation, flow style by brackets within the line.
 */
import { type Lines, lineAt, lineText, type Offsets } from '../text/lines.js';
import { flowAt } from './flow.js';

/** Stands in a path for the item of a list, whichever it is. No key is written so. */
export const ITEM = '-';

export interface Cursor {
  /** Keys from the root to the map, list or value at the cursor; items of lists are `ITEM`. */
  readonly path: readonly string[];
  /** `key`: a key or an item may be written here. `value`: behind a key's colon. `text`: inside prose. `none`: a comment. */
  readonly mode: 'key' | 'value' | 'text' | 'none';
  /** What is typed so far, and where it stands. */
  readonly prefix: string;
  readonly replace: Offsets;
  /** Keys that stand beside the cursor, with their value where it is on the same line. */
  readonly siblings: ReadonlyMap<string, string>;
  readonly flow: boolean;
  /** A `- ` stands before the cursor on its line. */
  readonly item: boolean;
}

export interface LineParts {
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

export function cursorAt(lines: Lines, offset: number): Cursor {
  const number = lineAt(lines, offset);
  const start = lines.starts[number] as number;
  const line = lineText(lines, number);
  const before = line.slice(0, offset - start);
  const parts = partsOf(before);
  const column = /^ *$/.test(before) ? before.length : parts.column;
  const above = ancestors(lines, number, column, parts);
  const base = { siblings: above.siblings, flow: false, item: parts.dashes.length > 0 };
  if (above.text) return { ...base, path: above.path, mode: 'text', ...typed(before, start, offset, 0) };
  if (/(^|\s)#[^'"]*$/.test(before)) return { ...base, path: above.path, mode: 'none', prefix: '', replace: [offset, offset] };
  if (parts.key === null) {
    const flow = flowAt(parts.value);
    if (flow) return inFlow(flow, above.path, offset);
    return { ...base, path: above.path, mode: 'key', ...typed(before, start, offset, column) };
  }
  const path = [...above.path, parts.key];
  const flow = flowAt(parts.value);
  if (flow) return inFlow(flow, path, offset);
  const from = before.length - parts.value.length;
  return { ...base, path, mode: parts.value === '' && !/\s$/.test(before) ? 'none' : 'value', ...typed(before, start, offset, from) };
}

function typed(before: string, start: number, offset: number, from: number): { prefix: string; replace: Offsets } {
  const prefix = before.slice(from);
  return { prefix, replace: [start + from, offset] };
}

function inFlow(flow: NonNullable<ReturnType<typeof flowAt>>, path: readonly string[], offset: number): Cursor {
  return {
    path: [...path, ...flow.path],
    mode: flow.mode,
    prefix: flow.prefix,
    replace: [offset - flow.prefix.length, offset],
    siblings: flow.siblings,
    flow: true,
    item: false,
  };
}

interface Above {
  readonly path: readonly string[];
  readonly siblings: ReadonlyMap<string, string>;
  readonly text: boolean;
}

/** Walks up from the cursor's line, keeping of each level the key it belongs to. */
function ancestors(lines: Lines, number: number, column: number, parts: LineParts): Above {
  const path: string[] = [];
  const siblings = new Map<string, string>();
  let limit = column;
  let listParent = false;
  const up = (dash: number): void => {
    if (dash >= limit) return;
    path.unshift(ITEM);
    limit = dash;
    listParent = true;
  };
  for (const dash of [...parts.dashes].reverse()) up(dash);
  for (let at = number - 1; at >= 0 && (limit > 0 || listParent || path.length === 0); at--) {
    if (indentAt(lines, at) > limit) continue;
    const line = lineText(lines, at);
    if (/^\s*(#|$)/.test(line)) continue;
    const above = partsOf(line);
    const first = above.dashes[0] ?? above.column;
    if (first > limit || (above.key === null && above.dashes.length === 0)) continue;
    if (above.key !== null) {
      if (above.column < limit || (above.column === limit && listParent && above.dashes.length === 0)) {
        if (path.length === 0 && opensText(above.value))
          return { path: [...ancestors(lines, at, above.column, above).path, above.key], siblings, text: true };
        path.unshift(above.key);
        limit = above.column;
        listParent = false;
      } else if (above.column === limit && path.length === 0) siblings.set(above.key, above.value);
    }
    for (const dash of [...above.dashes].reverse()) if (!(listParent && dash === limit)) up(dash);
  }
  below(lines, number, column, siblings);
  return { path, siblings, text: false };
}

/** Spaces at the start of a line, counted without cutting the line out. */
function indentAt(lines: Lines, line: number): number {
  const start = lines.starts[line] as number;
  let end = start;
  while (lines.text.charCodeAt(end) === 32) end++;
  return end - start;
}

/** A block scalar, or a plain text that goes on in the next line. */
const opensText = (value: string): boolean => /^[|>][+-]?[0-9]?\s*(#.*)?$/.test(value) || (value !== '' && !/^(#|&\S+$|[[{])/.test(value));

function below(lines: Lines, number: number, column: number, siblings: Map<string, string>): void {
  for (let at = number + 1; at < lines.starts.length; at++) {
    if (indentAt(lines, at) > column) continue;
    const line = lineText(lines, at);
    if (/^\s*(#|$)/.test(line)) continue;
    const parts = partsOf(line);
    const first = parts.dashes[0] ?? parts.column;
    if (first < column || (first === column && parts.dashes.length > 0)) return;
    if (parts.key !== null && parts.column === column) siblings.set(parts.key, parts.value);
  }
}
