/** From the columns of a table to the fields of a member. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { Population } from '../../language/generated/society.js';
import type { Report } from '../model/faults.js';
import type { Row, Table } from './tableRows.js';

/** Fields that are lists. In a cell of text, semicolons or bars separate their items. */
const LISTS: ReadonlySet<string> = new Set(['interests', 'values', 'traits', 'goals']);
/** Fields that are numbers. Any other content of a cell is not used. */
const NUMBERS = ['age', 'activity'] as const;
const FIELD = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

interface RowField {
  readonly column: string;
  readonly at: NodeId;
  /** Value of the field in a row; undefined if the cell is empty. */
  of(row: Row): Json | undefined;
}

/** How each field is read: by `map`, or from columns with names of fields. A mapped column that does not exist is reported. */
export function rowFields(population: Population, table: Table, report?: Report, at = ''): { readonly [path: string]: RowField } {
  const map = population.from?.map;
  const pairs = map ? Object.entries(map) : table.columns.filter((column) => FIELD.test(column)).map((column) => [column, column] as const);
  if (pairs.length === 0)
    report?.(
      'error',
      at,
      `No column of ${table.name} has the name of a field. Assign columns under \`map\`. There are: ${table.columns.join(', ')}.`,
    );
  for (const path of NUMBERS) reportWords(path, map ? map[path] : path, table, report, map ? `${at}.map.${path}` : at);
  return Object.fromEntries(
    pairs.flatMap(([path, column]) => {
      const node = map ? `${at}.map.${path}` : at;
      if (!table.columns.includes(column)) {
        report?.('error', node, `${table.name} has no column \`${column}\`. There are: ${table.columns.join(', ')}.`);
        return [];
      }
      return [[path, { column, at: node, of: ({ cells }: Row) => fieldOf(path, cells[column]) }] as const];
    }),
  );
}

/** Reports the first cell of a column of numbers without a number. */
function reportWords(path: string, column: string | undefined, table: Table, report: Report | undefined, at: NodeId): void {
  const row =
    column === undefined ? undefined : table.rows.find(({ cells }) => cells[column] !== undefined && typeof cells[column] !== 'number');
  if (row && column !== undefined)
    report?.('error', at, `${table.name}, line ${row.line}: \`${String(row.cells[column])}\` is not a number for \`${path}\`.`);
}

function fieldOf(path: string, cell: Json | undefined): Json | undefined {
  if (!LISTS.has(path) || cell === undefined || typeof cell === 'object') return cell;
  return String(cell)
    .split(/[;|]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
