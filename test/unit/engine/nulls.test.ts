/** Null runs: all agents at random, none heard, nothing remembered, none coached; the first event of the run names the kind. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import type { NullRun, Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const FILE = `society: 1
imports: [library/feed, library/rewards]
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
models: { small: { kind: openai, base_url: "http://localhost:1/v1", name: small } }
codes: { tone: { ask: Is it warm?, by: judge, model: small } }
ties: { friendship: { among: all, graph: complete, strength: 0.5, change: { rule: evidence, by: recipients } } }
scenarios:
  s:
    cast: all
    model: small
    world: feed
    rounds: 3
    premise: A forum.
    rewards: { soc: { kind: social_interaction } }
    coach: { kind: model }
    interventions: { news: { at: 2, announce: The market opens. } }
`;

const talk = ({ purpose, situation }: Question): Json => {
  if (purpose === 'coach') return { text: 'Talk.' };
  if (purpose === 'code') return { value: true };
  if (purpose === 'rate') return { ratings: [] };
  const to = situation.options.find(({ action }) => action === 'direct_message')?.agents?.[0];
  return to ? { action: 'direct_message', to, text: 'Hello you.' } : { action: 'post', text: 'Hello.' };
};

const played = async (nulls: readonly NullRun[], seen: (question: Question) => void = () => undefined) =>
  play(await modelOf(FILE, { nulls }), (question) => {
    seen(question);
    return talk(question);
  });

describe('null runs', () => {
  it('random: the random mind answers for every agent, judge and coach', async () => {
    const model = await modelOf(FILE, { nulls: ['random'] });
    assert.deepEqual(
      model.minds.map(({ id, kind }) => [id, kind]),
      [['random', 'random']],
    );
    const timeline = await play(model, talk);
    assert.deepEqual([...new Set(of(timeline, 'question.asked').map(({ mind }) => mind))], ['random']);
  });

  it('isolated: no agent hears another through any channel, no tie grows; announcements are heard', async () => {
    const heard = new Set<string>();
    const timeline = await played(['isolated'], ({ situation }) => {
      for (const { author, text } of situation.seen) heard.add(`${author}: ${text}`);
    });
    assert.deepEqual([...heard], [': The market opens.']);
    assert.equal(of(timeline, 'memory.written').filter(({ kind }) => kind === 'heard').length, 0);
    assert.equal(of(timeline, 'tie.changed').filter(({ evidence }) => evidence !== null).length, 0);
    assert.equal(of(timeline, 'question.asked').filter(({ purpose }) => purpose === 'rate').length, 0);
  });

  it('memoryless: no memory is recalled and own words are forgotten, while all else stays the same', async () => {
    const timeline = await played(['memoryless'], ({ purpose, situation }) => {
      if (purpose === 'act') assert.deepEqual([situation.memories, situation.mine], [[], []]);
    });
    assert.ok(of(timeline, 'message.sent').length > 3);
  });

  it('uncoached: no agent gets advice, and the coach is not asked', async () => {
    const timeline = await played(['uncoached']);
    assert.equal(of(timeline, 'coach.advised').length, 0);
    assert.equal(
      of(timeline, 'phase.started').some(({ phase }) => phase === 'coach'),
      false,
    );
    assert.ok(of(await played([]), 'coach.advised').length > 0);
  });

  it('list what they leave out; a full run lists nothing', async () => {
    assert.deepEqual(of(await played(['isolated', 'uncoached']), 'run.started')[0]!.nulls, ['isolated', 'uncoached']);
    assert.equal('nulls' in of(await played([]), 'run.started')[0]!, false);
  });

  it('appear in the steps of the round in their order', async () => {
    const timeline = await played([]);
    assert.deepEqual(
      of(timeline, 'phase.started')
        .slice(0, 8)
        .map(({ phase }) => phase),
      ['interventions', 'talk', 'rate', 'ties', 'rewards', 'code', 'measures', 'coach'],
    );
    assert.equal(timeline.head.measures.find(({ measure }) => measure === 'reward_soc')?.values.length, 3);
  });
});
