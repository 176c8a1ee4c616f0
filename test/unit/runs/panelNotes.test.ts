/** The notes in the conversation other than messages, in the words of the host. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { EventOf } from '../../../src/core/events/events.js';
import type { Override } from '../../../src/core/events/overrides.js';
import { emptyRoster, join } from '../../../src/core/events/roster.js';
import { rowTexts } from '../../../src/core/events/rowViews.js';
import { runOf } from '../../../src/core/columns/indexText.js';
import type { Values } from '../../../src/core/columns/valueText.js';
import { adviceNote, answersNote, changedNote, editNote, forkNote, interventionNote } from '../../../src/runs/views/panelNotes.js';

const roster = Array.from({ length: 30 }, (_, i) => `a${i}`).reduce(join, emptyRoster());
const meta = { seq: 7, step: 1, cause: null, at: null } as const;

const edited = (change: Override): readonly [readonly number[], string, string] => {
  const event: EventOf<'state.overridden'> = { ...meta, type: 'state.overridden', change, before: null };
  const { agents, of, text } = editNote(event, roster);
  return [agents, of, text];
};

describe('a note in the conversation', () => {
  it('names an override as an expression does, and the agent', () => {
    const tie = { kind: 'tie', network: 'friendship', from: 'a1', to: 'a2', value: 0.9 } as const;
    assert.deepEqual(edited(tie), [[1, 2], 'tie', 'tie(a1, a2) = 0.9']);
    assert.deepEqual(edited({ kind: 'variable', agent: 'a1', name: 'mood', value: 'sad' }), [[1], 'variable', 'a1.mood = sad']);
    assert.deepEqual(edited({ kind: 'variable', agent: null, name: 'stock', value: [1, 2] }), [[], 'variable', 'stock = [1,2]']);
    const memory = { kind: 'memory', agent: 'a1', memory: 'a1.3' } as const;
    assert.deepEqual(edited({ ...memory, text: 'It rained.' }), [[1], 'memory', 'a1.3 = It rained.']);
    assert.deepEqual(edited({ ...memory, text: null }), [[1], 'memory', 'a1.3 = none']);
    assert.deepEqual(edited({ kind: 'answer', agent: 'a4', value: { text: 'No.' } }), [[4], 'answer', 'answer(a4) = {"text":"No."}']);
  });

  it('has the advice and the answers in words', () => {
    const advice: EventOf<'coach.advised'> = { ...meta, type: 'coach.advised', agent: 'a2', text: 'Listen.' };
    assert.deepEqual(adviceNote(advice, roster), { seq: 7, kind: 'advice', agents: [2], of: '', text: 'Listen.' });
    const answers = { trust: 4, why: 'He came.', again: null };
    const answered: EventOf<'survey.answered'> = { ...meta, type: 'survey.answered', agent: 'a0', survey: 'after', answers };
    assert.equal(answersNote(answered, roster).text, 'trust: 4; why: He came.; again: none');
  });

  it('names the agents that an intervention reaches where they are few', () => {
    const applied = (n: number): EventOf<'intervention.applied'> => ({
      ...{ ...meta, type: 'intervention.applied', intervention: 'calm' },
      to: roster.ids.slice(0, n),
    });
    assert.deepEqual(interventionNote(applied(3), roster).agents, [0, 1, 2]);
    assert.deepEqual(interventionNote(applied(30), roster).agents, []);
    assert.deepEqual(
      [0, 1, 30].map((n) => interventionNote(applied(n), roster).text),
      ['', '1 agent', '30 agents'],
    );
    assert.deepEqual(forkNote({ ...meta, type: 'run.forked', after: 6 }), { seq: 7, kind: 'fork', agents: [], of: '', text: '' });
  });

  it('says what an event changes in a crowd', () => {
    const said = (values: Values): string => {
      const event: EventOf<'variables.set'> = {
        ...meta,
        type: 'variables.set',
        name: 'state',
        ...rowTexts(runOf(0, values.length), values),
      };
      const { kind, agents, of, text } = changedNote(event);
      assert.deepEqual([kind, agents, of], ['changed', [], 'state']);
      return text;
    };
    assert.equal(said({ kind: 'one', length: 12_000, value: 'well' }), 'state: 12,000 agents · well');
    assert.equal(said({ kind: 'one', length: 3, value: 0.1 + 0.2 }), 'state: 3 agents · 0.3');
    assert.equal(said({ kind: 'one', length: 3, value: 12_345 }), 'state: 3 agents · 12345');
    const words = ['well', 'ill', 'over', null, 'a', 'b', 'c'];
    const codes = (...of: readonly number[]): Values => ({ kind: 'words', length: of.length, words, codes: of });
    assert.equal(said(codes(1, 2, 2, 1, 2)), 'state: 5 agents · over 3 · ill 2');
    assert.equal(said(codes(0, 1, 2, 3, 4, 5, 5)), 'state: 7 agents · b 2 · well 1 · ill 1 · over 1 · none 1 · …');
    assert.equal(said({ kind: 'numbers', length: 4, numbers: [1, 2, 2, NaN] }), 'state: 4 agents · mean 1.67');
    assert.equal(said({ kind: 'list', length: 2, list: [[1], [2]] }), 'state: 2 agents');
  });
});
