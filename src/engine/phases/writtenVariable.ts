/** The new values of one variable of agents while a rule sets them over columns, and how they are taken back. */
import { CHUNK_ROWS } from '../../core/columns/column.js';
import { idAt, type Roster } from '../../core/events/roster.js';
import type { Json } from '../../core/util/json.js';
import { type FieldColumn, type FieldSink, NOBODY } from '../../expr/columns/columnScope.js';
import { LANES } from '../../expr/columns/lanes/block.js';
import type { VarSpec } from '../model/worldSpec.js';
import { fitted } from './effects.js';
import type { VariableChange } from './gatherChanges.js';

/** What the running evaluation has written to one variable, so that it can be taken back. */
export interface Undo {
  rows: Int32Array;
  before: Float64Array;
  count: number;
  /** Whether blocks have written, whose rows are not noted as touched. */
  isByBlocks: boolean;
}

/** New values of one variable. */
export interface Variable {
  readonly spec: VarSpec;
  readonly values: Float64Array | Uint16Array | Uint8Array | Int32Array;
  readonly old: Float64Array | Uint16Array | Uint8Array | Int32Array;
  readonly touched: Uint8Array;
  readonly undo: Undo;
  readonly sink: FieldSink;
  /** The value of a row as JSON. */
  value(row: number): Json;
  /** All given rows as values of an event. */
  change(agents: Uint32Array): VariableChange['values'];
  /** All numbers up to the end of the last chunk of the column; absent for other values. */
  readonly all?: Float64Array;
}

/** The variable that is written, and its agents. */
interface Writing {
  readonly spec: VarSpec;
  readonly roster: Roster;
  /** Whether an agent is in no crowd; null if all are in crowds. */
  readonly isSingle: ((row: number) => boolean) | null;
  /** Notes the value of an agent that is in no crowd. */
  readonly single: (row: number, value: Json) => void;
}

/** Values in memory that can be written: those of a column of text cannot. */
type WritableColumn = Exclude<FieldColumn, { readonly kind: 'text' }>;

type ColumnOf<K extends WritableColumn['kind']> = Extract<WritableColumn, { readonly kind: K }>;

/** A copy of the column that rules write, with what writes to it. O(agents). */
export function writtenVariable(column: WritableColumn, writing: Writing): Variable {
  switch (column.kind) {
    case 'number':
      return writtenNumbers(column, writing);
    case 'words':
      return writtenWords(column, writing);
    case 'flag':
      return writtenFlags(column, writing);
    case 'agent':
      return writtenAgents(column, writing);
  }
}

interface Begun {
  readonly undo: Undo;
  readonly touched: Uint8Array;
  /** Writes a value of a row, and notes the one before. */
  readonly put: (row: number, value: number) => void;
  readonly maybe: boolean;
  /** Throws if the variable cannot have the value. */
  readonly check: (value: Json) => Json;
}

/** `value`: the value of a row as JSON. */
function begun(
  { spec, roster, isSingle, single }: Writing,
  column: WritableColumn,
  values: Variable['values'],
  value: Variable['value'],
): Begun {
  const room = roster.length < LANES ? 16 : LANES;
  const undo: Undo = { rows: new Int32Array(room), before: new Float64Array(room), count: 0, isByBlocks: false };
  const touched = new Uint8Array(roster.length);
  const put = (row: number, next: number): void => {
    const { count } = undo;
    if (count === undo.rows.length) grow(undo);
    undo.rows[count] = row;
    undo.before[count] = values[row]!;
    undo.count = count + 1;
    values[row] = next;
    touched[row] = 1;
    if (isSingle?.(row)) single(row, value(row));
  };
  return { undo, touched, put, maybe: column.maybe || spec.optional, check: (given) => fitted(spec, spec.id, given) };
}

