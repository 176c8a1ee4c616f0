/** Populations from data files, as a run gets them: found, contained, read, kept with the run; and what they are shown as. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService, type LanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel, populationText, problemLine, showPopulations } from '../../../src/runs/index.js';

const ROOT = 'file:///study';
const MAIN = `${ROOT}/town/main.society`;

const file = (from: string): string => `society: 1
title: Census
imports: [library/feed]
personas:
  ada: { name: Ada }
populations:
  folk:
    names: [Ines, Bo, Ada]
    from:
${from
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
    sample:
      gender:
        quota: { woman: 2, man: 1 }
      mood: 0..1
scenarios:
  street:
    cast: [ada, folk]
    seed: 4
`;

const CENSUS = 'AGE,JOB,LIKES,W\n30,baker,jazz; tea,1\n40,smith,,0\n50,judge,chess,1\n';
const files: { readonly [uri: string]: string } = {
  [`${ROOT}/town/census.csv`]: CENSUS,
  [`${ROOT}/shared/people.jsonl`]: '{"age": 20, "interests": ["jazz"]}\n\n{"age": 21, "occupation": "baker"}\n',
  [`${ROOT}/town/empty.csv`]: '',
  [`${ROOT}/town/head.csv`]: 'AGE,JOB\n',
  [`${ROOT}/town/quote.csv`]: 'AGE,JOB\n3,"x\n',
  [`${ROOT}/town/broken.jsonl`]: '{"age": 1}\n{oops\n',
  [`${ROOT}/town/words.csv`]: 'AGE,JOB\n30,a\nforty,b\n',
  [`${ROOT}/town/odd.csv`]: 'Q1,Q2\n1,2\n',
  'file:///secret.csv': 'AGE\n1\n',
};

function language(text: string): LanguageService {
  const library = nodeTextFiles(join(process.cwd(), 'library'));
  const service = createLanguageService({
    roots: () => [ROOT],
    read: (uri) => {
      if (uri.endsWith('/locked.csv')) return Promise.reject(new Error('permission denied'));
      return uri.startsWith('file:') ? Promise.resolve(Object.hasOwn(files, uri) ? files[uri]! : null) : library.read(uri);
    },
  });
  service.set(MAIN, text);
  return service;
}

const load = (from: string) => loadModel(language(file(from)), MAIN);
const MAP = 'map:\n  age: AGE\n  occupation: JOB\n  interests: LIKES';

/** What is wrong, as `line code: message`. */
async function faults(from: string): Promise<readonly string[]> {
  const { problems } = await load(from);
  return problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => problemLine(problem, () => '').replace(/^:(\d+):\d+: error: (.*) \[(.*)\]$/, '$1 $3: $2'));
}

describe('data files of populations', () => {
  it('are next to the file that names them, and their people take part', async () => {
    const loaded = await load(`csv: ./census.csv\n${MAP}`);
    assert.ok(loaded.ok);
    assert.deepEqual([...loaded.model.agents].map(({ self }) => [self.id, self.name, self.age, self.occupation, self.interests]).slice(1), [
      ['folk_01', 'Ines', 30, 'baker', ['jazz', 'tea']],
      ['folk_02', 'Bo', 40, 'smith', []],
      ['folk_03', 'Ada 2', 50, 'judge', ['chess']],
    ]);
  });

  it('can be elsewhere in the workspace folder, and are kept with the run', async () => {
    const loaded = await load('jsonl: ../shared/people.jsonl');
    assert.ok(loaded.ok);
    assert.deepEqual([...loaded.model.agents].map(({ self }) => self.age).slice(1), [20, 21]);
    assert.deepEqual(loaded.resolved.sources.at(-1), {
      uri: `${ROOT}/shared/people.jsonl`,
      text: files[`${ROOT}/shared/people.jsonl`],
    });
  });

  for (const [what, from, expected] of [
    ['is not there', 'csv: ./no.csv', '10 data-missing: There is no file `./no.csv`.'],
    [
      'lies outside of the folder',
      'csv: ../../secret.csv',
      '10 data-outside: `../../secret.csv` leads out of the folder `study`. Move that file into it, or open a folder that contains both (on the command line: --root FOLDER).',
    ],
    ['is named by an absolute path', 'csv: /secret.csv', '10 data-path: Write a path that starts with ./ or ../, as in ./people.csv.'],
    [
      'is named as a part of the library',
      'csv: library/feed',
      '10 data-path: Write a path that starts with ./ or ../, as in ./people.csv.',
    ],
    ['cannot be read', 'csv: ./locked.csv', '10 data-unreadable: locked.csv cannot be read: permission denied'],
    ['is empty', 'csv: ./empty.csv', '10 data-malformed: empty.csv, line 1: The file is empty.'],
    ['has no rows', 'csv: ./head.csv', '10 data-empty: head.csv has no rows below its first line, which names the columns.'],
    [
      'has an open quote',
      'csv: ./quote.csv',
      '10 data-malformed: quote.csv, line 2: A quote is not closed; the rest of the file is one cell.',
    ],
    ['has a line that is no object', 'jsonl: ./broken.jsonl', '10 data-malformed: broken.jsonl, line 2: The line is not a JSON object.'],
    [
      'has not the column that is named',
      'csv: ./census.csv\nmap:\n  age: Alter',
      '12 cannot-run: census.csv has no column `Alter`. There are: AGE, JOB, LIKES, W.',
    ],
    [
      'has not the column of weights',
      'csv: ./census.csv\nrows: drawn\nweight: GEW\nmap: { age: AGE }',
      '12 cannot-run: census.csv has no column `GEW`. There are: AGE, JOB, LIKES, W.',
    ],
    [
      'has words for a number',
      'csv: ./words.csv\nmap:\n  age: AGE',
      '12 cannot-run: words.csv, line 3: `forty` is not a number for `age`.',
    ],
    [
      'has no column that is a field',
      'csv: ./odd.csv',
      '9 cannot-run: No column of odd.csv has the name of a field. Assign columns under `map`. There are: Q1, Q2.',
    ],
    ['is named twice', 'csv: ./census.csv\njsonl: ./people.jsonl', '9 data-file: Name one data file: `csv` or `jsonl`, not both.'],
    ['is not named', 'map: { age: AGE }', '9 data-file: Name a data file under `csv` or `jsonl`.'],
  ] as const)
    it(`are reported at their line where a file ${what}`, async () => assert.deepEqual((await faults(from))[0], expected));
});

