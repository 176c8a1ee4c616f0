/** Checks expressions in their place in the file: the type that the place takes, and the place in the file of each problem. */
import { didYouMean, nearest } from '../../../core/util/suggest.js';
import { checkExpression, checkStatements, checkTemplate, type ExprProblem, type Type } from '../../../expr/index.js';
import { type ExpressionUse, type FileModel, moved } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { type ScalarNode, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf } from '../common/checkHelpers.js';
import { always, inPieces, type PieceCheck, problemsIn } from '../../program/inPieces.js';
import { errorAt, type OffsetFix, type Problem, replaceFix } from '../../text/problem.js';
import { indentOf, lineStart } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { saidHere } from './foreignSyntax.js';
import { notComputed } from './notComputed.js';
import { t } from '../../../core/util/l10n.js';

export function checkExpressions(program: Program, file: FileModel): Problem[] {
  const checked = (uses: readonly ExpressionUse[]): Problem[] => uses.flatMap((use) => checkUse(program, file, use));
  const elsewhere = problemsIn(program, file, ELSEWHERE);
  const found = elsewhere ? [...elsewhere, ...(inPieces(program, file, IN_SOCIETY) ?? []).flatMap(([, uses]) => checked(uses))] : null;
  const ranks = checkRanks(program, file).flatMap(({ node, problems }) => placed(file, node, problems));
  return [...(found ?? checked(file.expressions)), ...checkBounds(program, file), ...ranks];
}

/** The problems of one expression, with the names that are available at its path. */
export function checkUse(program: Program, file: FileModel, use: ExpressionUse): Problem[] {
  const open = use.kind === 'statements' ? runTogether(use.node, file.tree.text) : null;
  const found = open ?? notComputed(use);
  if (found) return [found];
  if (isPlain(use)) return [];
  const source = String(use.node.value);
  const wrong = problemsOf(program, file, use, source).map((problem) => saidHere(problem, source, use.kind === 'statements'));
  return placed(file, use.node, wrong);
}

/** Without `|`, YAML joins the lines below `effect:` to one line. */
function runTogether({ style, at }: ScalarNode, text: string): Problem | null {
  if (style !== 'plain' || !text.slice(...at).includes('\n')) return null;
  const start = lineStart(text, at[0]);
  const colon = text.slice(0, at[0]).trimEnd().length;
  if (colon > start) return null;
  const fix: OffsetFix = { title: t('Add a |'), edits: [{ at: [colon, colon], text: ' |' }], preferred: true };
  const from = lineStart(text, colon) + indentOf(text.slice(lineStart(text, colon), colon));
  return errorAt('expression-syntax', t('Statements on lines of their own need a `|` after the colon.'), [from, colon], [fix]);
}

/** Whether this is prose without an expression. */
const isPlain = ({ kind, node }: ExpressionUse): boolean => kind === 'template' && !String(node.value).includes('$(');

/** Whether the expression is in a world or a scenario, which have their own names from the whole program. */
const inSociety = ({ path }: ExpressionUse): boolean => path.startsWith('worlds.') || path.startsWith('scenarios.');

const IN_SOCIETY: PieceCheck<ExpressionUse> = {
  name: 'uses',
  token: always,
  find: (_program, _file, { expressions }) => expressions.filter((use) => inSociety(use) && !isPlain(use)),
};

/** Problems of expressions at places where the same names are known in every program. */
export const ELSEWHERE: PieceCheck<Problem> = {
  name: 'expressions',
  token: always,
  find: (program, file, piece) => {
    const known = piece.memo.get('expressions');
    if (known) return known.problems;
    const uses = piece.expressions.filter((use) => !inSociety(use));
    const problems = uses.flatMap((use) => checkUse(program, file, use));
    const own = problems.length > 0 ? moved(problems, -piece.origin.at) : problems;
    piece.memo.set('expressions', { token: always(), problems: own });
    return own;
  },
};

