import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { beta, gamma, normal } from '../../../src/core/random/distributions.js';
import {
  below,
  numberedStreams,
  numberedTable,
  pick,
  prepared,
  reusedStream,
  rng,
  sample,
  shuffled,
  type StreamTable,
  streamTable,
  weighted,
} from '../../../src/core/random/rng.js';

const draws = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
function variance(xs: readonly number[]): number {
  const centre = mean(xs);
  return mean(xs.map((x) => (x - centre) ** 2));
}

/** Tables of the streams of ids with the numbers from 8. */
const tables = (ids: readonly string[], digits: number): readonly StreamTable[] => [
  streamTable(ids.length, (place) => ids[place]!, 7, 'graph', 'town'),
  numberedTable(ids.length, { before: 'people_', digits, first: 8 }, 7, 'graph', 'town'),
];

describe('random streams', () => {
  it('give the same draws for the same name and others for another', () => {
    assert.deepEqual(draws(5, rng(7, 'a', 'b', 1)), draws(5, rng(7, 'a', 'b', 1)));
    const names: [number, string, ...(string | number)[]][] = [
      [7, 'a', 'b'],
      [8, 'a', 'b'],
      [7, 'ab'],
      [7, 'a', 'b', ''],
      [7, 'b', 'a'],
      [7, 'a', 'c'],
    ];
    const firsts = names.map(([seed, purpose, ...path]) => rng(seed, purpose, ...path)());
    assert.equal(new Set(firsts).size, names.length);
  });

  it('are pinned: these values must never change', () => {
    assert.deepEqual(draws(3, rng(7, 'engine.order', 1, 'talk')), [0.27471542777493596, 0.43407506425864995, 0.9912342703901231]);
  });

  it('are the same when the beginning of their path is prepared', () => {
    const paths: (string | number)[][] = [[], ['a'], ['rule', 3, ''], ['rule', 3, '', 'people_01', '', ''], [12, 'é', 0.5]];
    for (const path of paths)
      for (let cut = 0; cut <= path.length; cut++) {
        const finish = prepared(7, 'engine.chance', ...path.slice(0, cut));
        // A stream leaves the prepared beginning as it was.
        finish('other')();
        assert.deepEqual(draws(9, finish(...path.slice(cut))), draws(9, rng(7, 'engine.chance', ...path)), `${path.join()} ${cut}`);
      }
  });

  it('are the same by number, with the leading zeros of ids', () => {
    for (const rest of [[], ['', ''], ['ben', 3]])
      for (const digits of [1, 2, 7]) {
        const of = numberedStreams({ before: 'people_', digits }, 7, 'engine.chance', ['rule', 2, ''], rest);
        const next = reusedStream({ before: 'people_', digits }, 7, 'engine.chance', ['rule', 2, ''], rest);
        for (const n of [0, 1, 9, 10, 99, 1_000_000].filter((one) => String(one).length <= digits)) {
          const id = `people_${String(n).padStart(digits, '0')}`;
          const wanted = draws(9, rng(7, 'engine.chance', 'rule', 2, '', id, ...rest));
          assert.deepEqual(draws(9, of(n)), wanted, `${id} ${rest.join()}`);
          assert.deepEqual(draws(9, next(n)), wanted, `${id} ${rest.join()}, one after another`);
        }
      }
  });

  it('are the same in tables, drawn in any order', () => {
    const places = [0, 2, 1, 2, 2, 0, 11, 2, 0, 1];
    for (const digits of [2, 7]) {
      const ids = Array.from({ length: 12 }, (_, i) => `people_${String(8 + i).padStart(digits, '0')}`);
      const own = ids.map((id) => rng(7, 'graph', 'town', id));
      const wanted = places.map((place) => own[place]!());
      for (const { next } of tables(ids, digits)) assert.deepEqual(places.map(next), wanted);
    }
  });

  it('are the same in tables when many are compared with a number at once', () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `people_${String(8 + i).padStart(7, '0')}`);
    const own = ids.map((id) => rng(7, 'graph', 'town', id));
    const wanted = own.flatMap((draw) => draws(3, draw).map((one) => (one < 0.3 ? 1 : 0)));
    const after = [own[4_999]!(), own[0]!()];
    for (const { next, less } of tables(ids, 7)) {
      const found = new Uint8Array(3 * ids.length);
      less(0.3, 3, 0, 4_097, found);
      less(0.3, 3, 4_097, 5_000, found);
      assert.deepEqual([...found], wanted);
      assert.deepEqual([next(4_999), next(0)], after);
    }
  });

  it('are uniform: mean, variance and every decile', () => {
    const xs = draws(40_000, rng(1, 'uniform'));
    assert.ok(Math.abs(mean(xs) - 0.5) < 0.01);
    assert.ok(Math.abs(variance(xs) - 1 / 12) < 0.005);
    for (let d = 0; d < 10; d++) assert.ok(Math.abs(xs.filter((x) => Math.floor(x * 10) === d).length - 4000) < 300);
  });

  it('are uncorrelated between neighbouring seeds', () => {
    const firsts = Array.from({ length: 5000 }, (_, seed) => rng(seed, 'x')());
    const lag = mean(firsts.slice(1).map((x, i) => (x - 0.5) * (firsts[i]! - 0.5))) * 12;
    assert.ok(Math.abs(lag) < 0.05);
  });

  it('draw normals, gammas and betas with the moments in textbooks', () => {
    const r = rng(2, 'moments');
    const normals = draws(20_000, () => normal(r));
    assert.ok(Math.abs(mean(normals)) < 0.03 && Math.abs(variance(normals) - 1) < 0.05);
    for (const shape of [0.5, 3]) {
      const xs = draws(20_000, () => gamma(r, shape));
      assert.ok(Math.abs(mean(xs) - shape) < 0.08 && Math.abs(variance(xs) - shape) < 0.25);
    }
    const betas = draws(20_000, () => beta(r, 2, 6));
    assert.ok(Math.abs(mean(betas) - 0.25) < 0.01 && Math.abs(variance(betas) - 12 / (64 * 9)) < 0.003);
  });

  it('shuffle many items as few: from the end, each with one before it or itself', () => {
    for (const n of [7, 1 << 16, (1 << 16) + 1, 2 ** 17 + 1]) {
      const items = Array.from({ length: n }, (_, i) => 3 * i);
      const [random, wanted] = [rng(1, 'many'), [...items]];
      for (let i = n - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [wanted[i], wanted[j]] = [wanted[j]!, wanted[i]!];
      }
      assert.deepEqual(shuffled(rng(1, 'many'), items), wanted);
      for (const k of [0, 1, 5, n >> 5, n >> 3, n]) assert.deepEqual(sample(rng(1, 'many'), items, k), wanted.slice(0, k), `${k} of ${n}`);
    }
  });

  it('shuffle and sample without loss, and choose by weight', () => {
    const r = rng(3, 'lists');
    const items = Array.from({ length: 20 }, (_, i) => i);
    assert.deepEqual(
      shuffled(r, items).sort((a, b) => a - b),
      items,
    );
    assert.equal(new Set(sample(r, items, 7)).size, 7);
    assert.equal(pick(r, []), undefined);
    const counts = [0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[weighted(r, [1, 0, 2])]!++;
    assert.ok(counts[1] === 0 && Math.abs(counts[0]! - 2000) < 150);
    assert.equal(weighted(r, [0, 0]), -1);
    assert.ok(draws(1000, () => below(r, 6)).every((x) => Number.isInteger(x) && x >= 0 && x < 6));
  });
});
