/** What many see at once is made once for all of them: who shares it, who does not, and that nothing leaks between runs. */
import { agentAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import type { Json } from '../../../src/core/util/json.js';
import { indexOf } from '../../../src/core/events/roster.js';
import type { State } from '../../../src/core/events/state.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/model/model.js';
import type { Question } from '../../../src/engine/model/question.js';
import type { Situation } from '../../../src/engine/model/situationTypes.js';
import { situationTexter } from '../../../src/engine/observation/situationText.js';
import { sha256 } from '../../../src/node/ports.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

const NAMES = 'abcdefgh'.split('');

/** Eight people in a forum whose feed holds three messages. */
const forum = (called = 'One'): Promise<ScenarioModel> => {
  const people = NAMES.map((id) => `  p${id}: { name: ${called} ${id} }`).join('\n');
  return modelOf(`society: 1
imports: [library/feed]
personas:
${people}
worlds:
  small: { extends: feed, feed: { size: 3 } }
scenarios: { s: { world: small, rounds: 3 } }
`);
};

/** All post in round 1. In round 2 `pb` answers the last post and the others vote for it; in round 3 all pass. */
const script =
  (said: string) =>
  ({ agent, situation: { round, seen } }: Question): Json => {
    const last = seen.at(-1)?.id ?? '';
    if (round === 1) return { action: 'post', text: `${said} by ${agent}` };
    if (round === 2 && agent === 'pb') return { action: 'comment', on: last, text: `${said} back to @pg` };
    return { action: 'nothing', votes: round === 2 && seen.at(-1)?.author !== agent ? [{ message: last, vote: 'up' }] : [] };
  };

interface Heard {
  readonly timeline: Timeline;
  /** By `<agent> <round>`. */
  readonly situations: ReadonlyMap<string, Situation>;
}

async function heard(model: ScenarioModel, said: string): Promise<Heard> {
  const situations = new Map<string, Situation>();
  const answer = script(said);
  const timeline = await playWith(model, (question) => {
    situations.set(`${question.agent} ${question.situation.round}`, question.situation);
    return answer(question);
  });
  return { timeline, situations };
}

const inboxOf = (state: State, agent: string): readonly number[] => agentAt(state, indexOf(state.roster, agent))!.inbox;

describe('messages that many agents see', () => {
  it('are one list for all agents that see the same, and another for the authors of these messages', async () => {
    const { timeline, situations } = await heard(await forum(), 'hello');
    const order = eventsOf(timeline, 'message.sent')
      .map(({ author }) => author!)
      .slice(0, NAMES.length);
    const last = order.slice(-3);
    const [one, other] = order as [string, string];
    const talks = eventsOf(timeline, 'phase.ended').filter(({ phase }) => phase === 'talk');
    const state = timeline.at(talks[1]!.seq);
    assert.equal(inboxOf(state, one), inboxOf(state, other));
    assert.equal(situations.get(`${one} 2`)!.seen, situations.get(`${other} 2`)!.seen);
    const authors = (agent: string): readonly string[] => situations.get(`${agent} 2`)!.seen.map(({ author }) => author);
    assert.deepEqual(authors(one), last);
    for (const author of last) {
      const seen = order.slice(-4).filter((id) => id !== author);
      assert.deepEqual(authors(author), seen);
      const { messages } = situations.get(`${author} 2`)!.options.find(({ action }) => action === 'comment')!;
      assert.deepEqual(
        messages,
        seen.map((id) => `${id}:1`),
      );
    }
  });

  it('are marked only for the agents that they address', async () => {
    const { timeline, situations } = await heard(await forum(), 'hello');
    const { replyTo } = eventsOf(timeline, 'message.sent').find(({ action }) => action === 'comment')!;
    for (const [turn, { seen }] of situations) {
      const comment = turn.endsWith(' 3') ? seen.find(({ action }) => action === 'comment') : undefined;
      if (turn.endsWith(' 3') && turn !== 'pb 3') assert.ok(comment, turn);
      if (!comment) continue;
      const [agent] = turn.split(' ');
      assert.deepEqual([comment.answersMe, comment.mentionsMe], [replyTo === `${agent}:1`, agent === 'pg'], turn);
    }
    assert.notEqual(replyTo, 'pg:1');
  });

  it('are separate in runs of the same people at the same time', async () => {
    const model = await forum();
    const alone = [await heard(model, 'hello'), await heard(model, 'goodbye')];
    const beside = await Promise.all([heard(model, 'hello'), heard(model, 'goodbye')]);
    for (const [i, { timeline, situations }] of beside.entries()) {
      assert.deepEqual(timeline.events, alone[i]!.timeline.events);
      assert.deepEqual([...situations], [...alone[i]!.situations]);
    }
    assert.notDeepEqual(beside[0]!.situations, beside[1]!.situations);
  });
});

describe('the text of a situation', () => {
  it('is the same however often and in whatever order it is made, and distinguishes people of the same id by their names', async () => {
    const [one, other] = [await heard(await forum('One'), 'hello'), await heard(await forum('Other'), 'hello')];
    const used = situationTexter(sha256);
    const texts = new Set<string>();
    for (const { situations } of [one, other, one])
      for (const situation of situations.values()) {
        const text = used(situation);
        texts.add(text);
        assert.equal(text, situationTexter(sha256)(situation));
      }
    assert.equal(texts.size, 2 * one.situations.size);
  });
});