describe('a population that is printed', () => {
  const shown = async (request: Parameters<typeof showPopulations>[2]) =>
    showPopulations(language(file(`csv: ./census.csv\n${MAP}`)), MAIN, request);

  it('is the population of a run', async () => {
    const [loaded, found] = [await load(`csv: ./census.csv\n${MAP}`), await shown({})];
    assert.ok(loaded.ok && found.ok);
    const [folk] = found.populations;
    assert.deepEqual(
      folk!.members.map(({ id, fields }) => [id, fields.name, fields.age, fields.gender]),
      [...loaded.model.agents].slice(1).map(({ self }) => [self.id, self.name, self.age, self.gender]),
    );
    assert.equal(folk!.seed, 4);
  });

  it('has the source of every field, and the row or stream of every value', async () => {
    const found = await shown({ id: 'folk', seed: 4 });
    assert.ok(found.ok);
    const text = populationText(found.populations[0]!, (node) => node.replace('populations.folk', '…'), 1);
    for (const line of [
      'folk: 3 people, drawn from seed 4 (…)',
      '  age: mean 40, sd 10, 30 to 50; row by AGE (….from.map.age)',
      '  interests: 3 values, entropy 1.58 bits: chess 1, jazz 1, tea 1; missing in 1; row by LIKES (….from.map.interests)',
      '  gender: woman 2 of 2, man 1 of 1',
      '    age: 30 [census.csv, line 2]',
      '  … and 2 more (--people 3)',
    ])
      assert.ok(text.split('\n').includes(line), `${line}\n\nis not in\n\n${text}`);
    assert.match(text, /mood: [\d.]+ \[drawn; stream population\/folk_01\/mood\]/);
  });

  it('is drawn in part if it is very large and its members do not depend on each other', async () => {
    const text = (rule: string): string => `society: 1
populations:
  town: { size: 30000, name: 'Person {n}', vars: { place: number }, sample: { age: 20..60, gender: ${rule}, place: '=number / size' } }
  others: { size: 3, name: 'Person {n}' }
`;
    const of = async (rule: string, least = 0) => {
      const found = await showPopulations(language(text(rule)), MAIN, { seed: 4, least });
      assert.ok(found.ok, found.ok ? '' : found.message);
      return found;
    };
    const [part, whole, quota] = [
      await of("'1 of [woman, man]'"),
      await of("'1 of [woman, man]'", 30_000),
      await of('{ quota: { a: 1, b: 2 } }'),
    ];
    const sizes = (found: typeof part): unknown => found.populations.map(({ size, members }) => [size, members.length]);
    assert.deepEqual(
      [sizes(part), sizes(whole), sizes(quota)],
      [
        [
          [30_000, 20_000],
          [3, 3],
        ],
        [
          [30_000, 30_000],
          [3, 3],
        ],
        [
          [30_000, 30_000],
          [3, 3],
        ],
      ],
    );
    assert.deepEqual(part.populations[0]!.members, whole.populations[0]!.members.slice(0, 20_000));
    assert.deepEqual(part.populations[1]!.members, whole.populations[1]!.members);
    const lines = populationText(part.populations[0]!, () => '…', 2).split('\n');
    assert.equal(lines[0], 'town: 30,000 people, drawn from seed 4 (…); what follows is of the first 20,000');
    assert.equal(lines.at(-1), '  … and 29,998 more (--people 30000)');
  });

  it('is reported as unknown with a similar one', async () => {
    const found = await shown({ id: 'folks' });
    assert.ok(!found.ok);
    assert.equal(found.message, 'There is no population `folks`. Did you mean `folk`?');
  });
});