function placed(file: FileModel, node: ScalarNode, problems: readonly ExprProblem[]): Problem[] {
  if (problems.length === 0) return [];
  const place = scalarMap(node, file.tree.text);
  return problems.map((problem) => toProblem(problem, place));
}

export function problemsOf(program: Program, file: FileModel, use: ExpressionUse, source: string): readonly ExprProblem[] {
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

/** The type that the place of an expression takes. */
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
  return boundsIn(program, file).flatMap(({ node, path, skip }) => {
    const problems = checkExpression(String(node.value).slice(skip), namesAt(program, file, { path }), { kind: 'number' });
    return placed(file, node, shifted(problems, skip));
  });
}

/** Upper bounds of arguments that are expressions, with the offset in the value at which each begins. */
export function boundsIn(
  program: Program,
  file: FileModel,
): readonly { readonly node: ScalarNode; readonly path: string; readonly skip: number }[] {
  return definitionsOf(program, file, 'action').flatMap((action) => {
    const args = valueAt(action.entry.value, 'args');
    return (args?.kind === 'map' ? args.entries : []).flatMap(({ key, value: node }) => {
      const bound = node.kind === 'scalar' && typeof node.value === 'string' ? BOUNDS.exec(node.value) : null;
      if (!bound || node.kind !== 'scalar') return [];
      return [{ node, path: `${action.path}.args.${key}`, skip: String(node.value).length - (bound[2] ?? '').length }];
    });
  });
}

function toProblem(problem: ExprProblem, place: (index: number) => number): Problem {
  const start = place(problem.start);
  const end = problem.end > problem.start ? place(problem.end - 1) + 1 : start;
  const fixes =
    problem.suggestion === undefined ? [] : [replaceFix(t('Change to {0}', problem.suggestion), [start, end], problem.suggestion)];
  const severity = problem.warning ? ('warning' as const) : ('error' as const);
  const base = { code: `expression-${problem.code}`, severity, message: problem.message, at: [start, end] as const };
  return fixes.length > 0 ? { ...base, fixes } : base;
}

// Checks the ranking in selectors such as `top 2 by degree`. A bare name is a field of each person. Runs per program.

const RANK = /^\s*(?:top|bottom)\s+[0-9]+\s+by\s+(?=\S)/;

interface Ranked {
  readonly node: ScalarNode;
  /** Problems with offsets in the value of the node. */
  readonly problems: readonly ExprProblem[];
}

function checkRanks(program: Program, file: FileModel): readonly Ranked[] {
  if (!/\bby\b/.test(file.tree.text)) return [];
  return (['scenario', 'world'] as const).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry, path }) => {
      const names = () => namesAt(program, file, { path: `${path}.${kind === 'world' ? 'phases.any.who' : 'groups.any'}.if` });
      return scalarsBelow(entry.value).flatMap((node) => {
        const skip = RANK.exec(String(node.value))?.[0].length;
        if (skip === undefined) return [];
        const source = String(node.value).slice(skip).trimEnd();
        const own = source !== 'degree' && /^[a-z]\w*$/.test(source) ? 'me.' : '';
        const wrong = source === 'degree' ? [] : checkExpression(`${own}${source}`, names(), { kind: 'number' });
        const by = skip - own.length;
        // In addition to the fields of people, `degree` is possible.
        const isDegree = own !== '' && nearest(source, ['degree']) !== null;
        const problems = wrong
          .filter(({ warning }) => !warning)
          .map((one) =>
            isDegree && !/Did you mean/.test(one.message) ? { ...one, message: `${one.message}${didYouMean(source, ['degree'])}` } : one,
          );
        return [{ node, problems: problems.map((one) => ({ ...one, start: Math.max(skip, one.start + by), end: one.end + by })) }];
      });
    }),
  );
}

function scalarsBelow(node: TreeNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.flatMap(scalarsBelow) : node.entries.flatMap(({ value }) => scalarsBelow(value));
}
