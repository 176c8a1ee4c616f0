/** States of a timeline at any event, also within rounds so long that they have snapshots of their own. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { items } from '../../../src/core/chunked.js';
import type { Draft } from '../../../src/core/events.js';
import { reduce } from '../../../src/core/reduce.js';
import { initialState, type State } from '../../../src/core/state.js';
import { Timeline } from '../../../src/core/timeline.js';
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
  it('gives the state at any event, whichever snapshots lie around it', async () => {
    const timeline = await long(4_000);
    const again = Timeline.of(timeline.events);
    let state = initialState();
    for (const event of timeline.events) {
      state = reduce(state, event);
      if (event.seq % 997 !== 0 && event.seq % 4_096 > 3) continue;
      for (const one of [timeline, again]) {
        const found = one.at(event.seq);
        assert.equal(found.seq, event.seq);
        assert.equal(found.agents.length, state.agents.length);
        assert.deepEqual(memories(found), memories(state), `event ${event.seq}`);
      }
    }
  });
});

const memories = ({ agents }: State): readonly number[] => [...items(agents)].map((agent) => agent.memories.length);
