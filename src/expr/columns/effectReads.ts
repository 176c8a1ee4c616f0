/** What the statements of a rule read after a line has changed it. */
import type { AnyNode, CallExpression, Expression } from '../syntax/parse.js';
import { pureFunctions } from '../functions/functions.js';
import { parseWhole } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import type { Line } from '../syntax/statementLines.js';
import { tiesReadIn } from './callReads.js';
import type { RowNames } from './compileRows.js';
import { refuse } from './typedCode.js';

/** The variable of agents that a statement sets. */
export const assigned = (tree: Expression): readonly string[] =>
  tree.type === 'AssignmentExpression' && tree.left.type === 'MemberExpression' && tree.left.property.type === 'Identifier'
    ? [tree.left.property.name]
    : [];

const worldAssigned = (tree: Expression): readonly string[] =>
  tree.type === 'AssignmentExpression' && tree.left.type === 'Identifier' ? [tree.left.name] : [];

/** Whether code that can run after the variable is set reads it. */
export function isReadAfter(lines: readonly Line[], name: string, keeps: boolean): boolean {
  const first = lines.findIndex(({ tree }) => assigned(tree).includes(name));
  return lines.some(({ tree }, i) => (keeps || i > first) && readsOf(tree).some((node) => reads(node, name)));
}

/** The parts of a statement that are read. The target of `+=` is read too. */
function readsOf(tree: Expression): readonly AnyNode[] {
  if (tree.type !== 'AssignmentExpression') return partsOf(tree);
  const target = tree.operator === '=' && tree.left.type === 'MemberExpression' ? tree.left.object : tree.left;
  return [target, tree.right];
}

function reads(node: AnyNode, name: string): boolean {
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === name) return true;
  return partsOf(node).some((part) => reads(part, name));
}

/** The calls in a node that read ties. */
function tieReads(node: AnyNode): readonly CallExpression[] {
  const inner = partsOf(node).flatMap(tieReads);
  return node.type === 'CallExpression' && tiesReadIn(node) !== 'none' ? [node, ...inner] : inner;
}

/** Whether an arrow function in the node gives one of the names another meaning. */
export const shadows = (node: AnyNode, names: RowNames): boolean =>
  (node.type === 'ArrowFunctionExpression' &&
    node.params.some((param) => param.type === 'Identifier' && Object.hasOwn(names, param.name))) ||
  partsOf(node).some((part) => shadows(part, names));

/**
 * The columns of ties do not change while rows run, so ties that a line has changed cannot be read. Where each row changes only ties
 * from its own agent, and each agent has one row, later rows may read the ties from theirs. `isAlone`: whether all names are agents of the
 * row. `hasChanging`: whether rows read the ties out of an agent as the rows before them have left them.
 */
export function refuseTiesReadAfter(lines: readonly Line[], keeps: boolean, names: RowNames, isAlone: boolean, hasChanging: boolean): void {
  const first = lines.findIndex(({ tree }) => tree.type === 'CallExpression');
  if (first < 0) return;
  const isOwn = ({ arguments: [from] }: CallExpression): boolean =>
    isAlone && from?.type === 'Identifier' && Object.hasOwn(names, from.name);
  const ownOnly = lines.every(({ tree }) => tree.type !== 'CallExpression' || isOwn(tree));
  const isRead = (call: CallExpression): boolean => hasChanging && tiesReadIn(call) === 'out';
  const isStale = (call: CallExpression, line: number): boolean =>
    !isRead(call) && (line > first || (keeps && !(ownOnly && isOwn(call) && tiesReadIn(call) === 'out')));
  lines.forEach(({ tree, offset }, i) => {
    if (readsOf(tree).some((node) => tieReads(node).some((call) => isStale(call, i))))
      refuse('This reads ties that a line has changed.', { start: tree.start + offset, end: tree.end + offset });
  });
}

/** A variable of the world is the same during the pass, so one that a line has set cannot be read. */
export function refuseWorldReadAfter(lines: readonly Line[]): void {
  const set = new Set<string>();
  for (const { tree, offset, local } of lines) {
    if (readsOf(tree).some((node) => namesIn(node).some((name) => set.has(name))))
      refuse('This reads a variable of the world that a line has set.', { start: tree.start + offset, end: tree.end + offset });
    if (local === null && tree.type === 'AssignmentExpression' && tree.left.type === 'Identifier') set.add(tree.left.name);
  }
}

/**
 * A measure is the same during the pass, so it cannot be read after a line has changed what it measures: an earlier line, or any line where
 * rows read what the rows before them have set. `measure`: the formula of a name; undefined if it is no measure.
 */
export function refuseMeasuresReadAfter(lines: readonly Line[], keeps: boolean, measure: (name: string) => string | undefined): void {
  const first = keeps ? 0 : 1 + lines.findIndex(({ local }) => local === null);
  const sets = new Set(lines.flatMap(({ tree, local }) => (local === null ? [...assigned(tree), ...worldAssigned(tree)] : [])));
  const ties = lines.some(({ tree }) => tree.type === 'CallExpression');
  const known = new Map<string, boolean>();
  const changes = (name: string): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, false);
    const source = measure(name);
    const parsed = source ? parseWhole(source) : null;
    const isChanged = parsed
      ? !parsed.ok || dependsOn(parsed.tree, sets, ties) || namesIn(parsed.tree).some((other) => sets.has(other) || changes(other))
      : source === '' && ties;
    known.set(name, isChanged);
    return isChanged;
  };
  for (const { tree, offset } of lines.slice(first))
    if (readsOf(tree).some((node) => namesIn(node).some(changes)))
      refuse('This reads a measure that the rule can have changed.', { start: tree.start + offset, end: tree.end + offset });
}

/** Functions of the run that read nothing but ties. */
const TIE_FUNCTIONS: ReadonlySet<string> = new Set(['neighbours', 'tied', 'tie', 'degree']);

/** Whether a formula can read one of the variables, or ties. Functions of the run can read anything. */
function dependsOn(node: AnyNode, sets: ReadonlySet<string>, ties: boolean): boolean {
  if (node.type === 'MemberExpression' && (node.computed || (node.property.type === 'Identifier' && sets.has(node.property.name))))
    return true;
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && !pureFunctions.has(node.callee.name))
    if (ties || !TIE_FUNCTIONS.has(node.callee.name)) return true;
  return partsOf(node).some((part) => dependsOn(part, sets, ties));
}

const namesIn = (node: AnyNode): readonly string[] => (node.type === 'Identifier' ? [node.name] : partsOf(node).flatMap(namesIn));
