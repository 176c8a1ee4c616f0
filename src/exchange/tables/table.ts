/** What a table is: its columns, and its rows, made while the events of a run are folded once. */
import type { SimEvent } from '../../core/events/events.js';
import { idAt, type Roster } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import type { RunTold } from '../export/run/exportedRun.js';
import type { TableColumn } from './column.js';
import type { Levels, Schema } from './schema.js';

/** A run of which rows are made. `RunTold.id` is its name in the column `run`. */
export interface TabledRun extends RunTold {
  /** The arm of an experiment; null if the run is of none. */
  readonly arm: { readonly id: string; readonly levels: Levels } | null;
  /** Name of the run folder; null if the run is kept in none. */
  readonly folder: string | null;
}

/** A value for each column of a table, without the columns that all tables have. */
export type Row = readonly (Json | undefined)[];

/** Makes the rows of one run, in one of these ways or several. */
export interface RowMaker {
  /** After each event, in order. Events after the last round belong to it. */
  event?(event: SimEvent, round: number): Iterable<Row>;
  /** At the end of each round; round 0 is before the first. */
  roundEnd?(state: State, round: number): Iterable<Row>;
  /** At the end of the run. */
  end?(state: State): Iterable<Row>;
}

export interface Table {
  /** The name of its file, without an ending. */
  readonly name: string;
  /** What a row is. */
  readonly meaning: string;
  columns(schema: Schema): readonly TableColumn[];
  /** Makes the rows of a run. `schema` is that of all runs. */
  rows(run: TabledRun, schema: Schema): RowMaker;
  /** It is left out for other people, because private data cannot be removed from it. */
  readonly withheld?: true;
}

/** Ids by index. Each is made once, so that rows share its text and writers find it faster. */
export function idReader(): (roster: Roster, index: number) => string {
  const ids: string[] = [];
  return (roster, index) => (ids[index] ??= idAt(roster, index));
}
