/** Suggestions for an unknown word. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { didYouMean, didYouMeanPerson, nearest } from '../../../src/core/util/suggest.js';

const PEOPLE = [
  { id: 'claims_01', name: 'Anna Berg' },
  { id: 'claims_02', name: 'Bruno Costa' },
  { id: 'ada', name: 'ada' },
];

describe('did you mean', () => {
  it('finds the word after one letter was removed, added, changed or moved', () => {
    const words = ['neighbours', 'agent', 'degree', 'check'];
    assert.deepEqual(
      ['neighbors', 'agnet', 'degre', 'chek', 'banana'].map((word) => nearest(word, words)),
      [...words, null],
    );
    assert.equal(didYouMean('chek', words), ' Did you mean `check`?');
    assert.equal(didYouMean('banana', words), '');
  });

  it('finds a person by a similar id, by a name, and by one part of a name', () => {
    assert.deepEqual(
      ['claims_1', 'anna', 'Anna Berg', 'berg', 'brunno', 'adda', 'zoltan'].map((word) => didYouMeanPerson(word, PEOPLE)),
      [
        ...[1, 2, 3, 4].map(() => ' Did you mean `claims_01` (Anna Berg)?'),
        ' Did you mean `claims_02` (Bruno Costa)?',
        ' Did you mean `ada`?',
        '',
      ],
    );
  });

  it('prefers an exact name to a similar id', () => {
    assert.equal(didYouMeanPerson('Anna', [{ id: 'ana', name: 'Ana Lima' }, ...PEOPLE]), ' Did you mean `claims_01` (Anna Berg)?');
  });
});
