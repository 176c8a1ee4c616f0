/** Lines of a piece that are less far in than its entries: half-typed ones, which would change what the rest belongs to. */
import { errorAt, type Problem } from '../text/problem.js';
import { indentOf, linesOf, lineText } from '../text/lines.js';
import { halfTyped } from './syntax.js';

interface WithoutStray {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** The text with blanks for stray lines; null when there are none. `text` begins with the line of its section. */
export function withoutStray(text: string): WithoutStray | null {
  const lines = linesOf(text);
  const problems: Problem[] = [];
  let [found, column] = [text, -1];
  for (let line = 1; line < lines.starts.length; line++) {
    const content = lineText(lines, line);
    const word = content.trim();
    if (word === '' || word.startsWith('#')) continue;
    const indent = indentOf(content);
    if (column < 0) column = indent;
    if (indent >= column) continue;
    const at = (lines.starts[line] as number) + indent;
    found = found.slice(0, at) + ' '.repeat(word.length) + found.slice(at + word.length);
    problems.push(/:(\s|$)/.test(word) ? misplaced(at, word) : halfTyped(text, [at, at + word.length]));
  }
  return problems.length > 0 ? { text: found, problems } : null;
}

const misplaced = (at: number, word: string): Problem =>
  errorAt('indent', 'This line is not indented like the ones it belongs to.', [at, at + word.length]);
