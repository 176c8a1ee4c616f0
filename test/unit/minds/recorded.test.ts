/** The recorded mind: answers of an earlier run, by what was asked. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { MindFault } from '../../../src/engine/model/mind.js';
import type { Question } from '../../../src/engine/model/question.js';
import { recordedMind } from '../../../src/minds/recordedAnswers/answerBook.js';
import { mindOf } from '../../support/societies.js';
import { question } from './openaiSupport.js';

const by = { model: 'small', seed: 1 };
const answers = [
  { ...by, hash: 'a', occurrence: 0, text: '{"action":"post"}', usage: { input: 3, output: 1 } },
  { ...by, hash: 'a', occurrence: 1, value: { action: 'nothing' } },
  { ...by, hash: 'a', occurrence: 0, text: 'later' },
];
const asked = (hash: string, occurrence: number): Question => ({ ...question(), hash, occurrence, seed: 99 });

describe('the recorded mind', () => {
  it('gives the answer to the same question, for the same time, at no cost', () => {
    const mind = recordedMind({ id: 'old', run: './runs/a', answers });
    assert.deepEqual(mind.ask(asked('a', 0), neverCancelled), { text: '{"action":"post"}' });
    assert.deepEqual(mind.ask(asked('a', 1), neverCancelled), { value: { action: 'nothing' } });
    assert.deepEqual([mind.counts.reused, mind.counts.missed], [2, 0]);
    assert.deepEqual([mind.kind, mind.model, mind.prose], ['recorded', './runs/a', true]);
  });

  it('names the agent of a question that was not recorded, and what to do', () => {
    const mind = recordedMind({ id: 'old', run: './runs/a', answers });
    assert.throws(
      () => mind.ask(asked('b', 0), neverCancelled),
      (error) => error instanceof MindFault && error.code === 'not-recorded' && /of ada in round 1: .* under fallback:/.test(error.message),
    );
  });

  it('asks its fallback a question that was not recorded, and counts it', () => {
    const mind = recordedMind({ id: 'old', run: './runs/a', answers, fallback: mindOf(() => ({ action: 'post' })) });
    assert.deepEqual(mind.ask(asked('a', 2), neverCancelled), {
      value: { action: 'post' },
      by: { mind: 'builtin', model: 'test', reason: 'not-recorded' },
    });
    assert.deepEqual([mind.counts.reused, mind.counts.missed], [0, 1]);
  });
});
