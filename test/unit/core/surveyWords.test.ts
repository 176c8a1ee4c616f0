import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { surveyWords } from '../../../src/core/surveyWords.js';

describe('answers to a survey in one line', () => {
  it('give the mean of numbers, counts of options and of yes, and nothing of sentences', () => {
    const twelve = [1, 2, 3, 4, 5, 6, 7, 4, 5, 5, 6, 6].map((trust) => ({ trust }));
    assert.equal(surveyWords('pulse', twelve), 'pulse: 12 answers, mean 4.5');
    assert.equal(
      surveyWords('pulse', [
        { trust: 5, mood: 'good' },
        { trust: 4, mood: 'bad' },
        { trust: 4, mood: 'good' },
      ]),
      'pulse: 3 answers; trust mean 4.33; mood good 2, bad 1',
    );
    assert.equal(surveyWords('vote', [{ yes: true }, { yes: false }]), 'vote: 2 answers, yes 1 of 2');
    assert.equal(surveyWords('why', [{ why: 'Because the old town is quiet and has been for centuries.' }]), 'why: 1 answer');
    assert.equal(
      surveyWords(
        'party',
        ['a', 'b', 'c', 'd', 'a'].map((party) => ({ party })),
      ),
      'party: 5 answers, a 2, b 1, c 1 and 1 more',
    );
    assert.equal(surveyWords('gap', [{ a: null }]), 'gap: 1 answer');
  });
});
