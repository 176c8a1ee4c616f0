import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { append, at, chunkedOf, emptyLog, items, logItems, setAt, setEach } from '../../../src/core/util/chunkedList.js';
import { eachTie, emptyNetwork, strengthOf } from '../../../src/core/events/ties.js';
import { decayed, withTie } from '../../../src/core/events/tieChanges.js';

describe('structurally shared sequences', () => {
  it('a changed list equals a changed array, and the old list stays the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 100 }), fc.nat(), fc.integer(), (values, where, value) => {
        const list = chunkedOf(values);
        const index = values.length === 0 ? 0 : where % (values.length + 1);
        const expected = [...values];
        expected[index] = value;
        const next = setAt(list, index, value);
        assert.deepEqual([...items(next)], expected);
        assert.deepEqual([...items(list)], values);
        assert.equal(at(next, index), value);
      }),
    );
  });

  it('a long list changed at several places at once equals one changed place by place, and shares all other chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_499), { maxLength: 8 }), fc.integer({ max: -1 }), (places, value) => {
        const list = chunkedOf(Array.from({ length: 2_500 }, (_, i) => i));
        const next = setEach(list, places, value);
        const each = places.reduce((changed, index) => setAt(changed, index, value), list);
        assert.deepEqual([...items(next)], [...items(each)]);
        const copied = next.blocks.flat().filter((chunk, i) => chunk !== list.blocks.flat()[i]).length;
        assert.equal(copied, new Set(places.map((index) => index >> 4)).size);
      }),
      { numRuns: 30 },
    );
  });

  it('a list grows at its end', () => {
    let list = chunkedOf<number>([]);
    for (let i = 0; i < 1_100; i++) list = i % 2 === 0 ? setAt(list, i, i) : setEach(list, [i], i);
    assert.equal(list.length, 1_100);
    assert.equal(at(list, 1_099), 1_099);
    assert.throws(() => setAt(list, 1_101, 0), RangeError);
  });

  it('a log that is appended to from an old length keeps both continuations separate', () => {
    const one = append(append(emptyLog<string>(), 'a'), 'b');
    const left = append(one, 'left');
    const right = append(one, 'right');
    assert.deepEqual(logItems(left), ['a', 'b', 'left']);
    assert.deepEqual(logItems(right), ['a', 'b', 'right']);
    assert.deepEqual(logItems(one), ['a', 'b']);
  });

  it('a network behaves as a map from pairs to strengths', () => {
    const change = fc.tuple(fc.nat(12), fc.nat(12), fc.constantFrom(0, 0.25, 0.5, 1));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        let network = emptyNetwork('n');
        const map = new Map<string, number>();
        for (const [from, to, strength] of changes) {
          network = withTie(network, from, to, strength);
          if (strength > 0) map.set(`${from},${to}`, strength);
          else map.delete(`${from},${to}`);
        }
        const seen: string[] = [];
        eachTie(network, (from, to, strength) => {
          seen.push(`${from},${to}`);
          assert.equal(strength, map.get(`${from},${to}`));
          assert.equal(strengthOf(decayed(network, 0.5), from, to), strength / 2);
        });
        assert.equal(seen.length, map.size);
      }),
    );
  });
});
