/** The coach: by rule and by a model, for each or for all, heard one round later, and off. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { CompileOptions, Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const forum = (coach: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, drives: { social_interaction: 0.9, coordination: 0.3 } }
  ben: { name: Ben, drives: { social_interaction: 0.2, coordination: 0.8 } }
rewards:
  social_interaction: { kind: social_interaction, value: "0.5", does: company, advice: "Speak to people, $(me.name)." }
  coordination: { kind: coordination, value: "0.4", does: plans, advice: Propose something. }
ties: { friendship: { among: all } }
scenarios:
  s:
    cast: all
    world: feed
    rounds: 3
    premise: A forum.
    rewards: { soc: { kind: social_interaction }, coord: { kind: coordination } }
    coach: ${coach}
`;

const silent = ({ situation }: Question): Json => ({ action: situation.round === 1 ? 'post' : 'nothing', text: 'Hello.' });

const advised = async (coach: string, options: CompileOptions = {}, answer: (question: Question) => Json = silent) =>
  of(await play(await modelOf(forum(coach), options), answer), 'coach.advised').map(({ agent, text }) => `${agent}: ${text}`);

describe('a coach by rule', () => {
  it('names the reward that is missed most: drive times missing reward', async () => {
    // Ada 0.9 · 0.5 against 0.3 · 0.6; Ben 0.2 · 0.5 against 0.8 · 0.6. Not after the last round: nobody would hear it.
    assert.deepEqual(await advised('{ kind: rule }'), [
      'ada: Speak to people, Ada.',
      'ben: Propose something.',
      'ada: Speak to people, Ada.',
      'ben: Propose something.',
    ]);
  });

  it('gives one message to all, where it coaches the society', async () => {
    // 0.45 + 0.10 against 0.18 + 0.48: coordination is missed more.
    assert.deepEqual(await advised('{ kind: rule, scope: society, at: 1 }'), ['ada: Propose something.', 'ben: Propose something.']);
  });

  it('keeps to its schedule and its recipients', async () => {
    assert.deepEqual(await advised('{ kind: rule, at: every 2, to: ben }'), ['ben: Propose something.']);
  });

  it('is heard from the next round on, also in the prompt', async () => {
    const heard: (readonly [number, string | null])[] = [];
    let prompt = '';
    await advised('{ kind: rule, at: 1 }', {}, (question) => {
      if (question.agent === 'ada') heard.push([question.situation.round, question.situation.advice]);
      if (question.agent === 'ben' && question.situation.round === 2)
        prompt = question
          .parts()
          .map(({ text }) => text)
          .join('\n');
      return silent(question);
    });
    assert.deepEqual(heard, [
      [1, null],
      [2, 'Speak to people, Ada.'],
      [3, 'Speak to people, Ada.'],
    ]);
    assert.match(prompt, /Advice from a coach, who watches from outside: «Propose something\.»/);
  });

  it('is heard from the next round on, also where the world runs it before the acts', async () => {
    const heard: (readonly [number, string | null])[] = [];
    const worlds = 'worlds: { early: { extends: feed, phases: { advise: { do: coach, first: true } } } }\n';
    const text = forum('{ kind: rule, at: 2 }').replace('scenarios:', `${worlds}scenarios:`).replace('world: feed', 'world: early');
    const timeline = await play(await modelOf(text), (question) => {
      if (question.agent === 'ada') heard.push([question.situation.round, question.situation.advice]);
      return silent(question);
    });
    assert.ok(
      of(timeline, 'coach.advised')[0]!.seq <
        of(timeline, 'turn.started').find(({ seq }) => seq > of(timeline, 'round.started')[1]!.seq)!.seq,
    );
    assert.deepEqual(heard, [
      [1, null],
      [2, null],
      [3, 'Speak to people, Ada.'],
    ]);
  });

  it('is turned off by `off` and in the uncoached null run', async () => {
    assert.deepEqual(await advised('off'), []);
    assert.deepEqual(await advised('{ kind: rule }', { nulls: ['uncoached'] }), []);
  });
});

describe('a coach that is a model', () => {
  it('is asked about each agent, and sees only permitted fields', async () => {
    const asked: Json[] = [];
    const said = await advised('{ kind: model, at: 1, sees: [rewards] }', {}, (question) => {
      const { ask } = question.situation;
      if (ask?.kind !== 'coach') return silent(question);
      asked.push({ agent: question.agent, self: question.situation.self.id, facts: ask.facts as unknown as Json });
      assert.match(question.parts()[0]!.text, /- (Ada|Ben) soc medium, coord medium\n/);
      return { text: `To ${question.agent}.` };
    });
    assert.deepEqual(said, ['ada: To ada.', 'ben: To ben.']);
    assert.deepEqual(asked[0], {
      agent: 'ada',
      self: '',
      facts: [{ agent: 'ada', name: 'Ada', rewards: { soc: 0.5, coord: 0.4 }, ties: 0, acts: 0 }],
    });
  });

  it('is asked once about all agents, and speaks to all', async () => {
    let asked = 0;
    const said = await advised('{ kind: model, scope: society, at: 1, sees: [rewards, ties, acts] }', {}, (question) => {
      const { ask } = question.situation;
      if (ask?.kind !== 'coach') return silent(question);
      asked++;
      assert.deepEqual(
        ask.facts.map(({ agent, acts }) => [agent, acts]),
        [
          ['ada', 1],
          ['ben', 1],
        ],
      );
      return { text: 'Meet.' };
    });
    assert.deepEqual([asked, said], [1, ['ada: Meet.', 'ben: Meet.']]);
  });

  it('does not end the run when it cannot answer', async () => {
    const timeline = await play(await modelOf(forum('{ kind: model, at: 1 }')), (question) =>
      question.purpose === 'coach' ? 'nothing of use' : silent(question),
    );
    assert.deepEqual(
      of(timeline, 'turn.ended')
        .filter(({ reason }) => reason === 'unparsable')
        .map(({ agent }) => agent),
      ['ada', 'ben'],
    );
    assert.equal(of(timeline, 'coach.advised').length, 0);
    assert.equal(timeline.head.round, 3);
  });
});
