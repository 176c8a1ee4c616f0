/** Blank lines: one at most, one before a section that takes more than a line, none at the start, one line end at the end. */
import type { OffsetEdit } from '../../text/problem.js';
import { lineAt, lineOffsets, lineText } from '../../text/lines.js';
import type { Tree } from '../../syntax/parse.js';
import type { Interior } from './formatLines.js';

export function blankEdits(tree: Tree, interior: ReadonlyMap<number, Interior>): OffsetEdit[] {
  const { lines } = tree;
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const last = lines.starts.length - 1;
  const edits: OffsetEdit[] = [];
  const blank = (line: number): boolean => line >= 0 && !interior.has(line) && lineText(lines, line).trim() === '';
  let content = last;
  while (content >= 0 && blank(content)) content--;
  for (let line = 0; line < content; line++) {
    if (blank(line) && (line === 0 || blank(line - 1)))
      edits.push({ at: [lines.starts[line] as number, lines.starts[line + 1] as number], text: '' });
  }
  for (const line of sections(tree)) {
    const at = lines.starts[line] as number;
    if (line > 0 && !blank(line - 1) && !interior.get(line - 1)?.fixed) edits.push({ at: [at, at], text: eol });
  }
  if (content >= 0 && !interior.get(content)?.fixed) {
    const end = lineOffsets(lines, content)[1];
    if (tree.text.slice(end) !== eol) edits.push({ at: [end, tree.text.length], text: eol });
  }
  return edits;
}

/** First lines of sections that stand apart, with the comments above them. */
function sections(tree: Tree): number[] {
  const { lines, root } = tree;
  if (root?.kind !== 'map' || root.flow) return [];
  const tall = root.entries.map((entry) => lineAt(lines, entry.keyAt[0]) !== lineAt(lines, entry.at[1] - 1));
  return root.entries.flatMap((entry, i) => {
    if (i === 0 || !(tall[i] || tall[i - 1])) return [];
    let line = lineAt(lines, entry.keyAt[0]);
    while (line > 0 && lineText(lines, line - 1).startsWith('#')) line--;
    return [line];
  });
}
