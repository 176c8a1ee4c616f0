/**
 * The tables of one or many runs as files, in pieces: the events of each run are folded once, and at most a group of rows of each
 * table is in memory. Pieces of different files alternate; those of one file are in order.
 */
import { type Cell, csvCell } from '../../core/formats/csv.js';
import { ParquetTable } from './parquet.js';
import type { SimEvent } from '../../core/events/events.js';
import { reduceEach } from '../../core/events/reduce.js';
import { initialState, type State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { agentRoundTable, agentTable, variablesWithoutColumn } from './agentTables.js';
import { cellIn, KEYS, LOST, SYNTHETIC_COLUMN, type TableColumn } from './column.js';
import { dictionaryCsv } from './dictionary.js';
import { measureTable, roundTable, tieTable } from './roundTables.js';
import { expectationTable, runTable } from './runTable.js';
import type { Schema } from './schema.js';
import { actTable, answerTable, eventTable, messageTable } from './talkTables.js';
import type { Row, RowMaker, Table, TabledRun } from './table.js';

/** Every table, from the whole to its parts. */
const TABLES: readonly Table[] = [
  ...[runTable, expectationTable, roundTable, measureTable, agentTable, agentRoundTable],
  ...[tieTable, actTable, messageTable, answerTable, eventTable],
];

export const TABLE_NAMES: readonly string[] = TABLES.map(({ name }) => name);

type TableForm = 'csv' | 'parquet';

export interface TableChoice {
  readonly form: TableForm;
  /** Names of the tables; all if absent. */
  readonly only?: readonly string[] | undefined;
  /** Leaves out what the file calls private, and the table of events. */
  readonly isShared: boolean;
  /** GZIP (RFC 1952) for Parquet. */
  readonly compress?: (bytes: Uint8Array) => Uint8Array;
  /** What the runs are of, for the dictionary. */
  readonly about: string;
}

/** A piece of a file. */
export interface TablePiece {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The counts of the tables after the last piece. */
interface TableCounts {
  readonly runs: number;
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>;
  /** Values that their columns could not hold, by table and column. They are missing in the files. */
  readonly lost: ReadonlyMap<string, number>;
}

export class TableWriter {
  readonly #sinks: readonly Sink[];
  readonly #choice: TableChoice;
  readonly #schema: Schema;
  readonly #lost = new Map<string, number>();
  #runs = 0;

  constructor(schema: Schema, choice: TableChoice) {
    [this.#schema, this.#choice] = [schema, choice];
    const { only, isShared } = choice;
    const tables = TABLES.filter(({ name, withheld }) => (only === undefined || only.includes(name)) && !(isShared && withheld));
    this.#sinks = tables.map((table) => new Sink(table, schema, choice, (column) => this.#lose(`${table.name}.${column}`)));
  }

  /** The pieces that the rows of a run complete. */
  *add(run: TabledRun): Generator<TablePiece> {
    this.#runs++;
    const keys: Row = [run.id, run.arm?.id, run.model.seed];
    const makers = this.#sinks.map((sink) => ({ sink, maker: sink.table.rows(run, this.#schema) }));
    const { events, rounds } = run.timeline;
    const ends = [...rounds, events.length];
    let state = initialState();
    let from = 0;
    for (const [round, until] of ends.entries()) {
      for (let seq = from; seq < until; seq++) yield* each(run, keys, makers, ({ event }) => event, [events[seq]!, round]);
      state = folded(state, events, from, until);
      yield* each(run, keys, makers, ({ roundEnd }) => roundEnd, [state, round]);
      from = until;
    }
    yield* each(run, keys, makers, ({ end }) => end, [state]);
    for (const name of variablesWithoutColumn(this.#schema, state)) this.#lose(`agents.vars.${name}`);
  }

  /** The pieces that are left, and the data dictionary. */
  *end(): Generator<TablePiece> {
    for (const sink of this.#sinks) yield sink.end();
    const tables = this.#sinks.map(({ table, columns }) => ({ table, columns }));
    yield { file: 'dictionary.csv', bytes: new TextEncoder().encode(dictionaryCsv(tables, this.#choice)) };
  }

  get counts(): TableCounts {
    return { runs: this.#runs, rows: new Map(this.#sinks.map(({ table, rows }) => [table.name, rows])), lost: this.#lost };
  }

  #lose(column: string): void {
    this.#lost.set(column, (this.#lost.get(column) ?? 0) + 1);
  }
}

interface Making {
  readonly sink: Sink;
  readonly maker: RowMaker;
}

/** The pieces that one way of making rows gives, for all tables that have it. */
function* each<Given extends readonly unknown[]>(
  run: TabledRun,
  keys: Row,
  makers: readonly Making[],
  way: (maker: RowMaker) => ((...given: Given) => Iterable<Row>) | undefined,
  given: Given,
): Generator<TablePiece> {
  for (const { sink, maker } of makers)
    for (const row of way(maker)?.(...given) ?? []) {
      const piece = sink.add(run, keys, row);
      if (piece) yield piece;
    }
}

const folded = (state: State, events: readonly SimEvent[], from: number, until: number): State =>
  until === from ? state : reduceEach(state, until - from, (soFar) => events[soFar.seq + 1]!);

/** Characters of a piece of CSV. */
const PIECE = 1 << 18;

/** One file that is being written. */
class Sink {
  readonly columns: readonly TableColumn[];
  readonly #file: string;
  readonly #parquet: ParquetTable | null;
  readonly #lose: (column: string) => void;
  #text: string;
  rows = 0;

  constructor(
    readonly table: Table,
    schema: Schema,
    { form, compress, about }: TableChoice,
    lose: (column: string) => void,
  ) {
    this.columns = [...KEYS, ...table.columns(schema), SYNTHETIC_COLUMN];
    this.#file = `${table.name}.${form}`;
    this.#lose = lose;
    const notes = { about, table: table.meaning, synthetic: 'true' };
    this.#parquet = form === 'parquet' ? new ParquetTable(this.columns, { notes, ...(compress ? { compress } : {}) }) : null;
    this.#text = `${this.columns.map(({ name }) => csvCell(name)).join(',')}\n`;
  }

  /** Adds a row, and gives the piece that it completes. */
  add({ held }: TabledRun, keys: Row, row: Row): TablePiece | null {
    this.rows++;
    const { columns } = this;
    const cells: Cell[] = new Array(columns.length);
    for (let i = 0; i < columns.length; i++) {
      const value = i < keys.length ? keys[i] : i < columns.length - 1 ? row[i - keys.length] : true;
      cells[i] = this.#cell(columns[i]!, value, held);
    }
    if (this.#parquet) {
      const bytes = this.#parquet.add(cells);
      return bytes && { file: this.#file, bytes };
    }
    this.#text += `${cells.map(csvCell).join(',')}\n`;
    return this.#text.length >= PIECE ? this.#piece() : null;
  }

  end(): TablePiece {
    return this.#parquet ? { file: this.#file, bytes: this.#parquet.end() } : this.#piece();
  }

  #piece(): TablePiece {
    const bytes = new TextEncoder().encode(this.#text);
    this.#text = '';
    return { file: this.#file, bytes };
  }

  #cell(column: TableColumn, value: Json | undefined, held: TabledRun['held']): Cell {
    const cell = cellIn(column, value);
    if (cell === LOST) {
      this.#lose(column.name);
      return null;
    }
    return held && column.says && typeof cell === 'string' ? (held.texts([cell])[0] ?? '') : cell;
  }
}
