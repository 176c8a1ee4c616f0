/** Lines and bands compared with those that d3 makes of the same points. */
import assert from 'node:assert/strict';
import { area, line } from 'd3';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { bandPath, linePath, type Point, type Rims } from '../../../webview/ui/sparkline.js';

const number = fc.double({ min: -2_000, max: 2_000, noNaN: true });
const withGaps = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<readonly (T | null)[]> => fc.array(fc.option(item, { freq: 3 }));

describe('paths of charts', () => {
  it('equal those of d3: lines with gaps', () => {
    const theirs = line<Point | null>()
      .defined((at) => at !== null)
      .x((at) => at![0])
      .y((at) => at![1]);
    fc.assert(
      fc.property(withGaps(fc.tuple(number, number)), (points) => assert.equal(linePath(points), theirs(points) ?? '')),
      { seed: 1 },
    );
  });

  it('equal those of d3: bands with gaps', () => {
    const theirs = area<Rims | null>()
      .defined((at) => at !== null)
      .x((at) => at![0])
      .y0((at) => at![1])
      .y1((at) => at![2]);
    fc.assert(
      fc.property(withGaps(fc.tuple(number, number, number)), (rims) => assert.equal(bandPath(rims), theirs(rims) ?? '')),
      { seed: 1 },
    );
  });
});
