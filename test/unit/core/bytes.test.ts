/** The size of texts as bytes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { utf8Length } from '../../../src/core/util/bytes.js';

describe('the size of a text', () => {
  it('is the number of bytes that Node writes, also for halves of surrogate pairs', () => {
    for (const text of ['', 'ab', 'ä', '語', '😀', '\ud83d', '\ude00a', 'a\ud83d\ud83d\ude00'])
      assert.equal(utf8Length(text), Buffer.byteLength(text), JSON.stringify(text));
    const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(fc.property(anyUnits, (text) => utf8Length(text) === Buffer.byteLength(text)));
  });
});
