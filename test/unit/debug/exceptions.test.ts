/** What goes wrong in a run, as filters stop at it: also what is no event, and what only making the run again shows. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { Timeline as Where } from '../../../src/debug/index.js';
import { BUDGET_REACHED, type Mind, MindFault } from '../../../src/engine/index.js';
import { Client, recorded, runOf } from '../../support/debugging.js';
import { lively } from '../../support/societies.js';

/** Speaks so many times, then fails in this way. */
function failing(code: string, after: number): Mind {
  let asked = 0;
  const fault = new MindFault(code, 'Do this next.');
  return { ...lively, ask: (question, token) => (asked++ < after ? lively.ask(question, token) : Promise.reject(fault)) };
}

const launched = (mind: Mind): Promise<Client> => new Client({ launch: async (_config, gate) => runOf(gate.pace, mind) }).enter();

const filter = (client: Client, filterId: string, condition?: string): Promise<unknown> =>
  client.body('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId, ...(condition ? { condition } : {}) }] });

const info = async (client: Client): Promise<P.ExceptionInfoResponse['body']> => client.body('exceptionInfo', { threadId: 1 });

/** The recording with something else in one event, as after an edit of its folder. */
async function tampered(type: SimEvent['type'], change: object): Promise<{ readonly client: Client; readonly seq: number }> {
  const run = await recorded();
  const { seq } = run.handle.timeline.events.find((event) => event.type === type)!;
  const events = run.handle.timeline.events.map((event) => (event.seq === seq ? ({ ...event, ...change } as SimEvent) : event));
  const { id, model, problem } = run.handle;
  const live = { id, model, problem, timeline: Timeline.of(events) };
  const client = await new Client({ attach: async () => ({ ...run, handle: live }) }).enter({ run: '/' }, 'attach');
  return { client, seq };
}

describe('exceptions of the debugger', () => {
  it('stop at a budget, explain what to do, and allow the session to continue to its end', async () => {
    const client = await launched(failing(BUDGET_REACHED, 3));
    await filter(client, 'budget');
    const stop = await client.stop('continue');
    assert.deepEqual([stop?.reason, stop?.text, stop?.hitBreakpointIds?.length], ['exception', 'Do this next.', 1]);
    assert.deepEqual(await info(client), { exceptionId: 'run-paused', description: 'Do this next.', breakMode: 'always' });
    assert.equal((await client.stop('stepBack'))?.reason, 'step');
    assert.equal((await client.ask('exceptionInfo', { threadId: 1 })).success, false);
    assert.equal((await client.stop('continue'))?.reason, 'exception', 'backwards as well');
    assert.equal(await client.stop('continue'), null);
  });

  it('do not stop where the filter is off, or the condition does not hold', async () => {
    for (const [id, condition] of [
      ['fault', undefined],
      ['budget', 'round > 100'],
    ] as const) {
      const client = await launched(failing(BUDGET_REACHED, 3));
      await filter(client, id, condition);
      assert.equal((await client.stop('continue'))?.reason, 'step');
      assert.equal(await client.stop('continue'), null);
    }
  });

  it('stop where a run fails, which has no event', async () => {
    const client = await launched(failing('unauthorized', 3));
    await filter(client, 'fault');
    assert.equal((await client.stop('continue'))?.reason, 'exception');
    assert.equal((await info(client))?.exceptionId, 'run-failed');
    assert.match((await info(client))?.description ?? '', /Do this next\./);
  });

  it('stop at the first event that the texts of a run do not give, in both directions', async () => {
    const { client, seq } = await tampered('message.sent', { text: 'Nobody has said so.' });
    await filter(client, 'determinism');
    const stands = async (): Promise<number> => ((await client.body('society/timeline')) as Where).seq;
    assert.equal((await client.stop('continue'))?.reason, 'exception');
    assert.equal(await stands(), seq);
    assert.match((await info(client))?.description ?? '', /recorded: .*Nobody has said so\.[\s\S]*now: {6}/);
    assert.equal((await client.stop('continue'))?.reason, 'step', 'everything after it would differ');
    await client.stop('reverseContinue');
    assert.equal(await stands(), seq);
  });

  it('stop at an expectation that does not hold, and pass those that hold', async () => {
    const run = await recorded();
    const { id, model, problem, timeline } = run.handle;
    const behind = Timeline.of(timeline.events.slice(0, timeline.events.findLastIndex(({ type }) => type === 'round.ended') + 1));
    for (const held of [true, false])
      behind.commit([{ at: null, body: { type: 'expectation.checked', expectation: `holds ${held}`, held } }]);
    const live = { id, model, problem, timeline: behind };
    const client = await new Client({ attach: async () => ({ ...run, handle: live }) }).enter({ run: '/' }, 'attach');
    await filter(client, 'expectation');
    const stop = await client.stop('continue');
    assert.deepEqual([stop?.reason, stop?.text], ['exception', 'holds false does not hold']);
    assert.equal((await client.stop('reverseContinue'))?.reason, 'entry');
  });

  it('find no divergence in an unchanged run', async () => {
    const { client } = await tampered('message.sent', {});
    await filter(client, 'determinism');
    assert.equal((await client.stop('continue'))?.reason, 'step');
    const live = await launched(lively);
    await filter(live, 'determinism');
    assert.equal((await live.stop('continue'))?.reason, 'step', 'nor in one that goes on');
  });
});
