/**
 * Opens risky flows. If `{ … }` or `[ … ]` holds prose or a call, a comma in it would split the value, so its entries are
 * written on separate lines. Only the brackets and commas are removed; keys and values stay as written.
 */
import type { OffsetEdit } from '../../text/problem.js';
import { indentOf, lineAt, lineText, type Offsets } from '../../text/lines.js';
import type { TreeNode } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import { isAlias } from './formatLines.js';

const LONG_PROSE = 6;

/** Whether a text contains a comma, a call or a bracket, or is long prose next to other keys, which may get a comma soon. */
function isRiskyText(node: TreeNode, beside: TreeNode): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return false;
  const text = node.value.trim();
  return /[,()[\]{}]|: | #/.test(text) || (beside.kind === 'map' && text.split(/\s+/).length >= LONG_PROSE);
}

const childrenOf = (node: TreeNode): readonly TreeNode[] =>
  node.kind === 'map' ? node.entries.map((entry) => entry.value) : node.kind === 'list' ? node.items : [];

const isRisky = (node: TreeNode): boolean => childrenOf(node).some((child) => isRiskyText(child, node) || isRisky(child));

/** Edits that open the outermost risky flows. */
export function openEdits(tree: Tree): OffsetEdit[] {
  const edits: OffsetEdit[] = [];
  if (tree.root && tree.root.kind === 'map' && !tree.root.flow) visit(tree, tree.root, edits);
  return edits;
}

function visit(tree: Tree, node: TreeNode, edits: OffsetEdit[]): void {
  if (node.kind === 'scalar' || isAlias(tree, node)) return;
  if (!node.flow) {
    if (node.kind === 'map') for (const entry of node.entries) visitValue(tree, entry.value, entry.keyAt, edits);
    else for (const item of node.items) visitValue(tree, item, null, edits);
  }
}

function visitValue(tree: Tree, value: TreeNode, key: Offsets | null, edits: OffsetEdit[]): void {
  if (value.kind === 'scalar' || !value.flow) return visit(tree, value, edits);
  const edit = isRisky(value) ? openEdit(tree, value, key) : null;
  if (edit) edits.push(edit);
}

/** Opens one flow that is the value of a key, or an item; null if its text does not allow that. */
export function openEdit(tree: Tree, node: TreeNode, key: Offsets | null, deep: (node: TreeNode) => boolean = isRisky): OffsetEdit | null {
  if (!canOpen(tree, node)) return null;
  const line = lineAt(tree.lines, key ? key[0] : node.at[0]);
  const start = tree.lines.starts[line] as number;
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  if (!key) {
    const before = tree.text.slice(start, node.at[0]);
    return /^ *(- +)+$/.test(before) ? { at: node.at, text: opened(tree, node, before.length, deep).join(eol) } : null;
  }
  const between = /^[ ]*:([ ]+)$/.exec(tree.text.slice(key[1], node.at[0]));
  const own = lineText(tree.lines, line);
  const column = key[0] - start;
  if (!between || (column !== indentOf(own) && !/^ *(- +)+$/.test(own.slice(0, column)))) return null;
  const below = opened(tree, node, column + 2, deep).map((text, i) => (i === 0 ? ' '.repeat(column + 2) + text : text));
  return { at: [node.at[0] - (between[1] ?? '').length, node.at[1]], text: eol + below.join(eol) };
}

/** Whether only brackets, commas, colons and space are between the parts: no comment, anchor or tag. */
function canOpen(tree: Tree, node: TreeNode): boolean {
  if (isAlias(tree, node)) return true;
  if (node.kind === 'scalar') return !tree.text.slice(...node.at).includes('\n') && node.at[1] > node.at[0];
  const parts = node.kind === 'map' ? node.entries : node.items;
  if (parts.length === 0) return true;
  if (node.kind === 'map' && node.entries.some((e) => !e.colon || !/^\s*:\s*$/.test(tree.text.slice(e.keyAt[1], e.value.at[0]))))
    return false;
  let end = node.at[0];
  for (const { at } of [...parts, { at: [node.at[1], node.at[1]] as Offsets }]) {
    if (!/^[\s,{}[\]]*$/.test(tree.text.slice(end, at[0]))) return false;
    end = at[1];
  }
  return childrenOf(node).every((child) => canOpen(tree, child));
}

/** The lines of a flow in block style. The first line has no indentation. */
function opened(tree: Tree, node: TreeNode, column: number, deep: (node: TreeNode) => boolean): string[] {
  const pad = ' '.repeat(column);
  const rows: string[] = [];
  const put = (head: string, inner: readonly string[] | null, same: string): void => {
    rows.push(`${rows.length > 0 ? pad : ''}${head}${inner ? '' : same}`, ...(inner ?? []));
  };
  if (node.kind === 'map')
    for (const entry of node.entries) {
      const key = tree.text.slice(...entry.keyAt);
      const open = isOpen(tree, entry.value, deep);
      const inner = open ? opened(tree, entry.value, column + 2, deep).map((row, i) => (i === 0 ? `${pad}  ${row}` : row)) : null;
      put(`${key}:`, inner, ` ${onOneLine(tree, entry.value)}`);
    }
  else if (node.kind === 'list')
    for (const item of node.items) {
      const inner = isOpen(tree, item, deep) ? opened(tree, item, column + 2, deep) : null;
      if (inner) rows.push(`${rows.length > 0 ? pad : ''}- ${inner[0] ?? ''}`, ...inner.slice(1));
      else put('- ', null, onOneLine(tree, item));
    }
  return rows;
}

const isOpen = (tree: Tree, node: TreeNode, deep: (node: TreeNode) => boolean): boolean =>
  node.kind !== 'scalar' && !isAlias(tree, node) && childrenOf(node).length > 0 && deep(node);

const onOneLine = (tree: Tree, node: TreeNode): string => tree.text.slice(...node.at).replace(/\s*\r?\n\s*/g, ' ');
