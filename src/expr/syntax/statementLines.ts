/** Splits an `effect` or `then` into lines, each with its own tree, and maps the problems of a line to the whole text. */
import { type Expression, parseWhole } from './parse.js';
import type { ExprProblem } from '../values/value.js';
import { t } from '../../core/util/l10n.js';

export interface Line {
  /** Of a line with `let`: the assignment after it. */
  readonly tree: Expression;
  readonly offset: number;
  /** The name that the line gives to a value with `let`; null for other lines. */
  readonly local: string | null;
}

const LET = /^(\s*)let(?=\s)/;

/** The line without `let`, with the same places; null for other lines. */
export const withoutLet = (line: string): string | null => (LET.test(line) ? line.replace(LET, '$1   ') : null);

export function statementLines(source: string): { lines: Line[]; errors: ExprProblem[] } {
  const found: Line[] = [];
  const errors: ExprProblem[] = [];
  let offset = 0;
  for (const raw of source.split('\n')) {
    const line = raw.replace(/\s*;?\s*$/, '');
    if (line.trim() !== '') {
      const given = withoutLet(line);
      const parsed = parseWhole(given ?? line, true);
      const local = given !== null && parsed.ok ? nameGiven(parsed.tree) : null;
      if (!parsed.ok) errors.push(...shifted(parsed.errors, offset));
      else if (given !== null && local === null) errors.push(...shifted([notLet(parsed.tree)], offset));
      else found.push({ tree: parsed.tree, offset, local });
    }
    offset += raw.length + 1;
  }
  return { lines: found, errors };
}

const nameGiven = (tree: Expression): string | null =>
  tree.type === 'AssignmentExpression' && tree.operator === '=' && tree.left.type === 'Identifier' ? tree.left.name : null;

const notLet = ({ start, end }: Expression): ExprProblem => ({
  ...{ code: 'syntax', start, end },
  message: t('Write let, a name, = and a value, such as let other = pick(all).'),
});

export const shifted = (problems: readonly ExprProblem[], by: number): ExprProblem[] =>
  problems.map((p) => ({ ...p, start: p.start + by, end: p.end + by }));

export const notStatement = (at: { start: number; end: number }): ExprProblem => ({
  code: 'syntax',
  message: t('This changes nothing. Write an assignment such as stock -= 1.'),
  start: at.start,
  end: at.end,
});
