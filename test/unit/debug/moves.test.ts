/** Where a step over and a step back lead: embeddings that are wanted in the middle of a turn do not end it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Body, SimEvent } from '../../../src/core/events/events.js';
import { stretchAfter, stretchBefore } from '../../../src/debug/cursor/stepTargets.js';
import { titleOf } from '../../../src/debug/run/eventLabels.js';

const turn = (agent: string): readonly Body[] => [
  { type: 'turn.started', agent, phase: 'talk' },
  { type: 'embedding.asked', mind: 'near', model: 'm', hash: 'h', texts: ['One.', 'Two.'] },
  { type: 'embedding.received', hash: 'h', reason: null, vectors: ['AAAA', 'AAAA'] },
  { type: 'recall.done', agent, memories: [] },
  { type: 'question.asked', agent, purpose: 'act', hash: 'q', mind: 'builtin' },
];

const events: readonly SimEvent[] = [...turn('ada'), ...turn('ben')].map(
  (body, seq) => ({ seq, step: seq, cause: null, at: null, ...body, end: true }) as SimEvent,
);

describe('a turn that requests embeddings', () => {
  it('is one stretch, forward and back', () => {
    for (const seq of [0, 1, 2, 3, 4]) assert.equal(stretchAfter(events, seq), 5, `after ${seq}`);
    for (const seq of [6, 7, 8, 9]) assert.equal(stretchBefore(events, seq), 5, `before ${seq}`);
    assert.equal(stretchBefore(events, 5), 0);
  });

  it('is described in words', () => {
    const words = events.slice(1, 3).map((event) => titleOf(event, (id) => id ?? ''));
    assert.deepEqual(words, ['embeddings requested for 2 texts', 'embeddings received for 2 texts']);
  });
});
