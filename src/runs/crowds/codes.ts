/**
 * The group of every agent at a moment, as one code for each agent. A variable of a crowd is read from its columns, chunk by chunk;
 * chunks that two moments share are read once.
 */
import { CHUNK_BITS, CHUNK_MASK, type Column, type ColumnChunk } from '../../core/columns/column.js';
import { eachIndividual, presentAt, variableAt } from '../../core/events/agents.js';
import { crowdAt, singleIndices } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { SLICE, type Sliced } from '../../core/util/slices.js';

/** The code of an agent that does not take part, or that has not joined. */
export const AWAY = 255;

/** Values of a variable in groups. The last group has the agents without a value. */
export interface ValueGroups {
  readonly variable: string;
  readonly labels: readonly string[];
  groupOf(value: Json | undefined): number;
}

/** The group of every agent, and the number of agents in each group. It is changed in place from moment to moment. */
export interface Codes {
  of: Uint8Array;
  readonly counts: Float64Array;
  /** The column that was read last. */
  column: Column | undefined;
  /** Whether a reading has begun and not ended: it was abandoned, if no reading is under way. */
  isReading: boolean;
}

export const noCodes = ({ labels }: Pick<ValueGroups, 'labels'>): Codes => ({
  ...{ of: new Uint8Array(0), counts: new Float64Array(labels.length), column: undefined, isReading: false },
});

/** Reads the groups at another moment. `moved` is called with the old and the new group of each agent that changed it. O(changed chunks). */
export function* readCodes(codes: Codes, groups: ValueGroups, state: State, moved: (from: number, to: number) => void): Sliced<void> {
  const { roster, columns } = state;
  if (codes.of.length !== roster.length) grow(codes, roster.length);
  const column = Object.hasOwn(columns, groups.variable) ? columns[groups.variable] : undefined;
  const known = !codes.isReading && codes.column?.dictionary === column?.dictionary ? codes.column : undefined;
  codes.isReading = true;
  const words = Uint8Array.from(column?.dictionary.words ?? [undefined], (word) => groups.groupOf(word));
  const set = (index: number, code: number): void => {
    const before = codes.of[index]!;
    if (before === code) return;
    codes.of[index] = code;
    codes.counts[code]!++;
    if (before === AWAY) return;
    codes.counts[before]!--;
    moved(before, code);
  };
  let size = 0;
  for (const { first, count } of roster.crowds)
    for (let place = first >> CHUNK_BITS; place << CHUNK_BITS < first + count; place++) {
      const chunk = column?.chunks[place];
      const start = Math.max(first, place << CHUNK_BITS);
      const end = Math.min(first + count, (place + 1) << CHUNK_BITS);
      if (known && known.chunks[place] === chunk && codes.of[start] !== AWAY) continue;
      readChunk(chunk, { groups, words, start, end }, set);
      size += end - start;
      if (size < SLICE) continue;
      yield size;
      size = 0;
    }
  for (const index of singleIndices(roster)) {
    set(index, groups.groupOf(variableAt(state, index, groups.variable)));
    if (++size % SINGLES === 0) yield SINGLES;
  }
  codes.column = column;
  codes.isReading = false;
}

/** Agents that joined one by one in a slice: their records take longer to read. */
const SINGLES = 8_192;

interface Part {
  readonly groups: ValueGroups;
  /** The group of each word of the column. */
  readonly words: Uint8Array;
  readonly start: number;
  readonly end: number;
}

function readChunk(chunk: ColumnChunk | undefined, { groups, words, start, end }: Part, set: (index: number, code: number) => void): void {
  const none = words[0]!;
  if (!chunk) for (let i = start; i < end; i++) set(i, none);
  else if (chunk.kind === 'words') for (let i = start; i < end; i++) set(i, words[chunk.codes[i & CHUNK_MASK]!]!);
  else if (chunk.kind === 'list') for (let i = start; i < end; i++) set(i, groups.groupOf(chunk.list[i & CHUNK_MASK]));
  else
    for (let i = start; i < end; i++) {
      const number = chunk.numbers[i & CHUNK_MASK]!;
      set(i, Number.isNaN(number) ? none : groups.groupOf(number));
    }
}

function grow(codes: Codes, length: number): void {
  const more = new Uint8Array(length).fill(AWAY);
  more.set(codes.of.subarray(0, length));
  codes.of = more;
  codes.column = undefined;
}

/** Agents that have joined and do not take part at a moment. */
export function* absentees(state: State): Sliced<readonly number[]> {
  const { roster } = state;
  const found: number[] = [];
  let size = 0;
  for (const [index, { present }] of eachIndividual(state)) {
    if (!present && crowdAt(roster, index)?.waiting !== true) found.push(index);
    if (++size % SINGLES === 0) yield SINGLES;
  }
  for (const { first, count, waiting } of roster.crowds)
    if (waiting)
      for (let index = first; index < first + count; index++) {
        if (!presentAt(state, index)) found.push(index);
        if (++size % SINGLES === 0) yield SINGLES;
      }
  return found;
}