function writtenNumbers(column: ColumnOf<'number'>, writing: Writing): Variable {
  const { spec, isSingle } = writing;
  const all = copiedToChunk(column.values);
  const numbers = all.subarray(0, column.values.length);
  const value = (row: number): number | null => (Number.isNaN(numbers[row]) ? null : numbers[row]!);
  const { undo, touched, put, maybe, check } = begun(writing, column, numbers, value);
  const [low, high] = [spec.low ?? -Infinity, spec.high ?? Infinity];
  const number = (row: number, value: number): void => {
    if (!(value >= low && value <= high)) check(Number.isNaN(value) ? null : value);
    if (isSingle) return put(row, value);
    const { count } = undo;
    if (count === undo.rows.length) grow(undo);
    undo.rows[count] = row;
    undo.before[count] = numbers[row]!;
    undo.count = count + 1;
    numbers[row] = value;
    touched[row] = 1;
  };
  const list: NonNullable<FieldSink['numbers']> = (at, count, rows, given) => {
    while (undo.rows.length < undo.count + count) grow(undo);
    undo.isByBlocks = true;
    const { rows: undone, before, count: first } = undo;
    for (let k = 0; k < count; k++) {
      const place = at[k]!;
      const row = rows[place]!;
      const value = given[place]!;
      if (row < 0 || !(value >= low && value <= high)) {
        undo.count = first + k;
        return false;
      }
      undone[first + k] = row;
      before[first + k] = numbers[row]!;
      numbers[row] = value;
    }
    undo.count = first + count;
    return true;
  };
  const added: NonNullable<FieldSink['added']> = (at, count, rows, given, sign) => {
    while (undo.rows.length < undo.count + count) grow(undo);
    undo.isByBlocks = true;
    const { rows: undone, before, count: first } = undo;
    for (let k = 0; k < count; k++) {
      const place = at[k]!;
      const row = rows[place]!;
      const known = row < 0 ? Number.NaN : numbers[row]!;
      const value = known + sign * given[place]!;
      if (!(value - value === 0 && value >= low && value <= high)) {
        undo.count = first + k;
        return false;
      }
      undone[first + k] = row;
      before[first + k] = known;
      numbers[row] = value;
    }
    undo.count = first + count;
    return true;
  };
  const now = { kind: 'number', maybe, values: numbers } as const;
  return {
    ...{ spec, touched, undo, values: numbers, all, old: column.values },
    sink: isSingle ? { number, now } : { number, numbers: list, added, now },
    value,
    change: (agents) => ({ kind: 'numbers', length: agents.length, numbers: taken(numbers, agents) }),
  };
}

function writtenWords(column: ColumnOf<'words'>, writing: Writing): Variable {
  const { spec } = writing;
  const codes = column.codes.slice();
  const words: (string | null)[] = [...column.words];
  const none = 0xffff;
  const places = new Map<string, number>();
  for (const [code, word] of column.words.entries()) if (!places.has(word)) places.set(word, code);
  const value = (row: number): string | null => (codes[row] === none ? null : words[codes[row]!]!);
  const { undo, touched, put, check } = begun(writing, column, codes, value);
  const fits = new Set<number>();
  const text = (row: number, value: string | null): void => {
    let code = value === null ? none : places.get(value);
    if (code === undefined || !fits.has(code)) {
      check(value);
      code ??= words.push(value) - 1;
      if (value !== null) places.set(value, code);
      fits.add(code);
    }
    put(row, code);
  };
  return {
    ...{ spec, touched, undo, values: codes, old: column.codes, sink: { text } },
    value,
    change: (agents) => ({
      ...{ kind: 'words', length: agents.length, words: [...words, null] },
      codes: takenCodes(codes, agents, none, words.length),
    }),
  };
}

function writtenFlags(column: ColumnOf<'flag'>, writing: Writing): Variable {
  const { spec } = writing;
  const flags = column.flags.slice();
  const words = [false, true, null];
  const value = (row: number): boolean | null => words[flags[row]!]!;
  const { undo, touched, put, maybe, check } = begun(writing, column, flags, value);
  const flag = (row: number, value: boolean | null): void => {
    if (value === null) check(null);
    put(row, value === null ? 2 : value ? 1 : 0);
  };
  return {
    ...{ spec, touched, undo, values: flags, old: column.flags, sink: { flag, now: { kind: 'flag', maybe, flags } } },
    value,
    change: (agents) => ({ kind: 'words', length: agents.length, words, codes: Uint8Array.from(agents, (row) => flags[row]!) }),
  };
}

function writtenAgents(column: ColumnOf<'agent'>, writing: Writing): Variable {
  const { spec, roster } = writing;
  const others = column.rows.slice();
  const value = (row: number): string | null => (others[row] === NOBODY ? null : idAt(roster, others[row]!));
  const { undo, touched, put, maybe, check } = begun(writing, column, others, value);
  const agent = (row: number, value: number): void => {
    if (value === NOBODY) check(null);
    put(row, value);
  };
  return {
    ...{ spec, touched, undo, values: others, old: column.rows, sink: { agent, now: { kind: 'agent', maybe, rows: others } } },
    value,
    change: (agents) => ({ kind: 'list', length: agents.length, list: Array.from(agents, value) }),
  };
}

/** A copy with NaN after it, up to the end of the last chunk of a column. */
function copiedToChunk(values: Float64Array): Float64Array {
  const all = new Float64Array(Math.ceil(values.length / CHUNK_ROWS) * CHUNK_ROWS);
  all.set(values);
  return all.fill(Number.NaN, values.length);
}

/** The values of rows: the list itself if they are all rows. */
function taken(values: Float64Array, rows: Uint32Array): Float64Array {
  if (rows.length === values.length) return values;
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i]!]!;
  return found;
}

/** The codes of rows, with another one for `none`. */
function takenCodes(codes: Uint16Array, rows: Uint32Array, none: number, other: number): Uint16Array {
  const found = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    found[i] = code === none ? other : code;
  }
  return found;
}

function grow(undo: Undo): void {
  const [rows, before] = [new Int32Array(2 * undo.rows.length), new Float64Array(2 * undo.rows.length)];
  rows.set(undo.rows);
  before.set(undo.before);
  undo.rows = rows;
  undo.before = before;
}
