import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelSnapshot } from '../../../src/protocol/course.js';
import { snapshotMessages } from '../../../src/protocol/parts.js';
import { fakeRun, snapshotAfter } from '../../../webview/demo/fakeRun.js';
import { createModel, look, type Model, takePart } from '../../../webview/model.js';
import { createIntake } from '../../../webview/intake.js';
import { receive } from '../../../webview/receive.js';

const run = fakeRun({ agents: 11, rounds: 8, hostile: true, seed: 5 });
const whole = snapshotAfter(run, run.deltas.length);

/** What the page makes of a snapshot that comes in parts of so many items. */
async function received(snapshot: PanelSnapshot, most: number): Promise<Model> {
  const opened: Model[] = [];
  const intake = createIntake({
    open: async (model) => {
      look(model, model.moment);
      opened.push(model);
    },
    rest: () => Promise.resolve(),
    more: () => undefined,
  });
  for (const message of snapshotMessages(snapshot, most)) {
    if (message.type === 'snapshot') await intake.begin(message.snapshot, message.left);
    else if (message.type === 'part') await intake.part(message.part, message.left);
  }
  assert.equal(opened.length, 1);
  return opened[0]!;
}

describe('a snapshot in parts', () => {
  it('comes to the same as a whole one, at any moment and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.option(fc.integer({ min: -1, max: whole.seq })), async (most, moment) => {
        const snapshot = { ...whole, moment };
        assert.deepEqual(await received(snapshot, most), createModel(snapshot));
      }),
      { numRuns: 60 },
    );
  });

  it('can be moved in before it is whole', () => {
    const [head, ...parts] = snapshotMessages(whole, 40);
    assert.ok(head?.type === 'snapshot' && head.snapshot && parts.length > 10);
    const model = createModel(head.snapshot);
    for (const [i, message] of parts.entries()) {
      if (message.type === 'part') takePart(model, message.part, message.left);
      if (i === parts.length >> 1) look(model, whole.seq >> 1);
    }
    look(model, null);
    assert.deepEqual(model, createModel(whole));
  });

  it('has no part that is larger than it may be, says what is left, and brings the ties first', () => {
    const messages = snapshotMessages(whole, 25);
    for (const message of messages) {
      const course = message.type === 'part' ? message.part : message.type === 'snapshot' ? (message.snapshot?.course ?? {}) : {};
      const { ties = [], messages: said = [], silences = [], values = [] } = course;
      assert.ok([ties, said, silences, values].every(({ length }) => length <= 25));
    }
    const left = messages.map((message) => ('left' in message ? message.left : null));
    assert.deepEqual(
      left.map((now) => ['ties', 'talk', 'nothing'].indexOf(now ?? '')),
      left.map((now) => ['ties', 'talk', 'nothing'].indexOf(now ?? '')).toSorted((a, b) => a - b),
    );
    assert.deepEqual([left[0], left.at(-1), left.indexOf('nothing')], ['ties', 'nothing', left.length - 1]);
  });

  it('is one message where it is small, and nothing is one too', () => {
    const { course } = run.start;
    assert.deepEqual(snapshotMessages({ ...run.start, course: { ...course, ties: [] } }).length, 1);
    assert.deepEqual(snapshotMessages(null), [{ type: 'snapshot', version: 5, snapshot: null, left: 'nothing' }]);
  });

  it('passes the gate of the page, each part', () => {
    for (const message of snapshotMessages(whole, 100)) assert.deepEqual(receive(structuredClone(message)), { message });
    assert.equal(receive({ type: 'part', version: 5, part: { ties: 1 }, left: 'ties' }), null);
    assert.equal(receive({ type: 'part', version: 5, part: {}, left: 'some' }), null);
  });
});
