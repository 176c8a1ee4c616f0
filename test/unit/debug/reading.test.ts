/** A long recorded run under the debugger: it is read after the first stop, and what cannot be read is reported. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { Timeline as Where } from '../../../src/debug/index.js';
import { Client, recorded } from '../../support/debugging.js';

/** More events after the end than one snapshot covers. */
const MORE = 12_000;

/** A session over a run of which nothing is folded yet; a hundred events from `gone` on cannot be read. */
async function attached(gone = Number.POSITIVE_INFINITY): Promise<{ readonly client: Client; readonly timeline: Timeline }> {
  const run = await recorded(MORE);
  const { id, model, problem } = run.handle;
  const events = new Proxy([...run.handle.timeline.events], {
    get: (all: SimEvent[], key): unknown => {
      if (typeof key === 'string' && Number(key) >= gone && Number(key) < gone + 100)
        throw new Error('The folder of the run is not what it was.');
      return Reflect.get(all, key);
    },
  });
  const timeline = Timeline.lazily(events, run.handle.timeline.rounds);
  const live = { id, model, problem, timeline };
  const client = await new Client({ attach: async () => ({ ...run, handle: live }) }).enter({ run: '/' }, 'attach');
  return { client, timeline };
}

const told = (client: Client, event: string): readonly P.Event[] =>
  client.messages.filter((message): message is P.Event => message.type === 'event' && (message as P.Event).event === event);

const turns = async (until: () => boolean): Promise<void> => {
  for (let i = 0; i < 1_000 && !until(); i++) await new Promise((done) => setImmediate(done));
  assert.ok(until());
};

describe('a long recording under the debugger', () => {
  it('is read after the first stop, with progress, and then reports how the run ended', async () => {
    const { client, timeline } = await attached();
    assert.ok(!timeline.isFolded, 'the first stop does not wait for it');
    await turns(() => timeline.isFolded && told(client, 'progressEnd').length > 0);
    const [start] = told(client, 'progressStart') as P.ProgressStartEvent[];
    assert.equal(start?.body.title, 'Reading the run');
    assert.ok(told(client, 'progressUpdate').length > 1);
    await turns(() => told(client, 'output').length > 0);
    assert.match((told(client, 'output').at(-1) as P.OutputEvent).body.output, /synthetic data/);
  });

  it('is read no further after a cancellation, except where the user goes', async () => {
    const { client, timeline } = await attached();
    const [start] = told(client, 'progressStart') as P.ProgressStartEvent[];
    await client.ask('cancel', { progressId: start!.body.progressId });
    await turns(() => told(client, 'progressEnd').length > 0);
    const { folded } = timeline;
    assert.ok(folded < timeline.events.length - 1);
    await client.stop('society/seek', { seq: timeline.events.length - 2 });
    assert.ok(timeline.folded >= timeline.events.length - 2);
  });

  it('reports what cannot be read, keeps its position, and can move elsewhere', async () => {
    const { client, timeline } = await attached(9_000);
    const stop = await client.stop('society/seek', { seq: 10_000 });
    assert.equal(stop?.reason, 'entry', 'where the cursor stood');
    const faults = told(client, 'output').filter(({ body }) => (body as P.OutputEvent['body']).category === 'stderr');
    assert.match((faults[0] as P.OutputEvent).body.output, /not what it was/);
    await client.stop('society/seek', { seq: 50 });
    assert.equal(((await client.body('society/timeline')) as Where).seq, 50);
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'memory.expired' }] });
    await client.stop('continue');
    assert.equal(((await client.body('society/timeline')) as Where).seq, 50, 'a search that cannot go on ends where it began');
    assert.ok(timeline.folded < 9_000);
    assert.equal(client.unanswered, 0);
  });
});
