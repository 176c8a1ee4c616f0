/** How questions go to minds: in agenda order, few at a time, and not at all kept once they are answered at once. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, type Mind, type MindAnswer, type Question } from '../../../src/engine/index.js';
import { ask, compiled, lively, society } from '../../support/societies.js';

const ids = Array.from({ length: 12 }, (_, i) => `a${i}`);

async function played(answer: (question: Question) => MindAnswer | Promise<MindAnswer>, concurrency: number): Promise<Timeline> {
  const model = compiled(society(ids));
  const mind: Mind = { id: 'builtin', kind: 'scripted', model: 'test', prose: false, ask: answer };
  const timeline = new Timeline();
  const minds = new Map(model.minds.map(({ id }) => [id, mind]));
  const outcome = await advance(model, timeline, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency });
  assert.equal(outcome.kind, 'ended');
  return timeline;
}

const spoken = (question: Question): MindAnswer => lively.ask(question, neverCancelled) as { value: Json };
const text = ({ events }: Timeline): string => JSON.stringify(events);

describe('questions to minds', () => {
  it('are limited to the number that the host allows at a time, and the events do not depend on it', async () => {
    const whole = text(await played(spoken, 1));
    for (const concurrency of [1, 3, 16]) {
      let [out, most] = [0, 0];
      const timeline = await played(async (question) => {
        most = Math.max(most, ++out);
        // The later asked, the sooner answered.
        for (let left = 40 - 3 * (question.place ?? 0); left > 0; left--) await Promise.resolve();
        out--;
        return spoken(question);
      }, concurrency);
      assert.equal(most, Math.min(concurrency, ids.length));
      assert.equal(text(timeline), whole);
    }
  });

  it('follow those that begin alike where the server keeps beginnings, and the events do not depend on it', async () => {
    const model = compiled(society(ids));
    const events: string[] = [];
    const orders: string[][] = [];
    for (const keepsBeginnings of [false, true]) {
      const order: string[] = [];
      const mind: Mind = {
        ...{ id: 'builtin', kind: 'scripted', model: 'test', prose: true, keepsBeginnings },
        async ask(question) {
          if (question.agent !== null && order.length < ids.length) order.push(question.agent);
          return spoken(question);
        },
      };
      const timeline = new Timeline();
      const minds = new Map(model.minds.map(({ id }) => [id, mind]));
      await advance(model, timeline, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 1 });
      events.push(text(timeline));
      orders.push(order);
    }
    assert.equal(events[1], events[0]);
    // The prompts differ in the name of the agent, and `a1` begins the names of two more.
    const apart = (order: readonly string[]): number => {
      const at = ['a1', 'a10', 'a11'].map((id) => order.indexOf(id));
      return Math.max(...at) - Math.min(...at);
    };
    assert.deepEqual(
      orders.map((order) => new Set(order).size),
      [ids.length, ids.length],
    );
    assert.deepEqual([apart(orders[0]!) > 2, apart(orders[1]!)], [true, 2]);
  });

  it('free their places while their answers are stored, up to the same number of waiting answers', async () => {
    const model = compiled(society(ids));
    let asked = 0;
    const mind: Mind = {
      ...{ id: 'builtin', kind: 'scripted', model: 'test', prose: false },
      ask: (question) => {
        asked++;
        return Promise.resolve(spoken(question));
      },
    };
    const kept: (() => void)[] = [];
    let fast = false;
    const keep = (): Promise<void> => (fast ? Promise.resolve() : new Promise((resolve) => kept.push(resolve)));
    const minds = new Map(model.minds.map(({ id }) => [id, mind]));
    const host = { ask, minds, keep, token: neverCancelled, breathe: () => undefined, concurrency: 2 };
    const ended = advance(model, new Timeline(), host);
    for (let i = 0; i < 100; i++) await Promise.resolve();
    assert.deepEqual([asked, kept.length], [4, 4]);
    fast = true;
    for (const done of kept) done();
    assert.equal((await ended).kind, 'ended');
  });

  it('are sent as soon as all places are taken, before more of them are made', async () => {
    const model = compiled(society(ids));
    const mind: Mind = { ...{ id: 'builtin', kind: 'openai', model: 'test', prose: false }, ask: async (question) => spoken(question) };
    const minds = new Map(model.minds.map(({ id }) => [id, mind]));
    const timeline = new Timeline();
    const made: number[] = [];
    const breathe = (now: boolean): Promise<void> | undefined => {
      if (!now) return undefined;
      made.push(timeline.head.agenda.questions.length);
      return Promise.resolve();
    };
    await advance(model, timeline, { ask, minds, token: neverCancelled, breathe, concurrency: 5 });
    assert.equal(made[0], 5);
    assert.ok(made.length >= model.rounds);
  });

  it('are not sent after an answer cannot be stored, and open ones then fail without an error', async () => {
    for (const isAhead of [false, true]) {
      const model = compiled(society(ids));
      const asked: string[] = [];
      const mind: Mind = {
        ...{ id: 'builtin', kind: 'openai', model: 'test', prose: false },
        ask: async (question) => {
          asked.push(question.agent ?? '');
          await new Promise((resolve) => setImmediate(resolve));
          return spoken(question);
        },
      };
      const minds = new Map(model.minds.map(({ id }) => [id, mind]));
      const keep = (): Promise<void> => Promise.reject(new Error('The disk is full.'));
      const lost: unknown[] = [];
      const note = (error: unknown): void => void lost.push(error);
      process.on('unhandledRejection', note);
      const tally = { asked: 0, used: 0, wasted: 0 };
      const port = {
        tally,
        minds: new Set(['builtin']),
        now: () => 0,
        later: (_: number, act: () => void) => void setImmediate(act),
        failed: note,
      };
      const host = {
        ask,
        minds,
        keep,
        token: neverCancelled,
        breathe: () => undefined,
        concurrency: 3,
        ...(isAhead ? { ahead: port } : {}),
      };
      await assert.rejects(advance(model, new Timeline(), host), /The disk is full/);
      const until = asked.length;
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      process.off('unhandledRejection', note);
      assert.ok(until < ids.length, `${until} were asked`);
      assert.deepEqual([asked.length, lost], [until, []]);
    }
  });

  it('are sent as they are made where answers arrive at once', async () => {
    const open: number[] = [];
    const timeline: { head?: Timeline['head'] } = {};
    const model = compiled(society(ids, { scenarios: { main: { world: 'feed', rounds: 1, seed: 3 } } }));
    const line = new Timeline();
    line.onCommit(() => (timeline.head = line.head));
    const mind: Mind = {
      ...lively,
      ask: (question, token) => {
        open.push(timeline.head!.agenda.questions.length);
        return lively.ask(question, token);
      },
    };
    const minds = new Map(model.minds.map(({ id }) => [id, mind]));
    await advance(model, line, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 1 });
    assert.deepEqual(
      open,
      ids.map((_, i) => i + 1),
    );
  });

  it('show a message that neither answers nor names the readers as the same object to all', async () => {
    const seen = new Map<string, Set<object>>();
    await played((question) => {
      if (question.situation.round === 2)
        for (const one of question.situation.seen)
          if (!one.answersMe && !one.mentionsMe) seen.set(one.id, (seen.get(one.id) ?? new Set()).add(one));
      return spoken(question);
    }, 4);
    assert.ok(seen.size > 0);
    for (const [id, made] of seen) assert.equal(made.size, 1, id);
  });
});
