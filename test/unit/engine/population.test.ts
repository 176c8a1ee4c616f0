/** Populations: quotas, conditions, derived fields, rows, names, provenance, and what they hold when the file changes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { diversity } from '../../../src/analysis/talk/diversity.js';
import { rng } from '../../../src/core/random/rng.js';
import type { Population, Society } from '../../../src/language/generated/society.js';
import { quotaCounts } from '../../../src/engine/population/apportion.js';
import { castOf, isCrowd } from '../../../src/engine/population/agents.js';
import { LIST_FIELDS, populate, WHOLE_FIELDS } from '../../../src/engine/population/population.js';
import { populationReport } from '../../../src/runs/load/populationReport.js';
import { csvTable, jsonlTable, type Table, tableOf } from '../../../src/engine/population/tableRows.js';
import { growth } from '../../support/growth.js';
import { modelOf } from '../../support/worlds.js';

interface Found {
  readonly members: ReturnType<typeof populate>;
  readonly problems: readonly string[];
  column(path: string): readonly unknown[];
}

function people(population: Population, table?: Table, seed = 1): Found {
  const problems: string[] = [];
  const report = (severity: string, at: string, message: string): void => {
    problems.push(`${severity} ${at}: ${message}`);
  };
  const members = populate('folk', population, { seed, table, report });
  return { members, problems, column: (path) => members.map(({ fields }) => fields[path]) };
}

const count = (values: readonly unknown[], value: unknown): number => values.filter((x) => x === value).length;

describe('quotas', () => {
  it('are apportioned by largest remainder', () => {
    assert.deepEqual(quotaCounts([51, 47, 2], 18), [9, 9, 0]); // 9.18, 8.46, 0.36
    assert.deepEqual(quotaCounts([1, 1, 1], 10), [4, 3, 3]);
    assert.deepEqual(quotaCounts([0, 5], 3), [0, 3]);
    assert.deepEqual(quotaCounts([0], 3), [0]);
    // 41.6, 33.1, 25.3 of 100: the two left over go to .6 and .3.
    assert.deepEqual(quotaCounts([416, 331, 253], 100), [42, 33, 25]);
  });

  it('are met exactly, in an order that the seed draws', () => {
    const sample = { gender: { quota: { woman: 50, man: 30, other: 20 } } };
    const genders = people({ size: 40, sample }).column('gender');
    assert.deepEqual([count(genders, 'woman'), count(genders, 'man'), count(genders, 'other')], [20, 12, 8]);
    assert.notDeepEqual(people({ size: 40, sample }, undefined, 2).column('gender'), genders);
    assert.deepEqual(people({ size: 40, sample }).column('gender'), genders);
  });

  it('are met within the branch of a condition', () => {
    const { members } = people({
      size: 40,
      sample: { gender: { quota: { woman: 1, man: 1 } }, job: { given: 'gender', woman: { quota: { judge: 1, baker: 3 } }, man: 'clerk' } },
    });
    const of = (gender: string) => members.filter(({ fields }) => fields.gender === gender).map(({ fields }) => fields.job);
    assert.deepEqual([count(of('woman'), 'judge'), count(of('woman'), 'baker'), count(of('man'), 'clerk')], [5, 15, 20]);
  });
});

describe('whole numbers', () => {
  const sample = { age: 'normal(42, 9) in 22..65', old: '=age > 42', trust: 'normal(42, 9)' };
  const drawn = (more: object = {}) => populate('folk', { size: 200, sample }, { seed: 1, ...more });

  it('are drawn as integers, and derived values use the integer', () => {
    const ages = drawn().map(({ fields }) => fields.age as number);
    assert.ok(ages.every((age) => Number.isInteger(age) && age >= 22 && age <= 65));
    assert.ok(new Set(ages).size > 20);
    for (const { fields } of drawn()) assert.equal(fields.old, (fields.age as number) > 42);
    assert.ok(drawn().some(({ fields }) => !Number.isInteger(fields.trust)));
    const worked = populate('folk', { size: 3, sample: { age: '=20 + number / 3' } }, { seed: 1 });
    assert.deepEqual(
      worked.map(({ fields }) => fields.age),
      [20, 21, 21],
    );
  });

  it('keep their decimals in runs without the flag, whose draws are the same', () => {
    const before = drawn({ decimals: true }).map(({ fields }) => fields.age as number);
    assert.ok(before.some((age) => !Number.isInteger(age)));
    assert.deepEqual(
      drawn().map(({ fields }) => fields.age),
      before.map(Math.round),
    );
  });

  it('are the fields that are integers in the schema', () => {
    const schema = JSON.parse(readFileSync('schemas/society.schema.json', 'utf8')) as {
      $defs: { persona: { properties: { [field: string]: { type?: string } } } };
    };
    const whole = Object.entries(schema.$defs.persona.properties).flatMap(([field, { type }]) => (type === 'integer' ? [field] : []));
    assert.deepEqual([...WHOLE_FIELDS], whole);
  });

  it('reach formulas of a run by its flags', async () => {
    const text = `society: 1
populations: { folk: { size: 30, sample: { age: 'normal(42, 9)', exact: =age } } }
worlds: { quiet: { phases: { sit: { who: all } } } }
scenarios: { main: { cast: [folk], world: quiet, rounds: 1 } }`;
    const exact = async (flags?: readonly number[]) => {
      const model = await modelOf(text, flags ? { flags } : {});
      return [...model.agents].map(({ vars }) => vars.exact as number);
    };
    assert.ok((await exact()).every(Number.isInteger));
    assert.ok((await exact([])).some((age) => !Number.isInteger(age)));
  });
});

describe('a choice of one', () => {
  const sample = {
    team: '1 of [red, blue]',
    tags: '1 of [a, b]',
    interests: '1 of [jazz, chess]',
    crew: '2 of [x, y]',
    job: { given: 'team', else: '1 of [cook]' },
  };
  const population = { size: 20, vars: { tags: [] as string[] }, sample };

  it('is one value, and a list where the field is a list', () => {
    for (const { fields } of populate('folk', population, { seed: 1 })) {
      assert.ok(fields.team === 'red' || fields.team === 'blue', JSON.stringify(fields.team));
      assert.equal(fields.job, 'cook');
      assert.deepEqual(
        [fields.tags, fields.interests, fields.crew].map((value) => (value as string[]).length),
        [1, 1, 2],
      );
    }
  });

  it('is a list of one in runs without the flag, whose draws are the same', () => {
    const before = populate('folk', population, { seed: 1, lists: true });
    assert.deepEqual(
      populate('folk', population, { seed: 1 }).map(({ fields }) => [fields.team]),
      before.map(({ fields }) => fields.team),
    );
  });

  it('is a list in the fields that are lists in the schema', () => {
    const schema = JSON.parse(readFileSync('schemas/society.schema.json', 'utf8')) as {
      $defs: { persona: { properties: { replace: { items: { enum: readonly string[] } } } } };
    };
    assert.deepEqual([...LIST_FIELDS], schema.$defs.persona.properties.replace.items.enum);
  });

  it('is a group for formulas, by the flags of a run', async () => {
    const text = `society: 1
populations: { folk: { size: 30, sample: { team: '1 of [red, blue]' } } }
worlds: { quiet: { phases: { sit: { who: all } } } }
scenarios: { main: { cast: [folk], world: quiet, rounds: 1 } }`;
    const teams = async (flags?: readonly number[]) => {
      const model = await modelOf(text, flags ? { flags } : {});
      return [...model.agents].map(({ vars }) => typeof vars.team);
    };
    assert.deepEqual([...new Set(await teams())], ['string']);
    assert.deepEqual([...new Set(await teams([]))], ['object']);
  });
});

describe('conditional and derived fields', () => {
  it('follow the other field, in any order in the file', () => {
    const { members, problems } = people({
      size: 60,
      sample: {
        title: "=age >= 65 ? 'pensioner' : job",
        bio: '$(name), $(age), $(title).',
        job: { given: 'age', '0..29': 'student', '30..64': ['baker', 'smith'], else: 'none' },
        age: '18..90',
      },
    });
    assert.deepEqual(problems, []);
    for (const { fields } of members) {
      const age = fields.age as number;
      if (age < 30) assert.equal(fields.job, 'student');
      else if (age < 65) assert.ok(fields.job === 'baker' || fields.job === 'smith');
      assert.equal(fields.title, age >= 65 ? 'pensioner' : fields.job);
      assert.equal(fields.bio, `${fields.name as string}, ${age}, ${fields.title as string}.`);
    }
  });

  it('can be used in parts, the number and the size', () => {
    const { column } = people({ size: 3, sample: { 'personality.openness': 0.4, mark: '=personality.openness + number / size' } });
    assert.deepEqual(column('mark'), [0.4 + 1 / 3, 0.4 + 2 / 3, 1.4]);
  });

  it('report a mistake at its place', () => {
    const at = (sample: NonNullable<Population['sample']>) => people({ size: 2, sample }).problems;
    assert.match(at({ a: '=b', b: '=a' })[0]!, /error populations.folk.sample.a: `a` depends on itself/);
    assert.match(at({ a: '=1 +' })[0]!, /error populations.folk.sample.a: /);
    assert.match(at({ a: '=nobody' })[0]!, /error populations.folk.sample.a: folk_01: .*nobody/);
    assert.equal(at({ a: '=nobody' }).length, 1);
    assert.match(at({ a: { given: 'job', x: 1 } })[0]!, /sample.a.given: There is no field `job` in this population. There are: a/);
    assert.match(at({ a: 'p', b: { given: 'a', q: 1 } })[0]!, /warning populations.folk.sample.b: Nothing is said for `a` p; add `else`/);
    assert.match(at({ a: 'normal(1)' })[0]!, /error populations.folk.sample.a: .*normal\(mean, sd\)/);
    assert.match(at({ a: 'p', b: { given: 'a', p: 'beta(0, 0)' } })[0]!, /error populations.folk.sample.b.p: /);
  });
});

describe('rows', () => {
  it('are read from CSV: quotes, commas, line ends, numbers that are numbers', () => {
    const { columns, rows, problems } = csvTable(
      'a.csv',
      '\uFEFFname,age,zip,note\r\n"Ada, B.",41,01234,"says ""hi""\nthere"\n\nBen,3.5,,\n',
    );
    assert.deepEqual(columns, ['name', 'age', 'zip', 'note']);
    assert.deepEqual(rows, [
      { line: 2, cells: { name: 'Ada, B.', age: 41, zip: '01234', note: 'says "hi"\nthere' } },
      { line: 5, cells: { name: 'Ben', age: 3.5 } },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(csvTable('b.csv', 'a;b\n1;2').rows[0]!.cells, { a: 1, b: 2 });
    assert.deepEqual(csvTable('c.csv', 'a\ttrue\nx\t1e3').rows[0]!.cells, { a: 'x', true: '1e3' });
  });

  it('that are malformed are reported by line, and never throw', () => {
    assert.deepEqual(csvTable('a.csv', 'a,b\n1\n"x').problems, [
      { line: 3, message: 'A quote is not closed; the rest of the file is one cell.', fatal: true },
      { line: 2, message: 'There are 1 cells for 2 columns.' },
      { line: 3, message: 'There are 1 cells for 2 columns.' },
    ]);
    assert.match(csvTable('a.csv', '').problems[0]!.message, /empty/);
    assert.match(csvTable('a.csv', 'a,a\n1,2').problems[0]!.message, /Two columns are named `a`/);
    const lines = jsonlTable('a.jsonl', '{"a": 1, "b": null}\n\n[2]\n{broken\n{"c": ["x"]}');
    assert.deepEqual(
      lines.rows.map(({ line, cells }) => [line, cells]),
      [
        [1, { a: 1 }],
        [5, { c: ['x'] }],
      ],
    );
    assert.deepEqual(
      lines.problems.map(({ line }) => line),
      [3, 4],
    );
  });

  it('are parsed in time that grows with the text, whatever is in it', async () => {
    type Rows = typeof import('../../../src/engine/population/tableRows.js');
    const of = (unit: string, size: number): Promise<number> =>
      growth<Rows>('src/engine/population/tableRows.ts', size, (rows, n) => rows.csvTable('a.csv', unit.repeat(n)));
    assert.ok((await of('"', 20_000)) < 5, 'quotes');
    assert.ok((await of('a,', 2_000)) < 5, 'columns');
  });

  const table = tableOf('census.csv', 'AGE,JOB,LIKES,W\n30,baker,jazz; tea,1\n40,smith,,0\n50,judge,chess,1\n');
  const map = { age: 'AGE', occupation: 'JOB', interests: 'LIKES' };

  it('become members by the mapping, one for each row', () => {
    const { members, column } = people({ from: { csv: './census.csv', map } }, table);
    assert.deepEqual(column('age'), [30, 40, 50]);
    assert.deepEqual(column('interests'), [['jazz', 'tea'], undefined, ['chess']]);
    assert.deepEqual(members[1]!.origins.occupation, {
      kind: 'row',
      at: 'populations.folk.from.map.occupation',
      rule: 'JOB',
      row: { file: 'census.csv', line: 3 },
    });
  });

  it('are named by their columns without a mapping, and are overridden by drawn values', () => {
    const plain = jsonlTable('a.jsonl', '{"age": 30, "gender": "woman", "Not A Field": 1}');
    const { members } = people({ from: { jsonl: './a.jsonl' }, sample: { age: 99 } }, plain);
    assert.deepEqual(members[0]!.fields, { age: 99, gender: 'woman', name: 'folk 1' });
    const derived = people({ from: { jsonl: './a.jsonl' }, sample: { next: '=age + 1' } }, plain);
    assert.equal(derived.members[0]!.fields.next, 31);
  });

  it('are shuffled, or drawn by weight', () => {
    const shuffled = people({ from: { csv: '', map, rows: 'shuffled' } }, table, 5).column('age');
    assert.deepEqual([...shuffled].sort(), [30, 40, 50]);
    const drawn = people({ size: 200, from: { csv: '', map, rows: 'drawn', weight: 'W' } }, table).column('age');
    assert.deepEqual(new Set(drawn), new Set([30, 50]));
    assert.deepEqual(
      people({ size: 201, from: { csv: '', map, rows: 'drawn', weight: 'W' } }, table)
        .column('age')
        .slice(0, 200),
      drawn,
    );
  });

  it('that are too few, and missing columns, are reported', () => {
    assert.match(people({ size: 4, from: { csv: '', map } }, table).problems[0]!, /census.csv has 3 rows for 4 members/);
    assert.match(
      people({ from: { csv: '', map: { age: 'Alter' } } }, table).problems[0]!,
      /no column `Alter`. There are: AGE, JOB, LIKES, W/,
    );
  });
});

describe('names', () => {
  it('are given in order, numbered after the last, and never twice', () => {
    assert.deepEqual(people({ size: 5, names: ['Ada', 'Ben'] }).column('name'), ['Ada', 'Ben', 'Ada 2', 'Ben 2', 'Ada 3']);
    assert.deepEqual(people({ size: 2, name: 'Regular {n}' }).column('name'), ['Regular 1', 'Regular 2']);
    assert.deepEqual(people({ size: 1, name: 'Guest' }).column('name'), ['Guest 1']);
  });

  it('from a list are dealt without repetition while others are left, in each branch', () => {
    const women = ['Ada', 'Bea', 'Cleo', 'Dot', 'Eve', 'Fay'];
    const { column } = people({
      size: 12,
      sample: { gender: { quota: { w: 1, m: 1 } }, name: { given: 'gender', w: women, m: ['Al', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'] } },
    });
    assert.equal(new Set(column('name')).size, 12);
    assert.ok(column('name').every((name) => !/\d/.test(String(name))));
  });

  it('differ from those of all other agents in the cast', () => {
    const society: Society = {
      society: 1,
      personas: { ada: { name: 'Ada' } },
      populations: { one: { size: 2, names: ['Ada', 'Ben'] }, two: { size: 1, names: ['Ben'] } },
    };
    const names = castOf(society, {}, 1).map((one) => ('persona' in one ? one.persona.name : null));
    assert.deepEqual(names, ['Ada', 'Ada 2', 'Ben', 'Ben 2']);
  });
});

describe('members', () => {
  it('keep their draws when the size or other fields change', () => {
    const sample = { age: 'normal(40, 9)', job: ['a', 'b', 'c'], x: { given: 'job', a: 'beta(2, 2)', else: 'poisson(3)' } };
    const few = people({ size: 20, sample }).members;
    const more = people({ size: 25, sample: { ...sample, extra: '0..1' } }).members;
    few.forEach(({ id, fields }, i) => {
      const { extra: _, ...rest } = more[i]!.fields;
      assert.deepEqual([more[i]!.id, rest], [id, fields]);
    });
  });

  it('record the rule of each field, with the branch and the stream', () => {
    const { members } = people({
      size: 1,
      sample: { gender: { quota: { woman: 1 } }, age: 30, job: { given: 'gender', woman: ['baker', 'smith'] }, next: '=age + 1' },
    });
    const { origins } = members[0]!;
    assert.deepEqual(origins.job, {
      kind: 'drawn',
      at: 'populations.folk.sample.job.woman',
      rule: '["baker","smith"]',
      branch: 'gender: woman',
      seed: 1,
      stream: ['population', 'folk_01', 'job'],
    });
    assert.deepEqual(
      Object.entries(origins).map(([path, { kind }]) => [path, kind]),
      [
        ['gender', 'quota'],
        ['age', 'shared'],
        ['job', 'drawn'],
        ['next', 'derived'],
        ['name', 'fallback'],
      ],
    );
    assert.deepEqual(origins.gender!.stream, ['population', 'folk', 'gender', 'quota']);
  });

  it('have study variables in addition to the fields of a person', () => {
    const society: Society = {
      society: 1,
      populations: {
        folk: { size: 1, vars: { trust: '0..1' }, sample: { trust: 0.25, party: ['left'], age: '33.6', 'drives.coordination': 0.5 } },
      },
    };
    const [one] = castOf(society, {}, 1).flatMap((member) => (isCrowd(member) ? [] : [member]));
    assert.deepEqual(one!.vars, { trust: 0.25, party: 'left' });
    assert.equal(one!.persona.age, 34);
    assert.deepEqual([one!.from, one!.persona.drives], ['folk', { coordination: 0.5 }]);
  });
});

describe('the diversity report', () => {
  const person = (id: string, text: string, job: string | null, likes: readonly string[]) => ({ id, text, fields: { job, likes } });
  const group = [
    person('a', 'bakes bread daily', 'baker', ['jazz', 'tea']),
    person('b', 'bakes bread weekly', 'baker', ['jazz']),
    person('c', 'plays chess', 'judge', []),
    person('d', 'plays chess', null, ['tea']),
  ];

  it('counts values, their entropy and missing ones', () => {
    const { fields } = diversity(group, rng(1, 'x'));
    const [job, likes] = fields;
    assert.deepEqual(
      [job!.field, job!.values, job!.distinct, job!.missing],
      [
        'job',
        [
          ['baker', 2],
          ['judge', 1],
        ],
        2,
        1,
      ],
    );
    assert.ok(Math.abs(job!.entropy - 0.9182958340544896) < 1e-12);
    assert.ok(Math.abs(job!.evenness - 0.9182958340544896) < 1e-12);
    assert.deepEqual(likes!.values, [
      ['jazz', 2],
      ['tea', 2],
    ]);
    assert.equal(likes!.entropy, 1);
  });

  it('measures the distance between people and finds the nearest', () => {
    const { distance, twins } = diversity(group, rng(1, 'x'), 2);
    // a–b share 2 of 3 words, c–d all, the four other pairs none.
    assert.ok(Math.abs(distance!.value - (1 / 3 + 0 + 4) / 6) < 1e-12);
    assert.equal(distance!.exact, true);
    assert.deepEqual(
      twins.map(([a, b]) => `${a}${b}`),
      ['cd', 'ab'],
    );
    assert.equal(diversity(group.slice(0, 1), rng(1, 'x')).distance, null);
  });

  it('samples beyond 500 people, and says so', () => {
    const many = Array.from({ length: 900 }, (_, i) => person(`p${i}`, `word${i % 7} word${i % 11} word${i % 13}`, 'x', []));
    const { distance } = diversity(many, rng(1, 'x'));
    assert.ok(!distance!.exact && distance!.error > 0 && distance!.error < 0.05);
  });

  it('of a population says whether quotas were met, in each branch, and leaves names out of the comparison', () => {
    const { members } = people({
      size: 7,
      sample: {
        gender: { quota: { woman: 51, man: 49 } },
        job: { given: 'gender', woman: { quota: { judge: 1, baker: 1 } }, man: 'clerk' },
      },
    });
    const { quotas, twins, fields, associations } = populationReport('folk', members, 1);
    assert.deepEqual(
      associations.map(({ fields: both, n }) => [both, n]),
      [[['gender', 'job'], 7]],
    );
    assert.ok(associations[0]!.v > 0.7, 'a clerk is a man');
    assert.deepEqual(quotas, [
      {
        ...{ field: 'gender', at: 'populations.folk.sample.gender', branch: null, met: true },
        values: [
          { value: 'woman', wanted: 3.57, got: 4 },
          { value: 'man', wanted: 3.43, got: 3 },
        ],
      },
      {
        ...{ field: 'job', at: 'populations.folk.sample.job.woman', branch: 'gender: woman', met: true },
        values: [
          { value: 'judge', wanted: 2, got: 2 },
          { value: 'baker', wanted: 2, got: 2 },
        ],
      },
    ]);
    assert.ok(Math.abs(twins[0]![2]) < 1e-9);
    assert.deepEqual(
      fields.map(({ field, distinct }) => [field, distinct]),
      [
        ['gender', 2],
        ['job', 3],
      ],
    );
  });

  it('describes fields that are drawn as one of several', async () => {
    const model = await modelOf(`society: 1
imports: [library/feed]
populations:
  folk:
    size: 3
    sample:
      occupation: 1 of [baker, nurse]
scenarios: { s: { world: feed, rounds: 1 } }
`);
    for (const { self } of model.agents) assert.match(self.occupation, /^(baker|nurse)$/);
  });
});
