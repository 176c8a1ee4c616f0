/** Data files with one row for each person, from text that a port has read: CSV (RFC 4180) and JSON Lines. Never throws. */
import { csvRecords } from '../../core/formats/csvRecords.js';
import type { Json, JsonObject } from '../../core/util/json.js';

export interface Row {
  /** Line of the file, from 1, on which the row begins. */
  readonly line: number;
  /** Value by column. Empty cells are absent. */
  readonly cells: JsonObject;
}

export interface Table {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** `fatal`: the rest of the file cannot be read, so the rows are not used. */
  readonly problems: readonly { readonly line: number; readonly message: string; readonly fatal?: true }[];
}

type Problem = Table['problems'][number];

/**
 * Integers without leading zeros, and decimals. `012`, `1e3` and ids that are too long for a number stay text, so that they keep
 * their digits.
 */
const NUMERIC = /^(0|-?[1-9]\d{0,14}|-?(0|[1-9]\d*)\.\d+)$/;

/** The value of a cell: a number, true, false, or text. */
const cellValue = (text: string): Json =>
  NUMERIC.test(text) ? Number(text) : text === 'true' || text === 'false' ? text === 'true' : text;

/**
 * Rows of a CSV text. The first record names the columns. Cells in quotes may hold commas, doubled quotes and line ends. LF and
 * CRLF both end a record. Empty lines and a byte order mark are skipped. The separator is a comma, or a semicolon or tab if the
 * first line has more of them.
 */
export function csvTable(name: string, text: string): Table {
  const problems: Problem[] = [];
  const [head, ...rest] = csvRecords(text, problems);
  const columns = (head?.cells ?? []).map((cell) => cell.trim());
  const seen = new Set<string>();
  const double = columns.find((column) => seen.size === seen.add(column).size);
  if (!head) problems.push({ line: 1, message: 'The file is empty.', fatal: true });
  if (double !== undefined) problems.push({ line: 1, message: `Two columns are named \`${double}\`; the last one counts.` });
  const rows = rest.map(({ line, cells }): Row => {
    if (cells.length !== columns.length) problems.push({ line, message: `There are ${cells.length} cells for ${columns.length} columns.` });
    const pairs = columns.flatMap((column, i) =>
      cells[i] === undefined || cells[i] === '' ? [] : [[column, cellValue(cells[i])] as const],
    );
    return { line, cells: Object.fromEntries(pairs) };
  });
  return { name, columns: [...new Set(columns)], rows, problems };
}

/** Rows of JSON Lines: one object on each line. Empty lines are skipped. Other lines that are not objects are problems. */
export function jsonlTable(name: string, text: string): Table {
  const problems: Problem[] = [];
  const rows: Row[] = [];
  text.split('\n').forEach((source, i) => {
    if (source.trim() === '') return;
    const value = parsed(source);
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      problems.push({ line: i + 1, message: 'The line is not a JSON object.', fatal: true });
    else rows.push({ line: i + 1, cells: Object.fromEntries(Object.entries(value).filter(([, cell]) => cell !== null)) });
  });
  return { name, columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], rows, problems };
}

function parsed(source: string): Json | undefined {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return undefined;
  }
}

/** The table of a file, of the given kind, else by the ending of its name. */
export const tableOf = (name: string, text: string, kind?: 'csv' | 'jsonl'): Table =>
  ((kind ?? (/\.(jsonl|ndjson)$/i.test(name) ? 'jsonl' : 'csv')) === 'jsonl' ? jsonlTable : csvTable)(name, text);
