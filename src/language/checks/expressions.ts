/** Expressions checked in their place: what the place takes, and offsets in a value become places in the file. */
import { checkExpression, checkStatements, checkTemplate, type ExprProblem, type Type } from '../../expr/index.js';
import type { ExpressionUse, FileModel } from '../model/file.js';
import { namesAt } from '../model/names.js';
import type { Program } from '../model/program.js';
import { type Problem, replaceFix } from '../problem.js';
import { scalarMap } from '../text/scalarMap.js';
import { type ScalarNode, valueAt } from '../tree/node.js';

export function checkExpressions(program: Program, file: FileModel): Problem[] {
  const found = file.expressions.flatMap((use) => {
    const source = String(use.node.value);
    return use.kind === 'template' && !source.includes('$(') ? [] : placed(file, use.node, problemsOf(program, file, use, source));
  });
  return [...found, ...checkBounds(program, file)];
}

function placed(file: FileModel, node: ScalarNode, problems: readonly ExprProblem[]): Problem[] {
  if (problems.length === 0) return [];
  const place = scalarMap(node, file.tree.text);
  return problems.map((problem) => toProblem(problem, place));
}

function problemsOf(program: Program, file: FileModel, use: ExpressionUse, source: string): readonly ExprProblem[] {
  const names = namesAt(program, file, use);
  if (use.kind === 'template') return checkTemplate(source, names);
  if (use.kind === 'statements') return checkStatements(source, names);
  const skip = use.kind === 'value' ? 1 : 0;
  return shifted(checkExpression(source.slice(skip), names, wantedAt(use)), skip);
}

const shifted = (problems: readonly ExprProblem[], by: number): ExprProblem[] =>
  by === 0 ? [...problems] : problems.map((p) => ({ ...p, start: p.start + by, end: p.end + by }));

/** Keys that hold a condition, and keys that hold a number. */
const CONDITIONS: ReadonlySet<string> = new Set(['when', 'until', 'stop', 'that', 'if']);
const NUMBERS: ReadonlySet<string> = new Set(['value', 'rate', 'by']);

/** What the place of an expression takes. */
export function wantedAt({ kind, path }: Pick<ExpressionUse, 'kind' | 'path'>): Type {
  if (kind !== 'expression') return { kind: 'unknown' };
  const keys = path.split('.');
  const key = keys.at(-1) ?? '';
  if (keys.at(-2) === 'measures') return { kind: 'number' };
  if (CONDITIONS.has(key)) return { kind: 'boolean' };
  return NUMBERS.has(key) || keys.at(-2) === 'share' ? { kind: 'number' } : { kind: 'unknown' };
}

/** Bounds of an argument can be expressions: `amount: 0..stock`. */
const BOUNDS = /^(-?[0-9]+(?:\.[0-9]+)?)\.\.(?![0-9.]*$)(.+)$/s;

function checkBounds(program: Program, file: FileModel): Problem[] {
  return file.definitions.flatMap((action) => {
    const args = action.kind === 'action' ? valueAt(action.entry.value, 'args') : undefined;
    if (args?.kind !== 'map') return [];
    return args.entries.flatMap(({ key, value }) => {
      const bound = value.kind === 'scalar' && typeof value.value === 'string' ? BOUNDS.exec(value.value) : null;
      if (!bound || value.kind !== 'scalar') return [];
      const names = namesAt(program, file, { path: `${action.path}.args.${key}` });
      const skip = String(value.value).length - (bound[2] ?? '').length;
      return placed(file, value, shifted(checkExpression(bound[2] ?? '', names, { kind: 'number' }), skip));
    });
  });
}

function toProblem(problem: ExprProblem, place: (index: number) => number): Problem {
  const start = place(problem.start);
  const end = problem.end > problem.start ? place(problem.end - 1) + 1 : start;
  const fixes = problem.suggestion === undefined ? [] : [replaceFix(`Change to ${problem.suggestion}`, [start, end], problem.suggestion)];
  const severity = problem.warning ? ('warning' as const) : ('error' as const);
  const base = { code: `expression-${problem.code}`, severity, message: problem.message, at: [start, end] as const };
  return fixes.length > 0 ? { ...base, fixes } : base;
}
