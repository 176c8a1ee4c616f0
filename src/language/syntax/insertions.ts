/** Edits of a tree as text: quotes around scalars, and the place of a new entry. */
import { lineAt, lineOffsets, type Lines, quoted } from '../text/lines.js';
import { type Entry, entryOf, type TreeNode } from './node.js';
import type { Tree } from './parse.js';

/** A text as it is written on one line, in quotes only if needed. */
export function written(text: string, flow = false): string {
  const plain =
    text !== '' &&
    text === text.trim() &&
    !/[\n\r\t]|: |:$| #/.test(text) &&
    !/^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]/.test(text) &&
    !/^(null|true|false|~|-?[0-9]+(\.[0-9]+)?)$/i.test(text) &&
    !(flow && /[,[\]{}]/.test(text));
  return plain ? text : quoted(text);
}

export const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

export const columnOf = (lines: Lines, at: number): number => at - (lines.starts[lineAt(lines, at)] as number);

/** Start of the line after a node, or the end of the text. */
export function behind(tree: Tree, node: { readonly at: readonly [number, number] }): number {
  let line = lineAt(tree.lines, Math.max(node.at[0], node.at[1] - 1));
  while (line > 0 && tree.text.slice(...lineOffsets(tree.lines, line)).trim() === '') line--;
  return tree.lines.starts[line + 1] ?? tree.text.length;
}

/** Sections that come before others when one is added. */
const ORDER = ['society', 'title', 'description', 'language', 'imports', 'models', 'fragments', 'personas', 'populations', 'ties', 'codes'];

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Adds an entry on separate lines to a section. Adds the section if it is missing. `rows` are indented from column 0. */
export function addEntry(tree: Tree, section: string, rows: readonly string[]): Insertion | null {
  const eol = eolOf(tree.text);
  const own = entryOf(tree.root, section);
  if (own && own.value.kind === 'map' && !own.value.flow && own.value.entries.length > 0) {
    const first = own.value.entries[0] as Entry;
    return onNewLine(tree, behind(tree, own.value), block(rows, columnOf(tree.lines, first.keyAt[0]), eol));
  }
  if (own && !(own.value.kind === 'scalar' && own.value.value === null)) return null;
  if (own) return onNewLine(tree, behind(tree, { at: own.keyAt }), block(rows, 2, eol));
  const text = `${section}:${eol}${block(rows, 2, eol)}`;
  const before = sectionAfter(tree.root, section);
  if (!before) return onNewLine(tree, tree.text.length, `${eol}${text}`);
  return { at: aboveOf(tree, before), text: `${text}${eol}` };
}

/** The first top-level entry that belongs after a section. */
function sectionAfter(root: TreeNode | null, section: string): Entry | null {
  const place = ORDER.indexOf(section);
  if (root?.kind !== 'map') return null;
  return root.entries.find(({ key }) => (ORDER.indexOf(key) === -1 ? ORDER.length : ORDER.indexOf(key)) > place) ?? null;
}

/** Start of the line of an entry, or of the comments right above it. */
function aboveOf(tree: Tree, entry: Entry): number {
  let line = lineAt(tree.lines, entry.keyAt[0]);
  while (line > 0 && tree.text.startsWith('#', tree.lines.starts[line - 1] as number)) line--;
  return tree.lines.starts[line] as number;
}

const block = (rows: readonly string[], column: number, eol: string): string =>
  rows.map((row) => (row === '' ? eol : `${' '.repeat(column)}${row}${eol}`)).join('');

/** An insertion that adds a line break first if the file does not end with one. */
function onNewLine(tree: Tree, at: number, text: string): Insertion {
  const open = at > 0 && tree.text[at - 1] !== '\n';
  return { at, text: open ? eolOf(tree.text) + text : text };
}

/** Adds rows at the end of an entry, or of one of its sections. A missing section is created. */
export function addInner(tree: Tree, { value }: Entry, section: string | null, rows: readonly string[]): Insertion | null {
  const first = value.kind === 'map' && !value.flow ? value.entries[0] : undefined;
  if (!first) return null;
  const eol = eolOf(tree.text);
  const column = columnOf(tree.lines, first.keyAt[0]);
  if (section === null) return lines(tree, behind(tree, value), rows, column, eol);
  const own = entryOf(value, section);
  if (!own) return lines(tree, behind(tree, value), [`${section}:`, ...rows.map((row) => `  ${row}`)], column, eol);
  const inner = own.value.kind === 'map' && !own.value.flow ? own.value.entries[0] : undefined;
  return inner ? lines(tree, behind(tree, own.value), rows, columnOf(tree.lines, inner.keyAt[0]), eol) : null;
}

function lines(tree: Tree, at: number, rows: readonly string[], column: number, eol: string): Insertion {
  const open = at > 0 && tree.text[at - 1] !== '\n';
  return { at, text: (open ? eol : '') + rows.map((row) => (row === '' ? eol : `${' '.repeat(column)}${row}${eol}`)).join('') };
}

/** Adds a key with a value on one line to a map, or to one of its sections. Null where there is no place for it, or the key is there. */
export function addKey(tree: Tree, value: TreeNode, section: string | null, key: string, text: string): Insertion | null {
  const own = section === null ? undefined : entryOf(value, section);
  if (own) return own.value.kind === 'map' ? addKey(tree, own.value, null, key, text) : null;
  if (value.kind !== 'map' || entryOf(value, section ?? key)) return null;
  const row = section === null ? `${key}: ${text}` : `${section}: { ${key}: ${text} }`;
  const [first] = value.entries;
  if (value.flow) return first ? { at: first.keyAt[0], text: `${row}, ` } : { at: value.at[0] + 1, text: ` ${row} ` };
  return first ? lines(tree, behind(tree, value), [row], columnOf(tree.lines, first.keyAt[0]), eolOf(tree.text)) : null;
}
