/** Changes of networks: one tie, many ties, or the strengths of all. */
import type { TieEnds } from '../columns/tieText.js';
import { type Values, valueIn } from '../columns/valueText.js';
import { at, emptyChunked, mapChunked, setSparse } from '../util/chunkedList.js';
import { lowerBound } from '../util/search.js';
import { inSlices } from '../util/pauses.js';
import type { Slices } from '../util/slices.js';
import { emptyRow, type Network, type Row, rowCount, rowOf, tieTotal } from './ties.js';

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

/** The network with many ties set; a strength of 0 removes a tie. The ends are sorted. All ties are in the table afterwards. O(ties). */
export const withTies = (network: Network, ends: TieEnds, strengths: Values): Network =>
  inSlices(`ties of ${network.name}`, ends.to, function* () {
    const isFirst = strengths.kind === 'one' && Number(strengths.value) > 0 && tieTotal(network) === 0;
    const table = isFirst ? firstTable(ends, Number(strengths.value), rowCount(network)) : changedTable(network, ends, strengths);
    return { name: network.name, table: yield* table, rows: emptyChunked };
  });

/** How many agents get their rows in one slice. */
const SLICE = 1 << 15;
/** How many strengths are set in one slice. */
const FILLED = 1 << 19;

function* changedTable(network: Network, { from, to }: TieEnds, strengths: Values): Slices<Network['table']> {
  const agents = Math.max(rowCount(network), from.length === 0 ? 0 : from.at(-1)! + 1);
  const most = tieTotal(network) + from.length;
  const made = { start: new Uint32Array(agents + 1), to: new Uint32Array(most), strength: new Float64Array(most) };
  let [length, change] = [0, 0];
  const add = (other: number, strength: number): void => {
    made.to[length] = other;
    made.strength[length++] = strength;
  };
  for (let agent = 0; agent < agents; agent++) {
    if (agent % SLICE === SLICE - 1) yield;
    const old = cursorOf(network, agent);
    for (; from[change] === agent; change++) {
      const other = to[change]!;
      for (; old.at < old.end && old.to[old.at]! < other; old.at++) add(old.to[old.at]!, old.strength[old.at]!);
      if (old.at < old.end && old.to[old.at] === other) old.at++;
      const strength = Number(valueIn(strengths, change));
      if (strength > 0) add(other, strength);
    }
    for (; old.at < old.end; old.at++) add(old.to[old.at]!, old.strength[old.at]!);
    made.start[agent + 1] = length;
  }
  if (length === most) return made;
  yield;
  return { start: made.start, to: made.to.slice(0, length), strength: made.strength.slice(0, length) };
}

/** The table of the first ties of a network, which have one strength. It shares the ends. `least`: its least number of rows. */
function* firstTable({ from, to }: TieEnds, strength: number, least: number): Slices<Network['table']> {
  const agents = Math.max(least, from.length === 0 ? 0 : from.at(-1)! + 1);
  const start = new Uint32Array(agents + 1);
  for (let agent = 0, i = 0; agent < agents; ) {
    while (from[i] === agent) i++;
    start[++agent] = i;
    if (agent % SLICE === 0) yield;
  }
  const strengths = new Float64Array(to.length);
  for (let i = 0; i < to.length; i += FILLED) {
    yield;
    strengths.fill(strength, i, i + FILLED);
  }
  return { start, to, strength: strengths };
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
  if (agent + 1 >= table.start.length) return { at: 0, end: 0, ...emptyRow };
  return { at: table.start[agent]!, end: table.start[agent + 1]!, to: table.to, strength: table.strength };
}

/** The network with every strength multiplied. A tie that becomes weaker than `least` is removed. O(ties). */
export const decayed = (network: Network, factor: number, least = 0): Network => ({
  name: network.name,
  table: fadedTable(network.table, factor, least),
  rows: mapChunked(network.rows, (row) => (row === undefined || row.to.length === 0 ? row : fadedRow(row, factor, least))),
});

function fadedTable({ start, to, strength }: Network['table'], factor: number, least: number): Network['table'] {
  const faded = new Float64Array(strength.length);
  let weak = 0;
  for (let i = 0; i < strength.length; i++) {
    const after = strength[i]! * factor;
    faded[i] = after;
    if (after < least) weak++;
  }
  if (weak === 0) return { start, to, strength: faded };
  const kept = {
    start: new Uint32Array(start.length),
    to: new Uint32Array(to.length - weak),
    strength: new Float64Array(to.length - weak),
  };
  let length = 0;
  for (let agent = 0; agent + 1 < start.length; agent++) {
    for (let i = start[agent]!; i < start[agent + 1]!; i++) {
      if (faded[i]! < least) continue;
      kept.to[length] = to[i]!;
      kept.strength[length++] = faded[i]!;
    }
    kept.start[agent + 1] = length;
  }
  return kept;
}

function fadedRow({ to, strength }: Row, factor: number, least: number): Row {
  const faded = strength.map((one) => one * factor);
  if (faded.every((one) => one >= least)) return { to, strength: faded };
  const isKept = (_: number, i: number): boolean => faded[i]! >= least;
  return { to: to.filter(isKept), strength: faded.filter(isKept) };
}
