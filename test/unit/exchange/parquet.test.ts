/** Files in Parquet are read by pyarrow as they were written. Its reading of exactly these bytes is in test/fixtures/parquet.json. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { Cell } from '../../../src/core/formats/csv.js';
import { ParquetTable } from '../../../src/exchange/tables/parquet.js';

const COLUMNS = [
  { name: 'run', type: 'text', required: true },
  { name: 'number', type: 'number' },
  { name: 'integer', type: 'integer', required: true },
  { name: 'long', type: 'long' },
  { name: 'flag', type: 'boolean' },
  { name: 'text', type: 'text' },
  { name: 'none', type: 'text' },
  { name: 'word', type: 'text' },
] as const;

/** Rows with missing values, texts of several alphabets, runs of equal words and words that alternate. */
const ROWS: readonly (readonly Cell[])[] = Array.from({ length: 203 }, (_, i): readonly Cell[] => [
  `run ${i % 3}`,
  i % 5 === 0 ? null : (i - 100) / 7,
  i - 20,
  i % 4 === 0 ? null : 2 ** 53 - 1 - i * i,
  i % 11 === 0 ? null : i % 3 === 0,
  i % 6 === 0 ? null : `é 😀 "${i}"\n= ${'x'.repeat(i % 4)}`,
  null,
  i < 60 ? 'same' : i % 7 === 0 ? `word ${i % 21}` : 'other',
]);

function written(): Uint8Array {
  const table = new ParquetTable(COLUMNS, { rows: 90, notes: { about: 'a test – é' } });
  const pieces = [...ROWS.map((row) => table.add(row)), table.end()].filter((piece) => piece !== null);
  return Buffer.concat(pieces);
}

const oracle = JSON.parse(readFileSync('test/fixtures/parquet.json', 'utf8')) as {
  readonly sha256: string;
  readonly groups: number;
  readonly notes: { readonly [name: string]: string };
  readonly columns: readonly (readonly [string, string, boolean])[];
  readonly rows: readonly (readonly Cell[])[];
};

describe('a table as Parquet', () => {
  it('has the bytes that pyarrow read, with the rows that were written', () => {
    const bytes = written();
    if (process.env['PARQUET_OUT']) writeFileSync(process.env['PARQUET_OUT'], bytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), oracle.sha256);
    assert.deepEqual(oracle.rows, ROWS);
    assert.deepEqual(oracle.columns, [
      ['run', 'string', false],
      ['number', 'double', true],
      ['integer', 'int32', false],
      ['long', 'int64', true],
      ['flag', 'bool', true],
      ['text', 'string', true],
      ['none', 'string', true],
      ['word', 'string', true],
    ]);
    assert.deepEqual([oracle.groups, oracle.notes], [3, { about: 'a test – é' }]);
  });

  it('refuses a value that its column cannot hold, and names the column', () => {
    const table = new ParquetTable(COLUMNS);
    const row = ROWS[1]!;
    const withCell = (column: number, cell: Cell) => row.map((one, i) => (i === column ? cell : one));
    for (const [column, cell] of [
      [0, null],
      [1, 'text'],
      [2, 0.5],
      [2, 2 ** 31],
      [3, 2 ** 53],
      [4, 1],
      [5, true],
    ] as const)
      assert.throws(() => table.add(withCell(column, cell)), new RegExp(`^RangeError: ${COLUMNS[column].name} is`));
  });

  it('ends a group of rows at a number of rows or of characters', () => {
    const table = new ParquetTable([{ name: 'text', type: 'text' }], { rows: 4, characters: 10 });
    const ended = ['a', 'b', 'c', 'd', 'long text that fills it', 'e'].map((text) => table.add([text]) !== null);
    assert.deepEqual(ended, [false, false, false, true, true, false]);
  });
});
