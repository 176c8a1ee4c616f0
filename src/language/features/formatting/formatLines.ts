/** The lines of a file that are inside a text or a flow that started on a line above. The formatter's steps share them. */
import { indentOf, lineAt, lineText } from '../../text/lines.js';
import type { Tree } from '../../syntax/parse.js';
import type { TreeNode } from '../../syntax/node.js';

export interface Interior {
  /** `block`: after `|` or `>`. `text`: a text that continues. `flow`: between brackets. */
  readonly kind: 'block' | 'text' | 'flow';
  /** The line on which it starts. */
  readonly first: number;
  /** Column of a block's text. */
  readonly content: number;
  /** The indentation is written out, as in `|2`, or the lines at the end count, as in `|+`. */
  readonly fixed: boolean;
}

/** An alias repeats a node from another place. */
export const isAlias = (tree: Tree, node: TreeNode): boolean => tree.text[node.at[0]] === '*';

export function interiorLines(tree: Tree): ReadonlyMap<number, Interior> {
  const lines = new Map<number, Interior>();
  if (tree.root) visit(tree, tree.root, lines);
  return lines;
}

function visit(tree: Tree, node: TreeNode, lines: Map<number, Interior>): void {
  if (isAlias(tree, node)) return;
  if (node.kind === 'scalar') return mark(tree, node, lines);
  if (node.flow) mark(tree, node, lines);
  for (const child of node.kind === 'map' ? node.entries.map((entry) => entry.value) : node.items) visit(tree, child, lines);
}

function mark(tree: Tree, node: TreeNode, lines: Map<number, Interior>): void {
  const [start, end] = node.at;
  const first = lineAt(tree.lines, start);
  let last = lineAt(tree.lines, Math.max(start, end - 1));
  if (last === first) return;
  const block = node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
  const header = block ? (/^[|>]([-+0-9]*)/.exec(tree.text.slice(start, start + 8))?.[1] ?? '') : '';
  const keeps = header.includes('+');
  while (!keeps && last > first && lineText(tree.lines, last).trim() === '') last--;
  const kind = block ? 'block' : node.kind === 'scalar' ? 'text' : 'flow';
  const content = block ? contentColumn(tree, first, last) : 0;
  for (let line = first + 1; line <= last; line++)
    if (!lines.has(line) || kind !== 'flow')
      lines.set(line, { kind, first: lines.get(first)?.first ?? first, content, fixed: header !== '' && header !== '-' });
}

function contentColumn(tree: Tree, first: number, last: number): number {
  for (let line = first + 1; line <= last; line++) {
    const text = lineText(tree.lines, line);
    if (text.trim() !== '') return indentOf(text);
  }
  return 0;
}
