/** Evidence by recipients and by a judge: one question each, private memories, feedback, and the ties that follow. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { networkOf } from '../../../src/core/events/state.js';
import { strengthOf } from '../../../src/core/events/ties.js';
import type { CompileOptions, Question } from '../../../src/engine/index.js';
import { ratingLevel } from '../../../src/engine/phases/ratings.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const forum = (change: string): string => `society: 1
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
ties:
  friendship: { among: all, change: { rule: evidence, threshold: 0.2, growth: 0.25, half_life: 5, ${change} } }
scenarios:
  s: { cast: all, world: feed, rounds: 2, seed: 1, premise: A forum. }
`;

/** Round 1: all post. Round 2: Ada answers Ben's post and writes to Cleo; Ben votes Ada's post up; Cleo keeps silent. */
function script({ purpose, agent, situation }: Question, rate: (agent: string) => Json): Json {
  if (purpose === 'rate' || purpose === 'judge') return rate(agent ?? '');
  if (situation.round === 1) return { action: 'post', text: `Words of ${agent}.` };
  const of = (id: string): string => situation.seen.find(({ author }) => author === id)!.id;
  if (agent === 'ada') return { action: 'comment', on: of('ben'), text: 'I mended it, @cleo.' };
  if (agent === 'ben') return { action: 'nothing', votes: [{ message: of('ada'), vote: 'up' }] };
  return { action: 'nothing' };
}

const played = async (change: string, rate: (agent: string) => Json, asked: Question[] = [], options: CompileOptions = {}) => {
  const model = await modelOf(forum(change), options);
  return play(model, (question) => {
    if (question.purpose !== 'act') asked.push(question);
    return script(question, rate);
  });
};

const scores = (interest: number, warmth: number, honesty: number, usefulness: number): { [dimension: string]: number } => ({
  ...{ interest, warmth, honesty, usefulness },
});

