import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ActAnswer } from '../../../src/engine/model/question.js';
import type { OwnWords, Situation } from '../../../src/engine/model/situationTypes.js';
import { builtinMind, randomMind } from '../../../src/minds/builtin/index.js';
import { answered, book, question, randomTurn, seen, self, situation } from './builtinSupport.js';

const builtin = builtinMind(book);
const random = randomMind(book);

/** Turns in which what was said before is read by those who come later. */
function* turns(mind: typeof builtin, count: number): Generator<{ of: Situation; answer: ActAnswer }> {
  const said: string[] = [];
  for (let n = 0; n < count; n++) {
    const of = randomTurn(n, said.slice(-60));
    const answer = answered(mind, question(of, n % 7));
    if (answer.text) said.push(answer.text);
    yield { of, answer };
  }
}

function isAvailable(of: Situation, answer: ActAnswer): boolean {
  const option = of.options.find((each) => each.action === answer.action);
  if (!option) return false;
  const on = option.messages ? answer.on !== null && option.messages.includes(answer.on) : answer.on === null;
  const to = option.agents ? answer.to !== null && option.agents.includes(answer.to) : answer.to === null;
  const rider = of.riders[0];
  const votes = answer.votes.every((vote) => rider?.messages.includes(vote.message)) && answer.votes.length <= (rider?.most ?? 0);
  return on && to && votes && (option.kind !== 'message' || answer.text !== '');
}

/** Share of seeds in which the mind comments on the message. */
function share(mind: typeof builtin, of: Situation, id: string): number {
  let hits = 0;
  for (let seed = 0; seed < 500; seed++) if (answered(mind, question(of, seed)).on === id) hits++;
  return hits / 500;
}

describe('the built-in mind', () => {
  it('gives the same answer to the same question, whatever it was asked before', () => {
    const of = randomTurn(5, ['How do you get a rye loaf to rise in a cold kitchen?']);
    const first = answered(builtinMind(book), question(of));
    assert.deepEqual(answered(builtin, question(of)), first);
    for (const _ of turns(builtin, 50));
    assert.deepEqual(answered(builtin, question(of)), first);
  });

  it('draws again for the next occurrence of an equal question', () => {
    const of = situation({ round: 1 });
    const texts = new Set(Array.from({ length: 20 }, (_, i) => answered(builtin, question(of, 1, i)).text));
    assert.ok(texts.size > 3);
  });

  it('posts in round 1, when only a post is possible', () => {
    for (let seed = 0; seed < 50; seed++) {
      const answer = answered(builtin, question(situation({ round: 1, self: self({ activity: 0 }) }), seed));
      assert.equal(answer.action, 'post');
      assert.notEqual(answer.text, '');
    }
  });

  it('answers messages to it far more often than messages to others, and than chance', () => {
    const text = 'How do you get a rye loaf to rise in a cold kitchen?';
    const others = ['m2', 'm3', 'm4', 'm5'].map((id) => seen(id, { author: id }));
    const toOthers = share(builtin, situation({ seen: [seen('m1', { text, replyTo: 'm0' }), ...others] }), 'm1');
    const toMe = situation({ seen: [seen('m1', { text, replyTo: 'm0', answersMe: true }), ...others] });
    const asked = share(builtin, toMe, 'm1');
    assert.ok(asked > toOthers + 0.2, `${asked} against ${toOthers}`);
    assert.ok(asked > 2 * share(random, toMe, 'm1'));
  });

  it('answers a known question with one of its answers, and thanks for an answer', () => {
    const ask = book.lines.find((line) => line.text.startsWith('How do you get a {thing} to rise'));
    const answers = book.answers.get(ask?.id ?? -1)?.lines ?? [];
    assert.ok(answers.length > 0);
    const stem = (line: string): string => line.split('{')[0]?.slice(0, 20) ?? '';
    const text = 'How do you get a rye loaf to rise in a cold kitchen?';
    const of = situation({ seen: [seen('m1', { text, answersMe: true })], self: self({ activity: 1 }) });
    for (let seed = 0; seed < 40; seed++) {
      const said = answered(builtin, question(of, seed));
      if (said.on === 'm1')
        assert.ok(
          answers.some((line) => said.text.includes(stem(line.text))),
          said.text,
        );
    }
  });

  it('passes more often the less active it is', () => {
    const passes = (activity: number): number => {
      const of = situation({ seen: [seen('m1')], self: self({ activity }) });
      return Array.from({ length: 300 }, (_, seed) => answered(builtin, question(of, seed)).action).filter((a) => a === 'nothing').length;
    };
    assert.ok(passes(0.2) > 200 && passes(0.9) < 60);
  });

  it('writes sentences: no open hole, a capital first, punctuation at the end, no double space', () => {
    for (const { answer } of turns(builtin, 2000)) {
      if (answer.text === '') continue;
      assert.doesNotMatch(answer.text, /[{}]|undefined|null|\s\s|\s[.,!?]|\ba [aeio]|\ban [bcdfgjklmnpqrstvwxz]/, answer.text);
      assert.match(answer.text, /^\p{Lu}.*[.!?]$/u, answer.text);
      assert.doesNotMatch(answer.text, /[.!?] \p{Ll}/u, answer.text);
    }
  });

  for (const mind of [builtin, random]) {
    it(`(${mind.kind}) takes only open actions`, () => {
      for (const { of, answer } of turns(mind, 2000)) assert.ok(isAvailable(of, answer), JSON.stringify({ answer, options: of.options }));
    });
  }

  it('does not repeat what it or others just wrote', () => {
    const mine: OwnWords[] = [];
    const own = self({ activity: 1 });
    let repeats = 0;
    for (let round = 2; round < 30; round++) {
      const { text, action } = answered(builtin, question(situation({ round, self: own, mine: mine.slice(-6) })));
      if (action !== 'post') continue;
      if (mine.some((message) => message.text === text)) repeats++;
      mine.push({ id: `o${round}`, round, text, direct: false });
    }
    assert.equal(repeats, 0);
  });
});
