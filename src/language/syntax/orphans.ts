/**
 * Finds lines whose key above is missing, and the ends of lines and blocks. The messages for YAML's errors use these.
 */
import { errorAt, type Problem } from '../text/problem.js';
import { lineEnd, lineStart, type Offsets } from '../text/lines.js';
import { marked } from '../../core/util/l10n.js';

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

export const ORPHANS = marked('This line is indented too far, or the key that it belongs to is missing above.');

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
  return blotted(errorAt('indent', ORPHANS, [start, lineEnd(text, start)]), [start, end], ' ');
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
    else return blotted(errorAt('indent', ORPHANS, [first, lineEnd(text, first)]), [first, lineStart(text, start) - 1], ' ');
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
