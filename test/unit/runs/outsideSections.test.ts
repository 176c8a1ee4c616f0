/** Runs next to tables of people and networks, as tables for reports. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { outsideData, outsideOfRun, type RunAnswers, reportedOutside } from '../../../src/runs/people/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

const URI = 'file:///study/main.society';
const SOCIETY = `society: 1
personas:
  ada: { name: Ada, age: 30, vars: { side: left, income: 1200 } }
  ben: { name: Ben, age: 40, vars: { side: left, income: 1300 } }
  cem: { name: Cem, age: 44, vars: { side: right, income: 1400 } }
ties: { trust: { among: all, graph: ["ada > ben", "ben > cem"] } }
worlds: { w: { agent_vars: { side: '', income: 0, x: 0 }, phases: { p: { who: all, then: me.x = 1 } } } }
scenarios:
  meet:
    cast: all
    world: w
    rounds: 1
    compare_with:
      survey: { people: ./survey.csv, answers: { age: { of: me.age }, side: { of: me.side } } }
      village: { network: ./village.csv }
`;
const FILES: { readonly [uri: string]: string } = {
  'file:///study/survey.csv': 'age,side,income\n60,left,1\n62,right,2\n64,right,3\n,right,4\n',
  'file:///study/village.csv': 'from,to\na,b\nb,a\nb,c\nc,b\nc,d\nd,a\n',
};

function languageOf(text: string) {
  const library = nodeTextFiles('library');
  const read = async (uri: string) => FILES[uri] ?? library.read(uri);
  const service = createLanguageService({ ...library, read, roots: () => ['file:///study'] });
  service.set(URI, text);
  return service;
}

async function runOf(text: string) {
  const model = await modelOf(text);
  const { events } = await playWith(model, (): Json => ({}));
  const resolved = await languageOf(text).resolve(URI);
  return { model, resolved, timeline: Timeline.of(events) };
}

const still = (): undefined => undefined;

async function reported(text: string) {
  return reportedOutside(languageOf(text), URI, await runOf(text), still);
}

describe('runs next to outside data', () => {
  it('are tables of figures with intervals, which say what matches, what does not, and how many have no value', async () => {
    const { sections, problems } = await reported(SOCIETY);
    assert.deepEqual(problems, []);
    const [survey, village] = sections;
    assert.deepEqual([survey?.kind, village?.kind], ['people', 'network']);
    const rows = new Map(survey!.rows.map((row) => [row.figure, row]));
    assert.deepEqual(rows.get('age, with an answer')?.cells, ['3 of 4', '3 of 3', '', '']);
    const mean = rows.get('age, mean')!;
    assert.deepEqual([mean.cells[0], mean.cells[1], mean.cells[2], mean.isMatch], ['62', '38', '-24', false]);
    assert.match(mean.cells[3], /^\[-\d.*, -\d.*\]$/);
    assert.equal(rows.get('side, share of right')?.isMatch, true);
    assert.equal(rows.has('side, share of left'), false, 'of two words, one share says all');
    assert.match(survey!.summary, /^2 of 4 figures differ clearly: /);
    assert.ok(survey!.notes.some((note) => note === 'age: 1 of 4 rows of people have no answer and are left out.'));
    assert.match(survey!.text, /difference of means -24/);
    assert.match(village!.about, /^.\/village\.csv: 4 agents, 6 directed ties; trust in 1 run: 3 agents, 2 ties from strength/);
    assert.ok(village!.rows.some(({ figure }) => figure === 'transitivity, difference from random graphs'));
    // One run has no range, so nothing can be said to match.
    assert.ok(village!.rows.every(({ isMatch }) => isMatch === null));
  });

  it('of several runs match a network within the range of the runs', async () => {
    const found = await outsideOfRun(languageOf(SOCIETY), URI, await runOf(SOCIETY));
    assert.ok(found && found !== 'lost');
    const { record, outside } = found;
    const pairs = record.values['village.pairs']!;
    const dense: RunAnswers = { ...record, values: { ...record.values, 'village.pairs': [...pairs, 2, 0, 1, 1, 0, 1] } };
    const [, village] = (await outside.shown([record, record, dense], still)).sections;
    const degree = village!.rows.find(({ figure }) => figure === 'mean degree')!;
    assert.notEqual(degree.isMatch, null);
    assert.match(degree.cells[3], /^\[.*\]$/);
    const judged = village!.rows.flatMap(({ isMatch }) => isMatch ?? []);
    const apart = judged.filter((isMatch) => !isMatch).length;
    assert.equal(
      village!.summary,
      apart === 0 ? `All ${judged.length} figures of the network match.` : `${apart} of ${judged.length} figures do not match.`,
    );
    assert.deepEqual((await outside.shown([], still)).sections, []);
  });

  it('keep what is private out of a report, and say so', async () => {
    const secret = SOCIETY.replace('side: { of: me.side }', 'income: { of: me.income }').replace(
      'income: 0,',
      'income: { start: 0, private: true },',
    );
    const { sections, problems } = await reported(secret);
    assert.deepEqual(problems, ['survey: it reads private values of agents, so it is not in the report.']);
    assert.deepEqual(
      sections.map(({ id }) => id),
      ['village'],
    );
    assert.doesNotMatch(JSON.stringify(sections), /1300/);
  });

  it('say why data are not found, and are empty where a scenario names none', async () => {
    const lost = await reported(SOCIETY.replace('./survey.csv', './none.csv'));
    assert.deepEqual(lost.problems, ['There is no file `./none.csv`.']);
    const run = await runOf(SOCIETY);
    assert.match((await reportedOutside(languageOf(SOCIETY), null, run, still)).problems.join(), /not at its usual place/);
    const plain = SOCIETY.slice(0, SOCIETY.indexOf('    compare_with'));
    assert.deepEqual(await reported(plain), { sections: [], problems: [] });
    const resolved = await languageOf(plain).resolve(URI);
    assert.equal(await outsideData(languageOf(plain), resolved, 'meet'), null);
  });
});
