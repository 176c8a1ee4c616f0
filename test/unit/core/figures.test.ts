/** Numbers as text. */
import { strict as assert } from 'node:assert';
import { shortFigure } from '../../../src/core/util/textPosition.js';

describe('numbers as text', () => {
  it('keep two significant digits where three digits after the point would not show them', () => {
    assert.deepEqual([0.00071, -0.00017, 0.0052, 0.0123456, 2 / 3, 12].map(shortFigure), [
      '0.00071',
      '-0.00017',
      '0.0052',
      '0.012',
      '0.667',
      '12',
    ]);
  });

  it('are 0 where they are 0 but for rounding', () => {
    assert.equal(shortFigure(0.1 + 0.2 - 0.3), '0');
  });
});
