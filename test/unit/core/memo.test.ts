/** Which cached values are kept, and when they are made again. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { memoBy, memoByPair, recent } from '../../../src/core/util/memo.js';

describe('recent values by key', () => {
  const counting = (size: number) => {
    const made: number[] = [];
    const get = recent(size, (key: number) => {
      made.push(key);
      return { key };
    });
    return { made, get };
  };

  it('are made once while they are in use', () => {
    const { made, get } = counting(2);
    const one = get(1);
    for (const other of [2, 3, 4, 5, 6, 7]) {
      get(other);
      assert.equal(get(1), one);
    }
    assert.deepEqual(made, [1, 2, 3, 4, 5, 6, 7]);
  });

  it('are made again after twice as many others were used', () => {
    const { made, get } = counting(2);
    for (const key of [1, 2, 3, 4, 5, 1]) get(key);
    assert.deepEqual(made, [1, 2, 3, 4, 5, 1]);
  });
});

describe('values by object', () => {
  it('are made once for each object, also where they are undefined', () => {
    const made: object[] = [];
    const [one, other] = [{}, {}];
    const get = memoBy((key: object): number | undefined => {
      made.push(key);
      return key === one ? undefined : made.length;
    });
    assert.deepEqual([get(one), get(other), get(one), get(other)], [undefined, 2, undefined, 2]);
    assert.deepEqual(made, [one, other]);
  });

  it('are made once for each pair of objects, in their order', () => {
    let made = 0;
    const [one, other] = [{}, {}];
    const get = memoByPair((_a: object, _b: object) => ++made);
    assert.deepEqual([get(one, other), get(other, one), get(one, one), get(one, other)], [1, 2, 3, 1]);
  });
});