describe('evidence by recipients', () => {
  const rate = (agent: string): Json => ({
    ratings: [
      agent === 'ada'
        ? { agent: 'ben', ...scores(4, 4, 4, 4), reason: null }
        : { agent: 'ada', ...(agent === 'ben' ? scores(4, 2, 2, 0) : scores(1, 1, 1, 0)), reason: 'She mends things.' },
    ],
  });

  it('asks every recipient once about all acts that reached it, and no other agent', async () => {
    const asked: Question[] = [];
    await played('by: recipients', rate, asked);
    assert.deepEqual(
      asked.map(({ agent, situation: { round, ask } }) => [agent, round, ask?.kind === 'rate' ? ask.acts : null]),
      [
        ['ada', 2, [{ agent: 'ben', name: 'Ben', texts: [], reactions: [{ kind: 'up', text: 'Words of ada.' }] }]],
        ['ben', 2, [{ agent: 'ada', name: 'Ada', texts: ['I mended it, @cleo.'], reactions: [] }]],
        ['cleo', 2, [{ agent: 'ada', name: 'Ada', texts: ['I mended it, @cleo.'], reactions: [] }]],
      ],
    );
    assert.match(asked[1]!.parts().at(-1)!.text, /Ada \(id ada\)\n- wrote «I mended it, @cleo\.»/);
  });

  it('is the weighted mean / 4, by which the tie grows: worked by hand', async () => {
    const timeline = await played('by: recipients', rate);
    // (4 + 2 + 2 + 0) / 4 / 4 = 0.5, so min(0.25, 1 · (0.5 − 0.2)) = 0.25; (1 + 1 + 1 + 0) / 4 / 4 = 0.1875 ≤ ξ: unchanged; 1 → 0.25.
    const changed = of(timeline, 'tie.changed').map(({ from, to, evidence, after }) => [from, to, evidence, after]);
    assert.deepEqual(
      changed.sort(),
      [
        ['ada', 'ben', 0.5, 0.25],
        ['ada', 'cleo', 0.1875, 0],
        ['ben', 'ada', 1, 0.25],
      ].sort(),
    );
    assert.equal(strengthOf(networkOf(timeline.head, 'friendship')!, 0, 1), 0.25);
  });

  it('weighs the dimensions that the file names, and only those', async () => {
    assert.equal(ratingLevel({ dimensions: { interest: 3, warmth: 1 } }, { interest: 4, warmth: 0, honesty: 4 }), 0.75);
    const asked: Question[] = [];
    const timeline = await played(
      'by: recipients, ratings: { dimensions: { trust: 1 } }',
      () => ({ ratings: [{ agent: 'ada', trust: 2, reason: null }] }),
      asked,
    );
    assert.deepEqual(
      asked.map(({ situation: { ask } }) => ask?.kind === 'rate' && ask.dimensions),
      [['trust'], ['trust'], ['trust']],
    );
    assert.deepEqual(
      of(timeline, 'rating.given').map((e) => [e.agent, e.scores]),
      [
        ['ben', { trust: 2 }],
        ['cleo', { trust: 2 }],
      ],
    );
  });

  it('is a private memory of the rater, in words; the rated agent learns of it only with feedback', async () => {
    const memories = async (change: string) =>
      of(await played(change, rate), 'memory.written')
        .filter(({ kind }) => kind === 'rating')
        .map(({ agent, about, text }) => `${agent} about ${about.join()}: ${text}`);
    const own = [
      'ada about ben: How I saw Ben this round. interest very high, warmth very high, honesty very high, usefulness very high.',
      'ben about ada: How I saw Ada this round. interest very high, warmth medium, honesty medium, usefulness very low. She mends things.',
      'cleo about ada: How I saw Ada this round. interest low, warmth low, honesty low, usefulness very low. She mends things.',
    ];
    assert.deepEqual(await memories('by: recipients'), own);
    const told = await memories('by: recipients, ratings: { feedback: true }');
    assert.equal(told.length, 6);
    assert.ok(
      told.includes(
        'ada about ben: How Ben saw me this round. interest very high, warmth medium, honesty medium, usefulness very low. She mends things.',
      ),
    );
  });

  it('does not end the run without an answer: the turn says why, and the tie does not change', async () => {
    const timeline = await played('by: recipients', (agent) => (agent === 'ben' ? 'no JSON' : rate(agent)));
    const turns = of(timeline, 'turn.ended').filter(({ reason }) => reason !== 'acted' && reason !== 'chose_nothing');
    assert.deepEqual(
      turns.map(({ agent, reason }) => [agent, reason]),
      [
        ['ada', 'answered'],
        ['ben', 'unparsable'],
        ['cleo', 'answered'],
      ],
    );
    assert.deepEqual(
      of(timeline, 'tie.changed')
        .filter(({ to }) => to === 'ben')
        .map(({ evidence, before, after }) => [evidence, before, after]),
      [[0, 0, 0]],
    );
  });

  it('leaves out agents that the question did not name, and a second rating of the same agent', async () => {
    const timeline = await played('by: recipients', () => ({
      ratings: [
        { agent: 'zoe', ...scores(4, 4, 4, 4), reason: null },
        { agent: 'ada', ...scores(3, 3, 3, 3), reason: null },
        { agent: 'ada', ...scores(0, 0, 0, 0), reason: null },
      ],
    }));
    assert.deepEqual(
      of(timeline, 'rating.given').map(({ agent, to, scores: s }) => [agent, to, s.interest]),
      [
        ['ben', 'ada', 3],
        ['cleo', 'ada', 3],
      ],
    );
  });

  it('by a judge: one question about each pair, and no memory of it', async () => {
    const asked: Question[] = [];
    const timeline = await played('by: judge', () => ({ ...scores(2, 2, 2, 2), reason: 'Plain.' }), asked);
    assert.deepEqual(
      asked.map(({ agent, purpose }) => [agent, purpose]),
      [
        [null, 'judge'],
        [null, 'judge'],
        [null, 'judge'],
      ],
    );
    assert.match(asked[0]!.parts().at(-1)!.text, /wrote or did this toward/);
    assert.equal(
      of(timeline, 'rating.given').every(({ judged }) => judged === true),
      true,
    );
    assert.deepEqual(
      of(timeline, 'tie.changed').map(({ evidence }) => evidence),
      [0.5, 0.5, 0.5],
    );
    assert.equal(of(timeline, 'memory.written').filter(({ kind }) => kind === 'rating').length, 0);
  });

  it('is not requested where ties grow by rule, and reaches no agent in the isolated null run', async () => {
    const asked: Question[] = [];
    const timeline = await played('edge: 0.1', rate, asked);
    assert.deepEqual(asked, []);
    assert.equal(
      of(timeline, 'phase.started').some(({ phase }) => phase === 'rate'),
      false,
    );
  });
});
