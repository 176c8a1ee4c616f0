/** States of a timeline at any event, also within rounds so long that they have snapshots of their own. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runOf } from '../../../src/core/columns/indexText.js';
import { variableAt } from '../../../src/core/events/agents.js';
import type { Body, Draft } from '../../../src/core/events/events.js';
import { networksAtStarts, reduce } from '../../../src/core/events/reduce.js';
import { rowTexts, tieTexts } from '../../../src/core/events/rowViews.js';
import { Snapshots } from '../../../src/core/events/snapshots.js';
import { initialState, type State } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { logItems } from '../../../src/core/util/chunkedList.js';
import { compiled, play, society } from '../../support/societies.js';

/** A run of two people, then so many steps within a round that never ends. */
async function long(steps: number): Promise<Timeline> {
  const { timeline } = await play(compiled(society(['ada', 'ben'])));
  const written = timeline.events.find(({ type }) => type === 'memory.written')!;
  const { seq: _seq, step: _step, end: _end, cause: _cause, at, ...body } = written;
  const open = Timeline.of(timeline.events.slice(0, timeline.events.findIndex(({ type }) => type === 'round.ended') + 1));
  for (let i = 0; i < steps; i++) {
    const draft = (n: number): Draft => ({ cause: null, at, body: { ...body, id: `made-${i}-${n}` } }) as Draft;
    open.commit([draft(0), draft(1), draft(2)]);
  }
  return open;
}

