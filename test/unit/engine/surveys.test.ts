/** Surveys: every kind of question, its answer as a typed variable of the agent, order, privacy and moments. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { builtinMind, phraseBook, randomMind } from '../../../src/minds/index.js';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, type Mind, type Question } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { ask } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const file = (questions: string, { measures = '', survey = '', rounds = 1 } = {}): string => `society: 1
personas: { ada: { name: Ada, interests: [bread] }, ben: { name: Ben }, cleo: { name: Cleo } }
worlds:
  w:
    vars: { stock: 5 }
    agent_vars: { mark: 0 }
    actions: { nothing: { kind: nothing, does: Pass. } }
    phases: { talk: { who: all, actions: [nothing] } }
scenarios:
  s:
    cast: all
    world: w
    rounds: ${rounds}
    surveys:
      belief:
        at: [start, every 1, end]
${survey === '' ? '' : `        ${survey}\n`}        ask:
${questions
  .trim()
  .split('\n')
  .map((line) => `          ${line}`)
  .join('\n')}
    measures: { ${measures} }
`;

const KINDS = `
closing: { scale: 1..7, ends: [surely not, surely], text: Will it close? }
share: { scale: 0..1, text: How much of it? }
closest: { one_of: cast, text: Who is closest? }
colour: { one_of: [red, green], text: Which colour? }
topics: { some_of: [bread, rumours, football], most: 2, text: What do you talk about? }
friends: { some_of: cast, text: Who are your friends? }
stars: { rating: 5, text: How do you like it here? }
age: { number: 0..120, text: How old is the baker? }
guess: { number: true, text: What will it cost? }
sure: { yes_no: true, text: Are you sure? }
why: { open: true, text: Why? }
trust: { rows: { bakery: the bakery, council: the council }, scale: 1..5, text: How far do you trust }
`;

const ANSWERS: { readonly [question: string]: Json } = {
  ...{ closing: 6, share: 0.25, closest: 'ben', colour: 'green', topics: ['bread', 'football'], friends: ['ben', 'cleo'], stars: 4 },
  ...{ age: 61, guess: -3.5, sure: true, why: 'I heard it.', 'trust.bakery': 5, 'trust.council': 2 },
};

const answer = ({ purpose, agent }: Question): Json =>
  purpose !== 'survey' ? { action: 'nothing' } : agent === 'ada' ? ANSWERS : { ...ANSWERS, closest: 'ada', friends: [], topics: [] };

describe('the answer to a question', () => {
  const uses: readonly (readonly [string, string, number])[] = [
    ['of a scale is a number', 'share(all.map(a => a.belief.closing >= 5))', 1],
    ['of a scale from 0 to 1 has decimals', 'ada.belief.share * 4', 1],
    ['that names one of the cast is that agent', 'count(all.map(a => a.belief.closest.name == "Ben"))', 1],
    ['that is one of some words is a word', 'count(all.map(a => a.belief.colour == "green"))', 3],
    ['that is some of them is a list of words', 'ada.belief.topics.length + ben.belief.topics.length', 2],
    ['can be tested for one of them', 'count(all.map(a => a.belief.topics.includes("bread")))', 1],
    ['that names some of the cast is a list of agents', 'mean(ada.belief.friends.map(f => f.belief.stars))', 4],
    ['of a rating is a whole number', 'mean(all.map(a => a.belief.stars))', 4],
    ['within bounds is a number', 'ada.belief.age', 61],
    ['without bounds is a number', 'ada.belief.guess', -3.5],
    ['yes or no is true or false', 'count(all.map(a => a.belief.sure))', 3],
    ["in one's own words is a text", 'ada.belief.why.length', 11],
    ['of a matrix has one for each row', 'ada.belief.trust.bakery - ada.belief.trust.council', 3],
  ];

  it('has its type in the editor, and its value in a measure', async () => {
    const measures = uses.map(([, expression], i) => `m${i}: '${expression}'`).join(', ');
    const model = await modelOf(file(KINDS, { measures }));
    const timeline = await play(model, answer);
    assert.deepEqual(of(timeline, 'fault'), []);
    for (const [i, [what, , value]] of uses.entries())
      assert.equal(timeline.head.measures.find(({ measure }) => measure === `m${i}`)?.values[0], value, what);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['ada.belief.colour == "blue"', 'expression-never-equal'],
    ['ada.belief.closing == "six"', 'expression-never-equal'],
    ['ada.belief.topics > 2', 'expression-wrong-type'],
    ['ada.belief.trust.pub', 'expression-unknown-field'],
    ['ada.belief.trust > 2', 'expression-wrong-type'],
    ['ada.belief.nothing', 'expression-unknown-field'],
    ['ada.belief.sure + 1', 'expression-wrong-type'],
    ['ada.belief.why - 1', 'expression-wrong-type'],
  ];
  for (const [expression, code] of wrong)
    it(`is checked where it is used: ${expression}`, async () => {
      const service = createLanguageService(nodeTextFiles(`${process.cwd()}/library`));
      const uri = 'file:///w/main.society';
      service.set(uri, file(KINDS, { measures: `m: '${expression}'` }));
      const codes = (await service.diagnostics(uri)).filter(({ severity }) => severity !== 'info').map((one) => one.code);
      assert.deepEqual(codes, [code]);
    });

  it('can be used in an intervention and an effect, as any other variable', async () => {
    const text = `${file(KINDS)}    interventions:\n      ask: { at: 1, to: { of: all, if: agent.belief.closest == ada }, then: me.mark = me.belief.stars + stock }\n`;
    const timeline = await play(await modelOf(text), answer);
    assert.deepEqual(
      of(timeline, 'variable.set')
        .filter(({ name, value }) => name === 'mark' && value !== 0)
        .map(({ agent, value }) => [agent, value]),
      [
        ['ben', 9],
        ['cleo', 9],
      ],
    );
  });

  it('must fit its kind: an invalid answer is left out, and the turn says why', async () => {
    const bad: readonly (readonly [string, Json])[] = [
      ['{ scale: 1..7, text: T }', 8],
      ['{ rating: 5, text: T }', 0],
      ['{ rating: 5, text: T }', 2.5],
      ['{ number: 0..120, text: T }', 121],
      ['{ one_of: [red, green], text: T }', 'blue'],
      ['{ one_of: cast, text: T }', 'zoe'],
      ['{ yes_no: true, text: T }', 'perhaps'],
    ];
    for (const [question, value] of bad) {
      const timeline = await play(await modelOf(file(`q: ${question}`)), ({ purpose }) =>
        purpose === 'survey' ? { q: value } : { action: 'nothing' },
      );
      assert.deepEqual(of(timeline, 'survey.answered'), [], question);
      assert.ok(
        of(timeline, 'turn.ended').some(({ reason }) => reason === 'unparsable'),
        question,
      );
    }
  });

  it('has one kind, and keys of another kind are reported', async () => {
    const problem = async (question: string): Promise<string> => {
      try {
        await modelOf(file(`q: ${question}`));
        return '';
      } catch (error) {
        return String((error as Error).message);
      }
    };
    assert.match(await problem('{ scale: 1..7, open: true, text: T }'), /one kind of answer, and here are scale and open/);
    assert.match(await problem('{ one_of: [a, b], most: 2, text: T }'), /`most` is for a question with `some_of`/);
    assert.match(await problem('{ scale: 1..7, ends: [no, yes], open: false, text: T }'), /^$/);
  });

  it('that is a list has each option once, no more than allowed, and only offered options', async () => {
    const cases: readonly (readonly [Json, Json])[] = [
      [['bread', 'bread'], ['bread']],
      [['bread', 'wine'], ['bread']],
      [
        ['football', 'bread', 'rumours'],
        ['football', 'bread'],
      ],
      [[], []],
      [null, []],
    ];
    for (const [given, kept] of cases) {
      const text = file('q: { some_of: [bread, rumours, football], most: 2, text: T }');
      const timeline = await play(await modelOf(text), ({ purpose }) => (purpose === 'survey' ? { q: given } : { action: 'nothing' }));
      assert.deepEqual(of(timeline, 'survey.answered')[0]?.answers, { q: kept });
    }
  });
});

describe('a survey', () => {
  it('does not ask agents about themselves, and shows a matrix row by row', async () => {
    let items: readonly { readonly id: string; readonly text: string; readonly agents?: readonly string[] }[] = [];
    const model = await modelOf(file(KINDS));
    await play(model, (question) => {
      const { ask: asked } = question.situation;
      if (asked?.kind === 'survey' && question.agent === 'ada') items = asked.items;
      return answer(question);
    });
    const item = (id: string) => items.find((one) => one.id === id);
    assert.deepEqual(
      [item('closest')?.agents, item('friends')?.agents],
      [
        ['ben', 'cleo'],
        ['ben', 'cleo'],
      ],
    );
    assert.deepEqual(
      [item('trust.bakery')?.text, item('trust.council')?.text],
      ['How far do you trust the bakery', 'How far do you trust the council'],
    );
    assert.deepEqual(
      items.map(({ id }) => id),
      [...Object.keys(ANSWERS)],
    );
  });

  it('has its own order for each agent where it is shuffled, keeps rows together, and the answers are the same', async () => {
    const orders = new Set<string>();
    const questions = ['a', 'b', 'c', 'd'].map((id) => `${id}: { yes_no: true, text: T }`).join('\n');
    const text = file(`${questions}\nm: { rows: { x: the x, y: the y, z: the z }, scale: 1..5, text: T }`, {
      survey: 'shuffle: true',
      rounds: 8,
    });
    const timeline = await play(await modelOf(text), ({ purpose, situation }) => {
      if (purpose !== 'survey' || situation.ask?.kind !== 'survey') return { action: 'nothing' };
      const ids = situation.ask.items.map(({ id }) => id);
      orders.add(ids.join(' '));
      const rows = ids.flatMap((id, i) => (id.startsWith('m.') ? [i] : []));
      assert.deepEqual(rows, [rows[0]!, rows[0]! + 1, rows[0]! + 2]);
      return { ...{ a: true, b: true, c: true, d: true }, 'm.x': 1, 'm.y': 2, 'm.z': 3 };
    });
    assert.ok(orders.size > 15, String(orders.size));
    assert.equal(of(timeline, 'survey.answered').length, 3 * 10);
  });

  it('leaves a memory only where it is not private', async () => {
    const memories = async (survey: string): Promise<number> =>
      of(await play(await modelOf(file(KINDS, { survey })), answer), 'memory.written').filter(({ kind }) => kind === 'survey').length;
    assert.deepEqual([await memories('private: true'), await memories(''), await memories('private: false')], [0, 0, 9]);
  });

  it('takes place where a phase of the world names it', async () => {
    const text = file(KINDS).replace(
      'phases: { talk: { who: all, actions: [nothing] } }',
      'phases: { asked: { do: survey }, talk: { who: all, actions: [nothing] } }',
    );
    const timeline = await play(await modelOf(text), answer);
    const inRound = timeline.events.slice(of(timeline, 'round.started')[0]!.seq, of(timeline, 'round.ended')[0]!.seq);
    const phases = inRound.flatMap((event) => (event.type === 'phase.started' ? [event.phase] : []));
    assert.deepEqual(phases, ['belief', 'talk', 'measures']);
  });

  it('of every kind is answered by the built-in and the random mind', async () => {
    const service = createLanguageService(nodeTextFiles(`${process.cwd()}/library`));
    const uri = 'file:///w/main.society';
    service.set(uri, file(KINDS));
    const { society } = await service.resolve(uri);
    const book = phraseBook(society.phrases ?? {}, 'en');
    for (const mind of [builtinMind(book), randomMind(book)] as readonly Mind[]) {
      const timeline = new Timeline();
      const model = await modelOf(file(KINDS, { rounds: 3 }));
      const minds = new Map([['builtin', mind]]);
      await advance(model, timeline, { ask, minds, token: new CancellationSource().token, concurrency: 1, breathe: () => undefined });
      const given = of(timeline, 'survey.answered');
      assert.equal(given.length, 15, mind.kind);
      for (const { answers } of given) {
        assert.deepEqual(Object.keys(answers), Object.keys(ANSWERS));
        assert.ok(Array.isArray(answers.topics) && new Set(answers.topics).size === answers.topics.length && answers.topics.length <= 2);
      }
    }
  });
});
