/** Tables as CSV. No page. */
import { csvText } from '../../src/core/formats/csv.js';
import type { PanelModel } from '../state/model.js';
import { words } from '../ui/strings.js';
import type { Card } from './cards.js';

/** A table for other programs. Its first line says what it is of, and that it is synthetic. */
export function csvOf({ run }: Pick<PanelModel, 'run'>, { title, table }: Pick<Card, 'title' | 'table'>): string {
  return `# ${words.provenance(title, run)}`.replace(/[\n\r]+/g, ' ').concat('\n', csvText([table.head, ...table.rows]));
}
