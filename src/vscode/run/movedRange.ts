/** The place of a text after an edit. It knows no editor, so tests run it in Node. */
import type { Position, Range } from '../../core/util/textPosition.js';

/** The text in `range` was replaced by `text`. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** The place after the edits of one change, or null if an edit touched it. The ranges of the edits refer to the text before. */
export function movedRange({ start, end }: Range, edits: readonly Edit[]): Range | null {
  let [first, last] = [start, end];
  // The last edit comes first, so that the ranges of the other edits stay valid.
  for (const { range, text } of [...edits].sort((a, b) => compare(b.range.start, a.range.start))) {
    if (compare(range.start, end) > 0) continue;
    if (compare(range.end, start) > 0 || (compare(range.start, start) >= 0 && compare(range.start, end) <= 0)) return null;
    [first, last] = [after(first, range, text), after(last, range, text)];
  }
  return { start: first, end: last };
}

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

function after(at: Position, { start, end }: Range, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const line = at.line + start.line + lines.length - 1 - end.line;
  if (at.line !== end.line) return { line, character: at.character };
  const before = (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? start.character : 0);
  return { line, character: at.character - end.character + before };
}
