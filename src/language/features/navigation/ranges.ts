/** Ranges of a file: foldable ranges, and the ranges for Expand Selection. */
import type { FoldingRange } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { lineAt, type Lines, lineText, type Offsets, rangeAt } from '../../text/lines.js';
import type { TreeNode } from '../../syntax/node.js';
import type { Range } from '../../../core/util/textPosition.js';
import { nodesAt } from '../../../expr/index.js';
import { treeAt } from '../position/expressionAt.js';

// Foldable ranges: sections, entries and lists of more than one line, blocks of text, and runs of comments.

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

/** The last line with content. A block of text ends after its line break. */
function lastLine(lines: Lines, end: number): number {
  let line = lineAt(lines, Math.max(0, end - 1));
  while (line > 0 && lineText(lines, line).trim() === '') line--;
  return line;
}

/** Runs of two or more comment lines. */
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

/** From the smallest to the whole file, each larger than the one before. */
export function selectionAt(file: FileModel, offset: number): readonly Range[] {
  const { text, lines, root } = file.tree;
  const found: Offsets[] = [[0, text.length]];
  if (root) descend(root, offset, found);
  found.push(...inExpression(file, offset), wordAt(text, offset));
  const growing = found
    .filter(([start, end]) => start <= offset && offset <= end && end > start)
    .sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  return growing
    .filter(
      (at, i) =>
        i === 0 || (at[0] <= growing[i - 1]![0] && at[1] >= growing[i - 1]![1] && at[1] - at[0] > growing[i - 1]![1] - growing[i - 1]![0]),
    )
    .map((at) => rangeAt(lines, at));
}

const holds = ([start, end]: Offsets, offset: number): boolean => start <= offset && offset <= end;

function descend(node: TreeNode, offset: number, found: Offsets[]): void {
  if (!holds(node.at, offset)) return;
  found.push(node.at);
  if (node.kind === 'list') for (const item of node.items) descend(item, offset, found);
  if (node.kind === 'map')
    for (const entry of node.entries) {
      if (!holds(entry.at, offset)) continue;
      found.push(entry.at, entry.keyAt);
      descend(entry.value, offset, found);
    }
}

/** Parts of the expression at the offset, from the whole to the smallest. */
function inExpression(file: FileModel, offset: number): readonly Offsets[] {
  const at = treeAt(file, offset);
  if (!at) return [];
  return nodesAt(at.tree, at.offset).map(({ start, end }): Offsets => [at.toFile(start), at.toFile(Math.max(start, end - 1)) + 1]);
}

function wordAt(text: string, offset: number): Offsets {
  let [start, end] = [offset, offset];
  while (start > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(end))) end++;
  return [start, end];
}
