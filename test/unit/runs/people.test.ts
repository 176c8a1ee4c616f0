/** Agents of runs compared with a table of people: what is read, what is compared, what is noted, and what is refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import type { Reference } from '../../../src/language/generated/society.js';
import { listedAnswers, type RunAnswers, runAnswers } from '../../../src/runs/people/agentAnswers.js';
import { comparePeople, type Compared } from '../../../src/runs/people/comparison.js';
import type { PeopleComparison } from '../../../src/runs/people/peopleComparison.js';
import { textTable } from '../../../src/runs/people/peopleTable.js';
import { fullText } from '../../../src/runs/people/peopleText.js';
import { peopleSpecs, recordName } from '../../../src/runs/people/referenceSpec.js';
import { columnsWanted } from '../../../src/runs/people/rowsThatCount.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { tableProblems } from '../../../src/runs/people/tableProblems.js';
import { peopleTables } from '../../../src/runs/claims/beside/peopleRow.js';
import { modelOf, playWith } from '../../support/worlds.js';

const SOCIETY = `society: 1
personas:
  ada: { name: Ada, age: 20, vars: { hours: 5, side: for_it } }
  ben: { name: Ben, age: 40, vars: { hours: 6, side: against } }
  cem: { name: Cem, age: 60, vars: { hours: 8, side: against } }
worlds:
  sleep:
    agent_vars: { hours: 0, side: '' }
    phases: { night: { who: all, then: me.hours = me.hours + 1 } }
scenarios: { s: { cast: all, world: sleep, rounds: 2 } }
`;

async function played(): Promise<{ readonly model: ScenarioModel; readonly timeline: Timeline }> {
  const model = await modelOf(SOCIETY);
  return { model, timeline: await playWith(model, (): Json => ({})) };
}

/** An entry of `compare_with`, with runs and a table. */
function compared(reference: Reference, text: string, runs: readonly RunAnswers[], name = 'table.csv'): Compared {
  const [spec] = peopleSpecs({ compare_with: { table: { people: `./${name}`, ...reference } } }, 'scenarios.s');
  const read = textTable(name, text, columnsWanted(spec!));
  assert.ok(read.ok, read.ok ? '' : read.message);
  return comparePeople(spec!, read.table, runs);
}

const found = (one: Compared): PeopleComparison => {
  assert.ok(one.ok, JSON.stringify(one));
  return one.comparison;
};

const refused = (one: Compared): readonly string[] =>
  one.ok ? [] : one.problems.map(({ at, code, message }) => `${at} ${code} ${message}`);

/** A run whose agents gave these answers. */
const said = (values: RunAnswers['values']): RunAnswers => ({
  ...{ agents: Object.values(values)[0]!.length, windows: {}, faults: {} },
  values: Object.fromEntries(Object.entries(values).map(([key, list]) => [`table.${key}`, list])),
});

