/** Turning a piece of a line into text that YAML cannot misread. */
import type { OffsetFix } from './problem.js';
import type { Offsets } from './lines.js';

/** In double quotes where needed, with as little escaping as possible. */
export function quoted(text: string): string {
  if (!text.includes("'") && !text.includes('\n')) return `'${text}'`;
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n')}"`;
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** End of the line that holds `at`, without its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' && stop > at ? stop - 1 : stop;
}

/** End of the value that starts here: of the line, without a comment and trailing space; in a flow, up to its end. */
export function valueEnd(text: string, from: number): number {
  const line = text.slice(from, lineEnd(text, from));
  const inFlow = /[[{][^\]}]*$/.test(text.slice(lineStart(text, from), from));
  const cut = line.search(inFlow ? /\s+#\s|\s*[,\]}]/ : /\s+#\s/);
  return from + (cut > 0 ? line.slice(0, cut) : line).trimEnd().length;
}

export const quoteFix = (text: string, at: Offsets): OffsetFix => ({
  title: 'Put it in quotes',
  edits: [{ at, text: quoted(text.slice(...at)) }],
  preferred: true,
});
