/** Whatever is asked, every answer is one that the question's schema allows; and what surveys, ratings and thoughts are made of. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import { judge } from '../../../src/engine/observation/answer.js';
import { argSchema, closed } from '../../../src/engine/observation/answerSchema.js';
import { actSchema } from '../../../src/engine/observation/actionOptions.js';
import type { AnswerSchema, Question } from '../../../src/engine/model/question.js';
import type { Asked, AskedItem, Option, OptionArg, RecalledText, Situation } from '../../../src/engine/model/situationTypes.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import { ratingSchema } from '../../../src/engine/phases/ratings.js';
import { textSchema } from '../../../src/engine/observation/answerSchema.js';
import { reflectSchema } from '../../../src/engine/phaseKinds/reflect.js';
import { builtinMind, randomMind } from '../../../src/minds/builtin/index.js';
import { book, question, self, situation } from './builtinSupport.js';

const minds = [builtinMind(book), randomMind(book)];
const [builtin] = minds;

const PEOPLE = [
  { id: 'ben', name: 'Ben Achterberg', tie: 0.6 },
  { id: 'chiara', name: 'Chiara Lunardi', tie: 0.2 },
  { id: 'dinh', name: 'Dinh Tran', tie: 0 },
];
const STRATEGIES =
  'always_cooperate always_defect tit_for_tat greedy sustainable random generous grim split_fair alternate linear honest conform contrarian popular loyal similar'.split(
    ' ',
  );

function schemaOf(of: Situation): AnswerSchema {
  const { ask } = of;
  if (!ask) return actSchema(of);
  if (ask.kind === 'survey') return closed(Object.fromEntries(ask.items.map((item) => [item.id, argSchema(item)])));
  if (ask.kind === 'judge' || ask.kind === 'code')
    return closed(Object.fromEntries(ask.fields.map((field) => [field.id, argSchema(field)])));
  if (ask.kind === 'rate') return ratingSchema(ask);
  return ask.kind === 'reflect' ? reflectSchema(ask, of.memories) : textSchema();
}

const asking = (of: Situation, seed = 1): Question => ({ ...question(of, seed), purpose: of.ask?.kind ?? 'act', answer: schemaOf(of) });

function answered(of: Situation, mind = builtin!, seed = 1): { readonly [key: string]: Json } {
  const asked = asking(of, seed);
  const answer = mind.ask(asked, neverCancelled) as MindAnswer;
  const verdict = judge(asked, answer);
  assert.equal(verdict.status, 'accepted', JSON.stringify({ verdict, answer, schema: asked.answer }));
  return answer.value as { readonly [key: string]: Json };
}

const bounded = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 100 }));
const arg = (id: string): fc.Arbitrary<OptionArg> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('integer' as const, 'number' as const), bounded, fc.boolean(), fc.boolean())
      .map(([kind, [min, width], shared, optional]) => ({
        ...{ id, kind, optional, min, max: min + width },
        ...(shared ? { shared: true as const } : {}),
      })),
    fc.constantFrom('integer' as const, 'number' as const).map((kind) => ({ id, kind, optional: false })),
    fc.constantFrom(0, -1).map((min) => ({ id, kind: 'number' as const, optional: false, min, max: 1 })),
    fc.constantFrom('text' as const, 'message' as const, 'boolean' as const).map((kind) => ({ id, kind, optional: false })),
    fc
      .integer({ min: 1, max: 5 })
      .map((n) => ({ id, kind: 'choice' as const, optional: false, words: ['J', 'F', 'K', 'L', 'M'].slice(0, n) })),
    fc.boolean().map((facts) => ({
      ...{ id, kind: 'agent' as const, optional: false, agents: PEOPLE.map((one) => one.id) },
      ...(facts ? { facts: PEOPLE.map((one, i) => ({ agent: one.id, tie: one.tie, degree: i, common: i % 2, shared: i })) } : {}),
    })),
  );
const act = (i: number): fc.Arbitrary<Option> =>
  fc.array(fc.nat(), { maxLength: 3 }).chain((n) =>
    fc.tuple(...n.map((_, k) => arg(`x${i}${k}`))).map(
      (args): Option => ({
        ...{ action: ['accept', 'walk', 'go', 'act'][i] ?? `a${i}`, does: '', kind: 'act' as const },
        ...(args.length > 0 ? { args } : {}),
      }),
    ),
  );
const turn = fc.record({
  acts: fc.tuple(act(0), act(1), act(2), act(3)),
  strategy: fc.option(fc.oneof(fc.constantFrom(...STRATEGIES, 'J', 'ben', 'go'), fc.integer({ min: -10, max: 200 }))),
  vars: fc.dictionary(fc.constantFrom('share', 'growth', 'price', 'most'), fc.integer({ min: 0, max: 60 })),
  own: fc.dictionary(fc.constantFrom('limit', 'opening', 'opinion', 'tolerance'), fc.double({ min: -1, max: 60, noNaN: true })),
  partner: fc.boolean(),
  talk: fc.boolean(),
  mayEnd: fc.boolean(),
  had: fc.integer({ min: 0, max: 6 }),
  past: fc.array(
    fc.record({ round: fc.constant(1), mine: fc.boolean(), action: fc.constant('go'), args: fc.constant({ x00: 'J', x10: 3 }) }),
    { maxLength: 4 },
  ),
});

describe('every mind that needs no model', function () {
  this.timeout(30_000);

  for (const mind of minds)
    it(`(${mind.kind}) acts within any schema, with any strategy and hints`, () => {
      fc.assert(
        fc.property(turn, fc.nat(), (one, seed) => {
          const base = situation({
            known: PEOPLE,
            own: { ...one.own, ...(one.strategy === null ? {} : { strategy: one.strategy }) },
            vars: one.vars,
          });
          const talk: Option[] = one.talk
            ? [
                { action: 'speak', does: '', kind: 'message' },
                { action: 'nothing', does: '', kind: 'nothing' },
              ]
            : [];
          const of: Situation = {
            ...base,
            ...{ options: [...one.acts, ...talk], riders: [], company: 3, turn: { had: one.had, of: 6 }, past: one.past },
            partner: one.partner ? { ...PEOPLE[0]!, own: { last_x00: 0.5 } } : null,
            ...{ next: ['ben', 'dinh'], mayEnd: one.mayEnd },
          };
          const answer = answered(of, mind, seed);
          const option = of.options.find(({ action }) => action === answer.action);
          assert.ok(option);
          const args = (answer.args ?? {}) as { readonly [key: string]: Json };
          for (const { id, min, max, optional } of option.args ?? []) {
            const value = args[id];
            assert.ok(optional || (value !== undefined && value !== null), `${id} is missing`);
            if (typeof value === 'number') assert.ok(value >= (min ?? -Infinity) && value <= (max ?? Infinity), `${id} ${value}`);
          }
        }),
        { numRuns: 1500, seed: 4 },
      );
    });

  const memories: RecalledText[] = [
    { id: 'ada.1', round: 1, text: 'The bakery on the corner will close in spring.', by: 'ben' },
    { id: 'ada.2', round: 2, text: 'They say the bakery on the corner closes in spring.', by: 'chiara' },
    { id: 'ada.3', round: 2, text: 'Which canon is the hardest to play?', by: 'ben' },
  ];
  const asks: readonly Asked[] = [
    {
      kind: 'rate',
      dimensions: ['interest', 'warmth', 'honesty', 'usefulness', 'flair'],
      acts: PEOPLE.map(({ id, name }) => ({ agent: id, name, texts: ['Thank you, this helps.'], reactions: [{ kind: 'up', text: 'x' }] })),
    },
    { kind: 'reflect', questions: 3, insights: 5 },
    { kind: 'plan' },
    {
      kind: 'coach',
      facts: [{ agent: 'ada', name: 'Ada', rewards: { social_interaction: 0.5, coordination: 0.1 }, ties: 1, acts: 2 }],
      sees: [],
      scope: 'agent',
    },
    { kind: 'coach', facts: [], sees: [], scope: 'society' },
    { kind: 'interview', text: 'What do you think of Ben?' },
  ];
  for (const mind of minds)
    for (const ask of asks)
      it(`(${mind.kind}) answers a ${ask.kind} question within its schema`, () => {
        for (let seed = 0; seed < 50; seed++) answered(situation({ ask, known: PEOPLE, memories }), mind, seed);
      });

  for (const mind of minds)
    it(`(${mind.kind}) answers surveys and judgements of any kind within their schema`, () => {
      fc.assert(
        fc.property(fc.tuple(arg('q1'), arg('q2'), arg('q3')), fc.string(), fc.nat(), (fields, text, seed) => {
          const items = fields.map((field): AskedItem => ({ ...field, text: `Is it so, ${text}?`, ends: [] }));
          answered(situation({ ask: { kind: 'survey', survey: 's', items }, known: PEOPLE, memories }), mind, seed);
          answered(situation({ ask: { kind: 'judge', id: 'j', ask: 'Is it so?', text, fields }, known: PEOPLE }), mind, seed);
        }),
        { numRuns: 500, seed: 4 },
      );
    });

  const item = (text: string, more: Partial<AskedItem>): Asked => ({
    kind: 'survey',
    survey: 's',
    items: [{ id: 'q', kind: 'integer', optional: false, text, ends: [], ...more }],
  });
  const survey = (text: string, more: Partial<AskedItem>, of: Partial<Situation> = {}): Json =>
    answered(situation({ ask: item(text, more), known: PEOPLE, ...of })).q!;

  it('names the strongest tie as the closest, and no agent where that is allowed and there is none', () => {
    const agents = PEOPLE.map(({ id }) => id);
    assert.equal(survey('Who is closest to you?', { kind: 'agent', agents }), 'ben');
    assert.equal(survey('Who is closest to you?', { kind: 'agent', agents: ['dinh', 'chiara'] }), 'chiara');
    assert.equal(survey('Who is closest to you?', { kind: 'agent', agents: ['dinh'], optional: true }), null);
  });

  it('agrees more with what it heard more often and from closer agents: 1 − (1 − a) Π(1 − 0.25 − 0.5 t), by hand', () => {
    const believed = (heard: readonly RecalledText[]): Json =>
      survey('Will the bakery on the corner close in spring?', { kind: 'number', min: 0, max: 1 }, { memories: heard });
    // Ben, tie 0.6: q = 0.55. Chiara, tie 0.2: q = 0.35. Both: 1 − 0.45 · 0.65 = 0.7075, shown to three digits.
    const bent = Number(believed([]));
    assert.ok(bent > 0 && bent < 1);
    for (const [heard, doubt] of [
      [[memories[0]!], 0.45],
      [[memories[1]!], 0.65],
      [[memories[0]!, memories[1]!], 0.45 * 0.65],
    ] as const)
      assert.ok(Math.abs(Number(believed(heard)) - (1 - (1 - bent) * doubt)) < 0.002, `${String(believed(heard))} from ${bent}`);
  });

  it('answers from its opinion on the given scale', () => {
    const opinion = (value: number): Partial<Situation> => ({ own: { opinion: value } });
    const declared = (text: string, more: Partial<AskedItem>, value: number, range: readonly [number, number]): Json =>
      answered(situation({ ask: { ...item(text, more), ranges: { opinion: range } } as Asked, known: PEOPLE, ...opinion(value) })).q!;
    // A variable that declares its range is a share of another scale; one that does not is taken as it is.
    assert.equal(declared('What is your opinion?', { min: 1, max: 5 }, 0.75, [0, 1]), 4);
    assert.equal(declared('Your opinion?', { min: 1, max: 5 }, -0.5, [-1, 1]), 2);
    assert.equal(survey('What is your opinion?', { min: 1, max: 5 }, opinion(4)), 4);
    assert.equal(survey('What is your opinion?', { kind: 'boolean' }, opinion(0.75)), true);
    assert.equal(survey('Your opinion?', { kind: 'choice', words: ['yes', 'no'] }, opinion(0.2)), 'no');
  });

  it('values its own interests, and answers the same while nothing changes', () => {
    const likes = survey('How much do you like jazz?', { min: 1, max: 7 }, { self: self({ interests: ['jazz'] }) });
    const other = survey('How much do you like jazz?', { min: 1, max: 7 }, { self: self({ interests: ['chess'] }) });
    assert.ok(Number(likes) > Number(other), `${String(likes)} against ${String(other)}`);
    assert.equal(survey('Are you well?', { min: 1, max: 9 }, { round: 3 }), survey('Are you well?', { min: 1, max: 9 }, { round: 9 }));
  });

  it('rates messages about its interests and kind higher than others', () => {
    const rated = (texts: readonly string[]): { readonly [key: string]: Json } => {
      const ask: Asked = { kind: 'rate', dimensions: ['interest', 'warmth'], acts: [{ agent: 'ben', name: 'Ben', texts, reactions: [] }] };
      const { ratings } = answered(situation({ ask })) as unknown as { ratings: readonly { readonly [key: string]: Json }[] };
      return ratings[0]!;
    };
    const dull = rated(['The council meets on Monday.']);
    assert.ok(Number(rated(['How do you get a rye loaf to rise in a cold kitchen?']).interest) > Number(dull.interest));
    const kind = book.moments
      .get('welcome')!
      .lines.find(({ holes }) => holes.every((hole) => hole === 'name'))!
      .text.replace('{name}', 'Ada');
    assert.ok(Number(rated([kind]).warmth) > Number(dull.warmth));
  });

  it('writes insights that cite the memories that they group', () => {
    const { insights } = answered(
      situation({ ask: { kind: 'reflect', questions: 2, insights: 3 }, known: PEOPLE, memories }),
    ) as unknown as {
      insights: readonly { readonly text: string; readonly evidence: readonly string[] }[];
    };
    assert.deepEqual(insights[0]?.evidence, ['ada.1', 'ada.3']);
    assert.match(insights[0]?.text ?? '', /Ben/);
    assert.ok(insights.every(({ text, evidence }) => text !== '' && evidence.length > 0));
    assert.equal(new Set(insights.map(({ text }) => text)).size, insights.length);
  });

  it('repeats news in the words it heard, once, and reads it in messages of others', () => {
    const news = 'The bakery on the corner will close in spring.';
    const tells = (of: Partial<Situation>): readonly string[] =>
      Array.from({ length: 60 }, (_, seed) =>
        String(answered(situation({ self: self({ activity: 1 }), ...of }), builtin!, seed).text ?? ''),
      ).filter((text) => text.endsWith(news));
    const planted = tells({ memories: [{ id: 'ada.1', round: 1, text: news, given: true }] });
    assert.ok(planted.length > 5);
    assert.deepEqual(tells({ memories: [{ id: 'ada.1', round: 1, text: news }] }), []);
    assert.ok(tells({ memories: [{ id: 'ada.2', round: 1, text: planted[0]! }] }).length > 5);
    const mine = [{ id: 'o1', round: 1, text: planted[0]!, direct: false }];
    assert.deepEqual(tells({ mine, memories: [{ id: 'ada.1', round: 1, text: news, given: true }] }), []);
  });

  it('coaches the weakest reward, in the words of its moment', () => {
    const text = String(answered(situation({ ask: asks[3]! })).text);
    assert.ok(
      book.moments.get('coach_coordination')!.lines.some((line) => line.text === text),
      text,
    );
  });
});
