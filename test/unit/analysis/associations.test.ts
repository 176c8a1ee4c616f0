/** Associations of the fields of people: figures of scipy (test/fixtures/associations.py), and fields of several kinds. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { associations, cramersV } from '../../../src/core/associations.js';
import { rng } from '../../../src/core/random/rng.js';

const { cases } = JSON.parse(readFileSync('test/fixtures/associations.json', 'utf8')) as {
  readonly cases: readonly { readonly table: readonly (readonly number[])[]; readonly v: number }[];
};

describe('associations of fields', () => {
  it('are as scipy gives them, corrected for their bias', () => {
    for (const { table, v } of cases) {
      const pairs = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [`r${i}`, j] as const)));
      const found = cramersV(
        pairs.map(([one]) => one),
        pairs.map(([, other]) => other),
      );
      assert.ok(Math.abs(found! - v) < 1e-12, `${found} is not ${v}`);
    }
    assert.equal(cramersV(['a', 'a'], ['b', 'c']), null, 'one of them does not vary');
  });

  it('are near 0 for fields that are drawn apart, near 1 where one follows from the other, and leave names out', () => {
    const random = rng(1, 'people');
    const people = Array.from({ length: 400 }, (_, i) => {
      const age = 20 + Math.floor(60 * random());
      return { id: `p${i}`, age, side: random() < 0.5, generation: age < 50 ? 'young' : 'old', job: ['baker', 'judge', 'clerk'][i % 3]! };
    });
    const found = new Map(associations(people).map(({ fields, v }) => [fields.join(' '), v]));
    assert.ok(found.get('age generation')! > 0.9);
    for (const pair of ['age side', 'side generation', 'side job', 'generation job']) assert.ok(found.get(pair)! < 0.15, pair);
    assert.ok(![...found.keys()].some((pair) => pair.split(' ').includes('id')));
    assert.equal([...found.keys()][0], 'age generation');
  });
});
