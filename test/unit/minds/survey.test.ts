/** Answers of the built-in mind to surveys: variables as they are, shares where that is declared, and what was heard for and against. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { AskedItem, RecalledText, Situation } from '../../../src/engine/model/situationTypes.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import { surveyAnswer } from '../../../src/minds/builtin/answers/survey.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { profiler } from '../../../src/minds/builtin/perceive/profile.js';
import { rng } from '../../../src/core/random/rng.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book, situation } from './builtinSupport.js';

const scale = (min: number, max: number, text = 'How much?'): AskedItem => ({
  ...{ id: 'trust', kind: min === 0 && max === 1 ? 'number' : 'integer', optional: false, min, max, text, ends: [] },
});

type Ranges = { readonly [variable: string]: readonly [number, number] };

/** The answer of an agent with these variables, who has heard these messages. */
function answer(item: AskedItem, own: Situation['own'], more: Partial<Situation> = {}, ranges?: Ranges): Json {
  const ask = { kind: 'survey', survey: 's', items: [item], ...(ranges ? { ranges } : {}) } as const;
  const of = situation({ purpose: 'survey', own, ask, ...more });
  const inner = { book, situation: of, profile: profiler(book)(of.self, 1), seed: 1 };
  return surveyAnswer(inner, item, { inner, said: { count: 0 } }, rng(1, 'test'));
}

describe('a variable in a survey', () => {
  const given: readonly (readonly [value: number, min: number, max: number, says: number])[] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((x) => [x, 1, 7, x] as const),
    ...[[1, 1, 5, 1] as const, [1, 0, 120, 1] as const, [1, 0, 100, 1] as const, [0, 0, 100, 0] as const, [1, 0, 10, 1] as const],
    ...[[0, 0, 1, 0] as const, [1, 0, 1, 1] as const, [0.25, 0, 1, 0.25] as const, [-1, -3, 3, -1] as const, [1, -3, 3, 1] as const],
    ...[[9, 1, 7, 7] as const, [-2, 1, 7, 1] as const, [0.4, 1, 7, 1] as const],
  ];
  for (const [value, min, max, says] of given)
    it(`of ${value} gives ${says} from ${min} to ${max}`, () => assert.equal(answer(scale(min, max), { trust: value }), says));

  it('never gives a higher answer for a lower value', () => {
    const answers = Array.from({ length: 81 }, (_, i) => answer(scale(1, 7), { trust: i / 10 }) as number);
    for (const [i, one] of answers.entries()) assert.ok(i === 0 || one >= answers[i - 1]!, `${i / 10} gives ${one}`);
  });

  it('is a share of the scale where its range is 0..1 or −1..1, and its value with any other range', () => {
    assert.deepEqual(
      [0, 0.5, 1].map((trust) => answer(scale(1, 7), { trust }, {}, { trust: [0, 1] })),
      [1, 4, 7],
    );
    assert.deepEqual(
      [-1, 0, 0.5, 1].map((trust) => answer(scale(0, 100), { trust }, {}, { trust: [-1, 1] })),
      [0, 50, 75, 100],
    );
    assert.equal(answer(scale(0, 1), { trust: 0.3 }, {}, { trust: [0, 1] }), 0.3);
    assert.equal(answer(scale(1, 7), { trust: 1 }, {}, { trust: [1, 7] }), 1);
  });

  it('gives yes from the middle of its range', () => {
    const yes: AskedItem = { id: 'trust', kind: 'boolean', optional: false, text: 'Yes?', ends: [] };
    assert.deepEqual(
      [1, 3, 4, 7].map((trust) => answer(yes, { trust }, {}, { trust: [1, 7] })),
      [false, false, true, true],
    );
  });

  it('without bounds is its value', () => {
    assert.equal(answer({ id: 'trust', kind: 'number', optional: false, text: 'How many?', ends: [] }, { trust: 61 }), 61);
  });

  it('is answered in a run as in the file, in each form of its declaration', async () => {
    const mind = builtinMind(book);
    const text = (vars: string): string => `society: 1
personas: { ada: { name: Ada, vars: { trust: 1 } }, ben: { name: Ben, vars: { trust: 0.5 } } }
worlds:
  w:
    agent_vars: { ${vars} }
    actions: { wait: { kind: nothing, does: Wait. } }
    phases: { day: { who: all, actions: [wait] } }
scenarios:
  s: { world: w, rounds: 1, surveys: { s: { at: end, ask: { trust: { text: How far do you trust them?, scale: 1..7 } } } } }
`;
    const answers = async (vars: string, flags?: readonly number[]): Promise<Json[]> => {
      const model = await modelOf(text(vars), flags ? { flags } : {});
      const timeline = await playWith(model, (question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null);
      return eventsOf(timeline, 'survey.answered').map((event) => event.answers['trust']!);
    };
    assert.deepEqual(await answers('mark: 0'), [1, 1]);
    assert.deepEqual(await answers('trust: 0..1'), [7, 4]);
    assert.deepEqual(await answers('trust: { start: 0.2, range: 0..1 }'), [7, 4]);
    assert.deepEqual(await answers('trust: 0..1', []), [1, 1], 'a run from before tells no ranges');
  });
});

