/** Edits after Enter in the line above: quotes around a hashtag that would cut its text, and a block for an empty key of prose. */
import type { TextEdit } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { lineAt, lineText, rangeAt } from '../../text/lines.js';
import { cursorAt, partsOf } from '../position/cursorContext.js';
import { schemasOf } from '../position/locate.js';

export function enterEdits(file: FileModel, offset: number): readonly TextEdit[] {
  const { lines } = file.tree;
  const line = lineAt(lines, offset);
  if (line === 0 || lineText(lines, line).trim() !== '') return [];
  return [...quoteTag(file, line - 1), ...openText(file, line - 1)];
}

/** `bio: Closing down!! #bakery` and `- #jazz`. The check finds them and has the fix. */
function quoteTag(file: FileModel, line: number): readonly TextEdit[] {
  const { lines } = file.tree;
  const cut = file.problems.find((problem) => problem.code === 'cut-text' && lineAt(lines, problem.at[0]) === line);
  return (cut?.fixes?.[0]?.edits ?? []).map(({ at, text }) => ({ range: rangeAt(lines, at), text }));
}

/** `backstory:` with nothing below. */
function openText(file: FileModel, line: number): readonly TextEdit[] {
  const { lines } = file.tree;
  const text = lineText(lines, line);
  const parts = partsOf(text);
  if (parts.key === null || parts.value !== '' || !/:\s*$/.test(text)) return [];
  for (let below = line + 1; below < lines.starts.length; below++) {
    const next = lineText(lines, below);
    if (next.trim() === '') continue;
    if (next.length - next.trimStart().length > parts.column) return [];
    break;
  }
  const end = (lines.starts[line] as number) + text.length;
  const cursor = cursorAt(lines, end);
  if (cursor.mode === 'text' || !schemasOf({ ...cursor, mode: 'value' }).some((schema) => schema['x-text'])) return [];
  const bare = (lines.starts[line] as number) + text.trimEnd().length;
  return [{ range: rangeAt(lines, [bare, end]), text: ' |' }];
}
