/** Tables as CSV (RFC 4180). No page. */
import type { Model } from '../model.js';
import { words } from '../words.js';
import type { Card } from './cards.js';

/** A table for other programs. Its first line says what it is of, and that it is synthetic. */
export function csvOf({ run }: Pick<Model, 'run'>, { title, table }: Pick<Card, 'title' | 'table'>): string {
  // A text that a spreadsheet would take for a formula is marked as a text.
  const text = (words: string): string => (/^[=+\-@\t\r]/.test(words) ? `'${words}` : words);
  const quoted = (words: string): string => (/[",\n\r]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);
  const cell = (value: string | number | null): string =>
    typeof value === 'string' ? quoted(text(value)) : value === null ? '' : String(value);
  const about = `# ${words.provenance(title, run)}`.replace(/[\n\r]+/g, ' ');
  return `${[about, ...[table.head, ...table.rows].map((cells) => cells.map(cell).join(','))].join('\n')}\n`;
}
