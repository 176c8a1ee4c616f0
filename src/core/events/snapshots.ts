/**
 * The states that a timeline keeps, so that a seek folds few events. States share what did not change between them. Where the tables of
 * crowds differ in every round, the states kept would take more memory with every round, so only every second one stays when their room
 * is full, then every fourth, and so on.
 */
import { CHUNK_ROWS, type ColumnChunk } from '../columns/column.js';
import { upperBoundBy } from '../util/search.js';
import type { State } from './state.js';
import type { TieTable } from './ties.js';

/** The most bytes of columns and tables of ties that the states of a timeline do not share. */
export const SNAPSHOT_ROOM = 1 << 29;

/** So many states stay in any case: the first and the last ones of a run. */
const FEWEST = 4;

export class Snapshots {
  readonly #room: number;
  #kept: State[];
  /** Bytes that the states do not share with those before them. */
  #bytes = 0;
  /** One of so many states that are due is kept. */
  #apart = 1;
  /** How many states were due. */
  #due = 1;

  constructor(first: State, room = SNAPSHOT_ROOM) {
    this.#kept = [first];
    this.#room = room;
  }

  /** Adds a state after all others, or leaves it out. */
  add(state: State): void {
    if (this.#due++ % this.#apart !== 0) return;
    this.#bytes += ownBytes(state, this.#kept.at(-1)!);
    this.#kept.push(state);
    while (this.#bytes > this.#room && this.#kept.length > FEWEST) this.#halve();
  }

  /** The last state up to an event. */
  nearest(seq: number): State {
    return this.#kept[Math.max(0, upperBoundBy(this.#kept, seq, (state) => state.seq) - 1)]!;
  }

  #halve(): void {
    this.#apart *= 2;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#bytes = this.#kept.reduce((sum, state, i) => sum + (i === 0 ? 0 : ownBytes(state, this.#kept[i - 1]!)), 0);
  }
}

/** Bytes of the columns and tables of ties of a state that another one does not share. O(chunks). */
function ownBytes({ columns, networks }: State, other: State): number {
  let bytes = 0;
  for (const { name, table } of networks)
    if (other.networks.find((known) => known.name === name)?.table !== table) bytes += tableBytes(table);
  for (const [name, { chunks }] of Object.entries(columns)) {
    const known = other.columns[name]?.chunks;
    if (known !== chunks) for (const [i, chunk] of chunks.entries()) if (chunk && chunk !== known?.[i]) bytes += chunkBytes(chunk);
  }
  return bytes;
}

/** Bytes of a table of ties once it is read, without reading its ties, which may not be computed yet. */
export const tableBytes = ({ end, total }: TieTable): number => 12 * total + 4 * end.length;

const chunkBytes = (chunk: ColumnChunk): number => CHUNK_ROWS * (chunk.kind === 'words' ? 2 : 8);
