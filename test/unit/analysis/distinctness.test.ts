/** Distances between people by their answers, worked by hand after Gower 1971. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Answers, COMPARED_PEOPLE, distinctness } from '../../../src/analysis/index.js';

const near = (value: number | undefined, expected: number): void =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);

describe('distinctness', () => {
  it('measures each kind of answer by its own distance', () => {
    const of = (a: Answers, b: Answers, c: Answers): number | undefined => distinctness([a, b, c])?.mean;
    // Over the observed range of 4: 2/4, 4/4, 2/4.
    near(of({ q: 1 }, { q: 3 }, { q: 5 }), (0.5 + 1 + 0.5) / 3);
    near(of({ q: 'out' }, { q: 'out' }, { q: 'in' }), 2 / 3);
    near(of({ q: true }, { q: false }, { q: true }), 2 / 3);
    // Jaccard: 1/3 in common; nothing; nothing.
    near(of({ q: ['tea', 'milk'] }, { q: ['milk', 'rum'] }, { q: ['gin'] }), (2 / 3 + 1 + 1) / 3);
    // Words in common: 1 of 2 and 2, cosine ½.
    near(of({ q: 'old films' }, { q: 'new films' }, { q: 'old films' }), (0.5 + 0 + 0.5) / 3);
  });

  it('compares options as a whole, however many words they have: two different options are 1 apart', () => {
    const evenings = [{ q: 'out with friends' }, { q: 'home with friends' }, { q: 'out with friends' }];
    const options = new Map([['q', new Set(['out with friends', 'home with friends'])]]);
    near(distinctness(evenings, options)?.mean, 2 / 3);
    // Free text, two of three words in common.
    near(distinctness(evenings)?.mean, (1 / 3 + 1 / 3) / 3);
    near(distinctness(evenings, new Map([['other', new Set(['out with friends', 'home with friends'])]]))?.mean, 2 / 9);
  });

  it('is the mean over the questions that both answered, and names the nearest pair', () => {
    const people: readonly Answers[] = [
      { age: 20, likes: 'jazz', out: null },
      { age: 40, likes: 'jazz', out: true },
      { age: 60, likes: 'film', out: true },
    ];
    const found = distinctness(people)!;
    // 0–1: (½ + 0)/2; 0–2: (1 + 1)/2; 1–2: (½ + 1 + 0)/3.
    near(found.mean, (0.25 + 1 + 0.5) / 3);
    near(found.least, 0.25);
    assert.deepEqual(found.nearest, [0, 1]);
  });

  it('is 0 where all answers are alike, and missing where nothing can be compared', () => {
    assert.equal(
      distinctness([
        { q: 3, w: 'a' },
        { q: 3, w: 'a' },
      ])?.mean,
      0,
    );
    assert.equal(distinctness([{ q: 3 }]), null);
    assert.equal(distinctness([]), null);
    assert.equal(distinctness([{ q: 3 }, { w: 'a' }]), null);
    assert.equal(distinctness([{ q: null }, { q: null }]), null);
  });

  it('compares a sample of many pairs, and never more', () => {
    const people = Array.from({ length: 2 * COMPARED_PEOPLE }, (_, i) => ({ q: i % 2 === 0 ? 'same' : `other ${i}` }));
    // Every second one is looked at, and these answer alike.
    assert.deepEqual(distinctness(people), { mean: 0, least: 0, nearest: [0, 2], people: COMPARED_PEOPLE });
  });
});