describe('agents compared with a table of people', () => {
  it('have their values at the end, by expressions of the file', async () => {
    const { model, timeline } = await played();
    const reference = { answers: { hours: {}, old: { of: 'me.age > 30' } }, groups: { side: {} } };
    const specs = peopleSpecs({ compare_with: { table: { people: './t.csv', ...reference } } }, '');
    assert.deepEqual(runAnswers(model, timeline, specs).values, {
      'table.answers.hours': [7, 8, 10],
      'table.answers.old': ['false', 'true', 'true'],
      'table.groups.side': ['for_it', 'against', 'against'],
    });
  });

  it('are missing where an expression has no value, and say why', async () => {
    const { model, timeline } = await played();
    const reference = { answers: { hours: { of: 'me.nothing.hours' } } };
    const run = runAnswers(model, timeline, peopleSpecs({ compare_with: { table: { people: './t.csv', ...reference } } }, ''));
    assert.deepEqual(run.values['table.answers.hours'], [null, null, null]);
    const [answer] = found(compared(reference, 'hours\n1\n', [run])).answers;
    assert.equal(answer!.comparison, null);
    assert.match(answer!.why!, /^No agent has an answer at the end: .*nothing/);
  });

  it('are read in windows of rounds, and compared with the times of the table', async () => {
    const { model, timeline } = await played();
    const reference = { answers: { hours: {} }, windows: { column: 'year', rounds: { 1990: 1, 2000: '1..2' } } };
    const run = runAnswers(model, timeline, peopleSpecs({ compare_with: { table: { people: './t.csv', ...reference } } }, ''));
    assert.deepEqual(run.windows['table.answers.hours']!['1990'], [
      [6, 1],
      [7, 1],
      [9, 1],
    ]);
    const [answer] = found(compared(reference, 'year,hours\n1990,7\n1990,8\n2000,1\n2000,3\n', [run, run])).answers;
    assert.deepEqual(
      answer!.windows.map(({ time, agents, people }) => [time, agents.value, people.value]),
      [
        ['1990', 22 / 3, 7.5],
        ['2000', 47 / 6, 2],
      ],
    );
    // The end is compared with the last time.
    assert.equal(answer!.comparison!.people.mean, 2);
  });

  it('of a list of one value for each agent are those that the expression gives', async () => {
    const { model, timeline } = await played();
    const run = { model, events: timeline.events };
    assert.deepEqual(listedAnswers(run, 'all.map(a => a.hours)', 'k').values, { k: [7, 8, 10] });
    assert.throws(() => listedAnswers(run, 'round', 'k'), /not a list/);
    assert.throws(() => listedAnswers(run, 'all.map(a =>', 'k'), /all\.map/);
    assert.throws(() => listedAnswers(run, 'all.map(a => nobody.hours)', 'k'), /nobody/);
  });
});

describe('a table of people', () => {
  const runs = [said({ 'answers.hours': [5, 6, 8] })];

  it('is compared by the distance of SciPy: 5 between 5, 6, 8 and 0, 1, 3', () => {
    const { answers, people } = found(compared({ answers: { hours: {} } }, 'who,hours\na,0\nb,1.0\nc,3\nd,\ne,NA\n', runs));
    const { comparison } = answers[0]!;
    assert.deepEqual([comparison!.wasserstein, comparison!.people.n, comparison!.people.missing, people], [5, 3, 2, 5]);
  });

  it('can be JSON Lines, and a table of counts', () => {
    const lines = '{"hours": 5, "n": 2}\n{"hours": 9, "n": 1}\n';
    const { answers, people, rows } = found(compared({ answers: { hours: {} }, count: 'n' }, lines, runs, 'table.jsonl'));
    assert.deepEqual([people, rows], [3, 2]);
    assert.equal(answers[0]!.comparison!.people.mean, 19 / 3);
  });

  it('counts the rows that the file names, with their weights', () => {
    const text = 'year,hours,w\n2016,5,1\n2016,9,3\n2016,7,0\n2014,1,1\n';
    const one = found(compared({ answers: { hours: {} }, only: { year: 2016 }, weight: 'w' }, text, runs));
    assert.deepEqual([one.people, one.isWeighted, one.answers[0]!.comparison!.people.mean], [2, true, 8]);
  });

  it('says what its cells mean', () => {
    const agents = [said({ 'answers.trust': ['often', 'never', 'never'] })];
    const trust = { words: { 1: 'often', 2: 'never' }, order: ['never', 'often'], missing: [9] };
    const { answers } = found(compared({ answers: { trust } }, 'trust\n1\n1.0\n2\n9\n8\n', agents));
    const { comparison } = answers[0]!;
    assert.deepEqual([comparison!.people.n, comparison!.people.missing], [3, 2]);
    assert.deepEqual(
      comparison!.shares!.map(({ word, people }) => [word, people]),
      [
        ['never', 1 / 3],
        ['often', 2 / 3],
      ],
    );
    assert.equal(comparison!.wasserstein, 1 / 3);
  });

  it('is refused at its place, with a way out', () => {
    const agents = [said({ 'answers.trust': ['often', 'never'] })];
    const wrong = (reference: Reference, text: string, all = agents): readonly string[] => refused(compared(reference, text, all));
    assert.deepEqual(wrong({ answers: { trust: { column: 'TRSUT' } } }, 'TRUST,x\n1,2\n'), [
      'scenarios.s.compare_with.table.answers.trust.column data-column table.csv: There is no column `TRSUT`. Did you mean `TRUST`?',
    ]);
    assert.match(
      wrong({ answers: { trust: {} } }, 'trust\n1\n2\n')[0]!,
      /answers\.trust data-answers Agents have words.*words: \{ 1: often \}/,
    );
    assert.match(
      wrong({ answers: { trust: {} } }, 'trust\n1\nrefused\n')[0]!,
      /both numbers and words, such as 1 and `refused`.*`missing`/,
    );
    assert.match(wrong({ answers: { trust: {} } }, 'trust\noften\n', [said({ 'answers.trust': [1, 2] })])[0]!, /Agents have numbers/);
    assert.match(wrong({ answers: { trust: {} }, only: { trust: 'x' } }, 'trust\noften\n')[0]!, /No row of the table counts/);
    const broken = textTable('t.csv', 'a,b\n1,"2\n', new Set(['a']));
    assert.deepEqual(broken, { ok: false, message: 't.csv, line 2: A quote is not closed; the rest of the file is one cell.' });
  });
});

