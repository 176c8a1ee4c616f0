import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelCourse, PanelSnapshot } from '../../../src/protocol/course.js';
import { PROTOCOL_VERSION, type ToPanel } from '../../../src/protocol/messages.js';
import { snapshotMessages } from '../../../src/protocol/messageParts.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, look, type PanelModel, takePart } from '../../../webview/state/model.js';
import { createIntake } from '../../../webview/messages/loadRun.js';
import { receive } from '../../../webview/messages/validateMessage.js';

const run = fakeRun({ agents: 11, rounds: 8, hostile: true, seed: 5 });
const whole = snapshotAfter(run, run.deltas.length);

/** What comes out of the gate of the page, of all messages. */
function arrived(snapshot: PanelSnapshot, most: number): readonly ToPanel[] {
  return snapshotMessages(snapshot, most).map((message) => {
    const through = receive(structuredClone(message));
    assert.ok(through && 'message' in through);
    return through.message;
  });
}

const courseOf = (message: ToPanel): Partial<PanelCourse> =>
  message.type === 'part' ? message.part : message.type === 'snapshot' ? (message.snapshot?.course ?? {}) : {};

/** What the page makes of a snapshot that comes in parts of so many items. */
async function received(snapshot: PanelSnapshot, most: number): Promise<PanelModel> {
  const opened: PanelModel[] = [];
  const intake = createIntake({
    open: async (model) => {
      look(model, model.moment);
      opened.push(model);
    },
    rest: () => Promise.resolve(),
    more: () => undefined,
  });
  for (const message of arrived(snapshot, most)) {
    if (message.type === 'snapshot') await intake.begin(message.snapshot, message.left);
    else if (message.type === 'part') await intake.part(message.part, message.left);
  }
  assert.equal(opened.length, 1);
  return opened[0]!;
}

describe('a snapshot in parts', () => {
  it('gives the same as a whole one, at any moment and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.option(fc.integer({ min: -1, max: whole.seq })), async (most, moment) => {
        const snapshot = { ...whole, moment };
        assert.deepEqual(await received(snapshot, most), createModel(snapshot));
      }),
      { numRuns: 60 },
    );
  });

  it('can be moved in time before it is whole', () => {
    const [head, ...parts] = arrived(whole, 40);
    assert.ok(head?.type === 'snapshot' && head.snapshot && parts.length > 10);
    const model = createModel(head.snapshot);
    for (const [i, message] of parts.entries()) {
      if (message.type === 'part') takePart(model, message.part, message.left);
      if (i === parts.length >> 1) look(model, whole.seq >> 1);
    }
    look(model, null);
    assert.deepEqual(model, createModel(whole));
  });

  it('has no part above the maximum size, reports what is left, and sends the ties first', () => {
    const messages = arrived(whole, 25);
    for (const message of messages) {
      const { ties = [], messages: said = [], silences = [], values = [] } = courseOf(message);
      assert.ok([ties, said, silences, values].every(({ length }) => length <= 25));
    }
    const left = messages.map((message) => ('left' in message ? message.left : null));
    assert.deepEqual(
      left.map((now) => ['ties', 'talk', 'nothing'].indexOf(now ?? '')),
      left.map((now) => ['ties', 'talk', 'nothing'].indexOf(now ?? '')).toSorted((a, b) => a - b),
    );
    assert.deepEqual([left[0], left.at(-1), left.indexOf('nothing')], ['ties', 'nothing', left.length - 1]);
  });

  it('is one message where it is small, also when it is empty', () => {
    const { course } = run.start;
    assert.deepEqual(snapshotMessages({ ...run.start, course: { ...course, ties: [] } }).length, 1);
    assert.deepEqual(snapshotMessages(null), [{ type: 'snapshot', version: PROTOCOL_VERSION, snapshot: null, left: 'nothing' }]);
  });

  it('passes the validation of the page, without a loss or change', () => {
    const parts = arrived(whole, 100).map(courseOf);
    const keys = Object.keys(whole.course) as (keyof PanelCourse)[];
    for (const key of keys) {
      const all: readonly unknown[] = parts.flatMap((part): readonly unknown[] => part[key] ?? []);
      assert.deepEqual(all, whole.course[key], key);
    }
  });

  it('is rejected by the validation where it is invalid', () => {
    const part = { type: 'part', version: PROTOCOL_VERSION, part: {}, left: 'ties' };
    assert.ok(receive(part));
    for (const wrong of [
      { part: { ties: 1 } },
      { left: 'some' },
      { packed: null },
      { packed: { ties: [1, 2, 3, 4, 5] } },
      { packed: { ties: new Float64Array(4) } },
      { packed: { agents: new Float64Array(5) } },
    ])
      assert.equal(receive({ ...part, ...wrong }), null, JSON.stringify(wrong));
  });
});
