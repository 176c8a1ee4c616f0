import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { append, at, chunkedOf, emptyLog, items, logItems, setAt } from '../../../src/core/chunked.js';
import { decayed, eachTie, emptyNetwork, strengthOf, withTie } from '../../../src/core/ties.js';

describe('structurally shared sequences', () => {
  it('a changed list equals a changed array, and the old one stays', () => {
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

  it('a log appended to from an old length keeps both futures apart', () => {
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
