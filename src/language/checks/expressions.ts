/** Expressions checked in their place: offsets in a value become places in the file. */
import { checkExpression, checkStatements, checkTemplate, type ExprProblem } from '../../expr/index.js';
import type { ExpressionUse, FileModel } from '../model/file.js';
import { namesAt } from '../model/names.js';
import type { Program } from '../model/program.js';
import { type Problem, replaceFix } from '../problem.js';
import { scalarMap } from '../text/scalarMap.js';

export function checkExpressions(program: Program, file: FileModel): Problem[] {
  return file.expressions.flatMap((use) => {
    const source = String(use.node.value);
    if (use.kind === 'template' && !source.includes('$(')) return [];
    const found = problemsOf(program, file, use, source);
    if (found.length === 0) return [];
    const place = scalarMap(use.node, file.tree.text);
    return found.map((problem) => toProblem(problem, place));
  });
}

function problemsOf(program: Program, file: FileModel, use: ExpressionUse, source: string): readonly ExprProblem[] {
  const names = namesAt(program, file, use);
  if (use.kind === 'template') return checkTemplate(source, names);
  if (use.kind === 'statements') return checkStatements(source, names);
  const skip = use.kind === 'value' ? 1 : 0;
  return checkExpression(source.slice(skip), names).map((p) => ({ ...p, start: p.start + skip, end: p.end + skip }));
}

function toProblem(problem: ExprProblem, place: (index: number) => number): Problem {
  const start = place(problem.start);
  const end = problem.end > problem.start ? place(problem.end - 1) + 1 : start;
  const fixes = problem.suggestion === undefined ? [] : [replaceFix(`Change to ${problem.suggestion}`, [start, end], problem.suggestion)];
  const base = { code: `expression-${problem.code}`, severity: 'error' as const, message: problem.message, at: [start, end] as const };
  return fixes.length > 0 ? { ...base, fixes } : base;
}
