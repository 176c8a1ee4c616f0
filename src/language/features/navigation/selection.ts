/** What a selection grows to, step by step: the word, the part of an expression, the value, the entry, the section, the file. */
import type { Range } from '../../../core/util/textPosition.js';
import type { FileModel } from '../../incremental/file.js';
import { type Offsets, rangeAt } from '../../text/lines.js';
import type { TreeNode } from '../../syntax/node.js';
import { nodesAt } from '../../../expr/index.js';
import { treeAt } from '../position/expressionAt.js';

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
