/** Which lines of a file lie within a text or a flow that began on a line above. The formatter's steps share it. */
import type { OffsetEdit } from '../../text/problem.js';
import { indentOf, lineAt, lineOffsets, lineText } from '../../text/lines.js';
import type { Tree } from '../../syntax/parse.js';
import type { TreeNode } from '../../syntax/node.js';

export interface Interior {
  /** `block`: after `|` or `>`. `text`: a text that continues. `flow`: between brackets. */
  readonly kind: 'block' | 'text' | 'flow';
  /** Line on which it began. */
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

// Blank lines: one at most, one before a section that takes more than a line, none at the start, one line end at the end.

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
