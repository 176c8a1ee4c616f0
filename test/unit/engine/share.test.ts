/** Dividing what is claimed by the rules of GovSim (arXiv 2404.16698, code of giorgiopiatti/GovSim), worked by hand. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { divided } from '../../../src/engine/turns/resourceClaims.js';
import type { ShareRule } from '../../../src/engine/model/worldSpec.js';

const RULES: readonly ShareRule[] = ['proportional', 'stochastic', 'equal'];

/** How often each came out, over many streams. */
function counted(rule: ShareRule, stock: number, asked: readonly number[], times = 6000): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < times; i++) {
    const got = divided(rule, stock, asked, rng(i, 'test.share')).join();
    found.set(got, (found.get(got) ?? 0) + 1 / times);
  }
  return found;
}

const near = (found: number | undefined, share: number): void =>
  assert.ok(found !== undefined && Math.abs(found - share) < 0.03, `${found}, not ${share}`);

describe('a claim', () => {
  it('is granted where there is enough', () => {
    for (const rule of RULES) assert.deepEqual(divided(rule, 10, [3, 0, 7], rng(1, 'x')), [3, 0, 7]);
  });

  it('in proportion: gives the floors of the shares where these are whole', () => {
    assert.deepEqual(divided('proportional', 12, [12, 6, 6], rng(1, 'x')), [6, 3, 3]);
    assert.deepEqual(divided('proportional', 0, [4, 4], rng(1, 'x')), [0, 0]);
  });

  it('in proportion: draws the rest by unmet demand', () => {
    // Floors of 5 · 6/9 and 5 · 3/9 are 3 and 1; the fifth unit goes by what is unmet, 3 to 2.
    const found = counted('proportional', 5, [6, 3]);
    assert.deepEqual([...found.keys()].sort(), ['3,2', '4,1']);
    near(found.get('4,1'), 3 / 5);
    near(found.get('3,2'), 2 / 5);
  });

  it('by lot: is granted unit by unit among those who want more', () => {
    // Two units for [2, 1]: first to either; then, where the second is content, to the first.
    const found = counted('stochastic', 2, [2, 1]);
    assert.deepEqual([...found.keys()].sort(), ['1,1', '2,0']);
    near(found.get('2,0'), 1 / 4);
    near(found.get('1,1'), 3 / 4);
  });

  it('equally: is granted up to an equal share, and what one agent does not want goes to the others', () => {
    assert.deepEqual(divided('equal', 10, [1, 9, 9], rng(1, 'x')).slice(0, 1), [1]);
    const found = counted('equal', 10, [1, 9, 9]);
    assert.deepEqual([...found.keys()].sort(), ['1,4,5', '1,5,4']);
    near(found.get('1,4,5'), 1 / 2);
    assert.deepEqual(divided('equal', 9, [5, 5, 5], rng(1, 'x')), [3, 3, 3]);
  });

  it('is never granted more than was claimed or is available, and all is granted, in whole units', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULES),
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
        fc.integer(),
        (rule, stock, asked, seed) => {
          const got = divided(rule, stock, asked, rng(seed, 'test.share'));
          const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);
          assert.equal(sum(got), Math.min(stock, sum(asked)));
          for (const [i, x] of got.entries()) assert.ok(Number.isInteger(x) && x >= 0 && x <= asked[i]!, `${got}`);
        },
      ),
    );
  });
});
