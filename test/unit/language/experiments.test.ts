/** Experiments while they are written: paths and values of designs, what is offered in them, and what else knows of them. */
import { strict as assert } from 'node:assert';
import { completeAt, diagnose } from './support.js';

const study = (design: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [chess] }
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
  it('can set all paths that a scenario can have', async () => {
    const fine = [
      '    arms: { a: { rounds: 5, coach: off, world.with.topic: cats }, b: { interventions.news.off: true, cast: [ada] } }\n',
      '    grid: { rounds: [2, 3], model: [builtin, random], memory.recency.half_life: [2, 4] }\n',
      '    list: [{ rounds: 2 }, { rounds: 3, interventions.news.at: 1 }]\n',
      '    sample: { n: 4, over: { rounds: 2..9, memory.recall: [4, 8], memory.weights.recency: 0.5..2.0 } }\n',
      '    wordings: [standard, plain]\n    models: [builtin, random]\n',
    ];
    for (const design of [...fine, fine.join('')]) assert.deepEqual(await found(design), []);
  });

  it('report invalid paths, at any place', async () => {
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

  it('report values that do not fit their path', async () => {
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

  /** A study with a network, a population and a model. */
  const wider = (design: string): string =>
    study(design).replace(
      'prompts:',
      `ties:
  bond: { change: { rule: evidence, threshold: 0.2, weights: { answers: 0.3 } } }
  still: { strength: 0.4 }
populations:
  crowd: { size: 3 }
models:
  small: { kind: openai, base_url: "http://localhost:11434/v1", name: x, temperature: 0.2 }
prompts:`,
    );
  const widerFound = async (design: string): Promise<readonly string[]> =>
    (await diagnose(wider(design))).filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`);

  it('reach ties, the feed, people, populations and models, with ranges', async () => {
    const fine = [
      'arms: { a: { ties.bond.change.threshold: 0.5, world.feed.size: 3 }, b: { personas.ada.activity: 0.2, populations.crowd.size: 5 } }',
      'grid: { models.small.temperature: [0, 0.7, 1], ties.bond.change.weights.relevance: [0.1, 0.5] }',
      'sample: { n: 10, by: morris, over: { ties.bond.change.half_life: 2.0..10.0, ties.still.strength: 0.0..1.0, world.feed.size: 2..9 } }',
      'arms: { a: {}, chance: { null: random }, both: { null: [isolated, memoryless] } }',
      'grid: { ties: [[bond], [still]] }',
    ];
    for (const design of fine) assert.deepEqual(await widerFound(`    ${design}\n`), []);
  });

  it('report invalid paths and values there', async () => {
    const wrong = [
      ['ties.bnd.change.threshold: 0.5', /^unknown-path: `ties` has no `bnd`. Did you mean `bond`/],
      ['ties.bond.change.treshold: 0.5', /^unknown-path: `ties.bond.change` has no `treshold`. Did you mean `threshold`/],
      ['ties.still.change.threshold: 0.5', /^unknown-path: `ties.still.change` has no `threshold`/],
      ['ties.bond.change.threshold: 5', /^out-of-range: 5/],
      ['world.fed.size: 3', /^unknown-path: `world` has no `fed`. Did you mean `feed`/],
      ['personas.ana.activity: 1', /^unknown-path: `personas` has no `ana`. Did you mean `ada`/],
      ['models.smal.temperature: 1', /^unknown-path: `models` has no `smal`. Did you mean `small`/],
      ['populations.crowd.size: many', /^wrong-type/],
      ['null: rndom', /^wrong-value: `rndom` .* Did you mean `random`/],
    ] as const;
    for (const [setting, said] of wrong) assert.match((await widerFound(`    arms: { a: { ${setting} } }\n`))[0] ?? '', said, setting);
    const sampled = await widerFound('    sample: { n: 10, by: morris, over: { ties.bond.change.growth: 0.1..1.5 } }\n');
    assert.match(sampled[0] ?? '', /^out-of-range: 1.5/);
  });

  it('complete such paths, with their current values', async () => {
    const items = (await completeAt(wider('    arms: { a: { ¦ } }\n'))).map(({ label, detail }) => `${label} ${detail ?? ''}`);
    for (const wanted of [
      'ties.bond.change.threshold now 0.2',
      'ties.bond.change.weights.answers now 0.3',
      'populations.crowd.size now 3',
      'models.small.temperature now 0.2',
    ])
      assert.ok(items.includes(wanted), wanted);
  });

  it('warn where a test cannot succeed with so few seeds', async () => {
    const warned = (seeds: number | string, more = 'paired: true', others = '') =>
      found(`    arms: { a: {}, b: { rounds: 5 } }\n    seeds: ${seeds}\n    compare: { x: { measure: messages, ${more} }${others} }\n`);
    assert.deepEqual(await warned(5), [
      'few-seeds: With 5 seeds a paired permutation test gives p = 0.0625 at least, so p < 0.05 is impossible. Use 6 seeds or more.',
    ]);
    assert.deepEqual(await warned(6), []);
    // A seed that is listed twice is played once.
    assert.match((await warned('[1, 1, 2, 3, 4, 5]')).join(), /few-seeds: With 5 seeds /);
    assert.match((await warned('101..105'))[0] ?? '', /^few-seeds: With 5 seeds .* Use 6 seeds or more/);
    assert.deepEqual(await warned('101..106'), []);
    assert.match((await warned('106..101'))[0] ?? '', /^no-seed: /);
    assert.match(
      (await warned(6, 'paired: true', ', y: { measure: messages, paired: true }'))[0] ?? '',
      /and 0.0625 corrected for 2 tests.* Use 7 seeds/,
    );
    assert.match((await warned(3, 'test: mann_whitney'))[0] ?? '', /Mann–Whitney test gives p = 0.1 at least.* Use 4 seeds/);
    assert.deepEqual(await warned(2, 'test: t'), []);
    assert.deepEqual(await warned(2, 'test: bootstrap'), []);
  });

  it('show the number of runs as they are typed, with all factors', async () => {
    const levels = Array.from({ length: 50 }, (_, i) => i + 1).join(', ');
    const grid = `    grid: { rounds: [${levels}], memory.recall: [${levels}], seed: [${levels}] }\n`;
    assert.match((await found(grid))[0]!, /^too-many-runs: 125000 arms with 10 seeds are 1250000 runs/);
  });

  it('show where more seeds are asked for than can be played', async () => {
    const words = '100,000,000 seeds are more than 100,000, the most runs of a study. Use fewer seeds, such as `1..100`.';
    for (const seeds of ['1..100000000', '2000..100001999']) {
      const text = study(`    arms: { a: {} }\n    seeds: ${seeds}\n`);
      const [{ code, message, range }] = (await diagnose(text)) as [Awaited<ReturnType<typeof diagnose>>[number]];
      assert.deepEqual([code, message], ['too-many-runs', words]);
      assert.equal(text.split('\n')[range.start.line]!.slice(range.start.character), seeds);
    }
    const alone = study('').split('experiments:')[0]!;
    const expecting = (seeds: string): string =>
      alone.replace('rounds: 3,', `rounds: 3, expect: { x: { that: messages > 1, in: '${seeds}' } },`);
    const codesOf = async (seeds: string) =>
      (await diagnose(expecting(seeds))).map(({ code }) => code).filter((code) => code !== 'study-comparison');
    assert.deepEqual(await codesOf('90000000 of 100000000 seeds'), ['many-seeds']);
    assert.deepEqual(await codesOf('100000000 seeds, p < 0.05'), ['many-seeds']);
    assert.deepEqual(await codesOf('90000 of 100000 seeds'), []);
  });

  it('report a sample that cannot tell the effects of factors, and count its points', async () => {
    const sample = (by: string, n: number, over: string) => found(`    sample: { n: ${n}, by: ${by}, over: { ${over} } }\n`);
    assert.deepEqual(await sample('morris', 10, 'rounds: 2..9, memory.weights.recency: 0.5..2.0'), []);
    assert.deepEqual(await sample('saltelli', 64, 'rounds: 2..9, memory.recall: [4, 8]'), []);
    assert.match(
      (await sample('morris', 10, 'memory.recall: [4, 8]'))[0]!,
      /^sample-range: `morris` moves along ranges, and `memory.recall`/,
    );
    assert.match((await sample('saltelli', 64, 'rounds: 5..5'))[0]!, /^sample-range: `rounds` almost does not vary within `5..5`/);
    assert.deepEqual(await sample('morris', 1, 'rounds: 2..9'), [
      'sample-size: One trajectory cannot be compared with others. Write at least 2.',
    ]);
    assert.match(
      (await sample('saltelli', 32, 'rounds: 2..9'))[0]!,
      /^sample-rough: With 32 rows, .* only a rough estimate\. Write 64 or more/,
    );
    assert.match(
      (await sample('saltelli', 5000, 'rounds: 2..9'))[0]!,
      /^too-many-runs: 15000 arms with 10 seeds are 150000 runs/,
      'not by the number of rows',
    );
  });

  it('complete paths of the scenario in every kind of design, and words for a value', async () => {
    for (const design of ['arms: { a: { ¦ } }', 'grid: { ¦ }', 'list: [{ ¦ }]', 'sample: { n: 2, over: { ¦ } }'])
      assert.ok((await offered(`    ${design}\n`)).includes('rounds'), design);
    const [first] = (await completeAt(study('    grid:\n      rou¦\n'))).filter(({ label }) => label === 'rounds');
    assert.equal(first?.insert, 'rounds: [${1:3}]');
    assert.ok((await offered('    grid: { model: [¦] }\n')).includes('random'));
    assert.ok((await offered('    models: [¦]\n')).includes('random'));
  });
});
