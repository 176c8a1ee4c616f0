/**
 * Indentation: two spaces for each level, lists below their key, one space after a dash. Sets the indentation of
 * lines with keys and items. The lines within a text or a flow move with the line that they belong to.
 */
import type { OffsetEdit } from '../../text/problem.js';
import { indentOf, lineOffsets, lineText } from '../../text/lines.js';
import type { Tree } from '../../syntax/parse.js';
import { partsOf } from '../position/cursorContext.js';
import type { Interior } from './formatLines.js';

const STEP = 2;

interface Level {
  readonly old: number;
  readonly now: number;
  readonly dash: boolean;
}

/** The new columns of lines. Lines without an entry are comments or blank. */
interface Plan {
  /** The new column of the first mark or key, by line. */
  readonly starts: Map<number, number>;
  /** The new column of the node that the lines below belong to, by line. */
  readonly owners: Map<number, number>;
  readonly prefixes: Map<number, string>;
}

export function indentEdits(tree: Tree, interior: ReadonlyMap<number, Interior>): OffsetEdit[] {
  const { lines } = tree;
  const plan: Plan = { starts: new Map(), owners: new Map(), prefixes: new Map() };
  const levels: Level[] = [];
  for (let line = 0; line < lines.starts.length; line++) {
    const text = lineText(lines, line);
    if (interior.has(line) || /^\ufeff?\s*(#|$)/.test(text)) continue;
    if (/^(---|\.\.\.|%|\? )/.test(text)) return [];
    place(plan, levels, line, text);
  }
  comments(tree, plan, interior);
  const edits: OffsetEdit[] = [];
  for (let line = 0; line < lines.starts.length; line++) {
    const edit = interior.has(line) ? moved(tree, plan, line, interior.get(line) as Interior) : prefixed(tree, plan, line);
    if (edit && tree.text.slice(...edit.at) !== edit.text) edits.push(edit);
  }
  return edits;
}

function place(plan: Plan, levels: Level[], line: number, text: string): void {
  const parts = partsOf(text);
  let start: number | null = null;
  let owner = 0;
  for (const dash of parts.dashes) {
    const level = enter(levels, dash, true);
    start ??= level.now;
    owner = level.now;
  }
  const bare = parts.value === '' && parts.key === null;
  if (!bare) {
    const level = enter(levels, parts.column, false);
    start ??= level.now;
    if (parts.key !== null) owner = level.now;
    else if (parts.dashes.length === 0) owner = Math.max(0, level.now - STEP);
  }
  plan.starts.set(line, start ?? 0);
  plan.owners.set(line, owner);
  const marks = '- '.repeat(parts.dashes.length);
  plan.prefixes.set(line, ' '.repeat(start ?? 0) + (bare ? marks.trimEnd() : marks));
}

/** The level of a mark or key at a column: the open level at that column, or a new one below its parent. */
function enter(levels: Level[], old: number, dash: boolean): Level {
  let top = levels[levels.length - 1];
  while (top && (top.old > old || (top.old === old && top.dash && !dash))) {
    levels.pop();
    top = levels[levels.length - 1];
  }
  if (top?.old === old && top.dash === dash) return top;
  const level: Level = { old, now: top ? top.now + STEP : 0, dash };
  levels.push(level);
  return level;
}

/** A comment belongs to the line below, or to the line above with the same indentation. */
function comments(tree: Tree, plan: Plan, interior: ReadonlyMap<number, Interior>): void {
  const { lines } = tree;
  const indents = new Map<number, number>();
  for (let line = 0; line < lines.starts.length; line++) {
    const text = lineText(lines, line);
    const own = indentOf(text);
    if (plan.starts.has(line)) {
      for (const old of [...indents.keys()]) if (old > own) indents.delete(old);
      indents.set(own, plan.starts.get(line) as number);
    } else if (!interior.has(line) && text.trim() !== '') {
      const below = nextStart(tree, plan, line);
      const now =
        below?.old === own || own === 0
          ? below?.old === own
            ? below.now
            : 0
          : (indents.get(own) ?? nearest(indents, own, below?.now ?? 0));
      plan.prefixes.set(line, ' '.repeat(now));
    }
  }
}

function nearest(indents: ReadonlyMap<number, number>, own: number, fallback: number): number {
  const less = [...indents.keys()].filter((old) => old < own);
  return less.length === 0 ? fallback : Math.max(fallback, indents.get(Math.max(...less)) ?? 0);
}

function nextStart(tree: Tree, plan: Plan, from: number): { old: number; now: number } | null {
  for (let line = from + 1; line < tree.lines.starts.length; line++) {
    const now = plan.starts.get(line);
    if (now !== undefined) return { old: indentOf(lineText(tree.lines, line)), now };
  }
  return null;
}

function prefixed(tree: Tree, plan: Plan, line: number): OffsetEdit | null {
  const prefix = plan.prefixes.get(line);
  if (prefix === undefined) return null;
  const text = lineText(tree.lines, line);
  if (text.startsWith('\ufeff')) return null;
  const [start] = lineOffsets(tree.lines, line);
  const parts = partsOf(text);
  const end = parts.dashes.length > 0 ? (parts.key === null && parts.value === '' ? text.length : parts.column) : indentOf(text);
  return { at: [start, start + end], text: prefix };
}

/** A line within a text or a flow. */
function moved(tree: Tree, plan: Plan, line: number, { kind, first, content, fixed }: Interior): OffsetEdit | null {
  const owner = plan.owners.get(first);
  const parent = plan.prefixes.get(first);
  if (owner === undefined || parent === undefined) return null;
  const text = lineText(tree.lines, line);
  const own = indentOf(text);
  const [start] = lineOffsets(tree.lines, line);
  const least = owner + STEP;
  if (kind === 'block') {
    if (fixed) return null;
    if (text.trim() === '' && own <= content) return { at: [start, start + text.length], text: '' };
    return { at: [start, start + own], text: ' '.repeat(Math.max(0, own - content + least)) };
  }
  if (text.trim() === '') return { at: [start, start + text.length], text: '' };
  if (kind === 'text') return { at: [start, start + own], text: ' '.repeat(least) };
  const before = indentOf(lineText(tree.lines, first));
  const delta = (plan.starts.get(first) ?? 0) - before;
  const closing = /^\s*[\]}]/.test(text) ? owner : least;
  return { at: [start, start + own], text: ' '.repeat(Math.max(closing, own + delta)) };
}