describe('a timeline', () => {
  it('gives the state at any event, with any snapshots before it', async () => {
    const timeline = await long(4_000);
    const again = Timeline.of(timeline.events);
    let state = initialState();
    for (const event of timeline.events) {
      state = reduce(state, event);
      if (event.seq % 997 !== 0 && event.seq % 4_096 > 3) continue;
      for (const one of [timeline, again]) {
        const found = one.at(event.seq);
        assert.equal(found.seq, event.seq);
        assert.equal(found.roster.length, state.roster.length);
        assert.deepEqual(memories(found), memories(state), `event ${event.seq}`);
      }
    }
  });

  it('has the values of a measure at their rounds, also of one that an edited file adds later', async () => {
    const { timeline } = await play(compiled(society(['ada', 'ben'])));
    const [head, last] = [timeline.head, timeline.events.at(-1)!];
    const taken = { type: 'measure.taken', measure: 'late', value: 0.5 } as const;
    const next = { seq: head.seq + 1, step: head.step + 1, end: true, cause: null, at: null } as const;
    const state = reduce({ ...head, round: 3, ended: null }, { ...last, ...next, ...taken } as typeof last);
    assert.deepEqual(state.measures.find(({ measure }) => measure === 'late')?.values, [null, null, 0.5]);
  });

  it('keeps the values of a measure in earlier states, and in two runs that continue from the same state', async () => {
    const { timeline } = await play(compiled(society(['ada', 'ben'])));
    const last = timeline.events.at(-1)!;
    const measured = (state: State, round: number, value: number): State => {
      const taken = {
        type: 'measure.taken',
        measure: 'm',
        value,
        seq: state.seq + 1,
        step: state.step + 1,
        end: true,
        cause: null,
        at: null,
      } as const;
      return reduce({ ...state, round, ended: null }, { ...last, ...taken } as typeof last);
    };
    const values = ({ measures }: State): unknown => measures.find(({ measure }) => measure === 'm')?.values;
    const two = measured(measured(timeline.head, 1, 1), 2, 2);
    const [one, other, again] = [measured(two, 3, 3), measured(two, 3, 4), measured(two, 2, 5)];
    const more = measured(one, 4, 6);
    assert.deepEqual([two, one, other, again, more].map(values), [
      [1, 2],
      [1, 2, 3],
      [1, 2, 4],
      [1, 5],
      [1, 2, 3, 6],
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(more.measures.at(-1))), { measure: 'm', values: [1, 2, 3, 6] });
  });

  it('folds ahead with a break after each snapshot, until it is cancelled', async () => {
    const timeline = await long(5_000);
    const lazy = Timeline.lazily([...timeline.events]);
    const stood: number[] = [];
    const breathe = async (): Promise<void> => void stood.push(lazy.folded);
    await lazy.foldAhead(breathe, () => stood.length < 2);
    assert.equal(stood.length, 2);
    assert.ok(!lazy.isFolded && lazy.folded === stood[1]);
    await lazy.foldAhead(breathe);
    assert.ok(lazy.isFolded && stood.length > 3);
    assert.deepEqual(
      stood,
      [...new Set(stood)].sort((a, b) => a - b),
      'each time further',
    );
    assert.deepEqual(memories(lazy.head), memories(timeline.head));
  });

  it('folds no further than a caller asks, and gives the same state', async () => {
    const timeline = await long(4_000);
    const { events } = timeline;
    let furthest = -1;
    const watched = new Proxy([...events], {
      get: (all, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) furthest = Math.max(furthest, Number(key));
        return Reflect.get(all, key);
      },
    });
    const lazy = Timeline.lazily(watched);
    assert.equal(memories(lazy.at(100))[0], memories(timeline.at(100))[0]);
    assert.ok(furthest < events.length / 2, `${furthest} of ${events.length}`);
    assert.ok(lazy.folded >= 100 && lazy.folded <= furthest);
    for (const seq of [9_000, 50, events.length - 2, 3_000]) assert.deepEqual(memories(lazy.at(seq)), memories(timeline.at(seq)));
    assert.deepEqual(memories(lazy.head), memories(timeline.head));
    assert.deepEqual([lazy.folded, lazy.foldOn()], [events.length - 1, false]);
    assert.throws(() => lazy.at(events.length), RangeError);
  });

  it('keeps the state after a step with many rows, so that a later seek folds none of them again', () => {
    const agents = 150_000;
    const timeline = new Timeline();
    timeline.commit([
      { cause: null, at: null, body: { type: 'agents.joined', from: 'people', count: agents, name: 'P {n}', mind: 'builtin' } },
    ]);
    const values = (step: number) =>
      ({ kind: 'numbers', length: agents, numbers: Float64Array.from({ length: agents }, (_, i) => i + step) }) as const;
    for (const step of [1, 2, 3])
      timeline.commit([{ cause: null, at: null, body: { type: 'variables.set', name: 'n', ...rowTexts(runOf(0, agents), values(step)) } }]);
    for (const one of [timeline, Timeline.of(timeline.events), Timeline.lazily([...timeline.events])]) {
      assert.equal(one.head.seq, 3);
      const first = one.at(1);
      assert.equal(variableAt(one.at(2), 7, 'n'), 9);
      assert.equal(variableAt(first, 7, 'n'), 8);
      assert.equal(one.at(1), first);
    }
  });

  it('folds on from the moment that was sought last', () => {
    const timeline = new Timeline();
    const name = (n: number): Draft => ({ cause: null, at: null, body: { type: 'variable.set', name: `v${n}`, agent: null, value: [n] } });
    timeline.commit(Array.from({ length: 100 }, (_, n) => name(n)));
    const fifty = timeline.at(50);
    assert.deepEqual(Object.keys(timeline.at(52).vars).length, 53);
    assert.equal(timeline.at(52), timeline.at(52));
    assert.deepEqual(timeline.at(50).vars, fifty.vars);
  });

  it('keeps every second state when their room is full, and then every fourth, with the same state at each event', () => {
    const [agents, rounds] = [4_096, 33];
    const room = 8 * agents * 8;
    const few = new Timeline([], null, room);
    for (const draft of [joining(agents), ...Array.from({ length: rounds }, (_, i) => numbered(agents, i + 1))].flat()) few.commit([draft]);
    const all = Timeline.of(few.events);
    const snapshots = new Snapshots(initialState(), room);
    const ends = few.events.filter(({ type }) => type === 'round.ended').map(({ seq }) => seq);
    for (const seq of ends) snapshots.add(all.at(seq));
    assert.deepEqual(
      ends.flatMap((seq, i) => (snapshots.nearest(seq).seq === seq ? [i + 1] : [])),
      [4, 8, 12, 16, 20, 24, 28, 32],
      'the room of eight states',
    );
    for (const seq of [...few.events.keys(), ...[...few.events.keys()].reverse()]) {
      const [one, other] = [few.at(seq), all.at(seq)];
      assert.deepEqual([one.seq, one.round], [other.seq, other.round]);
      assert.equal(variableAt(one, 7, 'n'), variableAt(other, 7, 'n'), `event ${seq}`);
    }
  });

  it('gives the ties of a crowd at the start of each round, which it keeps as changes', () => {
    const [agents, rounds] = [70_000, 4];
    const ends = {
      from: Uint32Array.from({ length: agents - 1 }, (_, i) => i),
      to: Uint32Array.from({ length: agents - 1 }, (_, i) => i + 1),
    };
    const timeline = new Timeline();
    const commit = (body: Body): void => void timeline.commit([{ cause: null, at: null, body }]);
    commit(joining(agents)[0]!.body);
    commit({ type: 'ties.changed', network: 'bonds', ...tieTexts(ends, { kind: 'one', length: agents - 1, value: 0.5 }) });
    for (let round = 1; round <= rounds; round++) {
      commit({ type: 'round.started', round });
      const one = { from: Uint32Array.of(round), to: Uint32Array.of(9) };
      commit({ type: 'ties.changed', network: 'bonds', ...tieTexts(one, { kind: 'one', length: 1, value: 0.9 }) });
      commit({ type: 'ties.decayed', network: 'bonds', factor: 0.9, least: 0.1 });
      commit({ type: 'round.ended', round });
    }
    const { head } = timeline;
    const starts = networksAtStarts(head);
    assert.ok(logItems(head.before).some((start) => 'changes' in start));
    assert.equal(starts.length, rounds);
    for (const [i, seq] of timeline.rounds.entries()) {
      const [found, known] = [starts[i]![0]!, timeline.at(seq).networks[0]!];
      assert.deepEqual(found.table.to.subarray(0, found.table.total), known.table.to.subarray(0, known.table.total));
      assert.deepEqual(found.table.strength.subarray(0, found.table.total), known.table.strength.subarray(0, known.table.total));
    }
  });

  it('finds the start of its rounds from the manifest, from a search, or as they arrive', async () => {
    const { timeline } = await play(compiled(society(['ada', 'ben'])));
    const rounds = timeline.events.filter(({ type }) => type === 'round.started').map(({ seq }) => seq);
    assert.ok(rounds.length > 1);
    assert.deepEqual(timeline.rounds, rounds);
    assert.deepEqual(Timeline.of(timeline.events).rounds, rounds);
    assert.deepEqual(Timeline.lazily([...timeline.events], rounds).rounds, rounds);
    const grows = Timeline.of(timeline.events.slice(0, rounds[1]));
    assert.deepEqual(grows.rounds, rounds.slice(0, 1));
    grows.commit([{ cause: null, at: null, body: { type: 'round.started', round: 2 } }]);
    assert.deepEqual(grows.rounds, rounds.slice(0, 2));
  });
});

const joining = (count: number): readonly Draft[] => [
  { cause: null, at: null, body: { type: 'agents.joined', from: 'people', count, name: 'P {n}', mind: 'builtin' } },
];

/** A round in which each of these agents gets another number. */
const numbered = (agents: number, round: number): readonly Draft[] => {
  const values = { kind: 'numbers', length: agents, numbers: Float64Array.from({ length: agents }, (_, i) => i + round / 8) } as const;
  const bodies: readonly Body[] = [
    { type: 'round.started', round },
    { type: 'variables.set', name: 'n', ...rowTexts(runOf(0, agents), values) },
    { type: 'round.ended', round },
  ];
  return bodies.map((body) => ({ cause: null, at: null, body }));
};

const memories = (state: State): readonly number[] => agentsOf(state).map((agent) => agent.memories.length);
