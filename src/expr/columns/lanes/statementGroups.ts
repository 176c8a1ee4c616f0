/**
 * Which statements of a rule can run for a whole block of rows before the next statement runs. A row depends on the rows before it where
 * one of them sets what it reads, or sets what it sets. Statements that depend on each other in this way are a group, whose rows run
 * one after another (loop distribution; Kennedy and Allen, Optimizing Compilers for Modern Architectures, 2001, chapter 2).
 */
import { isDraw, tiesReadIn } from '../callReads.js';
import type { AnyNode, Expression } from '../../syntax/parse.js';
import { partsOf } from '../../syntax/parts.js';
import type { Line } from '../../syntax/statementLines.js';

export interface Group {
  /** Places of its statements, in their order. */
  readonly lines: readonly number[];
  /** Whether a row can depend on another row of the block. */
  readonly isSerial: boolean;
  /** Names of the agents whose variables connect rows, if statements before the group give these names; null for other connections. */
  readonly through: readonly string[] | null;
}

/** What a statement reads or writes. `isOwn`: only that of its own row. */
interface Access {
  readonly place: string;
  readonly writes: boolean;
  readonly isOwn: boolean;
  /** The name of the agent whose variable it is, if a statement gives that name. */
  readonly through?: string | null;
}

/** `rows`: the names of a row. `isShared`: whether rows read what other rows have set, by the name of a variable; null for ties. */
export function groupsOf(lines: readonly Line[], rows: ReadonlySet<string>, isShared: (name: string | null) => boolean): readonly Group[] {
  const given = new Set(lines.flatMap(({ local }) => (local === null ? [] : [local])));
  const accesses = lines.map((line) => accessesOf(line, rows, given));
  const depends = lines.map((_, i) => lines.map((__, j) => (i < j ? dependence(accesses[i]!, accesses[j]!, isShared) : 'none')));
  // after[i][j]: statement j comes after statement i.
  const after = lines.map((_, i) => lines.map((__, j) => (i < j ? depends[i]![j] !== 'none' : depends[j]?.[i] === 'rows')));
  for (let k = 0; k < lines.length; k++)
    for (let i = 0; i < lines.length; i++) if (after[i]![k]) for (let j = 0; j < lines.length; j++) after[i]![j] ||= after[k]![j]!;
  const groups: number[][] = [];
  for (let i = 0; i < lines.length; i++) {
    const own = groups.find(([first]) => after[first!]![i] && after[i]![first!]);
    if (own) own.push(i);
    else groups.push([i]);
  }
  return inOrder(groups, after).map((group) => ({
    lines: group,
    isSerial: group.length > 1 || dependence(accesses[group[0]!]!, accesses[group[0]!]!, isShared, true) === 'rows',
    through: throughOf(group.flatMap((line) => accesses[line]!)),
  }));
}

/** The names of agents through which the statements of a group reach what they write; null if they reach it otherwise. */
function throughOf(accesses: readonly Access[]): readonly string[] | null {
  const written = new Set(accesses.flatMap(({ place, writes }) => (writes ? [place] : [])));
  const names = new Set<string>();
  for (const { place, isOwn, through } of accesses) {
    if (isOwn || !written.has(place)) continue;
    if (!through || written.has(nameOfValue(through))) return null;
    names.add(through);
  }
  return [...names];
}

const nameOfValue = (name: string): string => `=${name}`;

/** Whether statements read the variables only of their own row. */
export function readsOwn(lines: readonly Line[], rows: ReadonlySet<string>, variables: ReadonlyMap<string, unknown>): boolean {
  const accesses = lines.flatMap((line) => accessesOf(line, rows, new Set()));
  return accesses.every(({ place, writes, isOwn }) => writes || isOwn || !variables.has(place.slice(1)));
}

/** The groups, each after those that it depends on. */
function inOrder(groups: readonly number[][], after: readonly (readonly boolean[])[]): readonly number[][] {
  const rest = [...groups];
  const ordered: number[][] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((group) => rest.every((other) => other === group || !after[other[0]!]![group[0]!]));
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}

/** `order`: the second statement of a row comes after the first one. `rows`: that of a row also before the first one of the next row. */
type Dependence = 'none' | 'order' | 'rows';

function dependence(
  first: readonly Access[],
  second: readonly Access[],
  isShared: (name: string | null) => boolean,
  isSame = false,
): Dependence {
  let found: Dependence = 'none';
  for (const a of first)
    for (const b of second) {
      if (a.place !== b.place || !(a.writes || b.writes)) continue;
      // One statement writes a place for its rows in their order.
      if (isSame && a.writes === b.writes) continue;
      if (a.isOwn && b.isOwn) found = 'order';
      else if ((a.writes && b.writes) || isShared(nameOf(a.place))) return 'rows';
    }
  return found;
}

const TIES = 'ties';
const DRAWS = 'draws';
const nameOf = (place: string): string | null => (place === TIES ? null : place.slice(1));

function accessesOf({ tree, local }: Line, rows: ReadonlySet<string>, given: ReadonlySet<string>): readonly Access[] {
  const found: Access[] = [];
  const isRow = (node: AnyNode | undefined): boolean => node?.type === 'Identifier' && rows.has(node.name);
  const named = (node: AnyNode, known: ReadonlySet<string>): string | null =>
    node.type === 'Identifier' && known.has(node.name) ? node.name : null;
  const read = (node: AnyNode, known: ReadonlySet<string> = given): void => {
    if (node.type === 'Identifier' && given.has(node.name)) found.push({ place: nameOfValue(node.name), writes: false, isOwn: true });
    if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier')
      found.push({ place: `.${node.property.name}`, writes: false, isOwn: isRow(node.object), through: named(node.object, known) });
    const ties = tiesReadIn(node);
    if (ties !== 'none')
      found.push({ place: TIES, writes: false, isOwn: ties === 'out' && node.type === 'CallExpression' && isRow(node.arguments[0]) });
    // Draws of a row have an order, and do not depend on those of other rows.
    if (isDraw(node)) found.push({ place: DRAWS, writes: true, isOwn: true });
    // A parameter has another meaning than the name outside.
    const params = new Set(node.type === 'ArrowFunctionExpression' ? node.params.map((param) => named(param, known)) : []);
    const inner = params.size === 0 ? known : new Set([...known].filter((name) => !params.has(name)));
    for (const part of partsOf(node)) read(part, inner);
  };
  if (tree.type === 'AssignmentExpression') {
    const { left, right, operator } = tree;
    read(right);
    if (local !== null) found.push({ place: nameOfValue(local), writes: true, isOwn: true });
    else if (left.type === 'MemberExpression' && left.property.type === 'Identifier') {
      read(operator === '=' ? left.object : left);
      found.push({ place: `.${left.property.name}`, writes: true, isOwn: isRow(left.object), through: named(left.object, given) });
    }
  } else {
    read(tree);
    if (tree.type === 'CallExpression') found.push({ place: TIES, writes: true, isOwn: isRow(only(tree.arguments[0])) });
  }
  return found;
}

/** The item of a list that is written with one item; other nodes as they are. */
const only = (node: Expression | AnyNode | undefined): AnyNode | undefined =>
  node?.type === 'ArrayExpression' && node.elements.length === 1 ? (node.elements[0] ?? undefined) : node;
