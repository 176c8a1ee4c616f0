/** What commands print in another language: with the pseudo-locale, each line that a reader sees is translated. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, before, describe, it } from 'mocha';
import { importFiles } from '../../../src/cli/authoring/import.js';
import { mcp } from '../../../src/cli/authoring/mcp.js';
import { models } from '../../../src/cli/authoring/models.js';
import { newSociety } from '../../../src/cli/authoring/newSociety.js';
import { population } from '../../../src/cli/authoring/population.js';
import { budget, pause, ps } from '../../../src/cli/runs/control.js';
import { exportTables } from '../../../src/cli/runs/exportTables.js';
import { network } from '../../../src/cli/runs/network.js';
import { people } from '../../../src/cli/runs/people.js';
import { setTranslations } from '../../../src/core/util/l10n.js';
import { translated } from '../../../src/core/util/recordedText.js';
import { comparePeople, fullText } from '../../../src/runs/people/index.js';
import { peopleSpecs } from '../../../src/runs/people/referenceSpec.js';
import { textTable } from '../../../src/runs/people/peopleTable.js';

interface Scripts {
  readonly pseudoBundle: () => { readonly [english: string]: string };
}

const SOCIETY = `society: 1
populations:
  town:
    size: 12
    sample: { name: [Ann, Ben, Cleo], age: 20..60, job: [baker, nurse, teacher] }
`;
const CSV = 'name,age,Shoe size\nAnn Lee,34,38\nBen Roe,51,44\nBen Roe,29,41\n';

/** What is outside of the marks of the pseudo-locale, without code. */
function unmarked(text: string): string {
  let [depth, left] = [0, ''];
  for (const letter of text.replace(/`[^`]*`/g, ' ')) {
    if (letter === '⟦') depth++;
    else if (letter === '⟧') depth--;
    else if (depth === 0) left += letter;
  }
  return left;
}

/** Lines with two English words in sequence that are not translated. */
const english = (text: string): readonly string[] => text.split('\n').filter((line) => /\b[A-Za-z]{3,} [a-z]{3,}\b/.test(unmarked(line)));

/** What a command prints, or the message of its error. */
async function printed(work: () => Promise<number>): Promise<string> {
  const real = { out: process.stdout.write, err: process.stderr.write };
  let text = '';
  process.stdout.write = process.stderr.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof process.stdout.write;
  try {
    await work();
  } catch (error) {
    text += translated((error as Error).message);
  } finally {
    process.stdout.write = real.out;
    process.stderr.write = real.err;
  }
  return text;
}

describe('commands in another language', () => {
  const folder = mkdtempSync(join(tmpdir(), 'language-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const here = process.cwd();
  let pseudo: { readonly [english: string]: string };

  before(async () => {
    pseudo = ((await import(pathToFileURL(join(here, 'scripts/lib/translations.mjs')).href)) as Scripts).pseudoBundle();
  });
  afterEach(() => setTranslations(undefined));

  const holds = (name: string, work: () => Promise<number>): void =>
    void it(`${name} is translated`, async () => {
      setTranslations(pseudo);
      const text = await printed(work);
      assert.match(text, /⟦/);
      assert.deepEqual(english(text), []);
    });

  holds('a network', () => network([join(here, 'examples/studies/karate.graphml'), '--group', 'club', '--terms', 'usual', '--draws', '4']));
  holds('an option for another network', () => network([join(here, 'examples/studies/karate.graphml'), '--scenario', 'x']));
  holds('a network without a file', () => network([]));
  holds('a comparison without a file', () => people([]));
  holds('a comparison without a column', () => people(['run']));
  holds('the report of an import', () => importFiles([file('people.csv', CSV), '--preview']));
  holds('an import that fails', () => importFiles([file('none.json', '{"a": '), '--preview']));
  holds('a population', () => population([file('town.society', SOCIETY)]));
  holds('a file without a population', () => population([file('none.society', 'society: 1\n')]));
  holds('a list of no runs', () => ps([folder]));
  holds('a pause of no run', () => pause([join(folder, 'x')]));
  holds('a budget without a run', () => budget([folder]));
  holds('an export of tables', () => exportTables(['a', 'b'], 'csv', { kept: 'x' }));
  holds('a new file without a name', () => newSociety([]));
  holds('an unknown template', () => newSociety([join(folder, 'y'), '--from', 'unknown']));
  holds('models of a file', () => models(['file']));
  holds('an assistant with a file', () => mcp(['file']));

  it('templates have translated titles', async () => {
    setTranslations(pseudo);
    const [own = ''] = (await printed(() => newSociety(['--list']))).split('\n\n');
    assert.deepEqual(
      own.split('\n').filter((line) => !line.includes('⟦')),
      [],
    );
  });

  it('a comparison with people is translated, and its data stays English', () => {
    setTranslations(pseudo);
    const [spec] = peopleSpecs({ compare_with: { t: { people: 't.csv', answers: { x: {}, y: { held_out: true } } } } }, '');
    const read = textTable('t.csv', readable(30), new Set(['x', 'y']));
    assert.ok(read.ok);
    const values = (shift: number) => Array.from({ length: 30 }, (_, i) => (i === 3 ? null : (i % 5) + shift));
    const runs = [0, 1].map((shift) => ({
      agents: 30,
      ...{ values: { 't.answers.x': values(shift), 't.answers.y': values(-shift) }, windows: {}, faults: {} },
    }));
    const compared = comparePeople(spec!, read.table, runs);
    assert.ok(compared.ok);
    assert.ok(compared.comparison.notes.length > 0);
    assert.doesNotMatch(compared.comparison.notes.join('\n'), /⟦/);
    assert.deepEqual(english(fullText(compared.comparison)), []);
  });

  it('a file with a fault is told in the language of the reader', () => {
    setTranslations(pseudo);
    const broken = textTable('t.csv', 'x\n"1\n', new Set(['x']));
    assert.ok(!broken.ok);
    assert.match(broken.message, /⟦/);
    assert.deepEqual(english(broken.message), []);
  });
});

const readable = (rows: number): string => `x,y\n${Array.from({ length: rows }, (_, i) => `${i % 4},${i % 3}`).join('\n')}\n`;
