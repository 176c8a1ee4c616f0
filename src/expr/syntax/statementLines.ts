/** Splits an `effect` or `then` into lines, each with its own tree, and maps the problems of a line to the whole text. */
import { type Expression, parseWhole } from './parse.js';
import type { ExprProblem } from '../values/value.js';

export interface Line {
  readonly tree: Expression;
  readonly offset: number;
}

export function statementLines(source: string): { lines: Line[]; errors: ExprProblem[] } {
  const found: Line[] = [];
  const errors: ExprProblem[] = [];
  let offset = 0;
  for (const raw of source.split('\n')) {
    const line = raw.replace(/\s*;?\s*$/, '');
    if (line.trim() !== '') {
      const parsed = parseWhole(line, true);
      if (parsed.ok) found.push({ tree: parsed.tree, offset });
      else errors.push(...shifted(parsed.errors, offset));
    }
    offset += raw.length + 1;
  }
  return { lines: found, errors };
}

export const shifted = (problems: readonly ExprProblem[], by: number): ExprProblem[] =>
  problems.map((p) => ({ ...p, start: p.start + by, end: p.end + by }));

export const notStatement = (at: { start: number; end: number }): ExprProblem => ({
  code: 'syntax',
  message: 'This changes nothing. Write an assignment such as stock -= 1.',
  start: at.start,
  end: at.end,
});
