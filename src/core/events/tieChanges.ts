/** Changes of networks: one tie, many ties, or the strengths of all. */
import type { TieEnds } from '../columns/tieText.js';
import { type Values, valueIn } from '../columns/valueText.js';
import { at, emptyChunked, mapChunked, setSparse } from '../util/chunkedList.js';
import { lowerBound } from '../util/search.js';
import { inSlices } from '../util/pauses.js';
import type { Slices } from '../util/slices.js';
import { fadedTable, shortened } from './fadedTies.js';
import { tableWhenRead } from './lazyTies.js';
import { takeRows, type TieArrays } from './tieRows.js';
import { compactTable, emptyRow, leastStrength, type Network, type Row, rowCount, rowOf, type TieTable, tieTotal } from './ties.js';

/** The network with the tie set; a strength of 0 removes it. O(degree). */
export function withTie(network: Network, from: number, to: number, strength: number): Network {
  const row = rowWith(rowOf(network, from), to, strength);
  return { name: network.name, table: network.table, rows: setSparse(network.rows, from, row) };
}

function rowWith(row: Row, to: number, strength: number): Row {
  const i = lowerBound(row.to, to);
  const known = row.to[i] === to;
  if (known && strength > 0) return { to: row.to, strength: row.strength.with(i, strength) };
  if (strength > 0) return { to: row.to.toSpliced(i, 0, to), strength: row.strength.toSpliced(i, 0, strength) };
  return known ? { to: row.to.toSpliced(i, 1), strength: row.strength.toSpliced(i, 1) } : row;
}

/** The table of a network after its ties were changed, where it is known already. */
export interface TableAfter {
  readonly before: Network;
  readonly table: TieTable;
}

/**
 * The network with many ties set; a strength of 0 removes a tie. The ends are sorted. All ties are in the table afterwards, which is
 * that of `after` if it was made from this network. O(ties).
 */
export const withTies = (network: Network, ends: TieEnds, strengths: Values, after: TableAfter | null = null): Network =>
  inSlices(`ties of ${network.name}`, ends.to, function* () {
    const table = after?.before === network ? after.table : yield* tableWith(network, ends, strengths);
    // The next changes begin at this table. Rows that hold the one before would stay as long as that one.
    takeRows(network.table);
    return { name: network.name, table, rows: emptyChunked };
  });

function tableWith(network: Network, ends: TieEnds, strengths: Values): Slices<TieTable> {
  const isFirst = strengths.kind === 'one' && Number(strengths.value) > 0 && tieTotal(network) === 0;
  return isFirst ? firstTable(ends, Number(strengths.value), rowCount(network)) : changedTable(network, ends, strengths);
}

/** How many agents get their rows in one slice. */
const SLICE = 1 << 15;
/** How many strengths are set in one slice. */
const FILLED = 1 << 19;

/** The table with many ties set; a strength of 0 removes a tie. All ties are in it. O(ties). */
export function* changedTable(network: Network, { from, to }: TieEnds, strengths: Values): Slices<TieTable> {
  const agents = Math.max(rowCount(network), from.length === 0 ? 0 : from.at(-1)! + 1);
  const most = tieTotal(network) + from.length;
  const made: Made = { start: new Uint32Array(agents + 1), to: new Uint32Array(most), strength: new Float64Array(most), length: 0 };
  const changes: Changes = { from, to, strengths: strengthsOf(strengths), at: 0 };
  const { table, rows } = network;
  for (let agent = 0; agent < agents; agent += SLICE) {
    if (agent > 0) yield;
    const end = Math.min(agents, agent + SLICE);
    if (rows.length === 0) addFromTable(made, table, agent, end, changes);
    else for (let one = agent; one < end; one++) addRow(made, one, cursorOf(network, one), changes);
  }
  yield;
  return compactTable(made.start, shortened(made.to, made.length), shortened(made.strength, made.length));
}

/** A table while it is made. */
interface Made {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float64Array;
  length: number;
}

/** Changes, of which those before `at` are made. */
interface Changes extends TieEnds {
  readonly strengths: ArrayLike<number>;
  at: number;
}

const strengthsOf = (values: Values): ArrayLike<number> =>
  values.kind === 'numbers' ? values.numbers : Float64Array.from({ length: values.length }, (_, i) => Number(valueIn(values, i)));

