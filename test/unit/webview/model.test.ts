import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelCourse, PanelDelta, PanelNote, PanelSilence, PanelSnapshot, PanelTie } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import {
  applyDelta,
  createModel,
  edgeCount,
  isPast,
  look,
  type PanelModel,
  nameOf,
  reactionsTo,
  type Row,
  strongest,
} from '../../../webview/state/model.js';

const run = fakeRun({ agents: 9, rounds: 6, hostile: true, seed: 3 });
const whole = snapshotAfter(run, run.deltas.length);
const silence = (seq: number, agent: number, reason = 'chose_nothing'): PanelSilence => ({ seq, agent, reason });
const delta = (course: Partial<PanelCourse>, part: Partial<PanelDelta> = {}): PanelDelta => ({
  run: run.start.run.id,
  seq: 1,
  edge: 1,
  status: 'running',
  problem: null,
  course,
  ...part,
});
const empty: PanelSnapshot = run.start;
const withTies = (...ties: (readonly [number, number, number])[]): PanelSnapshot => ({
  ...empty,
  seq: 9,
  course: { ...empty.course, ties: ties.map(([from, to, strength], i): PanelTie => [i, 0, from, to, strength]) },
});

/** What a reader sees of the model, whatever way it came there. */
const seen = (model: PanelModel): unknown => ({
  round: model.shown.round,
  out: model.shown.out.map((ties) => [...ties].sort(([a], [b]) => a - b)),
  into: model.shown.into.map((ties) => [...ties].sort(([a], [b]) => a - b)),
  away: [...model.shown.away].sort(),
  rows: model.rows.slice(0, model.shown.rows).map((row) => ('count' in row ? { ...row, count: said(model, row) } : row)),
  votes: model.messages.slice(0, model.shown.messages).map((_, place) => [...reactionsTo(model, place)]),
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const said = (model: PanelModel, { kind, first, count }: Exclude<Row, { kind: 'round' | 'message' }>): number =>
  (kind === 'note' ? model.notes : model.silences).slice(first, first + count).filter(({ seq }) => seq <= model.shown.seq).length;

/** The course as far as it had come by an event. */
const until = (seq: number): PanelSnapshot => {
  const cut = <T>(list: readonly T[], at: (item: T) => number): readonly T[] => list.filter((item) => at(item) <= seq);
  const { ties, presence, messages, reactions, silences, notes, values, rounds, marks } = whole.course;
  const first = ([at]: readonly [number, ...unknown[]]): number => at;
  return {
    ...whole,
    seq,
    course: {
      ...{ ties: cut(ties, first), presence: cut(presence, first), reactions: cut(reactions, first), values: cut(values, first) },
      ...{
        messages: cut(messages, (one) => one.seq),
        silences: cut(silences, (one) => one.seq),
        notes: cut(notes, (one) => one.seq),
        marks: cut(marks, (one) => one.seq),
      },
      rounds: cut(rounds, (at) => at),
    },
  };
};

describe('the panel’s model', () => {
  it('shows at any moment what it would show if the run ended there', () => {
    const model = createModel(whole);
    fc.assert(
      fc.property(fc.integer({ min: -1, max: whole.seq }), (seq) => {
        look(model, seq);
        assert.deepEqual(seen(model), seen(createModel(until(seq))));
      }),
      { numRuns: 80 },
    );
    look(model, null);
    assert.deepEqual(seen(model), seen(createModel(whole)));
  });

  it('stays at its moment while the run continues, and catches up when it follows again', () => {
    const model = createModel(snapshotAfter(run, 60));
    const { seq } = snapshotAfter(run, 30);
    look(model, seq);
    const before = seen(model);
    for (const one of run.deltas.slice(60)) {
      const changes = applyDelta(model, one);
      assert.ok(changes && !changes.ties && changes.scored.length === 0 && changes.rowsFrom === model.shown.rows);
    }
    assert.deepEqual(seen(model), before);
    look(model, null);
    assert.deepEqual(seen(model), seen(createModel(whole)));
  });

  it('fades whole networks as the engine does, and knows which agents joined later', () => {
    const model = createModel({
      ...withTies([0, 1, 0.8]),
      course: {
        ...empty.course,
        ties: [
          [1, 0, 0, 1, 0.8],
          [4, 0, 0.5],
        ],
        presence: [
          [2, 3, false],
          [6, 3, true],
        ],
      },
    });
    assert.equal(model.shown.out[0]?.get(1), 0.4);
    assert.deepEqual([...model.shown.away], []);
    look(model, 3);
    assert.equal(model.shown.out[0]?.get(1), 0.8);
    assert.deepEqual([...model.shown.away], [3]);
  });

  it('is the same for one snapshot and for a snapshot with deltas', () => {
    fc.assert(
      fc.property(fc.nat({ max: run.deltas.length }), fc.nat({ max: run.deltas.length }), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const live = createModel(snapshotAfter(run, from));
        // Looked at before: its ties by agent follow each delta.
        assert.deepEqual(seen(live), seen(createModel(snapshotAfter(run, from))));
        for (const one of run.deltas.slice(from, to)) applyDelta(live, one);
        assert.deepEqual(seen(live), seen(createModel(snapshotAfter(run, to))));
        assert.deepEqual(live.rows, createModel(snapshotAfter(run, to)).rows);
      }),
      { numRuns: 60 },
    );
  });

  it('lists the rows and older messages that a delta changed', () => {
    const model = createModel(snapshotAfter(run, run.deltas.length - 5));
    const rows = [...model.rows];
    const messages = [...model.messages];
    for (const one of run.deltas.slice(-5)) {
      const before = [...model.rows];
      const votes = model.messages.map((_, place) => [...reactionsTo(model, place)]);
      const changes = applyDelta(model, one);
      assert.ok(changes);
      assert.deepEqual(model.rows.slice(0, changes.rowsFrom), before.slice(0, changes.rowsFrom));
      assert.equal(changes.messagesFrom, votes.length);
      const touched = votes.flatMap((old, place) => (isSame(old, [...reactionsTo(model, place)]) ? [] : [place]));
      assert.deepEqual([...changes.scored].sort(), touched.sort());
    }
    assert.ok(model.rows.length > rows.length && model.messages.length > messages.length);
  });

  it('puts neighbouring silent turns of a round into one row, also when they arrive in separate deltas', () => {
    const model = createModel(empty);
    applyDelta(model, delta({ rounds: [1], silences: [silence(2, 0)] }));
    const changes = applyDelta(model, delta({ rounds: [4], silences: [silence(3, 1), silence(5, 2)] }));
    assert.deepEqual(model.rows, [
      { kind: 'round', round: 1, seq: 2 },
      { kind: 'silence', first: 0, count: 2 },
      { kind: 'round', round: 2, seq: 5 },
      { kind: 'silence', first: 2, count: 1 },
    ]);
    assert.equal(changes?.rowsFrom, 1);
  });

  it('puts notes into rows at their place, and neighbouring answers to one survey into one', () => {
    const model = createModel(empty);
    const note = (seq: number, kind: PanelNote['kind'], agent: number, of = ''): PanelNote => ({
      seq,
      kind,
      agents: [agent],
      of,
      text: 'x',
    });
    applyDelta(model, delta({ rounds: [1], notes: [note(2, 'advice', 0), note(4, 'answers', 0, 's')], silences: [silence(3, 1)] }));
    const changes = applyDelta(model, delta({ notes: [note(5, 'answers', 1, 's'), note(6, 'answers', 1, 'other'), note(7, 'edit', 99)] }));
    assert.deepEqual(model.rows, [
      { kind: 'round', round: 1, seq: 2 },
      { kind: 'note', first: 0, count: 1 },
      { kind: 'silence', first: 0, count: 1 },
      { kind: 'note', first: 1, count: 2 },
      { kind: 'note', first: 3, count: 1 },
    ]);
    assert.equal(changes?.rowsFrom, 3);
    applyDelta(model, delta({ notes: Array.from({ length: 30 }, (_, i) => note(10 + i, 'answers', 0, 'long')) }, { seq: 50 }));
    assert.deepEqual(
      model.rows.slice(5).map((row) => row.kind === 'note' && row.count),
      [30],
    );
    look(model, 4);
    assert.equal(model.shown.rows, 4);
  });

  it('shows no past moment where a debugger stopped within the last step', () => {
    const at = (status: PanelSnapshot['status'], moment: number): boolean => {
      const model = createModel({ ...withTies([0, 1, 0.9]), status, seq: 9, edge: 7 });
      look(model, moment);
      return isPast(model);
    };
    assert.deepEqual([at('waiting', 6), at('waiting', 7), at('waiting', 8), at('waiting', 9)], [true, false, false, false]);
    assert.deepEqual([at('ended', 8), at('ended', 9), at('running', 8)], [true, false, true]);
  });

  it('removes a tie of strength 0 and counts only ties that are strong enough', () => {
    const model = createModel(withTies([0, 1, 0.9], [1, 0, 0.05], [2, 3, 0.5]));
    assert.equal(edgeCount(model), 2);
    applyDelta(model, delta({ ties: [[10, 0, 0, 1, 0]] }, { seq: 10 }));
    assert.equal(edgeCount(model), 1);
    assert.equal(model.shown.into[1]?.size, 0);
  });

  it('lists the strongest ties first, equal ones in the order of agents', () => {
    const model = createModel(withTies([0, 3, 0.5], [0, 1, 0.5], [0, 2, 0.8], [0, 4, 0.01]));
    assert.deepEqual(
      strongest(model, model.shown.out[0]).map(([agent]) => agent),
      [2, 1, 3],
    );
  });

  it('ignores another run, unknown agents and networks, ties to oneself and repeated messages', () => {
    const model = createModel(snapshotAfter(run, 4));
    const before = seen(model);
    assert.equal(applyDelta(model, { ...delta({}), run: 'another' }), null);
    const again = model.messages[0];
    assert.ok(again);
    const { seq } = model;
    const wrong = {
      ties: [
        [seq, 0, 0, 99, 1],
        [seq, 0, 2, 2, 1],
        [seq, 7, 0, 1, 1],
        [seq, 7, 0.5],
      ],
      presence: [[seq, 99, false]],
      messages: [again],
      silences: [silence(9e6, -1)],
      reactions: [[seq, 0, 'm-none', 'up']],
    } as const;
    applyDelta(model, delta(wrong, { seq }));
    assert.deepEqual(seen(model), before);
  });

  it('never has an empty name', () => {
    const model = createModel(empty);
    assert.ok(model.agents.every((_, agent) => nameOf(model, agent).trim() !== ''));
  });
});
