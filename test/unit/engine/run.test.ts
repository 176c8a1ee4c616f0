import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { canonical } from '../../../src/core/util/json.js';
import { reduce } from '../../../src/core/events/reduce.js';
import { initialState, type State } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { DeterminismError, follow, stepEnd } from '../../../src/engine/index.js';
import { eventLine, readEvents } from '../../../src/trace/index.js';
import { ask, compiled, lively, mindOf, play, society } from '../../support/societies.js';

const ids = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay'];
const bytes = (events: readonly SimEvent[]): string => events.map(eventLine).join('');

/** A state as plain data, without what its logs hold beyond it. */
function plain(state: State): unknown {
  return JSON.parse(
    JSON.stringify(state, (_key, value: unknown) => {
      const { backing, ids, length } = (value ?? {}) as { backing?: unknown[]; ids?: unknown[]; length?: number };
      return backing?.slice(0, length) ?? ids?.slice(0, length) ?? value;
    }),
  );
}

describe('a run', () => {
  it('gives the same bytes for the same seed and different ones for another', async () => {
    const [a, b, c] = await Promise.all([3, 3, 4].map((seed) => play(compiled(society(ids), { seed }))));
    assert.equal(bytes(a!.timeline.events), bytes(b!.timeline.events));
    assert.notEqual(bytes(a!.timeline.events), bytes(c!.timeline.events));
    assert.equal(a!.outcome.kind, 'ended');
  });

  it('lets every agent post in round 1', async () => {
    const { timeline } = await play(compiled(society(ids)));
    const round2 = timeline.events.findIndex((e) => e.type === 'round.started' && e.round === 2);
    const acts = timeline.events.slice(0, round2).filter((e) => e.type === 'act.chosen');
    assert.deepEqual(new Set(acts.map((e) => e.type === 'act.chosen' && e.action)), new Set(['post']));
    assert.equal(acts.length, ids.length);
  });

  it('has the state of a full fold at every moment', async () => {
    const { timeline } = await play(compiled(society(ids)));
    let state = initialState();
    for (const event of timeline.events) {
      state = reduce(state, event);
      assert.deepEqual(plain(timeline.at(event.seq)), plain(state));
    }
  });

  it('forked anywhere without a change continues to the same events', async () => {
    const model = compiled(society(ids));
    const { timeline } = await play(model);
    const whole = bytes(timeline.events);
    for (let seq = 0; seq < timeline.events.length; seq += 13) {
      const fork = Timeline.of(timeline.events.slice(0, stepEnd(timeline.events, seq) + 1));
      assert.ok(fork.events.at(-1)!.end);
      await play(model, lively, fork);
      assert.equal(bytes(fork.events), whole, `fork at ${seq}`);
    }
    assert.equal(bytes(timeline.events), whole, 'the parent is untouched');
  });

  it('cut at any byte opens at its last whole step and continues to the same events', async () => {
    const model = compiled(society(ids.slice(0, 3)), { rounds: 2 });
    const { timeline } = await play(model);
    const whole = bytes(timeline.events);
    for (let cut = 0; cut <= whole.length; cut += 97) {
      const { events, dropped } = readEvents(whole.slice(0, cut));
      assert.ok(events.length === 0 || events.at(-1)!.end);
      assert.equal(bytes(events).length + dropped, cut);
      const resumed = Timeline.of(events);
      await play(model, lively, resumed);
      assert.equal(bytes(resumed.events), whole);
    }
  });

  it('is verified against its model, and the event of a changed persona is named', async () => {
    const { timeline } = await play(compiled(society(ids)));
    assert.deepEqual(follow(compiled(society(ids)), new Timeline(), timeline.events, ask), []);
    const other = society(ids);
    const changed = { ...other, personas: { ...other.personas, ben: { name: 'Ben', interests: ['chess'] } } };
    assert.throws(
      () => follow(compiled(changed), new Timeline(), timeline.events, ask),
      (error: unknown) => error instanceof DeterminismError && error.found.includes('Ben'),
    );
  });

  it('reports each step once, atomically, and one end', async () => {
    const timeline = new Timeline();
    const steps: number[] = [];
    timeline.onCommit((events) => {
      assert.ok(events.at(-1)!.end && events.slice(0, -1).every((e) => !e.end));
      assert.ok(events.every((e) => e.step === events[0]!.step));
      steps.push(events[0]!.step);
    });
    await play(compiled(society(ids)), lively, timeline);
    assert.deepEqual(
      steps,
      steps.map((_, i) => i),
    );
  });

  it('points every event of a turn back to the text, and causes come before effects', async () => {
    const { timeline } = await play(compiled(society(ids)));
    for (const e of timeline.events) {
      assert.ok(e.cause === null || e.cause < e.seq);
      if (e.type === 'turn.started') assert.equal(e.at, `personas.${e.agent}`);
      if (e.type === 'message.sent') assert.match(e.at!, /^worlds\.feed\.actions\./);
    }
  });

  it('ends early when `until` holds, and says so', async () => {
    const source = society(ids, { scenarios: { main: { world: 'feed', rounds: 9, until: 'round >= 2' } } });
    const { timeline } = await play(compiled(source));
    const last = timeline.events.at(-1)!;
    assert.ok(last.type === 'run.ended' && last.reason === 'until' && timeline.head.round === 2);
  });

  it('gives every silent turn a reason', async () => {
    const nonsense = [
      { value: 42 },
      { text: '' },
      { text: 'I would rather not.' },
      { text: 'Sure: {"action":"post","text":"Hello","on":null,"to":null}' },
    ];
    let n = 0;
    const mind = { ...mindOf(() => null), ask: () => nonsense[n++ % nonsense.length]! };
    const { timeline } = await play(compiled(society(ids.slice(0, 4)), { rounds: 1 }), mind);
    const reasons = timeline.events.flatMap((e) => (e.type === 'turn.ended' ? [e.reason] : [])).sort();
    assert.deepEqual(reasons, ['acted', 'empty', 'unparsable', 'unparsable']);
    const repaired = timeline.events.find((e) => e.type === 'answer.received' && e.status === 'repaired');
    assert.ok(repaired?.type === 'answer.received' && repaired.reason === 'prose_around_json');
  });

  it('turns a division by zero in a measure into an event at its line and an undefined value', async () => {
    const source = society(ids, { scenarios: { main: { world: 'feed', rounds: 1, measures: { odd: '1 / (round - 1)' } } } });
    const { timeline } = await play(compiled(source));
    const fault = timeline.events.find((e) => e.type === 'fault');
    assert.equal(fault?.at, 'scenarios.main.measures.odd');
    assert.deepEqual(timeline.head.measures.find((m) => m.measure === 'odd')?.values, [null]);
  });

  it('allows measures of all agents, of one agent and of ties', async () => {
    const measures = {
      people: 'all.length',
      long: 'share(all.map(a => a.name == "ADA"))',
      near: 'mean(all.map(a => degree(a)))',
      bond: 'tie(ada, ben)',
    };
    const { timeline } = await play(compiled(society(ids, { scenarios: { main: { world: 'feed', rounds: 3, measures } } })));
    const last = Object.fromEntries(timeline.head.measures.map(({ measure, values }) => [measure, values.at(-1)]));
    assert.equal(last.people, 6);
    assert.equal(last.long, 1 / 6);
    assert.ok(last.near! > 0 && last.bond! >= 0);
    assert.ok(!timeline.events.some((e) => e.type === 'fault'));
  });

  it('has canonical hashes: equal situations give equal questions', () => {
    assert.equal(canonical({ b: [1, { d: 2, c: undefined }], a: 'x' }), '{"a":"x","b":[1,{"d":2}]}');
  });
});