/** Adds the ties of agents that are all in the table. */
function addFromTable(made: Made, table: TieTable, first: number, end: number, changes: Changes): void {
  const { to, strength } = table;
  const last = table.end.length;
  for (let agent = first; agent < end; agent++)
    if (agent < last) addRow(made, agent, { at: table.start[agent]!, end: table.end[agent]!, to, strength }, changes);
    else addRow(made, agent, { at: 0, end: 0, to, strength }, changes);
}

/** Adds the ties of an agent, with their changes. */
function addRow(made: Made, agent: number, old: RowCursor, changes: Changes): void {
  const { from, to: ends, strengths } = changes;
  const { end, to: others, strength: before } = old;
  const { to, strength } = made;
  let { length } = made;
  let at = old.at;
  let change = changes.at;
  for (; from[change] === agent; change++) {
    const other = ends[change]!;
    for (; at < end && others[at]! < other; at++) {
      to[length] = others[at]!;
      strength[length++] = before[at]!;
    }
    if (at < end && others[at] === other) at++;
    const after = strengths[change]!;
    if (after > 0) {
      to[length] = other;
      strength[length++] = after;
    }
  }
  for (; at < end; at++) {
    to[length] = others[at]!;
    strength[length++] = before[at]!;
  }
  changes.at = change;
  made.length = length;
  made.start[agent + 1] = length;
}

/** The table of the first ties of a network, which have one strength. It shares the ends. `least`: its least number of rows. */
function* firstTable(ends: TieEnds, strength: number, least: number): Slices<TieTable> {
  const { to, start: known } = ends;
  const agents = Math.max(least, agentsIn(ends));
  const start = known && known.length > agents ? known.subarray(0, agents + 1) : yield* startsOf(ends.from, agents);
  const table = tableWhenRead(start, { before: null, make: () => evenTies(to, strength) }, to);
  leastStrength(table).of = strength;
  return table;
}

/** The index after that of the last agent with ties. */
function agentsIn(ends: TieEnds): number {
  const { to, start } = ends;
  if (to.length === 0) return 0;
  if (!start) return ends.from.at(-1)! + 1;
  let agents = start.length - 1;
  while (start[agents - 1] === to.length) agents--;
  return agents;
}

function* evenTies(to: Uint32Array, strength: number): Slices<TieArrays> {
  const strengths = new Float64Array(to.length);
  for (let i = 0; i < to.length; i += FILLED) {
    yield;
    strengths.fill(strength, i, i + FILLED);
  }
  return { to, strength: strengths };
}

function* startsOf(from: Uint32Array, agents: number): Slices<Uint32Array> {
  const start = new Uint32Array(agents + 1);
  for (let agent = 0, i = 0; agent < agents; ) {
    while (from[i] === agent) i++;
    start[++agent] = i;
    if (agent % SLICE === 0) yield;
  }
  return start;
}

/** The ties of one agent, wherever they are. */
interface RowCursor {
  at: number;
  readonly end: number;
  readonly to: ArrayLike<number>;
  readonly strength: ArrayLike<number>;
}

function cursorOf({ table, rows }: Network, agent: number): RowCursor {
  const row = at(rows, agent);
  if (row) return { at: 0, end: row.to.length, ...row };
  if (agent >= table.end.length) return { at: 0, end: 0, ...emptyRow };
  return { at: table.start[agent]!, end: table.end[agent]!, to: table.to, strength: table.strength };
}

/** The network with every strength multiplied. A tie that becomes weaker than `least` is removed. O(ties). */
export const decayed = (network: Network, factor: number, least = 0): Network => ({
  name: network.name,
  table: fadedTable(network.table, factor, least),
  rows: mapChunked(network.rows, (row) => (row === undefined || row.to.length === 0 ? row : fadedRow(row, factor, least))),
});

function fadedRow({ to, strength }: Row, factor: number, least: number): Row {
  const faded = strength.map((one) => one * factor);
  if (faded.every((one) => one >= least)) return { to, strength: faded };
  const isKept = (_: number, i: number): boolean => faded[i]! >= least;
  return { to: to.filter(isKept), strength: faded.filter(isKept) };
}
