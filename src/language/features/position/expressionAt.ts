/**
 * The expression at an offset of a file, and the part of it before the cursor. Reads the text if the
 * file has errors, so that incomplete expressions work too.
 */
import { parseAt, parseWhole, splitTemplate, statementLines } from '../../../expr/index.js';
import type { ExpressionUse, FileModel } from '../../incremental/file.js';
import type { Offsets } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';

interface Word {
  readonly use: ExpressionUse;
  readonly text: string;
  readonly at: Offsets;
  /** Whether it follows a dot. */
  readonly after: boolean;
  /** Whether a bracket follows. */
  readonly call: boolean;
}

/** The expression that contains the offset: the whole value, or a `$(…)` in prose. */
function expressionAt(file: FileModel, offset: number): ExpressionUse | null {
  const use = file.expressions.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  if (!use) return null;
  if (use.kind !== 'template') return use;
  return insideTemplate(file.tree.text, use.node.at[0], offset) ? use : null;
}

/** Whether the nearest `$(` before the offset is still open. */
const insideTemplate = (text: string, from: number, offset: number): boolean => templateStart(text, from, offset) !== null;

/** The start of the expression whose `$(` is open at the offset. */
export function templateStart(text: string, from: number, offset: number): number | null {
  const start = text.lastIndexOf('$(', offset - 1);
  if (start < from || offset < start + 2 || text[start - 1] === '$') return null;
  let depth = 1;
  let quote = '';
  for (let i = start + 2; i < offset; i++) {
    const c = text.charAt(i);
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === "'" || c === '"') quote = c;
    else depth += c === '(' ? 1 : c === ')' ? -1 : 0;
    if (depth === 0) return null;
  }
  return start + 2;
}

export function wordAt(file: FileModel, offset: number): Word | null {
  const use = expressionAt(file, offset);
  if (!use) return null;
  const { text } = file.tree;
  let start = offset;
  let end = offset;
  while (start > use.node.at[0] && /[\w$]/.test(text.charAt(start - 1))) start--;
  while (end < use.node.at[1] && /[\w$]/.test(text.charAt(end))) end++;
  const word = text.slice(start, end);
  if (!/^[A-Za-z_]/.test(word) || insideQuotes(text, use.node.at[0], start)) return null;
  return { use, text: word, at: [start, end], after: text[start - 1] === '.', call: text[end] === '(' };
}

function insideQuotes(text: string, from: number, at: number): boolean {
  const line = text.slice(Math.max(from, text.lastIndexOf('\n', at - 1) + 1), at);
  return (line.match(/'/g)?.length ?? 0) % 2 === 1;
}

/** A complete expression that contains an offset: its tree, and the mapping of its offsets to places in the file. */
interface TreeAt {
  readonly use: ExpressionUse;
  readonly tree: NonNullable<ReturnType<typeof splitTemplate>['parts'][number]['tree']>;
  readonly statement: boolean;
  /** The offset, relative to the tree. */
  readonly offset: number;
  readonly toFile: (index: number) => number;
  /** The lines above a statement, and the name that it gives with `let`. */
  readonly above: string;
  readonly local: string | null;
}

/** The lines of a rule above the one at an offset; empty elsewhere. */
export function linesAbove(file: FileModel, offset: number): string {
  const use = file.expressions.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  if (use?.kind !== 'statements') return '';
  const source = String(use.node.value);
  const place = scalarMap(use.node, file.tree.text);
  let index = 0;
  while (index < source.length && place(index) < offset) index++;
  return source.slice(0, source.lastIndexOf('\n', index - 1) + 1);
}

export function treeAt(file: FileModel, offset: number): TreeAt | null {
  const use = file.expressions.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  if (!use) return null;
  const source = String(use.node.value);
  const place = scalarMap(use.node, file.tree.text);
  let index = 0;
  while (index < source.length && place(index) < offset) index++;
  if (use.kind === 'statements') {
    const line = statementLines(source).lines.find(({ tree, offset: from }) => from + tree.start <= index && index <= from + tree.end);
    if (!line) return null;
    const { tree, local, offset: from } = line;
    return { use, tree, statement: true, offset: index - from, toFile: (i) => place(i + from), above: source.slice(0, from), local };
  }
  if (use.kind === 'template') {
    const part = splitTemplate(source).parts.find(({ tree, start, end }) => tree && start <= index && index < end);
    return part?.tree ? { use, tree: part.tree, offset: index, toFile: place, ...ALONE } : null;
  }
  const skip = use.kind === 'value' ? 1 : 0;
  const parsed = skip === 0 ? parseWhole(source) : parseAt(source, skip);
  return parsed.ok ? { use, tree: parsed.tree, offset: index, toFile: place, ...ALONE } : null;
}

const ALONE = { statement: false, above: '', local: null } as const;

/** The text of an expression up to the cursor, without the YAML around it. */
interface Before {
  readonly text: string;
  readonly statement: boolean;
}

/**
 * `kinds`: the possible kinds of the value at the cursor. `typed`: the value so far, if it is on one line; null inside a
 * block of text.
 */
export function beforeCursor(text: string, offset: number, kinds: readonly (string | undefined)[], typed: string | null): Before | null {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (kinds.includes('template')) {
    const start = templateStart(text, Math.max(0, offset - 2000), offset);
    if (start !== null) return { text: text.slice(start, offset), statement: false };
  }
  const value = unquoted(typed ?? line.trimStart());
  if (kinds.includes('expression')) return { text: value, statement: false };
  if (kinds.includes('statements')) return { text: value.slice(value.lastIndexOf('\n') + 1), statement: true };
  return kinds.includes('value') && value.startsWith('=') ? { text: value.slice(1), statement: false } : null;
}

/** The text without a quote at its start, which belongs to YAML. */
const unquoted = (typed: string): string =>
  typed.startsWith("'") ? typed.slice(1).replaceAll("''", "'") : typed.startsWith('"') ? typed.slice(1) : typed;
