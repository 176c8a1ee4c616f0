/**
 * Converts between offsets and lines of one text, and writes pieces of a line as YAML text. Lines end with `\n`; a `\r` before it belongs to
 * the line's end.
 */
import type { OffsetFix } from './problem.js';
import { upperBound } from '../../core/util/search.js';
import type { Position, Range } from '../../core/util/textPosition.js';
import { t } from '../../core/util/l10n.js';

/** Half-open offsets `[start, end)` in a text. */
export type Offsets = readonly [start: number, end: number];

export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** Number of the line that contains `offset`, by bisection. */
export const lineAt = (lines: Lines, offset: number): number => Math.max(0, upperBound(lines.starts, offset) - 1);

export function positionAt(lines: Lines, offset: number): Position {
  const at = Math.max(0, Math.min(offset, lines.text.length));
  const line = lineAt(lines, at);
  return { line, character: at - (lines.starts[line] as number) };
}

export const rangeAt = (lines: Lines, [start, end]: Offsets): Range => ({
  start: positionAt(lines, start),
  end: positionAt(lines, Math.max(start, end)),
});

/** Start of a line, and its end without the line break. */
export function lineOffsets(lines: Lines, line: number): Offsets {
  const start = lines.starts[line] ?? lines.text.length;
  let end = line + 1 < lines.starts.length ? (lines.starts[line + 1] as number) - 1 : lines.text.length;
  if (end > start && lines.text[end - 1] === '\r') end--;
  return [start, end];
}

export function lineText(lines: Lines, line: number): string {
  const [start, end] = lineOffsets(lines, line);
  return lines.text.slice(start, end);
}

/** Number of spaces at the start of a line. */
export const indentOf = (line: string): number => line.length - line.trimStart().length;

// Writes a piece of a line so that YAML cannot misread it.

/** The text, in double quotes if needed, with as little escaping as possible. */
export function quoted(text: string): string {
  if (!text.includes("'") && !text.includes('\n')) return `'${text}'`;
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n')}"`;
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** End of the line that contains `at`, without its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' && stop > at ? stop - 1 : stop;
}

/** End of the value that starts here: the end of the line, without a comment and trailing space; in a flow, the end of the item. */
export function valueEnd(text: string, from: number): number {
  const line = text.slice(from, lineEnd(text, from));
  const inFlow = /[[{][^\]}]*$/.test(text.slice(lineStart(text, from), from));
  const cut = line.search(inFlow ? /\s+#\s|\s*[,\]}]/ : /\s+#\s/);
  return from + (cut > 0 ? line.slice(0, cut) : line).trimEnd().length;
}

export const quoteFix = (text: string, at: Offsets): OffsetFix => ({
  title: t('Put it in quotes'),
  edits: [{ at, text: quoted(text.slice(...at)) }],
  preferred: true,
});
