/**
 * Ties and variables of two states compared, in one pass over each: agents are matched by their ids, columns and tables are read by
 * index, and only the differences that are listed become objects.
 */
import { variableAt, varsOf } from '../../core/events/agents.js';
import { crowdAt, idAt, indexOf, type Roster } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { eachTie, emptyNetwork, type Network, strengthOf } from '../../core/events/ties.js';
import { canonical, type Json } from '../../core/util/json.js';

export interface Pair<T> {
  readonly a: T;
  readonly b: T;
}

/** The beginning of a list, and its full length. */
export interface Bounded<T> {
  readonly first: readonly T[];
  readonly length: number;
}

export interface TieDifference extends Pair<number> {
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly change: 'added' | 'gone' | 'changed';
}

export interface VariableDifference extends Pair<Json | undefined> {
  /** Null for the world. */
  readonly agent: string | null;
  readonly name: string;
}

/** For how many agents a variable differs, and the most frequent pairs of its values. */
export interface VariableCount {
  readonly name: string;
  readonly agents: number;
  readonly pairs: readonly (Pair<Json | undefined> & { readonly agents: number })[];
}

/** Pairs of values that are counted and shown, for each variable. */
const MOST_COUNTED = 1_000;
const MOST_PAIRS = 5;

/** The index in one roster of each agent of another; −1 if there is none. */
function matching(of: Roster, other: Roster): (index: number) => number {
  if (isSame(of, other)) return (index) => index;
  return (index) => indexOf(other, idAt(of, index));
}

function isSame(one: Roster, other: Roster): boolean {
  if (one === other) return true;
  if (one.length !== other.length || one.single !== other.single || canonical(placesOf(one)) !== canonical(placesOf(other))) return false;
  for (let place = 0; place < one.single; place++) if (one.ids[place] !== other.ids[place]) return false;
  return true;
}

const placesOf = ({ crowds }: Roster): Json => crowds.map(({ first, count, from }) => [first, count, from]);

/** The ties that differ, the largest difference first; equal ones in the order of the networks, each in its own order. */
export function tieDifferences(a: State, b: State, most: number): Bounded<TieDifference> {
  const first: TieDifference[] = [];
  let length = 0;
  const add = (one: TieDifference): void => {
    length++;
    const distance = Math.abs(one.b - one.a);
    if (first.length === most && distance <= Math.abs(first[most - 1]!.b - first[most - 1]!.a)) return;
    let place = first.length;
    while (place > 0 && Math.abs(first[place - 1]!.b - first[place - 1]!.a) < distance) place--;
    first.splice(place, 0, one);
    if (first.length > most) first.pop();
  };
  const names = [...new Set([...a.networks, ...b.networks].map(({ name }) => name))].sort();
  for (const name of names) tiesApart(a, b, name, add);
  return { first, length };
}

function tiesApart(a: State, b: State, name: string, add: (one: TieDifference) => void): void {
  const [of, inB] = [networkOf(a, name), networkOf(b, name)];
  const [toB, toA] = [matching(a.roster, b.roster), matching(b.roster, a.roster)];
  eachTie(of, (from, to, strength) => {
    const [source, target] = [toB(from), toB(to)];
    const is = source < 0 || target < 0 ? 0 : strengthOf(inB, source, target);
    if (is === strength) return;
    const ids = { network: name, from: idAt(a.roster, from), to: idAt(a.roster, to) };
    add({ ...ids, a: strength, b: is, change: is === 0 ? 'gone' : 'changed' });
  });
  eachTie(inB, (from, to, strength) => {
    const [source, target] = [toA(from), toA(to)];
    if (source >= 0 && target >= 0 && strengthOf(of, source, target) !== 0) return;
    add({ network: name, from: idAt(b.roster, from), to: idAt(b.roster, to), a: 0, b: strength, change: 'added' });
  });
}

const networkOf = ({ networks }: State, name: string): Network => networks.find((one) => one.name === name) ?? emptyNetwork(name);

/** The variables that differ: of the world, then by agent; and how many agents differ in each. */
export function variableDifferences(
  a: State,
  b: State,
  most: number,
): Bounded<VariableDifference> & { readonly counts: readonly VariableCount[] } {
  const first: VariableDifference[] = [];
  const counts = new Map<string, Counted>();
  let length = 0;
  const compare = (agent: () => string | null, name: string, was: Json | undefined, is: Json | undefined): void => {
    if (was === is || (typeof was === 'object' && canonical(was) === canonical(is))) return;
    length++;
    const id = first.length < most ? agent() : undefined;
    if (id !== undefined) first.push({ agent: id, name, a: was, b: is });
    count(counts, name, was, is);
  };
  for (const name of keysOf(a.vars, b.vars)) compare(() => null, name, a.vars[name], b.vars[name]);
  counts.clear();
  const [toB, toA] = [matching(a.roster, b.roster), matching(b.roster, a.roster)];
  const columns = keysOf(a.columns, b.columns);
  const compareAgents = (agent: () => string, i: number, j: number): void => {
    const isColumnar = (i < 0 || crowdAt(a.roster, i) !== undefined) && (j < 0 || crowdAt(b.roster, j) !== undefined);
    const names = isColumnar ? columns : keysOf(i < 0 ? {} : varsOf(a, i), j < 0 ? {} : varsOf(b, j));
    for (const name of names) compare(agent, name, i < 0 ? undefined : variableAt(a, i, name), j < 0 ? undefined : variableAt(b, j, name));
  };
  for (let i = 0; i < a.roster.length; i++) compareAgents(() => idAt(a.roster, i), i, toB(i));
  for (let j = 0; j < b.roster.length; j++) if (toA(j) < 0) compareAgents(() => idAt(b.roster, j), -1, j);
  return { first, length, counts: [...counts].map(([name, counted]) => shownCount(name, counted)) };
}

interface Counted {
  agents: number;
  readonly pairs: Map<string, { readonly a: Json | undefined; readonly b: Json | undefined; agents: number }>;
}

function count(counts: Map<string, Counted>, name: string, a: Json | undefined, b: Json | undefined): void {
  const known = counts.get(name) ?? { agents: 0, pairs: new Map() };
  counts.set(name, known);
  known.agents++;
  // Numbers and lists have too many values to count pairs of them.
  if (typeof a === 'number' || typeof b === 'number' || typeof a === 'object' || typeof b === 'object') return;
  const key = `${String(a)}\n${String(b)}`;
  const pair = known.pairs.get(key);
  if (pair) pair.agents++;
  else if (known.pairs.size < MOST_COUNTED) known.pairs.set(key, { a, b, agents: 1 });
}

const shownCount = (name: string, { agents, pairs }: Counted): VariableCount => ({
  ...{ name, agents },
  pairs: [...pairs.values()].sort((x, y) => y.agents - x.agents).slice(0, MOST_PAIRS),
});

const keysOf = (a: object, b: object): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];