describe('weights of groups', () => {
  const agents = (parts: readonly string[], values: readonly number[]) => [said({ 'answers.x': values, 'groups.sex': parts })];

  it('make the cast as the table is', () => {
    const runs = agents(['w', 'm', 'm', 'm'], [1, 0, 0, 0]);
    const text = 'x,sex\n1,w\n0,m\n';
    const plain = found(compared({ answers: { x: {} }, groups: { sex: {} } }, text, runs));
    const raked = found(compared({ answers: { x: {} }, groups: { sex: {} }, rake: ['sex'] }, text, runs));
    assert.equal(plain.answers[0]!.comparison!.agents.mean, 0.25);
    assert.ok(Math.abs(raked.answers[0]!.comparison!.agents.mean! - 0.5) < 1e-12);
  });

  it('make the table as the population is', () => {
    const reference = { answers: { x: {} }, groups: { sex: {} }, margins: { sex: { w: 3, m: 1 } } };
    const { answers } = found(compared(reference, 'x,sex\n1,w\n0,m\n0,m\n', agents(['w'], [1])));
    assert.ok(Math.abs(answers[0]!.comparison!.people.mean! - 0.75) < 1e-12);
    const wrong = compared({ ...reference, margins: { sex: { x: 1 } } }, 'x,sex\n1,w\n', agents(['w'], [1]));
    assert.match(refused(wrong)[0]!, /margins\.sex data-answers There is no part `x`/);
  });

  it('that no agent is in are said', () => {
    const { notes } = found(
      compared({ answers: { x: {} }, groups: { sex: {} }, rake: ['sex'] }, 'x,sex\n1,w\n0,m\n', agents(['w', 'w'], [1, 2])),
    );
    assert.ok(notes.includes('Agents have equal weights: no agent has `sex` m.'), notes.join('\n'));
  });
});

