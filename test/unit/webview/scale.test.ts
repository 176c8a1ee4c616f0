/** The timeline: what is recorded, and the rounds that are to come while a run goes on. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { across, SIDE } from '../../../webview/timeline/scale.js';
import { wordsAt } from '../../../webview/timeline/track.js';

const WIDTH = 1_000;
const lineOf = (of: {
  readonly status: 'running' | 'waiting' | 'ended';
  readonly rounds: readonly number[];
  readonly seq: number;
  readonly all: number;
}) => across({ seq: of.seq, rounds: [...of.rounds], status: of.status, run: { rounds: of.all } as never }, WIDTH);

describe('the scale of the timeline', () => {
  it('shows a finished run over the whole width, and finds every event at its position', () => {
    const line = lineOf({ status: 'ended', rounds: [0, 50], seq: 99, all: 20 });
    assert.equal(line.toCome, 0);
    assert.equal(line.x(99), WIDTH - SIDE);
    for (const seq of [-1, 0, 40, 99]) assert.deepEqual(line.goal(line.x(seq)), { seq });
    assert.deepEqual(line.goal(WIDTH * 2), { seq: 99 });
  });

  it('keeps half the width for recorded rounds of a playing run, and more when more than half is played', () => {
    const early = lineOf({ status: 'running', rounds: [0, 50], seq: 99, all: 20 });
    assert.equal(early.now, SIDE + (WIDTH - 2 * SIDE) / 2);
    const late = lineOf({ status: 'running', rounds: [0, 10, 20], seq: 29, all: 4 });
    assert.equal(late.now, SIDE + (WIDTH - 2 * SIDE) * 0.75);
  });

  it('has each later round in its order, at its position', () => {
    const line = lineOf({ status: 'running', rounds: [0, 50], seq: 99, all: 20 });
    assert.equal(line.toCome, 18);
    for (let nth = 1; nth <= 18; nth++) {
      assert.ok(line.xToCome(nth) > line.now && line.xToCome(nth) < WIDTH - SIDE);
      assert.deepEqual(line.goal(line.xToCome(nth)), { round: 2 + nth });
    }
    assert.deepEqual(line.goal(line.now + 1), { round: 3 });
    assert.deepEqual(line.goal(WIDTH), { round: 20 });
    assert.equal(lineOf({ status: 'waiting', rounds: [0, 50], seq: 99, all: 20 }).toCome, 18);
  });

  it('gives the round of each position, and the value that was measured in it', () => {
    const model = { rounds: [2, 10], run: { rounds: 3 }, measures: new Map([['bond', { values: [0.25] }]]) } as never;
    assert.equal(wordsAt(model, 'bond', { seq: 1 }), 'Before round 1');
    assert.equal(wordsAt(model, 'bond', { seq: 9 }), 'Round 1 of 3 · Bond 0.25');
    assert.equal(wordsAt(model, 'bond', { seq: 10 }), 'Round 2 of 3');
    assert.equal(wordsAt(model, null, { round: 3 }), 'Round 3 of 3');
  });

  it('can be drawn before the first event', () => {
    const line = lineOf({ status: 'running', rounds: [], seq: -1, all: 3 });
    assert.ok(Number.isFinite(line.x(-1)));
    assert.deepEqual(line.goal(WIDTH), { round: 3 });
  });
});
