/** The expression at an offset of a file, and the word in it. Works on text, so that half-typed ones are served too. */
import type { ExpressionUse, FileModel } from '../model/file.js';
import type { Offsets } from '../text/lines.js';

export interface Word {
  readonly use: ExpressionUse;
  readonly text: string;
  readonly at: Offsets;
  /** It stands behind a dot. */
  readonly after: boolean;
  /** A bracket follows. */
  readonly call: boolean;
}

/** The expression that holds the offset: all of the value, or a `$(…)` in prose. */
export function expressionAt(file: FileModel, offset: number): ExpressionUse | null {
  const use = file.expressions.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  if (!use) return null;
  if (use.kind !== 'template') return use;
  return insideTemplate(file.tree.text, use.node.at[0], offset) ? use : null;
}

/** Whether the nearest `$(` before the offset is still open. */
export function insideTemplate(text: string, from: number, offset: number): boolean {
  const start = text.lastIndexOf('$(', offset - 1);
  if (start < from || offset < start + 2) return false;
  let depth = 1;
  for (let i = start + 2; i < offset && depth > 0; i++) depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
  return depth > 0;
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
