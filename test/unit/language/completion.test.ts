/** Completion at the cursor: the items, none of which would be an error. */
import { strict as assert } from 'node:assert';
import { completeAt, diagnose, HELLO, hello, serviceOver, MAIN } from './support.js';

const labels = async (marked: string): Promise<readonly string[]> => (await completeAt(marked)).map((item) => item.label);
const insertOf = async (marked: string, label: string): Promise<string | undefined> =>
  (await completeAt(marked)).find((item) => item.label === label)?.insert;

describe('completion', () => {
  it('starts an empty file with templates, and then the version', async () => {
    const items = await completeAt('¦');
    const sorted = [...items].sort((a, b) => ((a.sort ?? '') < (b.sort ?? '') ? -1 : 1));
    assert.deepEqual([sorted[0]?.label, sorted.find(({ kind }) => kind !== 'snippet')?.insert], ['People talking', 'society: 1']);
  });
  it('offers the sections that are missing', async () => {
    const offered = await labels(HELLO.replace('ties:\n', 't¦\nties:\n'));
    assert.ok(offered.includes('populations'));
    assert.ok(!offered.includes('personas') && !offered.includes('society'));
  });
  it('offers the keys of a persona that are missing', async () => {
    const offered = await labels(hello('    age: 41\n', '    a¦\n'));
    assert.ok(offered.includes('age') && offered.includes('backstory'));
    assert.ok(!offered.includes('name') && !offered.includes('interests') && !offered.includes('rounds'));
  });
  it('opens a block for prose and a list for lists', async () => {
    const at = hello('    age: 41\n', '    ¦\n');
    assert.equal(await insertOf(at, 'backstory'), 'backstory: |\n  $0');
    assert.equal(await insertOf(at, 'goals'), 'goals:\n  - $0');
    assert.equal(await insertOf(at, 'drives'), 'drives:\n  $0');
    assert.equal(await insertOf(at, 'age'), 'age: $0');
  });
  it('offers words of the format', async () => {
    assert.deepEqual(await labels(hello('openness: high', 'openness: ¦')), ['very low', 'low', 'medium', 'high', 'very high']);
    assert.ok((await labels(hello('change: { rule: evidence }', 'change: ¦'))).includes('never'));
  });
  it('offers nothing where every possible value is already written', async () => {
    assert.deepEqual(await labels('society: 1¦\n'), []);
    assert.deepEqual(await labels(hello('openness: high', 'openness: very high¦')), []);
    assert.deepEqual(await labels('society: ¦\n'), ['1']);
    assert.ok((await labels(hello('openness: high', 'openness: very¦'))).includes('very high'));
  });
  it('offers keys in a flow map and quotes what has commas', async () => {
    assert.ok((await labels(hello('{ openness: high, agreeableness: 0.4 }', '{ openness: high, ¦ }'))).includes('agreeableness'));
    assert.ok(!(await labels(hello('{ openness: high, agreeableness: 0.4 }', '{ openness: high, ¦ }'))).includes('openness'));
    assert.equal(await insertOf('society: 1\nties:\n  near: { graph: ¦ }\n', 'small_world(4, 0.1)'), "'small_world(4, 0.1)'");
  });
  it('offers agents with their names where agents are expected', async () => {
    const items = await completeAt(hello('[ada, grace]', '[ada, ¦]'));
    assert.ok(items.some((item) => item.label === 'grace' && item.kind === 'agent' && item.detail === 'Grace'));
    assert.ok(!items.some((item) => item.label === 'friendship' || item.label === 'play'));
  });
  it('offers items of a block list with and without their dash', async () => {
    assert.ok((await labels(hello('[ada, grace]', '\n      - ¦'))).includes('grace'));
    assert.equal(await insertOf(hello('[ada, grace]', '\n      ¦'), 'grace'), '- grace');
  });
  it('offers random functions in rules, and not where an expression only reads a run', async () => {
    const world = (effect: string, measure: string): string =>
      `society: 1\nworlds:\n  w:\n    vars: { x: true }\n    phases:\n      p:\n        then: x = ${effect}\n    measures:\n      m: ${measure}\n`;
    const [inRule, inMeasure] = [await labels(world('ch¦', '1')), await labels(world('true', 'c¦'))];
    assert.deepEqual([inRule.includes('chance'), inRule.includes('pick'), inMeasure.includes('count')], [true, true, true]);
    assert.deepEqual([inMeasure.includes('chance'), inMeasure.includes('pick')], [false, false]);
  });
  it('offers keys of items of a list', async () => {
    assert.deepEqual([...(await labels(hello('        importance: 7\n', '        ¦\n')))], ['importance']);
    assert.ok((await labels(hello('        importance: 7\n', '        importance: 7\n      - ¦\n'))).includes('text'));
  });
  it('offers worlds and their parameters with defaults', async () => {
    assert.deepEqual(await labels(hello('{ use: feed, with: { topic: our street } }', '¦')), ['feed', '{ use: … }']);
    assert.equal(await insertOf(hello('{ topic: our street }', '{ ¦ }'), 'topic'), 'topic: ${1:anything}');
  });
  it('offers the kind of a model first, then the keys of that kind', async () => {
    assert.deepEqual(await labels('society: 1\nmodels:\n  a:\n    ¦\n'), ['kind']);
    const offered = await labels('society: 1\nmodels:\n  a:\n    kind: openai\n    ¦\n');
    assert.ok(offered.includes('base_url') && !offered.includes('answers'));
  });
  it('offers names and functions in expressions', async () => {
    const offered = await labels(hello('reciprocity > 0.5', 'rec¦'));
    assert.ok(['reciprocity', 'round', 'ada', 'topic', 'mean', 'tie'].every((name) => offered.includes(name)));
    assert.ok(!offered.includes('true'));
  });
  it('offers fields and methods after a dot', async () => {
    const offered = await labels(hello('tie(ada, grace)', 'all.¦'));
    assert.ok(['age', 'interests', 'map', 'length'].every((name) => offered.includes(name)));
    assert.ok((await labels(hello('tie(ada, grace)', 'ada.¦'))).includes('age'));
    assert.ok((await labels(hello('tie(ada, grace)', 'params.¦'))).includes('topic'));
  });
  it('offers names in $( of prose and none outside of it', async () => {
    assert.ok((await labels(hello('premise: A forum opens.', 'premise: Now $(ro¦'))).includes('round'));
    assert.deepEqual(await labels(hello('premise: A forum opens.', 'premise: Now ro¦')), []);
  });
  it('offers actions of the world and what it extends', async () => {
    const world =
      'worlds:\n  mine:\n    extends: feed\n    actions:\n      shout: { kind: message }\n    phases:\n      loud: { actions: [¦] }\n';
    assert.deepEqual([...(await labels(HELLO + world))].sort(), ['comment', 'post', 'rest', 'shout', 'vote']);
  });
  it('offers nothing in comments and in prose', async () => {
    assert.deepEqual(await labels(hello('age: 41', '# a¦')), []);
    assert.deepEqual(await labels(hello('Grace once returned', 'Grace ¦once returned')), []);
  });
  it('works in a file with CRLF, a byte order mark and emoji', async () => {
    const text = `\ufeff${hello('    age: 41\n', '    bio: 👋 hi\n    ¦\n')}`.replaceAll('\n', '\r\n');
    const items = await completeAt(text);
    assert.ok(items.some((item) => item.label === 'age'));
    assert.equal(items[0]?.replace.start.character, 4);
  });

  it('offers nothing that would be an error', async () => {
    const places = [
      hello('    age: 41\n', '    ¦\n'),
      hello('[ada, grace]', '[¦]'),
      hello('{ use: feed, with: { topic: our street } }', '¦'),
      hello('rule: evidence', 'rule: ¦'),
      hello('among: all', 'among: ¦'),
      hello('    seed: 7\n', '    ¦\n'),
    ];
    for (const marked of places) {
      const offset = marked.indexOf('¦');
      for (const item of await completeAt(marked)) {
        const plain = item.insert.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$0/g, '');
        const indent = /[ ]*$/.exec(marked.slice(0, offset))?.[0] ?? '';
        const text = marked.slice(0, offset) + plain.replaceAll('\n', `\n${indent}`) + marked.slice(offset + 1);
        const found = (await diagnose(text)).filter(({ code }) => !code.startsWith('unused-'));
        assert.deepEqual(
          found.filter((d) => !['missing-value', 'empty-item', 'missing-key'].includes(d.code)).map((d) => d.message),
          [],
          `${item.label} at ${marked.slice(offset - 20, offset)}`,
        );
      }
    }
  });

  it('marks itself incomplete where more can be offered', async () => {
    const service = serviceOver();
    service.set(MAIN, hello('    age: 41\n', '    \n'));
    const items = await service.completion(MAIN, hello('    age: 41\n', '    \n').indexOf('    \n') + 4);
    assert.equal(items.find((item) => item.label === 'model')?.again, true);
  });
});
