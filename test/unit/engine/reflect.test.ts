/** Reflection: threshold, questions, insights with what they cite; plans; what a world names as a phase of its own. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const PEOPLE = `personas:
  ada: { name: Ada, memories: [{ text: Ben keeps bees., about: [ben], importance: 7 }] }
  ben: { name: Ben }`;

const forum = (memory: string, rounds = 6): string => `society: 1
imports: [library/feed]
${PEOPLE}
scenarios:
  s: { cast: all, world: feed, rounds: ${rounds}, premise: A forum., memory: ${memory} }
`;

const post = ({ agent, situation }: Question): Json => ({ action: 'post', text: `${agent} ${situation.round}` });

describe('reflection', () => {
  it('happens when the importance of new memories reaches the threshold, and then counts from 0 again', async () => {
    // A post of one's own weighs 3. Ada starts with 7: 10 in round 1, then 3 a round, and an insight of 9 does not count.
    const timeline = await play(await modelOf(forum('{ reflect: { after: 9, questions: 2, insights: 1 } }')), (question) =>
      question.purpose === 'reflect'
        ? { questions: ['Who is Ben?'], insights: [{ text: 'Ben is busy.', evidence: [], importance: 9 }] }
        : post(question),
    );
    assert.deepEqual(
      of(timeline, 'question.asked')
        .filter(({ purpose }) => purpose === 'reflect')
        .map(({ agent, seq }) => `${agent} ${timeline.at(seq).round}`),
      ['ada 1', 'ben 3', 'ada 4', 'ben 6'],
    );
    assert.equal(of(timeline, 'memory.written').filter(({ kind }) => kind === 'insight').length, 4);
  });

  it('shows the memories with their ids and writes insights with citations; memories that were not shown cannot be cited', async () => {
    let prompt = '';
    const timeline = await play(await modelOf(forum('{ reflect: { after: 9, questions: 2, insights: 2 } }', 1)), (question) => {
      if (question.purpose !== 'reflect') return post(question);
      prompt = question.parts().at(-1)!.text;
      const insights = [
        { text: 'Ben would like a garden.', evidence: ['ada.1', 'ada.99', 'ada.1'], importance: null },
        { text: ' ', evidence: [], importance: 3 },
        { text: 'Nobody reads this.', evidence: [], importance: 2 },
      ];
      return { questions: ['What does Ben want?', 'b', 'c'], insights };
    });
    assert.match(prompt, /\[ada\.1\] «Ben keeps bees\.»/);
    const insights = of(timeline, 'memory.written').filter(({ kind }) => kind === 'insight');
    assert.deepEqual(
      insights.map(({ id, text, about, importance, evidence }) => [id, text, about, importance, evidence]),
      [
        ['ada.3', 'Ben would like a garden.', ['ben'], 7, ['ada.1']],
        ['ada.4', 'Nobody reads this.', [], 2, []],
      ],
    );
  });

  it('does not end the run without an answer: the turn says why and no insight is written', async () => {
    const timeline = await play(await modelOf(forum('{ reflect: { after: 1 } }', 2)), (question) =>
      question.purpose === 'reflect' ? 'Hm.' : post(question),
    );
    const reasons = of(timeline, 'turn.ended').filter(({ reason }) => reason === 'unparsable');
    assert.equal(reasons.length, 4);
    assert.equal(
      of(timeline, 'memory.written').some(({ kind }) => kind === 'insight'),
      false,
    );
  });

  it('does not happen where it is turned off, or without memory', async () => {
    for (const memory of ['{}', '{ kind: none, reflect: { after: 1 } }']) {
      const timeline = await play(await modelOf(forum(memory, 2)), post);
      assert.equal(
        of(timeline, 'phase.started').some(({ phase }) => phase === 'reflect'),
        false,
      );
    }
  });

  it('is a phase of the world where that names it, for its agents only, and so are plans', async () => {
    const model = await modelOf(`society: 1
${PEOPLE}
worlds:
  w:
    actions: { say: { kind: message, to: all, does: Talk. } }
    phases:
      home: { who: ada, do: reflect }
      plan: { who: all, do: plan, when: round == 2 }
      talk: { who: all, order: sequential, actions: [say] }
scenarios: { s: { cast: all, world: w, rounds: 2 } }
`);
    const order: string[] = [];
    const timeline = await play(model, ({ purpose, agent, situation }) => {
      order.push(`${purpose} ${agent} ${situation.round}`);
      if (purpose === 'reflect') return { questions: [], insights: [{ text: 'So it goes.', evidence: [] }] };
      return purpose === 'plan' ? { text: 'I mean to listen.' } : { action: 'say', text: 'Yes.' };
    });
    assert.deepEqual(order, [
      'reflect ada 1',
      'act ada 1',
      'act ben 1',
      'reflect ada 2',
      'plan ada 2',
      'plan ben 2',
      'act ada 2',
      'act ben 2',
    ]);
    assert.deepEqual(
      of(timeline, 'memory.written')
        .filter(({ kind }) => kind === 'plan')
        .map(({ agent, text }) => [agent, text]),
      [
        ['ada', 'I mean to listen.'],
        ['ben', 'I mean to listen.'],
      ],
    );
  });
});