describe('notes on traps', () => {
  const many = (n: number, value: (i: number) => number): readonly number[] => Array.from({ length: n }, (_, i) => value(i));

  it('name groups that agreement as a whole hides', () => {
    // Agents of part a are 1 too high, those of part b 1 too low.
    const parts = many(200, (i) => i % 2).map((i) => (i === 0 ? 'a' : 'b'));
    const noise = (i: number): number => ((i * 7919) % 101) / 50 - 1;
    const agents = said({ 'answers.x': many(200, (i) => noise(i) + (i % 2 === 0 ? 1 : -1)), 'groups.part': parts });
    const table = many(200, noise)
      .map((x, i) => `${x},${parts[i]}`)
      .join('\n');
    const { notes } = found(compared({ answers: { x: {} }, groups: { part: {} } }, `x,part\n${table}\n`, [agents]));
    assert.match(notes.join('\n'), /x: all together do not differ clearly, and these parts do: part a \(\+1.*\), part b \(−1/);
    const same = said({ 'answers.x': many(200, noise), 'groups.part': parts });
    assert.doesNotMatch(
      found(compared({ answers: { x: {} }, groups: { part: {} } }, `x,part\n${table}\n`, [same])).notes.join('\n'),
      /hides/,
    );
  });

  it('say where agents vary less than people, and where one guess does as well', () => {
    const ids = many(60, (i) => i + 1);
    const table = ids.map((id) => `${id},${id % 10}`).join('\n');
    const agents = said({ 'answers.x': ids.map((id) => 4 + (id % 3)), by: ids });
    const { notes, answers } = found(compared({ answers: { x: {} }, by: { of: 'me.id', column: 'id' } }, `id,x\n${table}\n`, [agents]));
    assert.match(notes.join('\n'), /x: agents vary less than people \(variance ratio 0\.0/);
    assert.match(notes.join('\n'), /x: the median of people for everybody is as near/);
    assert.equal(answers[0]!.matched!.n, 60);
    assert.match(notes.join('\n'), /One run/);
  });

  it('say nothing of how runs with one agent vary: people do vary, and one agent has no variance', () => {
    const runs = many(4, (i) => i).map((i) => said({ 'answers.x': [3 + i], 'answers.word': ['yes'] }));
    const comparison = found(compared({ answers: { x: {}, word: {} } }, 'x,word\n1,yes\n4,no\n6,no\n', runs));
    for (const { comparison: one } of comparison.answers) assert.equal(one!.varianceRatio, null);
    assert.doesNotMatch(comparison.notes.join('\n'), /vary less/);
    const text = fullText(comparison);
    assert.match(text, /agents 4\.5 \(sd –, n = 4\), people/);
    assert.equal(text.match(/no variance ratio: no run has two agents with an answer/g)?.length, 2);
    const same = found(compared({ answers: { x: {} } }, 'x\n4\n4\n', [said({ 'answers.x': [3, 5] })]));
    assert.match(fullText(same), /people do not vary/);
  });

  it('say how many agents, people and runs have no answer', () => {
    const [some, none] = [said({ 'answers.x': [1, null, 3] }), said({ 'answers.x': [null, null, null] })];
    const notes = (runs: readonly ReturnType<typeof said>[], table: string): string =>
      found(compared({ answers: { x: {} } }, `x,k\n${table}\n`, runs)).notes.join('\n');
    const told = notes([some, none], '1,a\n2,b\n,c\n4,d');
    assert.match(told, /^x: 4 of 6 agents of all runs have no answer and are left out\.$/m);
    assert.match(told, /^x: 1 of 4 rows of people have no answer and are left out\.$/m);
    assert.match(told, /^x: 1 of 2 runs have no answer at all and are left out\.$/m);
    assert.doesNotMatch(notes([said({ 'answers.x': [1, 2, 3] })], '1,a\n2,b\n4,d'), /left out/);
  });

  it('keep answers that were held out apart', () => {
    const agents = said({ 'answers.x': [1, 2, 3], 'answers.y': [1, 1, 1] });
    const { notes } = found(compared({ answers: { x: {}, y: { held_out: true } } }, 'x,y\n1,5\n2,6\n3,7\n', [agents]));
    assert.ok(
      notes.includes('Jensen–Shannon distance of answers held out 1, of the others 0: those held out fit worse.'),
      notes.join('\n'),
    );
  });
});

describe('what a run records of its agents', () => {
  it('has a name that changes with what is asked of agents, and not with the table', () => {
    const name = (reference: Reference): string => recordName(peopleSpecs({ compare_with: { table: reference } }, ''));
    const [one, other] = [
      { people: './a.csv', answers: { x: {} } },
      { people: './b.csv', weight: 'w', answers: { x: { column: 'X' } } },
    ];
    assert.equal(name(one), name(other));
    assert.notEqual(name(one), name({ people: './a.csv', answers: { x: { of: 'me.y' } } }));
  });

  it('is shown as text with every figure', () => {
    const agents = said({ 'answers.x': [1, 2, 3], 'groups.g': ['a', 'a', 'b'] });
    const text = fullText(
      found(compared({ source: 'A survey', answers: { x: {} }, groups: { g: {} } }, 'x,g\n1,a\n2,b\n', [agents, agents])),
    );
    assert.match(text, /^table: A survey, table\.csv, 2 rows; 2 runs$/m);
    assert.match(text, /^ {4}difference of means 0\.5/m);
    assert.match(text, /^ {4}g a: difference of means/m);
  });
});

describe('tables that a file names', () => {
  const ROOT = 'file:///study';
  const text = (table: string): string => `society: 1
imports: [library/feed]
scenarios:
  meet:
    world: feed
    compare_with:
      survey:
        people: ${table}
        answers: { age: { column: AGE } }
`;
  const files: { readonly [uri: string]: string } = { [`${ROOT}/good.csv`]: 'AGE\n30\n', [`${ROOT}/other.csv`]: 'AGES\n30\n' };
  const problemsOf = async (table: string): Promise<readonly string[]> => {
    const uri = `${ROOT}/main.society`;
    const library = nodeTextFiles('library');
    const service = createLanguageService({ ...library, read: async (one) => files[one] ?? library.read(one), roots: () => [ROOT] });
    service.set(uri, text(table));
    const found = await tableProblems(service, await service.resolve(uri));
    return found.map(({ severity, code, range, message }) => `${severity} ${range.start.line + 1} ${code} ${message}`);
  };

  it('are read, and their problems are warnings at the line that causes them', async () => {
    assert.deepEqual(await problemsOf('./good.csv'), []);
    assert.deepEqual(await problemsOf('./none.csv'), ['warning 8 data-missing There is no file `./none.csv`.']);
    assert.deepEqual(await problemsOf('./other.csv'), ['warning 9 data-column other.csv: There is no column `AGE`. Did you mean `AGES`?']);
    assert.match((await problemsOf('/etc/people.csv'))[0]!, /^warning 8 data-path/);
  });
});

describe('the row people of a claim card', () => {
  const uri = 'file:///study/main.society';
  const SCENARIO = `society: 1
imports: [library/feed]
scenarios:
  meet:
    world: feed
    compare_with:
      survey: { people: ./good.csv, answers: { age: { of: 5, column: AGE } } }
`;
  const claim = {
    kind: 'comparison',
    id: 'e.m.b',
    says: '',
    matters: null,
    experiment: 'e',
    comparison: 'm',
    arm: 'b',
    from: 'a',
    test: 'permutation',
    paired: false,
  } as const;
  const tables = async (text: string) => {
    const library = nodeTextFiles('library');
    const read = async (one: string) => (one === 'file:///study/good.csv' ? 'AGE\n30\n40\n' : library.read(one));
    const service = createLanguageService({ ...library, read, roots: () => ['file:///study'] });
    service.set(uri, text);
    return peopleTables(service, await service.resolve(uri), 'meet');
  };
  const cell = (arm: string, seed: number, age: number) => ({
    ...{ key: `${arm}${seed}`, arm, seed, measures: {} },
    answers: { agents: 2, values: { 'survey.answers.age': [age, age + 10] }, windows: {}, faults: {} },
  });

  it('has the runs of both arms of a claim, each compared with the table', async () => {
    const found = await tables(SCENARIO);
    const { state, lines, runs } = found!.row(claim, [cell('a', 1, 30), cell('b', 1, 50), cell('c', 1, 90)]);
    assert.deepEqual([state, runs], ['filled', 3]);
    assert.match(lines.join('\n'), /^b: age: agents 55 .*difference of means 20/m);
    assert.match(lines.join('\n'), /^a: age: agents 35 .*difference of means 0/m);
    assert.doesNotMatch(lines.join('\n'), /^c: /m);
  });

  it('says that nothing was played, or what is wrong with the table', async () => {
    assert.equal((await tables(SCENARIO))!.row(claim, []).state, 'unpaid');
    const lost = (await tables(SCENARIO.replace('good', 'none')))!.row(claim, [cell('a', 1, 30)]);
    assert.deepEqual([lost.state, lost.lines], ['absent', ['There is no file `./none.csv`.']]);
    assert.equal(await tables(SCENARIO.slice(0, SCENARIO.indexOf('    compare_with'))), null);
  });

  it('needs runs that record what agents answer', async () => {
    const { compare = {} } = (await tables(SCENARIO))!.recording({ scenario: 'meet', compare: { talk: { measure: 'messages' } } });
    assert.match(Object.keys(compare).join(' '), /^talk compared\.[0-9a-f]{12}$/);
  });
});
