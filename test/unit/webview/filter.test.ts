import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelNote, PanelValue } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { applyDelta, createModel, look, type PanelModel } from '../../../webview/state/model.js';
import { EVERYTHING, type Filter, KINDS, TraceFilter } from '../../../webview/conversation/filter.js';
import { surveyWords } from '../../../src/core/surveyWords.js';
import { answersInShort } from '../../../webview/conversation/notes.js';
import { transcript } from '../../../webview/conversation/transcript.js';

const run = fakeRun({ agents: 8, rounds: 6, hostile: true, seed: 9 });
const whole = (): PanelModel => createModel(snapshotAfter(run, run.deltas.length));
const rowsOf = (wanted: TraceFilter): readonly number[] => Array.from({ length: wanted.count }, (_, i) => wanted.row(i));

function fresh(model: PanelModel, filter: Filter): readonly number[] {
  const wanted = new TraceFilter();
  wanted.choose(filter);
  wanted.look(model);
  return rowsOf(wanted);
}

const filters: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom('', 'a', 'KNOCK', 'nobody says this', '<b>'),
  kind: fc.constantFrom(...KINDS),
  among: fc.option(fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 3 })),
});

describe('the filter of the conversation', () => {
  it('shows everything except the answers to surveys, where these are hidden', () => {
    const model = whole();
    const isAnswer = (row: number): boolean => {
      const one = model.rows[row]!;
      return one.kind === 'note' && model.notes[one.first]!.kind === 'answers';
    };
    const all = [...model.rows.keys()];
    assert.ok(all.some(isAnswer));
    assert.deepEqual(
      fresh(model, { ...EVERYTHING, kind: 'unasked' }),
      all.filter((row) => !isAnswer(row)),
    );
  });

  it('shows the answers to a survey in one line, with the mean or the most frequent answer', () => {
    const model = createModel({
      ...run.start,
      run: {
        ...run.start.run,
        series: [
          { of: 'answer', id: 'pulse.trust', does: '', low: 1, high: 7, words: [] },
          { of: 'answer', id: 'pulse.side', does: '', low: null, high: null, words: ['left', 'right'] },
        ],
      },
    });
    const notes = [2, 3, 4].map((seq, agent): PanelNote => ({ seq, kind: 'answers', agents: [agent], of: 'pulse', text: '' }));
    const trust = [4, 5, 6].map((value, agent): PanelValue => [2 + agent, 0, agent, value]);
    const side = [1, 1, 0].map((value, agent): PanelValue => [2 + agent, 1, agent, value]);
    const news = { run: run.start.run.id, seq: 9, edge: 9, status: 'ended', problem: null } as const;
    applyDelta(model, { ...news, course: { rounds: [1], notes, values: [...trust, [8, 0, 0, 1]] } });
    const row = model.rows[1]!;
    assert.ok(row.kind === 'note');
    assert.equal(answersInShort(model, row), 'pulse: 3 answers, mean 5');
    applyDelta(model, { ...news, course: { values: side } });
    // In the words of the terminal.
    const given = (n: number) =>
      ([4, 5, 6] as const).slice(0, n).map((value, i) => ({ trust: value, side: ['right', 'right', 'left'][i]! }));
    assert.equal(answersInShort(model, row), 'pulse: 3 answers; trust mean 5; side right 2, left 1');
    assert.equal(answersInShort(model, row), surveyWords('pulse', given(3)));
    look(model, 3);
    assert.equal(answersInShort(model, row), surveyWords('pulse', given(2)));
  });

  it('shows everything at first', () => {
    const model = whole();
    assert.deepEqual(fresh(model, EVERYTHING), [...model.rows.keys()]);
  });

  it('is the same for any growth of the run and any moments before', () => {
    fc.assert(
      fc.property(filters, fc.array(fc.nat({ max: 100 }), { maxLength: 6 }), (filter, moments) => {
        const wanted = new TraceFilter();
        wanted.choose(filter);
        const model = createModel(snapshotAfter(run, 10));
        wanted.look(model);
        for (const delta of run.deltas.slice(10)) {
          const changes = applyDelta(model, delta);
          if (changes && changes.rowsFrom < model.shown.rows) wanted.forget(model, changes.rowsFrom);
          wanted.look(model);
        }
        for (const share of moments) {
          look(model, share === 100 ? null : Math.round((model.seq * share) / 100));
          wanted.look(model);
          assert.deepEqual(rowsOf(wanted), fresh(model, filter));
        }
        assert.deepEqual(rowsOf(wanted), fresh(model, filter));
      }),
      { numRuns: 60 },
    );
  });

  it('shows each matching row once, at its place, and no heading without rows', () => {
    const model = whole();
    fc.assert(
      fc.property(filters, (filter) => {
        const wanted = new TraceFilter();
        wanted.choose(filter);
        wanted.look(model);
        const rows = rowsOf(wanted);
        assert.deepEqual(
          rows,
          [...new Set(rows)].sort((a, b) => a - b),
        );
        for (const [i, row] of rows.entries()) assert.equal(wanted.placeOf(row), i);
        rows.forEach((row, i) => {
          if (model.rows[row]!.kind === 'round') assert.ok(i + 1 < rows.length && model.rows[rows[i + 1]!]!.kind !== 'round');
        });
      }),
    );
  });

  it('finds words in upper or lower case, kinds and people', () => {
    const model = whole();
    const found = (filter: Partial<Filter>) =>
      fresh(model, { ...EVERYTHING, ...filter }).flatMap((row) => {
        const one = model.rows[row]!;
        return one.kind === 'message' ? [model.messages[one.message]!] : [];
      });
    assert.ok(found({ text: 'knock' }).every(({ text }) => /knock/i.test(text)) && found({ text: 'knock' }).length > 0);
    assert.equal(found({ kind: 'private' }).length, model.messages.filter(({ audience }) => audience === 'direct').length);
    assert.equal(found({ kind: 'silent' }).length, 0);
    const notes = (filter: Partial<Filter>) =>
      fresh(model, { ...EVERYTHING, ...filter }).flatMap((row) => {
        const one = model.rows[row]!;
        return one.kind === 'note' ? model.notes.slice(one.first, one.first + one.count) : [];
      });
    const kinds = (filter: Partial<Filter>) => [...new Set(notes(filter).map(({ kind }) => kind))].sort();
    assert.deepEqual(kinds({}), ['advice', 'answers', 'edit', 'fork']);
    assert.deepEqual([kinds({ kind: 'advice' }), kinds({ kind: 'answers' })], [['advice'], ['answers']]);
    assert.deepEqual([kinds({ kind: 'changes' }), kinds({ kind: 'said' })], [['edit', 'fork'], []]);
    assert.deepEqual([kinds({ text: 'BEFORE you' }), kinds({ among: [2] })], [['advice'], ['advice', 'answers']]);
    for (const { author, to, mentions } of found({ among: [3] })) assert.ok(author === 3 || to.includes(3) || mentions.includes(3));
  });
});

describe('a transcript', () => {
  it('names its source, and no text in it is markup', () => {
    const model = whole();
    const text = transcript(model, model.rows.keys());
    const lines = text.split('\n');
    assert.match(lines[2] ?? '', /synthetic/);
    assert.equal(lines.filter((line) => line.startsWith('## ')).length, 6);
    assert.equal(lines.filter((line) => line.startsWith('# ')).length, 1);
    assert.doesNotMatch(text, /(^|[^\\])<[a-z]/m);
    for (const note of ['The coach to ', 'Fork of this run', '.mood = glad', 'Answers to belief', 'closing: 4'])
      assert.ok(text.includes(note), note);
  });
});
