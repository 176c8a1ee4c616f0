/** What can be folded: sections, entries and lists of more than one line, blocks of text, and runs of comments. */
import type { FoldingRange } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { lineAt, lineText, type Lines } from '../../text/lines.js';
import type { TreeNode } from '../../syntax/node.js';

export function foldingOf({ tree }: FileModel): readonly FoldingRange[] {
  const found = new Map<number, FoldingRange>();
  const add = (start: number, end: number, kind?: 'comment'): void => {
    if (end > start && !found.has(start)) found.set(start, { start, end, ...(kind ? { kind } : {}) });
  };
  if (tree.root) eachFold(tree.root, tree.lines, add);
  for (const [start, end] of comments(tree.lines)) add(start, end, 'comment');
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function eachFold(node: TreeNode, lines: Lines, add: (start: number, end: number) => void): void {
  if (node.kind === 'map')
    for (const entry of node.entries) {
      add(lineAt(lines, entry.keyAt[0]), lastLine(lines, entry.at[1]));
      eachFold(entry.value, lines, add);
    }
  else if (node.kind === 'list')
    for (const item of node.items) {
      if (item.kind !== 'scalar') add(lineAt(lines, item.at[0]), lastLine(lines, item.at[1]));
      eachFold(item, lines, add);
    }
}

/** The last line with content: a block of text ends after its line break. */
function lastLine(lines: Lines, end: number): number {
  let line = lineAt(lines, Math.max(0, end - 1));
  while (line > 0 && lineText(lines, line).trim() === '') line--;
  return line;
}

/** Two or more lines of comment below each other. */
function* comments(lines: Lines): Iterable<readonly [number, number]> {
  let start = -1;
  for (let line = 0; line <= lines.starts.length; line++) {
    const isComment = line < lines.starts.length && lineText(lines, line).trimStart().startsWith('#');
    if (isComment && start < 0) start = line;
    if (isComment || start < 0) continue;
    if (line - 1 > start) yield [start, line - 1];
    start = -1;
  }
}
