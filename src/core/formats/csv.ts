/** Tables as CSV (RFC 4180). Written here, not by d3-dsv: a cell that a spreadsheet would take for a formula is marked as text. */
import { inPieces } from './pieces.js';

export type Cell = string | number | boolean | null | undefined;

/** An unchanged text, in quotes if needed, for programs that read every cell as text. */
export const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A cell for a spreadsheet: a text that it would read as a formula is marked as text. */
export function csvCell(value: Cell): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value);
  return csvField(/^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value);
}

/** Lines of such cells. The first line has the names of the columns. */
export const csvText = (rows: Iterable<readonly Cell[]>): string => [...csvPieces(rows)].join('');

/** The same in pieces of some rows, made while they are read. */
export const csvPieces = (rows: Iterable<readonly Cell[]>): Iterable<string> => inPieces(rows, (row) => `${row.map(csvCell).join(',')}\n`);
