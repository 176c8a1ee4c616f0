/** Experiments while they are written: paths and values of designs, what is offered in them, and what else knows of them. */
import { strict as assert } from 'node:assert';
import { completeAt, diagnose } from './support.js';

const study = (design: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
prompts:
  spoken: { wordings: { plain: { frame: Talk. } } }
scenarios:
  meet: { world: feed, rounds: 3, prompts: spoken, interventions: { news: { at: 2, announce: The market opens. } } }
experiments:
  talk:
    scenario: meet
${design}`;

const found = async (design: string): Promise<readonly string[]> =>
  (await diagnose(study(design))).map(({ code, message }) => `${code}: ${message}`);
const offered = async (design: string): Promise<readonly string[]> => (await completeAt(study(design))).map(({ label }) => label);

describe('experiments while they are written', () => {
  it('may set whatever the scenario can have', async () => {
    const fine = [
      '    arms: { a: { rounds: 5, coach: off, world.with.topic: cats }, b: { interventions.news.off: true, cast: [ada] } }\n',
      '    grid: { rounds: [2, 3], model: [builtin, random], memory.recency.half_life: [2, 4] }\n',
      '    list: [{ rounds: 2 }, { rounds: 3, interventions.news.at: 1 }]\n',
      '    sample: { n: 4, over: { rounds: 2..9, memory.recall: [4, 8], memory.weights.recency: 0.5..2.0 } }\n',
      '    wordings: [standard, plain]\n    models: [builtin, random]\n',
    ];
    for (const design of [...fine, fine.join('')]) assert.deepEqual(await found(design), []);
  });

  it('are told of paths that lead nowhere, wherever they stand', async () => {
    for (const design of [
      'arms: { a: { ronds: 5 } }',
      'grid: { ronds: [5] }',
      'list: [{ ronds: 5 }]',
      'sample: { n: 2, over: { ronds: 2..5 } }',
    ])
      assert.deepEqual(await found(`    ${design}\n`), ['unknown-path: A scenario has no `ronds`. Did you mean `rounds`?']);
    assert.match((await found('    grid: { interventions.storm.at: [1] }\n'))[0]!, /unknown-path: .*`storm`. There are: news/);
    assert.match((await found('    grid: { world.with.topik: [x] }\n'))[0]!, /unknown-path: .*Did you mean `topic`/);
  });

  it('are told of values that do not fit there', async () => {
    const codes = async (design: string) => (await found(design)).map((line) => line.slice(0, line.indexOf(':')));
    assert.deepEqual(await codes('    grid: { rounds: [5, many] }\n'), ['wrong-type']);
    assert.deepEqual(await codes('    sample: { n: 2, over: { rounds: 0.5..2.0 } }\n'), ['wrong-type']);
    assert.deepEqual(await codes('    grid: { model: [builtin, bultin] }\n'), ['unknown-id']);
    assert.deepEqual(await codes('    grid: { until: ["round > 2", "rond > 2"] }\n'), ['expression-unknown-name']);
    assert.deepEqual(await codes('    arms: { a: { measures.more: "reciprocity + 1", interventions.news.when: "1 +" } }\n'), [
      'expression-syntax',
    ]);
    assert.deepEqual(await codes('    models: [bultin]\n'), ['unknown-id']);
    assert.deepEqual(await codes('    wordings: [plane]\n'), ['unknown-id']);
  });

  it('are counted as they are typed, with all factors', async () => {
    const levels = Array.from({ length: 50 }, (_, i) => i + 1).join(', ');
    const grid = `    grid: { rounds: [${levels}], memory.recall: [${levels}], seed: [${levels}] }\n`;
    assert.match((await found(grid))[0]!, /^too-many-runs: 125000 arms with 10 seeds are 1250000 runs/);
  });

  it('are told where a sample that tells what factors do cannot, and counted by its points', async () => {
    const sample = (by: string, n: number, over: string) => found(`    sample: { n: ${n}, by: ${by}, over: { ${over} } }\n`);
    assert.deepEqual(await sample('morris', 10, 'rounds: 2..9, memory.weights.recency: 0.5..2.0'), []);
    assert.deepEqual(await sample('saltelli', 64, 'rounds: 2..9, memory.recall: [4, 8]'), []);
    assert.match(
      (await sample('morris', 10, 'memory.recall: [4, 8]'))[0]!,
      /^sample-range: `morris` moves along ranges, and `memory.recall`/,
    );
    assert.match((await sample('saltelli', 64, 'rounds: 5..5'))[0]!, /^sample-range: `rounds` hardly varies within `5..5`/);
    assert.deepEqual(await sample('morris', 1, 'rounds: 2..9'), [
      'sample-size: One trajectory has nothing to be compared with. Write at least 2.',
    ]);
    assert.match((await sample('saltelli', 32, 'rounds: 2..9'))[0]!, /^sample-rough: .* from 32 rows is a rough guess\. Write 64 or more/);
    assert.match(
      (await sample('saltelli', 5000, 'rounds: 2..9'))[0]!,
      /^too-many-runs: 15000 arms with 10 seeds are 150000 runs/,
      'not by the number of rows',
    );
  });

  it('offer paths of the scenario in every kind of design, and words for a value', async () => {
    for (const design of ['arms: { a: { ¦ } }', 'grid: { ¦ }', 'list: [{ ¦ }]', 'sample: { n: 2, over: { ¦ } }'])
      assert.ok((await offered(`    ${design}\n`)).includes('rounds'), design);
    const [first] = (await completeAt(study('    grid:\n      rou¦\n'))).filter(({ label }) => label === 'rounds');
    assert.equal(first?.insert, 'rounds: [${1:3}]');
    assert.ok((await offered('    grid: { model: [¦] }\n')).includes('random'));
    assert.ok((await offered('    models: [¦]\n')).includes('random'));
  });
});
