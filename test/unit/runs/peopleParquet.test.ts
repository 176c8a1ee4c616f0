/** Tables of people as Parquet. The files are what pyarrow writes (test/fixtures/people_parquet.py). */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { ParquetTable } from '../../../src/exchange/tables/parquet.js';
import { createLanguageService } from '../../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../../src/node/ports.js';
import { loadPeople } from '../../../src/runs/people/loadPeople.js';
import { readTable } from '../../../src/runs/people/peopleTable.js';

const { files } = JSON.parse(readFileSync('test/fixtures/people_parquet.json', 'utf8')) as {
  readonly files: { readonly [form: string]: string };
};
const fileOf = (form: string): Uint8Array => Buffer.from(files[form]!, 'base64');

const CELLS = {
  id: ['1', '2', '3', '4', '5'],
  hours: ['1.5', '', 'NaN', '7', '-2.25'],
  small: ['1', '', '3', '4', '5'],
  side: ['for it', 'against', '', 'für, "so"', ''],
  agrees: ['true', 'false', '', 'true', 'false'],
  day: ['2024-03-01', '', '1969-12-31', '', ''],
  asked: ['2024-03-01T12:30:00.000Z', '', '', '', '2024-03-02'],
  weight: ['0.25', '', '1.5', '', ''],
  list: ['[1,2]', '', '[]', '[3]', ''],
};

async function refusal(bytes: Uint8Array): Promise<string> {
  const read = await readTable('t.parquet', bytes, new Set(['id']));
  return read.ok ? '' : read.message;
}

describe('a table of people as Parquet', () => {
  for (const form of ['none', 'snappy', 'gzip', 'pages of version 2'])
    it(`has the cells that the same table has as CSV (${form})`, async () => {
      const read = await readTable('t.parquet', fileOf(form), new Set(Object.keys(CELLS)));
      assert.ok(read.ok, read.ok ? '' : read.message);
      assert.deepEqual(Object.fromEntries(read.table.columns), CELLS);
      assert.deepEqual([read.table.rows, read.table.names], [5, Object.keys(CELLS)]);
    });

  it('keeps only the columns that are wanted', async () => {
    const read = await readTable('T.PARQUET', fileOf('snappy'), new Set(['side', 'unknown']));
    assert.deepEqual(read.ok && [...read.table.columns.keys()], ['side']);
  });

  it('names the compression that it does not read, and the way out', async () => {
    assert.match(await refusal(fileOf('zstd')), /^t\.parquet is compressed with ZSTD, .*Save it with Snappy, GZIP or no compression\.$/);
  });

  it('refuses files that are cut or are not Parquet, with their name', async () => {
    const whole = fileOf('snappy');
    for (const bytes of [new Uint8Array(), Buffer.from('id\n1\n'), whole.slice(0, -1), whole.slice(200)])
      assert.match(await refusal(bytes), /^t\.parquet cannot be read as Parquet: /);
  });

  it('is refused where a page holds more or less than it claims, before more is held', async () => {
    const fileWith = (page: (bytes: Uint8Array) => Uint8Array): Uint8Array => {
      const table = new ParquetTable([{ name: 'id', type: 'integer', required: true }], { compress: (bytes) => gzipSync(page(bytes)) });
      return Buffer.concat([table.add([7]) ?? new Uint8Array(), table.end()]);
    };
    const read = await readTable(
      't.parquet',
      fileWith((bytes) => bytes),
      new Set(['id']),
    );
    assert.deepEqual(read.ok && read.table.columns.get('id'), ['7']);
    const bomb = fileWith((bytes) => Buffer.concat([bytes, new Uint8Array(50_000_000)]));
    assert.ok(bomb.length < 100_000);
    assert.match(await refusal(bomb), /a page has more than the \d+ bytes that it claims\.$/);
    assert.match(await refusal(fileWith((bytes) => bytes.subarray(1))), /a page has only \d+ of the \d+ bytes that it claims\.$/);
  });

  it('is read from the folder of the file that names it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'people-'));
    try {
      const uri = fileUri(join(folder, 'a.society'));
      const service = createLanguageService(nodeTextFiles('library', [folder]));
      service.set(
        uri,
        `society: 1
personas: { ada: { name: Ada } }
worlds: { feed: { agent_vars: { hours: 0 }, phases: { talk: { who: all, then: me.hours = 1 } } } }
scenarios:
  s: { cast: all, world: feed, rounds: 1, compare_with: { survey: { people: ./t.parquet, answers: { hours: {} } } } }
`,
      );
      const missing = await loadPeople(service, await service.resolve(uri), 's');
      assert.match(missing.problems[0]!.message, /There is no file `\.\/t\.parquet`/);
      const table = join(folder, 't.parquet');
      writeFileSync(table, fileOf('gzip'));
      const { bytes } = nodeTextFiles('library', [join(folder, 'other')], new Set([table]));
      assert.ok((await bytes!(fileUri(table))) !== null, 'a file that the user names can be anywhere');
      const { people, problems } = await loadPeople(service, await service.resolve(uri), 's');
      assert.deepEqual(problems, []);
      assert.deepEqual(people[0]!.table.columns.get('hours'), CELLS.hours);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
