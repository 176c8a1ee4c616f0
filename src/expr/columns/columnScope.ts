/**
 * What an expression over columns reads and writes. Agents are rows 0 … agents − 1. The owner of the columns gives flat arrays; a
 * compiled expression reads them without making records.
 */
import type { Rng, StreamBlock } from '../../core/random/rng.js';
import type { Value } from '../values/value.js';

/** The code of a missing word. */
export const NO_WORD = 0xffff;

/** The row of a missing agent. */
export const NOBODY = -1;

/** Yes, no and nothing in a column of flags. */
export const FLAGS = { no: 0, yes: 1, nothing: 2 } as const;

export const flagOf = (value: boolean | null): number => (value === null ? FLAGS.nothing : value ? FLAGS.yes : FLAGS.no);
export const valueOfFlag = (flag: number): boolean | null => (flag === FLAGS.nothing ? null : flag === FLAGS.yes);

/**
 * A field of all agents, by row. `maybe`: whether a row can be without a value.
 *   number   values are finite; NaN is nothing
 *   words    codes are places in `words`, or NO_WORD
 *   flag     no, yes or nothing, as in `FLAGS`
 *   agent    rows, or NOBODY
 *   text     a text, such as a name, that can be compared with a given text but not read
 */
export type FieldColumn =
  | { readonly kind: 'number'; readonly maybe: boolean; readonly values: Float64Array }
  | { readonly kind: 'words'; readonly maybe: boolean; readonly codes: Uint16Array; readonly words: readonly string[] }
  | { readonly kind: 'flag'; readonly maybe: boolean; readonly flags: Uint8Array }
  | { readonly kind: 'agent'; readonly maybe: boolean; readonly rows: Int32Array }
  | { readonly kind: 'text'; readonly maybe: boolean; readonly is: (text: string) => (row: number) => boolean };

/** Rows in compressed form: those of row r are `to[start[r]] … to[end[r] − 1]`, ascending. */
export interface RowLists {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly to: Int32Array;
}

/** Ties out of each row, with the strength of each. */
export interface TieLists extends RowLists {
  readonly strength: Float64Array;
  /** Whether `to` and `strength` are computed when they are first read, and have not been read. */
  readonly isUnread?: boolean;
}

/** Sets one tie of the agent in a lane of a block, to the strength of that lane. */
export type TieSetter = (from: number, to: number, strengths: Float64Array, lane: number) => void;

/**
 * Ties that rows change while they run. Those of row r are `to[start[r]] … to[end[r] − 1]`, ascending. The arrays can be replaced by
 * longer ones.
 */
export interface ChangingTies {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly to: Int32Array;
  readonly strength: Float64Array;
  /** For each lane of a block, a place in `to` where the next tie likely is. It saves a search, and can be any number. */
  readonly hints?: Int32Array;
}

/**
 * A name outside all fields: agents, one agent, or a value that is the same for every row of the pass. `measure`: the formula of a measure
 * whose value statements can change; empty for a measure of ties that every society has.
 */
export type Named =
  | { readonly kind: 'agents'; readonly rows: Int32Array }
  | { readonly kind: 'agent'; readonly row: number }
  | { readonly kind: 'value'; readonly value: Value; readonly measure?: string };

/** The state that one pass reads. It does not change during the pass, and each of its methods is asked once for each name. */
export interface ColumnScope {
  readonly agents: number;
  /** A field of agents; null if it is not in columns. */
  field(name: string): FieldColumn | null;
  /** `all`, groups, agents, parameters, variables of the world, measures; null if the name is unknown or cannot be read here. */
  name(name: string): Named | null;
  /** Neighbours in a network, the first one for null; null if there is no such network or it is not in columns. */
  neighbours(network: string | null): RowLists | null;
  /** Ties in a network, the first one for null. */
  ties(network: string | null): TieLists | null;
  /** The ties that rows change, where rows read what the rows before them have changed. */
  changingTies?(network: string | null): ChangingTies | null;
  /** The stream of one evaluation, by the rows of its local names, until the next one is asked for; null where nothing is drawn. */
  readonly draws: ((row: number, other: number) => Rng) | null;
  /** The same streams of several rows without another agent, each in a lane; absent where rows run one by one. */
  readonly streams?: (lanes: number) => StreamBlock;
}

/** Steps that a pass, or one evaluation, may still take. The caller sets `left`. */
export interface Steps {
  left: number;
}

/**
 * Where statements write. A method that refuses a value throws an `ExprFault` without a place, and the statement gives it one.
 * `begin` and the end of a row are the caller's: after a fault, the caller takes back what the row has written.
 */
export interface RowSink {
  /** The writer of a variable of agents; null if it cannot be written in columns. */
  field(name: string): FieldSink | null;
  /** The writer of a variable of the world; it gets NOBODY for the row. Only statements without rows set such variables. */
  world?(name: string): FieldSink | null;
  /** Ties of one or many agents to one or many others, as the statement gives them; weight 0 cuts, NaN is a missing weight. */
  bond?(network: string | null, from: RowsGiven, to: RowsGiven, weight: number): void;
  /** The function that sets one tie as `bond` does, without the checks of its agents; absent where rows run one by one. */
  tie?(network: string | null): TieSetter;
  /** The ties of a network with what rows have changed so far; null if they cannot be read. */
  ties?(network: string | null): ChangingTies | null;
}

/** Rows `from` up to `to` of an array; `list` is false for a single agent, which can be NOBODY. */
export interface RowsGiven {
  readonly rows: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly list: boolean;
}

/** One method for each kind of variable. `null`, NaN and NOBODY are nothing. */
export interface FieldSink {
  /** The values with what rows have set so far, which `rewind` of the caller takes back; absent if they cannot be read. */
  readonly now?: FieldColumn;
  readonly number?: (row: number, value: number) => void;
  /** Sets the numbers at the places of two lists that `at` names. False, or a fault, if one cannot be set; the caller takes back the rest. */
  readonly numbers?: (at: Int32Array, count: number, rows: Int32Array, values: Float64Array) => boolean;
  /** The same for sums: the numbers of the rows get `sign` times the values added. False also if a sum is missing or not finite. */
  readonly added?: (at: Int32Array, count: number, rows: Int32Array, values: Float64Array, sign: 1 | -1) => boolean;
  readonly text?: (row: number, value: string | null) => void;
  readonly flag?: (row: number, value: boolean | null) => void;
  readonly agent?: (row: number, other: number) => void;
}
