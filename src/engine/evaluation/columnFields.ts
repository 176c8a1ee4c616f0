/**
 * Variables of all agents as flat arrays, for expressions that run over columns. The arrays are made from the columns of the crowds and
 * from the records of single agents, and are kept as long as neither changes.
 */
import { CHUNK_BITS, CHUNK_ROWS, type Column, columnAt } from '../../core/columns/column.js';
import { isWord, type Word } from '../../core/columns/valueText.js';
import { variableAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { memoBy } from '../../core/util/memo.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { type FieldColumn, FLAGS, NO_WORD, NOBODY } from '../../expr/columns/columnScope.js';
import type { VarSpec } from '../model/worldSpec.js';

/** The arrays of one variable, and what they are made from. They are undefined until they are whole. */
interface Known {
  readonly column: Column | undefined;
  readonly individuals: State['individuals'];
  field: FieldColumn | null | undefined;
}

/** The last arrays of each variable of a model. */
const fieldsOf = memoBy((_spec: VarSpec): { known: Known | null } => ({ known: null }));

/**
 * A variable of all agents by index; null if an agent does not have it, or if its values are of several kinds. Read it only in a state
 * with crowds: it takes O(agents).
 */
export function columnField(state: State, spec: VarSpec): FieldColumn | null {
  const cache = fieldsOf(spec);
  const column = Object.hasOwn(state.columns, spec.id) ? state.columns[spec.id] : undefined;
  let { known } = cache;
  if (!known || known.column !== column || known.individuals !== state.individuals)
    cache.known = known = { column, individuals: state.individuals, field: undefined };
  if (known.field === undefined) known.field = inSlices(`values of ${spec.id}`, known, () => madeField(state, spec, column));
  return known.field;
}

/** How many chunks are copied in one slice. */
const SLICE = 16;

function* madeField(state: State, spec: VarSpec, column: Column | undefined): Slices<FieldColumn | null> {
  if (!column) return null;
  switch (spec.kind) {
    case 'number':
      return yield* numberField(state, spec.id, column);
    case 'text':
      return yield* wordField(state, spec.id, column);
    case 'boolean':
      return yield* flagField(state, spec.id, column);
    case 'agent':
      return agentField(state, spec.id, column);
    case 'any':
      // A computed start does not say which values follow. The values that agents have now do.
      return (
        (yield* numberField(state, spec.id, column)) ??
        (yield* flagField(state, spec.id, column)) ??
        (yield* wordField(state, spec.id, column))
      );
  }
}

/** Indices of the agents that joined one by one. */
const singles = ({ roster }: State): readonly number[] => {
  const found: number[] = [];
  let next = 0;
  for (const { first, count } of [...roster.crowds, { first: roster.length, count: 0 }]) {
    for (; next < first; next++) found.push(next);
    next = first + count;
  }
  return found;
};

/** The numbers of a column whose chunks share a list, if all agents are members of one crowd; null for other columns. */
function sharedNumbers({ roster: { crowds, length } }: State, { chunks }: Column): Float64Array | null {
  const [crowd] = crowds;
  const [first] = chunks;
  if (crowd?.count !== length || first?.kind !== 'numbers') return null;
  const { buffer, byteOffset } = first.numbers;
  for (let place = 0; place << CHUNK_BITS < length; place++) {
    const chunk = chunks[place];
    if (chunk?.kind !== 'numbers' || chunk.numbers.buffer !== buffer) return null;
    if (chunk.numbers.byteOffset !== byteOffset + place * CHUNK_ROWS * Float64Array.BYTES_PER_ELEMENT) return null;
    if (chunk.absent && isAbsent(chunk.absent, place, 0, length)) return null;
  }
  return new Float64Array(buffer, byteOffset, length);
}

function* numberField(state: State, name: string, column: Column): Slices<FieldColumn | null> {
  const { chunks } = column;
  const shared = sharedNumbers(state, column);
  if (shared) return { kind: 'number', maybe: hasMissing(shared), values: shared };
  const values = new Float64Array(state.roster.length).fill(Number.NaN);
  for (const { first, count } of state.roster.crowds)
    for (let place = first >> CHUNK_BITS; place << CHUNK_BITS < first + count; place++) {
      if (place % SLICE === 0) yield;
      const chunk = chunks[place];
      if (chunk?.kind !== 'numbers' || (chunk.absent && isAbsent(chunk.absent, place, first, first + count))) return null;
      const [from, until] = within(place, first, first + count);
      values.set(chunk.numbers.subarray(from, until), (place << CHUNK_BITS) + from);
    }
  for (const index of singles(state)) {
    const value = variableAt(state, index, name);
    if (value !== null && typeof value !== 'number') return null;
    values[index] = value ?? Number.NaN;
  }
  return { kind: 'number', maybe: hasMissing(values), values };
}

/** Whether a number is NaN. */
function hasMissing(values: Float64Array): boolean {
  let missing = 0;
  for (let i = 0; i < values.length; i++) missing += Number.isNaN(values[i]!) ? 1 : 0;
  return missing > 0;
}

/** The rows of a chunk that belong to the agents from `first` until `end`. */
const within = (place: number, first: number, end: number): readonly [from: number, until: number] => [
  Math.max(0, first - (place << CHUNK_BITS)),
  Math.min(CHUNK_ROWS, end - (place << CHUNK_BITS)),
];

function isAbsent(absent: Uint8Array, place: number, first: number, end: number): boolean {
  const [from, until] = within(place, first, end);
  for (let i = from; i < until; i++) if (absent[i] === 1) return true;
  return false;
}

/** Codes of all agents, with their words; null if an agent has no value, or one that is not a word. */
function* codesOf(
  state: State,
  name: string,
  column: Column,
): Slices<{ readonly codes: Uint16Array; readonly words: readonly (Word | undefined)[] } | null> {
  const codes = new Uint16Array(state.roster.length);
  for (const { first, count } of state.roster.crowds)
    for (let place = first >> CHUNK_BITS; place << CHUNK_BITS < first + count; place++) {
      if (place % SLICE === 0) yield;
      const chunk = column.chunks[place];
      if (chunk?.kind !== 'words') return null;
      const [from, until] = within(place, first, first + count);
      const own = chunk.codes.subarray(from, until);
      if (own.includes(0)) return null;
      codes.set(own, (place << CHUNK_BITS) + from);
    }
  const words = [...column.dictionary.words];
  for (const index of singles(state)) {
    const value = variableAt(state, index, name);
    if (!isWord(value)) return null;
    let code = words.indexOf(value, 1);
    if (code < 0) code = words.push(value) - 1;
    codes[index] = code;
  }
  return words.length > NO_WORD ? null : { codes, words };
}

/** Stands for nothing in the words of a field, where no text can be equal to it. */
const NO_TEXT = '\u0000';

function* wordField(state: State, name: string, column: Column): Slices<FieldColumn | null> {
  const found = yield* codesOf(state, name, column);
  if (!found || found.words.some((word) => typeof word === 'boolean')) return null;
  const { codes, words } = found;
  const nothing = words.indexOf(null);
  yield;
  if (nothing >= 0) for (let i = 0; i < codes.length; i++) if (codes[i] === nothing) codes[i] = NO_WORD;
  return { kind: 'words', maybe: nothing >= 0, codes, words: words.map((word) => (typeof word === 'string' ? word : NO_TEXT)) };
}

function* flagField(state: State, name: string, column: Column): Slices<FieldColumn | null> {
  const found = yield* codesOf(state, name, column);
  if (!found || found.words.some((word) => typeof word === 'string')) return null;
  const { codes, words } = found;
  const meaning = words.map((word) => (word === true ? FLAGS.yes : word === false ? FLAGS.no : FLAGS.nothing));
  yield;
  const flags = Uint8Array.from(codes, (code) => meaning[code]!);
  return { kind: 'flag', maybe: flags.includes(FLAGS.nothing), flags };
}

function agentField(state: State, name: string, column: Column): FieldColumn | null {
  const rows = new Int32Array(state.roster.length).fill(NOBODY);
  for (let index = 0; index < rows.length; index++) {
    const value = columnAt(column, index) ?? variableAt(state, index, name);
    if (value === undefined || (value !== null && typeof value !== 'string')) return null;
    if (value === null) continue;
    const row = indexOf(state.roster, value);
    if (row < 0) return null;
    rows[index] = row;
  }
  return { kind: 'agent', maybe: rows.includes(NOBODY), rows };
}