describe('a heard message', () => {
  const trust = scale(0, 1, 'How far do you trust Clara Weber?');
  const heard = (text: string, more: Partial<RecalledText> = { given: true }): RecalledText => ({ id: 'ada.1', round: 1, text, ...more });
  const clara = { id: 'clara', name: 'Clara Weber', tie: 0.5 };
  const answered = (item: AskedItem, memories: readonly RecalledText[], known = [clara]): number =>
    answer({ ...item, id: 'q' }, {}, { memories, known }) as number;

  for (const known of [[clara], []]) {
    const before = answered(trust, [], known);
    const who = known.length > 0 ? 'an agent that one knows' : 'a stranger';
    it(`that is bad of ${who} lowers the answer about them, and a good one raises it`, () => {
      assert.ok(answered(trust, [heard('Clara Weber lied about the layoffs.')], known) < before - 0.1);
      assert.ok(answered(trust, [heard('Clara Weber is honest and fair.')], known) > before + 0.1);
    });
    it(`that denies something bad of ${who} raises it, and one that denies something good lowers it`, () => {
      assert.ok(answered(trust, [heard('It is not true that Clara Weber lied.')], known) > before);
      assert.ok(answered(trust, [heard('Clara Weber is not honest.')], known) < before);
    });
  }

  it('about a person without a tone, or as small talk, changes nothing about them', () => {
    const before = answered(trust, []);
    assert.equal(answered(trust, [heard('Clara Weber moved to Tartu.')]), before);
    assert.equal(answered(trust, [heard('Clara Weber lied to me, I think.', {})]), before);
  });

  it('with a claim is believed, and not where it is denied; both at once change nothing', () => {
    const claim = scale(0, 1, 'Will the old bakery close?');
    const [yes, no] = [heard('The old bakery will close.'), heard('The old bakery will not close.')];
    const before = answered(claim, []);
    assert.ok(answered(claim, [yes]) > 0.9);
    assert.ok(answered(claim, [no]) < 0.1);
    assert.ok(Math.abs(answered(claim, [yes, no]) - before) < 1e-3);
    const asked = scale(0, 1, 'Is it safe that the old bakery stays?');
    assert.ok(answered(asked, [heard('That old bakery is dangerous, it stays.')]) < answered(asked, []));
  });

  it('keeps an answer within 0 and 1, however much was heard', () => {
    const all = Array.from({ length: 20 }, (_, i) => heard(i % 2 === 0 ? 'Clara Weber lied.' : 'Clara Weber is honest.'));
    for (let n = 0; n <= all.length; n++) assert.ok(answered(trust, all.slice(0, n)) >= 0 && answered(trust, all.slice(0, n)) <= 1);
  });
});

describe('news', () => {
  it('is sent in direct messages where there is no other action for it', async () => {
    const mind = builtinMind(book);
    const text = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo }, dan: { name: Dan } }
ties: { known: { graph: complete, strength: 0.6 } }
worlds:
  w:
    actions: { dm: { kind: message, to: agent, does: Write to one. }, wait: { kind: nothing, does: Wait. } }
    phases: { day: { who: all, actions: [dm, wait] } }
scenarios:
  s: { world: w, rounds: 10, interventions: { plant: { at: start, to: ada, remember: The pool will be shut for good. } } }
`;
    const tellers = new Set<string>();
    let runs = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const timeline = await playWith(
        await modelOf(text, { seed }),
        (question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null,
      );
      const told = eventsOf(timeline, 'message.sent').filter((sent) => sent.text.includes('pool will be shut'));
      if (told.length > 0) runs++;
      for (const { audience, author } of told) {
        assert.equal(audience, 'direct');
        tellers.add(author!);
      }
    }
    assert.ok(runs >= 4, `${runs} of 5 runs`);
    assert.ok(tellers.size > 1, 'it goes on to others');
  });
});
