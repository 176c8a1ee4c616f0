import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { indicesOf } from '../../../src/core/columns/indexText.js';
import type { Values } from '../../../src/core/columns/valueText.js';
import { rowsOf, rowTexts, tieRowsOf, tieTexts } from '../../../src/core/events/rowViews.js';
import { RuleTies } from '../../../src/engine/phases/ruleTies.js';

const AGENTS = 6;

type Ties = ReadonlyMap<number, number>;
const key = (from: number, to: number): number => from * AGENTS + to;

function listsOf(ties: Ties): { readonly start: Int32Array; readonly to: Int32Array; readonly strength: Float64Array } {
  const sorted = [...ties].sort(([a], [b]) => a - b);
  const start = Int32Array.from({ length: AGENTS + 1 }, (_, row) => sorted.filter(([one]) => one < key(row, 0)).length);
  return { start, to: Int32Array.from(sorted, ([one]) => one % AGENTS), strength: Float64Array.from(sorted, ([, strength]) => strength) };
}

const agent = fc.integer({ min: 0, max: AGENTS - 1 });
const strength = fc.constantFrom(0, 0.25, 0.5, 1);
const set = fc.record({ from: agent, to: agent, strength });
const evaluation = fc.record({ sets: fc.array(set, { maxLength: 5 }), isKept: fc.boolean() });

describe('ties that a rule changes', () => {
  it('give each tie that differs afterwards once, sorted, and not the changes that are taken back', () => {
    const first = fc.array(
      set.filter((one) => one.strength > 0),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(first, fc.array(evaluation, { maxLength: 12 }), (given, evaluations) => {
        const before: Ties = new Map(given.map((one) => [key(one.from, one.to), one.strength]));
        const ties = new RuleTies(listsOf(before));
        let now = new Map(before);
        for (const { sets, isKept } of evaluations) {
          const next = new Map(now);
          for (const one of sets) {
            ties.set(one.from, one.to, one.strength);
            next.set(key(one.from, one.to), one.strength);
          }
          if (isKept) {
            ties.keep();
            now = next;
          } else ties.rewind();
        }
        const wanted = [...now].filter(([one, after]) => after !== (before.get(one) ?? 0)).sort(([a], [b]) => a - b);
        const { ends, after } = ties.changes();
        const found = Array.from(after, (value, i) => [key(ends.from[i]!, ends.to[i]!), value]);
        assert.deepEqual(found, wanted);
        for (let row = 0; row < AGENTS; row++) {
          const own = [...now].filter(([one, value]) => value > 0 && Math.floor(one / AGENTS) === row).sort(([a], [b]) => a - b);
          assert.deepEqual(
            Array.from(ties.to.subarray(ties.start[row], ties.end[row])),
            own.map(([one]) => one % AGENTS),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('numbers that an event was made of', () => {
  const about = { seq: 1, step: 1, cause: null, at: null } as const;

  it('are those that its text gives', () => {
    const numbers = (list: readonly number[]): Values => ({ kind: 'numbers', length: list.length, numbers: Float64Array.from(list) });
    for (const list of [
      [-0, 0.5, Number.NaN, -2.25],
      [-0, 3, -7],
      [-0, 0],
      [2.5, 2.5],
      [Number.NaN, Number.NaN],
    ]) {
      const rows = Uint32Array.from(list, (_, i) => 2 * i);
      const texts = rowTexts(indicesOf(rows), numbers(list));
      const event = { ...about, type: 'variables.set', name: 'x', ...texts } as const;
      // A copy of the object of values has nothing that was kept.
      const again = { ...event, values: { ...texts.values } };
      assert.deepStrictEqual(rowsOf(event).values, rowsOf(again).values, list.join());
      const ends = { from: rows, to: rows.map((row) => row + 1) };
      const tied = tieTexts(ends, numbers(list));
      const change = { ...about, type: 'ties.changed', network: 'n', ...tied } as const;
      const read = tieRowsOf(change).strengths;
      assert.deepStrictEqual(read, tieRowsOf({ ...change, after: { ...tied.after } }).strengths, list.join());
    }
  });
});
