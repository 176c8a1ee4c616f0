/** A copy of a column that rows write while they run, and that can be taken back. */
import { FLAGS, type FieldColumn, NO_WORD } from './columnScope.js';

export interface Overlay {
  readonly column: FieldColumn;
  /** The dictionary of the copy, which grows; null for other kinds. */
  readonly words: string[] | null;
  number(row: number, value: number): void;
  text(row: number, value: string | null): void;
  flag(row: number, value: boolean | null): void;
  agent(row: number, other: number): void;
  /** Takes back what was written since the last `forget` or `rewind`. */
  rewind(): void;
  /** Keeps it. */
  forget(): void;
}

/** The overlay of a column under its name; none for a column that cannot be written. A written column can lack values. */
export function overlayOf(column: FieldColumn | null, name: string): readonly (readonly [string, Overlay])[] {
  if (!column || column.kind === 'text') return [];
  const copy = copyOf(column);
  const words = copy.kind === 'words' ? (copy.words as string[]) : null;
  const places = new Map(words?.map((word, code) => [word, code]));
  const codeOf = (word: string | null): number => {
    if (word === null) return NO_WORD;
    let code = places.get(word) ?? words!.indexOf(word);
    if (code < 0) code = words!.push(word) - 1;
    places.set(word, code);
    return code;
  };
  const values = valuesOf(copy);
  const rows: number[] = [];
  const before: number[] = [];
  const set = (row: number, value: number): void => {
    rows.push(row);
    before.push(values[row]!);
    values[row] = value;
  };
  const forget = (): void => {
    rows.length = 0;
    before.length = 0;
  };
  return [
    [
      name,
      {
        ...{ column: copy, words, number: set, agent: set, forget },
        text: (row, value) => set(row, codeOf(value)),
        flag: (row, value) => set(row, value === null ? FLAGS.nothing : value ? FLAGS.yes : FLAGS.no),
        rewind: () => {
          for (let i = rows.length - 1; i >= 0; i--) values[rows[i]!] = before[i]!;
          forget();
        },
      },
    ],
  ];
}

function copyOf(column: Exclude<FieldColumn, { kind: 'text' }>): Exclude<FieldColumn, { kind: 'text' }> {
  switch (column.kind) {
    case 'number':
      return { kind: 'number', maybe: true, values: column.values.slice() };
    case 'words':
      return { kind: 'words', maybe: true, codes: column.codes.slice(), words: [...column.words] };
    case 'flag':
      return { kind: 'flag', maybe: true, flags: column.flags.slice() };
    case 'agent':
      return { kind: 'agent', maybe: true, rows: column.rows.slice() };
  }
}

function valuesOf(column: Exclude<FieldColumn, { kind: 'text' }>): Float64Array | Uint16Array | Uint8Array | Int32Array {
  switch (column.kind) {
    case 'number':
      return column.values;
    case 'words':
      return column.codes;
    case 'flag':
      return column.flags;
    case 'agent':
      return column.rows;
  }
}
