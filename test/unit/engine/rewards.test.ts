/** The five rewards by hand on a scripted talk; overriding; what agents are told; faults. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { countsOf } from '../../../src/engine/phases/rewardCounts.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const forum = (rewards: string, more = ''): string => `society: 1
imports: [library/feed, library/rewards]
personas:
  ada: { name: Ada, drives: { social_interaction: 0.8, information_seeking: 0.2 } }
  ben: { name: Ben }
  cleo: { name: Cleo, drives: { emotional_support: 1 } }
ties: { friendship: { among: all, change: { rule: evidence } } }
${more}
scenarios:
  s:
    cast: all
    world: feed
    rounds: 3
    seed: 1
    premise: A forum.
    rewards:
${rewards}
`;

const FIVE = ['social_interaction', 'information_seeking', 'self_presentation', 'coordination', 'emotional_support']
  .map((kind, i) => `      ${['soc', 'inf', 'pre', 'coord', 'emo'][i]}: { kind: ${kind} }`)
  .join('\n');

/**
 * Round 1: all post; Ada asks for a ladder. Round 2: Ben answers her with news and her words, and votes her post up; Cleo
 * votes it down; Ada writes to Cleo, who never says anything to her. Round 3: nothing.
 */
function script({ agent, situation: { round, seen } }: Question): Json {
  const of = (id: string): string => seen.find(({ author }) => author === id)!.id;
  if (round === 1) return { action: 'post', text: agent === 'ada' ? 'Who lends me a garden ladder?' : `Hello from ${agent}.` };
  if (round === 3) return { action: 'nothing' };
  if (agent === 'ada') return { action: 'comment', on: of('cleo'), text: 'Welcome.' };
  const votes = [{ message: of('ada'), vote: agent === 'ben' ? 'up' : 'down' }];
  return agent === 'ben'
    ? { action: 'comment', on: of('ada'), text: 'My garden ladder leans against the red shed.', votes }
    : { action: 'nothing', votes };
}

describe('rewards', () => {
  it('follow their formulas: five worked by hand', async () => {
    const timeline = await play(await modelOf(forum(FIVE)), script);
    const last = (id: string): unknown =>
      Object.fromEntries(Object.entries(agentsOf(timeline.head)[['ada', 'ben', 'cleo'].indexOf(id)]!.rewards).map(([r, v]) => [r, v[1]]));
    // Ada, after round 2. SOC: her one act toward an agent, the answer to Cleo, came back to nobody: 0. INF: one question,
    // answered with lean, against, red, shed, my: 1. PRE: one vote up, one down: ½. COORD: of her two messages the first
    // was taken up (garden, ladder): ½. EMO: a reply, 1, to any agent.
    assert.deepEqual(last('ada'), { soc: 0, inf: 1, pre: 0.5, coord: 0.5, emo: 1 });
    // Ben: reply and vote, unanswered: 0. EMO: (1 + 1) / 2 with equal need: 1. No votes, nothing taken up, nothing asked.
    assert.deepEqual(last('ben'), { soc: 0, inf: 0, pre: 0, coord: 0, emo: 1 });
    // Cleo: a down vote supports nobody.
    assert.deepEqual(last('cleo'), { soc: 0, inf: 0, pre: 0, coord: 0, emo: 0 });
  });

  it('count answers within the window', async () => {
    const answering = (question: Question): Json => {
      const { agent, situation } = question;
      if (situation.round === 3 && agent === 'cleo') return { action: 'direct_message', to: 'ada', text: 'Thanks.' };
      return script(question);
    };
    const model = await modelOf(
      forum('      soc: { kind: social_interaction, window: 2 }\n      old: { kind: social_interaction, window: 1 }'),
    );
    const timeline = await play(model, answering);
    const ada = agentsOf(timeline.head)[0]!.rewards;
    // One act toward one other, answered in round 3: 1 · min(1, 1/3).
    assert.deepEqual(ada, { soc: [0, 0, 1 / 3], old: [0, 0, 0] });
    assert.deepEqual(countsOf(model, timeline.head, 3)[0]!.partners, 1);
  });

  it('can have formulas of the scenario or of the kind, and stay within 0..1', async () => {
    const rewards =
      '      talk: { kind: custom, value: acts / 2, does: talking }\n      many: { kind: custom, value: "7 + acts" }\n      coord: { kind: coordination }';
    const model = await modelOf(
      forum(rewards, 'rewards: { coordination: { kind: coordination, value: "0.25" } }').replace(
        'library/feed, library/rewards',
        'library/feed',
      ),
    );
    const timeline = await play(model, script);
    const [ada] = agentsOf(timeline.head);
    assert.deepEqual([ada!.rewards.talk![0], ada!.rewards.many![0], ada!.rewards.coord![0]], [0.5, 1, 0.25]);
  });

  it('have no value where the formula fails, and report the fault at its line', async () => {
    const timeline = await play(await modelOf(forum('      odd: { kind: custom, value: 1 / (round - 1) }')), script);
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, at, agent }) => [code, at, agent]),
      [['division-by-zero', 'scenarios.s.rewards.odd.value', 'ada']],
    );
    assert.equal(of(timeline, 'reward.given').length, 6);
  });

  it('are reported to the agents that value them, the last three, in words', async () => {
    const told = new Map<string, readonly string[]>();
    let prompt = '';
    await play(await modelOf(forum(FIVE).replace('rounds: 3', 'rounds: 6')), (question) => {
      const { agent, situation } = question;
      if (situation.round === 6) {
        told.set(
          agent!,
          situation.rewards.map(({ reward, values }) => `${reward} ${values.length}`),
        );
        if (agent === 'cleo')
          prompt = question
            .parts()
            .map(({ text }) => text)
            .join('\n');
      }
      return situation.round > 3 ? { action: 'nothing' } : script(question);
    });
    assert.deepEqual(told.get('ada'), ['soc 3', 'inf 3']);
    assert.deepEqual(told.get('ben'), ['soc 3', 'inf 3', 'pre 3', 'coord 3', 'emo 3']);
    assert.deepEqual(told.get('cleo'), ['emo 3']);
    assert.match(prompt, /How your last rounds went, oldest first: being warm to people[^.;]*: very low, very low, very low\./);
  });

  it('come after the ties and before the measures', async () => {
    const timeline = await play(await modelOf(forum(FIVE)), script);
    assert.deepEqual(
      of(timeline, 'phase.started')
        .slice(0, 4)
        .map(({ phase }) => phase),
      ['talk', 'ties', 'rewards', 'measures'],
    );
  });
});
