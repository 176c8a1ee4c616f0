/** Tables of people, column by column: only the columns that are compared are kept. */
import { marked, t } from '../../core/util/l10n.js';
import { csvRecords, type RecordProblem } from '../../core/formats/csvRecords.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { cellText } from './referenceSpec.js';

/** Cells as text; an empty cell is empty text. */
export interface PeopleTable {
  /** Name of the file, for messages. */
  readonly name: string;
  /** All columns of the file. */
  readonly names: readonly string[];
  readonly rows: number;
  /** The cells of the columns that were asked for and that the file has. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

export type TableRead = { readonly ok: true; readonly table: PeopleTable } | { readonly ok: false; readonly message: string };

const LINE_FAULT = marked('{0}, line {1}: {2}');

/** The columns of a file, by the ending of its name: Parquet, JSON Lines, else CSV. */
export async function readTable(name: string, content: string | Uint8Array, wanted: ReadonlySet<string>): Promise<TableRead> {
  const isText = typeof content === 'string';
  if (!isText && /\.parquet$/i.test(name)) return (await import('./parquetTable.js')).parquetTable(name, content, wanted);
  return textTable(name, isText ? content : new TextDecoder().decode(content), wanted);
}

/** The columns of a text, by the ending of its name: JSON Lines, else CSV. */
export function textTable(name: string, text: string, wanted: ReadonlySet<string>): TableRead {
  return /\.(jsonl|ndjson)$/i.test(name) ? fromLines(name, text, wanted) : fromCsv(name, text, wanted);
}

function fromCsv(name: string, text: string, wanted: ReadonlySet<string>): TableRead {
  const problems: RecordProblem[] = [];
  const taken = new Map<number, string[]>();
  let names: readonly string[] | null = null;
  let rows = 0;
  for (const { cells } of csvRecords(text, problems, (column) => taken.has(column))) {
    if (names === null) {
      names = cells.map((cell) => cell.trim());
      for (const [i, column] of names.entries()) if (wanted.has(column)) taken.set(i, []);
      continue;
    }
    rows++;
    for (const [i, column] of taken) column.push(cellText((cells[i] ?? '').trim()));
  }
  const broken = problems.find(({ fatal }) => fatal);
  if (broken) return { ok: false, message: t(LINE_FAULT, name, broken.line, broken.message) };
  if (names === null) return { ok: false, message: `The file ${name} is empty.` };
  const known = names;
  return { ok: true, table: { name, names, rows, columns: new Map([...taken].map(([i, column]) => [known[i]!, column])) } };
}

function fromLines(name: string, text: string, wanted: ReadonlySet<string>): TableRead {
  const columns = new Map<string, string[]>([...wanted].map((column) => [column, []]));
  const names = new Set<string>();
  let [rows, line] = [0, 0];
  for (const source of text.split('\n')) {
    line++;
    if (source.trim() === '') continue;
    const row = parsed(source);
    if (!row) return { ok: false, message: t(LINE_FAULT, name, line, marked('The line is not a JSON object.')) };
    rows++;
    for (const key of Object.keys(row)) names.add(key);
    for (const [column, cells] of columns) cells.push(cellOf(row[column]));
  }
  for (const column of columns.keys()) if (!names.has(column)) columns.delete(column);
  return { ok: true, table: { name, names: [...names], rows, columns } };
}

function parsed(source: string): JsonObject | null {
  try {
    const value = JSON.parse(source) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** The text of a cell of a table that has values. A day is written as `2024-03-01`. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return cellText(value.trim());
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
}
