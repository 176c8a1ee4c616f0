/** A step is folded at once: the same state as with its events one by one, without a change of earlier states. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { reduce } from '../../../src/core/events/reduce.js';
import { initialState, type State } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { lively, play } from '../../support/societies.js';
import { modelOf } from '../../support/worlds.js';

/** What can be read of a state: logs share what lies beyond their length. */
const read = (state: State): string =>
  JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return [...value];
    if (value instanceof Set) return [...value];
    const log = value as { readonly length: number; readonly backing?: readonly unknown[] } | null;
    return log !== null && typeof log === 'object' && Array.isArray(log.backing) ? log.backing.slice(0, log.length) : value;
  });

const societies = ['hello', 'making_friends', 'donor_game', 'commons', 'debate', 'rumour', 'leaving'];

describe('a step', () => {
  for (const name of societies)
    it(`folds to the same state as its events one by one: ${name}`, async () => {
      const model = await modelOf(readFileSync(join(process.cwd(), 'examples', `${name}.society`), 'utf8'));
      const timeline = new Timeline();
      const kept: { readonly state: State; readonly text: string }[] = [];
      timeline.onCommit(() => {
        if (timeline.head.step % 7 === 0) kept.push({ state: timeline.head, text: read(timeline.head) });
      });
      await play({ ...model, rounds: 3 }, lively, timeline);
      let single = initialState();
      const singles = new Map<number, State>();
      for (const event of timeline.events) singles.set(event.seq, (single = reduce(single, event)));
      assert.ok(kept.length > 5);
      for (const { state, text } of kept) {
        assert.equal(read(state), text, 'a later step has changed it');
        assert.equal(text, read(singles.get(state.seq)!));
      }
      assert.equal(read(Timeline.of(timeline.events).head), read(single));
    });
});
