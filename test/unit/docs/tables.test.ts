/**
 * Tables are read back by pyarrow and R as they are in the run, and the examples of docs/tables.md print what the page says. The
 * tests of each program run where it is installed.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvParse } from 'd3';
import { after, before, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { TableChoice } from '../../../src/exchange/index.js';
import { aboutRuns, schemaOf, TABLE_NAMES, TableWriter } from '../../../src/exchange/tables/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { writePieceFiles } from '../../../src/node/pieceFiles.js';
import { fileUri, nodeTextFiles } from '../../../src/node/ports.js';
import { designOf } from '../../../src/runs/experiments/index.js';
import { hasModules, PYTHON, runs } from '../../support/otherPrograms.js';
import { materialOf } from '../../../src/runs/experiments/design/runRecord.js';
import { timelineAlone } from '../../../src/runs/experiments/play/localPlayer.js';

const root = process.cwd();

/** The code of a language on the page with the text below it, in order. */
function examples(language: string): readonly (readonly [code: string, printed: string])[] {
  const page = readFileSync(join(root, 'docs/tables.md'), 'utf8');
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\`\n\n\`\`\`text\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '', printed = '']) => [code, printed] as const,
  );
}

const lines = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

describe('docs/tables.md', () => {
  let dir: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tables-'));
    const language = createLanguageService(nodeTextFiles(join(root, 'library')));
    const resolved = await language.resolve(fileUri(join(root, 'examples/commons.society')));
    const material = materialOf(resolved, { scenario: 'talk' }, new Map());
    const [arm] = designOf({ scenario: 'talk' }).arms;
    const played = await timelineAlone(material, { arm: arm!, seed: 3 }, neverCancelled);
    assert.ok('timeline' in played);
    const { model, timeline } = played;
    for (const [form, folder] of [
      ['parquet', 'tables'],
      ['csv', 'tables-csv'],
    ] as const) {
      const choice: TableChoice = { form, isShared: false, about: aboutRuns([model]) };
      const writer = new TableWriter(schemaOf([model], []), choice);
      const pieces = async function* () {
        yield* writer.add({ id: 'lake', model, timeline, held: null, arm: null, folder: null });
        yield* writer.end();
      };
      await writePieceFiles(join(dir, folder), pieces());
    }
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function printed(program: string, ending: string, code: string): readonly string[] {
    writeFileSync(join(dir, `example.${ending}`), code);
    const { stdout, stderr, status } = spawnSync(program, [`example.${ending}`], { cwd: dir, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return lines(stdout);
  }

  it('pyarrow reads the values of the CSV in every table, with their types', function () {
    if (!hasModules('pyarrow')) this.skip();
    const { stdout, stderr } = spawnSync(PYTHON, ['-P', join(root, 'test/fixtures/read_parquet.py'), join(dir, 'tables')], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const found = JSON.parse(stdout || assert.fail(stderr)) as {
      readonly [table: string]: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
    };
    assert.deepEqual(Object.keys(found).sort(), [...TABLE_NAMES].sort());
    for (const [name, { columns, rows }] of Object.entries(found)) {
      const csv = csvParse(readFileSync(join(dir, 'tables-csv', `${name}.csv`), 'utf8'));
      assert.deepEqual(csv.columns, columns, name);
      assert.deepEqual(
        rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
        csv.map((row) => columns.map((column) => row[column])),
        name,
      );
    }
    assert.ok(found['events']!.rows.length > 1000 && found['agent_rounds']!.rows.length === 65);
  });

  it('the examples in Python print what the page says', function () {
    if (!hasModules('pandas', 'pyarrow')) this.skip();
    const all = examples('python');
    assert.equal(all.length, 1);
    for (const [code, text] of all) assert.deepEqual(printed(PYTHON, 'py', code), lines(text));
  });

  it('the examples in R print what the page says, and R reads every table', function () {
    if (!runs('Rscript', '--version')) this.skip();
    const all = examples('r');
    assert.equal(all.length, 1);
    for (const [code, text] of all) assert.deepEqual(printed('Rscript', 'R', code), lines(text));
    const sizes = printed(
      'Rscript',
      'R',
      `for (f in sort(list.files("tables-csv"))) { d <- read.csv(file.path("tables-csv", f)); cat(f, nrow(d), ncol(d), "\\n") }`,
    );
    const wanted = [...TABLE_NAMES, 'dictionary'].map((name) => {
      const csv = csvParse(readFileSync(join(dir, 'tables-csv', `${name}.csv`), 'utf8'));
      return `${name}.csv ${csv.length} ${csv.columns.length}`;
    });
    assert.deepEqual([...sizes].sort(), wanted.sort());
  });
});
