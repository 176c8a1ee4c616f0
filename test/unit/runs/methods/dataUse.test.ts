/** The use of data in a methods text: what the file says is answered, and everything else is left to the author. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createLanguageService } from '../../../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../../../src/node/ports.js';
import { loadModel } from '../../../../src/runs/index.js';
import { dataUse } from '../../../../src/runs/methods/dataUse.js';
import { markdownOf } from '../../../../src/runs/methods/markdown.js';
import { describedBy } from '../../../../src/runs/methods/study.js';

const town = (more = '') => `society: 1
personas: { ada: { name: Ada }, eve: { name: Eve } }
populations:
  panel: { size: 2, from: { csv: ./people.csv, map: { occupation: occupation } }, sample: { age: '20..60' } }
ties: { near: { graph: [ada > eve 0.5] } }
worlds: { w: { phases: { day: { who: all, then: emit('day') } } } }
scenarios:
  s:
    cast: [ada, eve, panel]
    ties: [near]
    world: w
    rounds: 1
    surveys: { ask: { at: end, ask: { glad: { text: Glad?, scale: 1..5 } } } }
${more}`;

describe('the use of data in a methods text', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'data-use-'));
    writeFileSync(join(dir, 'people.csv'), 'name,occupation\nCem,baker\nDot,cook\n');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  async function rows(text: string): Promise<ReadonlyMap<string, string>> {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    const uri = fileUri(join(dir, 'town.society'));
    language.set(uri, text);
    const loaded = await loadModel(language, uri, { scenario: 's' });
    assert.deepEqual(
      loaded.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
    assert.ok(loaded.ok);
    const study = { described: [describedBy(loaded.model, loaded.resolved)], runs: [], experiment: null };
    const lines = markdownOf(dataUse(study as unknown as Parameters<typeof dataUse>[0])).split('\n');
    return new Map(
      lines
        .filter((line) => line.startsWith('| '))
        .map((line) => line.split(' | '))
        .map(([, question = '', answer = '']) => [question, answer]),
    );
  }

  it('names people, tables, ties and rules, and asks the author where the data come from', async () => {
    const found = await rows(town());
    assert.equal(found.get('What is the aim of the model?'), 'Author: please answer. |');
    assert.match(
      found.get('Which data say who the agents are?')!,
      /^2 people are written by the author\. Population `panel` \(2\): rows of `people\.csv`, and drawn from distributions in the file \(age\)\./,
    );
    assert.match(found.get('Which data say how agents are connected?')!, /^Network `near`: 1 tie before the first round/);
    assert.match(found.get('Which files with data are read?')!, /^`people\.csv`/);
    assert.ok([...found.keys()].some((question) => question.startsWith('Why these data')));
    assert.match(found.get('Which parameters are fitted to data?')!, /^None/);
    assert.match(found.get('Which data are results compared with?')!, /^None is named in the file/);
  });

  it('says whether data that results are compared with were used before', async () => {
    const compared = '    compare_with: { panel: { people: people.csv, answers: { glad: { column: name } } } }\n';
    const found = await rows(`description: Who is glad?\n${town(compared)}`);
    assert.equal(found.get('What is the aim of the model?'), 'Who is glad? |');
    assert.match(found.get('Which data are results compared with?')!, /^`people\.csv`/);
    assert.match(found.get('Are these data also used to specify or calibrate the model?')!, /^Yes: `people\.csv`/);
  });
});
