/** Texts in columns of a terminal, where most East Asian characters take two columns. */

/** Characters that take two columns: Hangul, kana, Chinese characters, full-width forms. */
const TWO = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** The columns that a text takes. */
export const columnsOf = (text: string): number => text.length + (text.match(TWO)?.length ?? 0);

/** The text with spaces after it, up to a number of columns. */
export const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** The text, or its beginning with `…`, in at most a number of columns. */
export function clipped(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let left = columns - 1;
  for (const character of text) {
    left -= columnsOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Rows of a table as lines, each cell as wide as the widest of its column. All rows have as many cells as the first. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Words with the spaces after them; each wide character is a word, with the marks that cannot begin a line. */
const WORDS = new RegExp(
  `${TWO.source}[、。，；：！？）」』…・ー]*\\s*|(?:(?!${TWO.source})\\S)+[、。，；：！？）」』…・ー]*\\s*|\\s+`,
  'g',
);

/** The text in lines of at most `columns`; a longer word has a line of its own. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(WORDS) ?? []) {
    if (line !== '' && columnsOf(line) + columnsOf(word.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}
