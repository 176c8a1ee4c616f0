import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { aligned, clipped, columnsOf } from '../../../src/core/util/columns.js';

describe('texts in columns of a terminal', () => {
  it('are cut at columns, not at characters, and never within a character', () => {
    assert.equal(clipped('abcdef', 6), 'abcdef');
    assert.equal(clipped('abcdefg', 6), 'abcde…');
    assert.equal(clipped('社会社会', 8), '社会社会');
    assert.equal(clipped('社会社会社', 8), '社会社…');
    assert.equal(clipped('社会社会社', 7), '社会社…');
    assert.equal(clipped('ab😀cd', 4), 'ab…');
  });

  it('have cells as wide as the widest of their column', () => {
    const [first, second] = aligned([
      ['社会', 'a'],
      ['xy', 'b'],
    ]);
    assert.equal(columnsOf(first!), columnsOf(second!));
    assert.equal(second, 'xy    b');
  });
});
