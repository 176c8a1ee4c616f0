/** `resolve`: a question to a judge, whose typed answer is used in an effect. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, type Mind, type Question } from '../../../src/engine/index.js';
import { ask } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const PEOPLE = 'personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }';

const world = (phase: string, more = ''): string => `society: 1
${PEOPLE}
models: { umpire: { kind: scripted, answers: [so] } }
worlds:
  w:
    vars: { total: 0, winner: agent?, mood: [calm, tense], words: text, fair: boolean }
    agent_vars: { grade: 0 }
    phases:
      judge: ${phase}
${more}scenarios: { s: { cast: all, world: w, rounds: 1, premise: A contest. } }
`;

describe('a judgement', () => {
  it('has the requested types, and each is a name in the effect', async () => {
    const model = await modelOf(
      world(
        `
        resolve: { ask: "Who won, of $(cast.length)?", of: umpire, answer: { points: 0..10, best: agent, tone: [calm, tense], why: text, fair_play: yes_no } }
        then: |
          total = points * 2
          winner = best
          mood = tone
          words = why
          fair = fair_play
          answer.best.grade = answer.points`,
      ),
    );
    const seen: Question[] = [];
    const timeline = await play(model, (question) => {
      seen.push(question);
      return { points: 4, best: 'ben', tone: 'tense', why: 'He ran.', fair_play: true };
    });
    const { vars } = timeline.head;
    assert.deepEqual(vars, { total: 8, winner: 'ben', mood: 'tense', words: 'He ran.', fair: true });
    assert.equal(agentsOf(timeline.head)[1]!.vars.grade, 4);
    const [question] = seen;
    assert.deepEqual([seen.length, question!.agent, question!.purpose, question!.mind], [1, null, 'judge', 'umpire']);
    assert.equal(question!.situation.ask?.kind === 'judge' && question!.situation.ask.ask, 'Who won, of 3?');
    assert.ok(model.minds.some(({ id, kind }) => id === 'umpire' && kind === 'scripted'));
  });

  const ONE = '{ resolve: { ask: How good?, answer: { points: 0..10 } }, then: total = points }';

  it('that was repaired is used, with the reason', async () => {
    const timeline = await play(await modelOf(world(ONE)), () => ({ points: '7' }));
    assert.equal(timeline.head.vars.total, 7);
    const [answer] = of(timeline, 'answer.received');
    assert.deepEqual([answer?.status, answer?.reason], ['repaired', 'number_as_text']);
  });

  it('that cannot be used has no effect, and the turn says why', async () => {
    for (const bad of [{ points: 11 }, { points: 'many' }, {}, []] as readonly Json[]) {
      const timeline = await play(await modelOf(world(ONE)), () => bad);
      assert.equal(timeline.head.vars.total, 0);
      assert.deepEqual(
        of(timeline, 'turn.ended').map(({ agent, reason }) => [agent, reason]),
        [[null, 'unparsable']],
      );
    }
  });

  it('whose effect fails changes nothing, and the fault is at its line', async () => {
    const text = world('{ resolve: { ask: How good?, answer: { points: 0..10 } }, then: "total = 5\\ntotal = 1 / points" }');
    const timeline = await play(await modelOf(text), () => ({ points: 0 }));
    assert.equal(timeline.head.vars.total, 0);
    const [fault] = of(timeline, 'fault');
    assert.deepEqual([fault?.code, fault?.at], ['division-by-zero', 'worlds.w.phases.judge.then']);
    assert.equal(fault?.line, 2);
  });

  const EACH = '{ who: all, resolve: { ask: "How good is $(me.name)?", answer: { points: 0..10 } }, then: me.grade = points }';

  it('can be asked of each agent in turn, with `me`', async () => {
    const asked: string[] = [];
    const timeline = await play(await modelOf(world(EACH)), ({ situation }) => {
      const text = situation.ask?.kind === 'judge' ? situation.ask.ask : '';
      asked.push(text);
      return { points: text.length - 15 };
    });
    assert.deepEqual(asked, ['How good is Ada?', 'How good is Ben?', 'How good is Cleo?']);
    assert.deepEqual(
      agentsOf(timeline.head).map(({ vars }) => vars.grade),
      [1, 1, 2],
    );
  });

  it('gives the same events in any order of the answers', async () => {
    const played = async (wait: (question: Question) => number, concurrency: number): Promise<string> => {
      const model = await modelOf(world(EACH));
      const mind: Mind = {
        ...{ id: 'builtin', kind: 'scripted', model: 'test', prose: false },
        ask: async (question) => {
          for (let i = wait(question); i > 0; i--) await Promise.resolve();
          return { value: { points: Number.parseInt(question.hash.slice(0, 2), 16) % 11 } };
        },
      };
      const timeline = new Timeline();
      const minds = new Map(model.minds.map(({ id }) => [id, mind]));
      await advance(model, timeline, { ask, minds, token: new CancellationSource().token, concurrency, breathe: () => undefined });
      return canonical(timeline.events);
    };
    const alone = await played(() => 0, 1);
    assert.equal(await played(() => 0, 8), alone);
    assert.equal(await played(({ situation }) => (JSON.stringify(situation).includes('Ada') ? 40 : 1), 8), alone);
  });

  it('of pairs has the names of both agents', async () => {
    const text = world(
      '{ pair: { kind: random, roles: [pro, contra] }, resolve: { ask: "$(pro.name) or $(contra.name)?", answer: { pro_wins: yes_no } }, then: "pro.grade = pro_wins ? 1 : 0" }',
    ).replace(', cleo: { name: Cleo }', '');
    const timeline = await play(await modelOf(text), () => ({ pro_wins: true }));
    const [pair] = of(timeline, 'phase.started').flatMap(({ pairs }) => pairs ?? []);
    const graded = agentsOf(timeline.head)
      .filter(({ vars }) => vars.grade === 1)
      .map(({ id }) => id);
    assert.deepEqual(graded, [pair![0]]);
  });
});
