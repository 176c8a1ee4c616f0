/**
 * Finds lines whose key above is missing, and the ends of lines and blocks. The messages for YAML's errors use these.
 */
import { errorAt, type OffsetEdit, type OffsetFix, type Problem } from '../text/problem.js';
import { lineEnd, lineStart, type Offsets } from '../text/lines.js';
import { marked, t } from '../../core/util/l10n.js';

export interface Explained {
  readonly problem: Problem;
  /** The part to blank out before the text is parsed again; null if YAML recovered. */
  readonly blot: Offsets | null;
  /** The filling: a space removes the part, a letter keeps a text there. */
  readonly fill: string;
  /** The repair replaced the end of this word by a colon: the real name of the key at `start` is `name`. */
  readonly key?: { readonly start: number; readonly name: string };
}

export const plain = (problem: Problem): Explained => ({ problem, blot: null, fill: ' ' });
export const blotted = (problem: Problem, blot: Offsets, fill: string): Explained => ({
  problem,
  blot: blot[1] > blot[0] ? blot : null,
  fill,
});

export const contentStart = (text: string, at: number): number => {
  const start = lineStart(text, at);
  return start + (/^[ ]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0);
};

export const indentAt = (text: string, at: number): number => contentStart(text, at) - lineStart(text, at);

/** End of the lines after `from` that are indented more than `indent`. */
export function blockEnd(text: string, from: number, indent: number): number {
  let end = from;
  for (let start = text.indexOf('\n', from) + 1; start > 0 && start < text.length; start = text.indexOf('\n', start) + 1) {
    const stop = lineEnd(text, start);
    if (stop > start && indentAt(text, start) <= indent && text.slice(start, stop).trim() !== '') break;
    end = stop;
  }
  return end;
}

const ORPHANS = marked('This line is indented too far, or the key that it belongs to is missing above.');
export const MISALIGNED = marked('This line is not indented like the ones it belongs to.');

/** Lines below a missing key, which are indented more than the complete line above. Only the first has a problem. */
export function orphans(at: number, text: string): Explained | null {
  let start = contentStart(text, at);
  while ((lineEnd(text, start) === start || text[start] === '#') && text.indexOf('\n', start) >= 0)
    start = contentStart(text, text.indexOf('\n', start) + 1);
  const above = lineAbove(text, start);
  const deeper = above === null ? null : orphansAbove(text, start);
  if (deeper) return deeper;
  if (above === null || start - lineStart(text, start) <= indentAt(text, above) || /(:|[|>][-+0-9]*)\s*$/.test(lineOf(text, above)))
    return null;
  const end = blockEnd(text, lineEnd(text, above), indentAt(text, above));
  return blotted(orphansProblem([start, end], text), [start, end], ' ');
}

/** A line that starts with a key. */
const KEY = /^[^\s#:'"[{-][^:]*:(?:\s|$)/;

const isKey = (text: string, start: number): boolean => KEY.test(lineOf(text, start));

/**
 * A key with less space in front than the keys above it, by one space, or between keys that are alike: it is wrong itself, not the lines
 * around it.
 */
export function misaligned(at: number, text: string): Explained | null {
  const start = contentStart(text, at);
  const column = indentAt(text, start);
  let wanted = Infinity;
  for (let above = lineAbove(text, start); above !== null; above = lineAbove(text, above)) {
    const indent = indentAt(text, above);
    if (indent === column) return null;
    if (indent < column) break;
    if (indent < wanted && !isKey(text, above)) return null;
    wanted = Math.min(wanted, indent);
  }
  if (wanted === Infinity || !isKey(text, start)) return null;
  const stop = blockEnd(text, lineEnd(text, start), wanted);
  const next = contentStart(text, stop + 1);
  const isBetween = next < text.length && indentAt(text, next) === wanted && isKey(text, next);
  if (wanted - column !== 1 && !isBetween) return null;
  const fixes = [alignment([start, stop], wanted - column, text)];
  return blotted(errorAt('indent', MISALIGNED, [start, lineEnd(text, start)], fixes), [start, stop], ' ');
}

/** Moves lines to the right, or to the left where `by` is below 0. */
function alignment([start, end]: Offsets, by: number, text: string): OffsetFix {
  const edits: OffsetEdit[] = [];
  for (let at = lineStart(text, start); at <= end; at = lineEnd(text, at) + 1) {
    const content = contentStart(text, at);
    if (content < lineEnd(text, content))
      edits.push({ at: by < 0 ? [at, Math.min(content, at - by)] : [at, at], text: ' '.repeat(Math.max(0, by)) });
  }
  return { title: t('Align with the line above'), edits, preferred: Math.abs(by) === 1 };
}

/** The problem of lines that are indented more than the line above, which takes none. */
export function orphansProblem([start, end]: Offsets, text: string): Problem {
  const above = lineAbove(text, start);
  const by = above === null ? 0 : indentAt(text, above) - indentAt(text, start);
  const fixes = by < 0 && isKey(text, start) ? [alignment([start, end], by, text)] : [];
  return errorAt('indent', ORPHANS, [start, lineEnd(text, start)], fixes);
}

/** Lines without a key, between a key without a value and this line, which is indented less. */
function orphansAbove(text: string, start: number): Explained | null {
  const column = indentAt(text, start);
  let first: number | null = null;
  for (let above = lineAbove(text, start); above !== null; above = lineAbove(text, above)) {
    const indent = indentAt(text, above);
    if (indent === column) return null;
    if (indent > column) first = above;
    else if (first === null || !/:\s*$/.test(lineOf(text, above))) return null;
    else {
      const lines: Offsets = [first, lineStart(text, start) - 1];
      return blotted(orphansProblem(lines, text), lines, ' ');
    }
  }
  return null;
}

/** Start of the next line above that is not blank. */
export function lineAbove(text: string, at: number): number | null {
  for (let end = lineStart(text, at) - 1; end > 0; end = lineStart(text, end) - 1) {
    const start = contentStart(text, end);
    if (start < lineEnd(text, start) && text[start] !== '#') return start;
  }
  return null;
}

export const lineOf = (text: string, at: number): string => text.slice(at, lineEnd(text, at)).replace(/\s#.*$/, '');
