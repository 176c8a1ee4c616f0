/**
 * Records of a CSV text (RFC 4180), one after the other.
 *
 * The parser is our own, because each record needs the line on which it begins, and a quote that is never closed is an error with a
 * line. d3-dsv gives neither, and its package makes functions from text, which this project never does.
 */
import { marked } from '../util/l10n.js';

interface CsvRecord {
  /** Line of the text, from 1, on which it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface RecordProblem {
  readonly line: number;
  readonly message: string;
  readonly fatal?: true;
}

function separatorOf(text: string): string {
  const first = text.slice(0, Math.max(0, text.search(/\r?\n|$/)));
  const count = (mark: string): number => first.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/**
 * The records of a text. Cells in quotes may hold commas, doubled quotes and line ends. LF and CRLF both end a record. Empty lines and a byte
 * order mark are skipped. The separator is a comma, or a semicolon or tab if the first line has more of them. Cells that `isWanted` does not
 * take are empty; it is asked with the place of the cell, for all records but the first. A quote that is not closed is added to `problems`.
 */
export function* csvRecords(
  source: string,
  problems: RecordProblem[],
  isWanted: (column: number) => boolean = () => true,
): Generator<CsvRecord> {
  const text = source.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  let isHead = true;
  let [cells, cell, line, began, quoted, at]: [string[], string, number, number, boolean, number] = [[], '', 1, 1, false, 0];
  const endCell = (): void => {
    cells.push(isHead || isWanted(cells.length) ? cell : '');
    cell = '';
  };
  const record = (): CsvRecord | null => {
    const isEmpty = cells.length === 0 && cell === '';
    endCell();
    const found = isEmpty ? null : { line: began, cells };
    [cells, began] = [[], line];
    isHead &&= found === null;
    return found;
  };
  while (at < text.length) {
    if (quoted) {
      const quote = text.indexOf('"', at);
      const stop = quote < 0 ? text.length : quote;
      cell += text.slice(at, stop);
      for (let end = at; end < stop; end++) if (text[end] === '\n') line++;
      quoted = quote < 0 || text[quote + 1] === '"';
      if (quoted && quote >= 0) cell += '"';
      at = quoted ? stop + 2 : stop + 1;
    } else if (text[at] === '"' && cell === '') {
      quoted = true;
      at++;
    } else {
      let stop = at;
      while (stop < text.length && text[stop] !== separator && text[stop] !== '\n') stop++;
      const ends = stop === text.length ? undefined : text[stop];
      cell += text.slice(at, ends === '\n' && text[stop - 1] === '\r' && stop > at ? stop - 1 : stop);
      if (ends === separator) endCell();
      else if (ends === '\n') {
        line++;
        const found = record();
        if (found) yield found;
      }
      at = stop + 1;
    }
  }
  if (quoted) problems.push({ line: began, message: marked('A quote is not closed; the rest of the file is one cell.'), fatal: true });
  const last = cell !== '' || cells.length > 0 ? record() : null;
  if (last) yield last;
}
