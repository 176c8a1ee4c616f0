/** Expressions at a moment: each is read with the texts that spoke then, which in a fork with another file are not today's. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { conditionOf, askedAt } from '../../../src/debug/inspect/evaluateAt.js';
import { compiled, play, society } from '../../support/societies.js';

describe('an expression at a moment', () => {
  it('takes the texts of that moment, after an edit and before it', async () => {
    const then = compiled(society(['ada', 'ben']), { rounds: 2 });
    const { timeline } = await play(then);
    const now = { ...then, rounds: 9, before: { until: 20, model: then } };
    const rounds = (seq: number): unknown => {
      const answered = askedAt(now, timeline.at(seq), timeline.events[seq]!, null, 'rounds')();
      return answered.ok ? answered.value : answered.message;
    };
    assert.deepEqual([rounds(20), rounds(21)], [2, 9]);
    const condition = conditionOf(now, 'rounds == 9', (message) => assert.fail(message));
    assert.ok(condition.ok);
    assert.deepEqual(
      [20, 21].map((seq) => condition.holds(timeline.at(seq), timeline.events[seq]!, null)()),
      [false, true],
    );
  });
});
