/** The data dictionary of tables: a row for each column. */
import { csvText } from '../../core/formats/csv.js';
import type { ScenarioModel } from '../../engine/index.js';
import { mindsOf } from '../export/run/exportedRun.js';
import type { TableColumn } from './column.js';
import type { Table } from './table.js';

/** Types as the dictionary names them, with their type in Parquet. */
const TYPES: { readonly [type in TableColumn['type']]: string } = {
  text: 'text (UTF-8)',
  number: 'number (double)',
  integer: 'whole number (int32)',
  long: 'whole number (int64)',
  boolean: 'true or false (boolean)',
};

const DICTIONARY_HEAD = ['table', 'column', 'type', 'unit', 'values', 'meaning', 'missing', 'source', 'written_at'] as const;

interface Written {
  readonly table: Table;
  readonly columns: readonly TableColumn[];
}

/** As CSV. The first row of a table says what its rows are, and of which runs. */
export const dictionaryCsv = (tables: readonly Written[], { about }: { readonly about: string }): string =>
  csvText([
    DICTIONARY_HEAD,
    ...tables.flatMap(({ table, columns }) => [
      [table.name, null, 'table', null, null, `${table.meaning} ${about}`, null, null, null],
      ...columns.map(({ name, type, json, unit, values, meaning, missing, required, source, at }) => [
        ...[table.name, name, json ? 'JSON as text (UTF-8)' : TYPES[type], unit, values, meaning],
        ...[missing ?? (required ? 'never' : 'no value'), source, at],
      ]),
    ]),
  ]);

/** One line about the runs of tables: their titles, the minds, and that the data is synthetic. */
export function aboutRuns(models: readonly ScenarioModel[]): string {
  const each = (text: (model: ScenarioModel) => string): string => [...new Set(models.map(text))].join('; ');
  return `${each(({ title }) => title)}. Minds: ${each(mindsOf)}. Synthetic data: no person said or did any of it.`;
}
