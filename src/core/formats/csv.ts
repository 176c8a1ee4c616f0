/** Tables as CSV (RFC 4180). Written here, not by d3-dsv: a cell that a spreadsheet would take for a formula is marked as text. */

export type Cell = string | number | boolean | null | undefined;

/** An unchanged text, in quotes if needed, for programs that read every cell as text. */
export const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A cell for a spreadsheet: a text that it would read as a formula is marked as text. */
export function csvCell(value: Cell): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value);
  return csvField(/^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value);
}

/** Lines of such cells. The first line has the names of the columns. */
export const csvText = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
