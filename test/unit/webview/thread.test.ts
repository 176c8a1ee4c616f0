import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelMessage } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, look, type PanelModel } from '../../../webview/state/model.js';
import { howOf } from '../../../webview/conversation/messageHead.js';
import { answersTo, firstChange, rootOf, threadOf } from '../../../webview/conversation/thread.js';
import { transcript } from '../../../webview/conversation/transcript.js';

const run = fakeRun({ agents: 9, rounds: 8, hostile: true, seed: 3 });
const whole = (): PanelModel => createModel(snapshotAfter(run, run.deltas.length));

/** A run in which message `i` answers the one named at `i`; −1 answers none. */
function talk(answered: readonly number[]): PanelModel {
  const base = run.deltas.flatMap(({ course }) => course.messages ?? [])[0]!;
  const messages = answered.map(
    (parent, i): PanelMessage => ({
      ...{ ...base, id: `m${i}`, seq: i + 2, author: i % 3, text: `text ${i}`, mentions: [] },
      replyTo: parent < 0 ? null : `m${parent}`,
    }),
  );
  return createModel({ ...run.start, seq: answered.length + 2, course: { ...run.start.course, rounds: [1], messages } });
}

const places = (model: PanelModel, root: number): readonly number[] =>
  threadOf(model, root).rows.map((row) => {
    const found = model.rows[row]!;
    return found.kind === 'message' ? found.message : -1;
  });

describe('threads', () => {
  it('hold every message once, each after the message that it answers and one deeper', () => {
    const model = whole();
    fc.assert(
      fc.property(fc.integer({ min: -1, max: model.seq }), (seq) => {
        look(model, seq);
        const seen = new Set<number>();
        for (let place = 0; place < model.shown.messages; place++) {
          if (rootOf(model, place) !== place) continue;
          const { depth } = threadOf(model, place);
          for (const at of places(model, place)) {
            const parent = model.places.get(model.messages[at]!.replyTo ?? '');
            assert.ok(!seen.has(at) && at < model.shown.messages);
            assert.equal(depth.get(at), parent === undefined ? 0 : depth.get(parent)! + 1);
            assert.ok(parent === undefined || seen.has(parent));
            seen.add(at);
          }
        }
        assert.equal(seen.size, model.shown.messages);
      }),
      { numRuns: 40 },
    );
  });

  it('have each answer right under its message, earlier ones first', () => {
    const model = talk([-1, 0, -1, 1, 0, 3, 2]);
    assert.deepEqual(places(model, 0), [0, 1, 3, 5, 4]);
    assert.deepEqual(places(model, 2), [2, 6]);
    assert.deepEqual([rootOf(model, 5), rootOf(model, 6), rootOf(model, 2)], [0, 2, 2]);
    assert.deepEqual([answersTo(model, 0), answersTo(model, 5)], [2, 0]);
    look(model, 5);
    assert.deepEqual([places(model, 0), answersTo(model, 0)], [[0, 1, 3], 1]);
  });

  it('accept messages that answer themselves, each other or an unknown message', () => {
    const model = talk([0, 2, 1, 7]);
    for (let place = 0; place < 4; place++) assert.ok(places(model, rootOf(model, place)).includes(place));
  });

  it('report the first position that differs from an earlier thread', () => {
    const model = talk([-1, 0, 0, 1]);
    const full = threadOf(model, 0);
    look(model, 4);
    assert.equal(firstChange(threadOf(model, 0), full), 2);
    assert.equal(firstChange(full, full), 4);
  });

  it('are written nested', () => {
    const model = talk([-1, 0, 1, 0]);
    const thread = threadOf(model, 0);
    const text = transcript(model, thread.rows, thread);
    assert.match(text, /^## Thread started by .+, 4 messages$/m);
    assert.deepEqual(
      text.split('\n').filter((line) => line.includes('text ')),
      ['> text 0', '> > text 1', '> > > text 2', '> > text 3'],
    );
  });
});

describe('the receivers of a message', () => {
  it('are named unless they are all agents', () => {
    const model = whole();
    const base = model.messages.find(({ audience }) => audience === 'public')!;
    const how = (audience: PanelMessage['audience'], to: readonly number[]): string =>
      howOf(model, { ...base, action: 'post', replyTo: null, audience, to });
    const all = [how('public', []), how('direct', [1]), how('group', [1, 2]), how('group', []), how('neighbours', [2]), how('self', [0])];
    assert.equal(new Set(all).size, all.length);
    assert.equal(all[0], 'posted');
    assert.match(all[1]!, /^privately to /);
    assert.match(all[3]!, /nobody/);
  });
});
