/** Which names keep an expression sound: each is put in its place, and the whole is checked again. */
import { checkTemplate, type ExprProblem } from '../../../expr/index.js';
import type { CompletionItem } from '../../api.js';
import { problemsOf } from '../../checks/expressions/expressions.js';
import { isTemplate, templateNames } from '../../checks/expressions/templates.js';
import type { Program } from '../../program/program.js';
import type { Offsets } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { plainText } from './snippets.js';

/** Longer texts are checked once they are written. */
const LONGEST = 3000;

/** A test of items that go to a place in the middle of an expression. Null where the expression cannot be read. */
export function soundAt(program: Program, at: Offsets): ((item: CompletionItem) => boolean) | null {
  const file = program.main;
  const use = file.expressions.find(({ node }) => node.at[0] <= at[0] && at[1] <= node.at[1]);
  const source = String(use?.node.value ?? '');
  if (!use || source.length > LONGEST) return null;
  const place = scalarMap(use.node, file.tree.text);
  let start = 0;
  while (start < source.length && place(start) < at[0]) start++;
  const end = start + at[1] - at[0];
  if (source.slice(start, end) !== file.tree.text.slice(...at)) return null;
  const check = (text: string): readonly ExprProblem[] =>
    isTemplate(use) ? checkTemplate(text, templateNames()) : problemsOf(program, file, use, text);
  const told = ({ code, message }: ExprProblem): string => `${code} ${message}`;
  const before = new Set(check(source).map(told));
  return ({ insert }) => {
    const whole = source.slice(0, start) + plainText(insert) + source.slice(end);
    return check(whole).every((problem) => problem.warning || before.has(told(problem)));
  };
}
