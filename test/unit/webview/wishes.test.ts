import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createWishes } from '../../../webview/wishes.js';

describe('moments that the user asked for', () => {
  it('are shown by the answer to the last, however late answers come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1 }), fc.nat(), (steps, early) => {
        const wishes = createWishes();
        const at = Math.min(early, steps.length);
        const shown: number[] = [];
        const answer = (seq: number): void => {
          if (wishes.isNews(seq === 20 ? null : seq, 20)) shown.push(seq);
        };
        // The host answers each in turn, some of them before the last is asked for.
        for (const seq of steps.slice(0, at)) wishes.ask(seq);
        for (const seq of steps.slice(0, at >> 1)) answer(seq);
        for (const seq of steps.slice(at)) wishes.ask(seq);
        for (const seq of steps.slice(at >> 1)) answer(seq);
        assert.equal(shown.at(-1), steps.at(-1));
      }),
    );
  });

  it('do not take anybody back', () => {
    const wishes = createWishes();
    for (const seq of [-1, 10, 20]) wishes.ask(seq);
    assert.deepEqual(
      [-1, 10, 20].map((seq) => wishes.isNews(seq, 99)),
      [false, false, true],
    );
  });

  it('give way to somebody who moves elsewhere, also where the host gave no answer', () => {
    const wishes = createWishes();
    wishes.ask(5);
    wishes.ask(5);
    assert.equal(wishes.isNews(5, 99), false);
    assert.equal(wishes.isNews(7, 99), true);
    assert.equal(wishes.isNews(5, 99), true);
  });
});
