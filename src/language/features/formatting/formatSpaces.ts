/**
 * Spaces and blank lines. Within a line: one space after a colon and a comma, `{ a: 1 }` and `[a, b]`, none at the end. Blank lines:
 * one at most, one before a section that takes more than a line, none at the start.
 */
import type { OffsetEdit } from '../../text/problem.js';
import { lineOffsets, type Offsets, lineAt, lineText } from '../../text/lines.js';
import type { Entry, MapNode, TreeNode } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import { type Interior, isAlias } from './formatLines.js';

export function spaceEdits(tree: Tree, interior: ReadonlyMap<number, Interior>): OffsetEdit[] {
  const edits: OffsetEdit[] = [];
  if (tree.root) visit(tree, tree.root, edits);
  for (let line = 0; line < tree.lines.starts.length; line++) {
    if (interior.get(line)?.kind === 'block') continue;
    const [start, end] = lineOffsets(tree.lines, line);
    const text = tree.text.slice(start, end);
    const kept = text.trimEnd().length;
    if (kept < text.length) edits.push({ at: [start + kept, end], text: '' });
  }
  return apart(edits);
}

/** Keeps only the first of edits that touch. */
function apart(edits: readonly OffsetEdit[]): OffsetEdit[] {
  const out: OffsetEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.at[0] - b.at[0])) {
    const last = out[out.length - 1];
    if (!last || edit.at[0] >= last.at[1]) out.push(edit);
  }
  return out;
}

function visit(tree: Tree, node: TreeNode, edits: OffsetEdit[]): void {
  if (node.kind === 'scalar' || isAlias(tree, node)) return;
  if (node.flow) flow(tree, node, edits);
  if (node.kind === 'list') for (const item of node.items) visit(tree, item, edits);
  else
    for (const entry of node.entries) {
      const { at } = entry.value;
      if (entry.colon) gap(tree, [entry.keyAt[1], at[0]], /^[ ]*:[ ]+$|^[ ]+:$|^:$/, at[0] === at[1] ? ':' : ': ', edits);
      visit(tree, entry.value, edits);
    }
}

/** Replaces the text between two parts if it has only the allowed characters. */
function gap(tree: Tree, at: Offsets, allowed: RegExp, text: string, edits: OffsetEdit[]): void {
  if (at[1] <= at[0]) return;
  const now = tree.text.slice(...at);
  if (now !== text && allowed.test(now)) edits.push({ at, text });
}

function flow(tree: Tree, node: Exclude<TreeNode, { kind: 'scalar' }>, edits: OffsetEdit[]): void {
  const parts: readonly Offsets[] = node.kind === 'map' ? node.entries.map((entry: Entry) => entry.at) : node.items.map((item) => item.at);
  const pad = node.kind === 'map' ? ' ' : '';
  const inner: Offsets = [node.at[0] + 1, node.at[1] - 1];
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (!first || !last) {
    gap(tree, inner, /^[ ]+$/, '', edits);
    return;
  }
  edge(tree, [inner[0], first[0]], pad, edits);
  for (let i = 0; i + 1 < parts.length; i++) {
    const [from, to] = [(parts[i] as Offsets)[1], (parts[i + 1] as Offsets)[0]];
    gap(tree, [from, to], /^[ ]*,[ ]*$/, ', ', edits);
  }
  if (!endsOpen(node)) edge(tree, [last[1], inner[1]], pad, edits);
}

/** Whether a map like `{ a: }` has no last value. Then the end of its entry is unknown. */
const endsOpen = (node: TreeNode): boolean => {
  const value = node.kind === 'map' ? (node as MapNode).entries[node.entries.length - 1]?.value : null;
  return value?.kind === 'scalar' && value.at[0] === value.at[1];
};

function edge(tree: Tree, at: Offsets, pad: string, edits: OffsetEdit[]): void {
  const now = tree.text.slice(...at);
  if (now !== pad && /^[ ]*$/.test(now)) edits.push({ at, text: pad });
}

// Blank lines: at most one in a row, one before a section of several lines, none at the start. The file ends with one line break.

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

/** First lines of the sections with a blank line before them, including the comments above. */
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
