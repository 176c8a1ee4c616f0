/** Vectors as a run keeps them: packed and unpacked, compared by hand-worked cosines, found by model and text. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  dimensionsOf,
  embeddingAsked,
  embeddingReceived,
  type Embeddings,
  nearness,
  noEmbeddings,
  packed,
  unpacked,
  vectorsBy,
} from '../../../src/core/events/textVectors.js';
import { rng } from '../../../src/core/random/rng.js';

const vector = (...values: readonly number[]): NonNullable<ReturnType<typeof unpacked>> => unpacked(packed(values)!)!;

describe('a packed vector', () => {
  it('is Base64 of integers from −127 to 127, the largest of which is the largest number of the vector', () => {
    assert.equal(packed([0.5, -0.25, 0]), Buffer.from(Int8Array.of(127, -63, 0)).toString('base64'));
    assert.deepEqual([...vector(2, -2, 1, 0.004).values], [127, -127, 64, 0]);
    assert.equal(vector(3, 4).length, Math.sqrt(95 ** 2 + 127 ** 2));
  });

  it('of any length is decoded from the Base64 of Node', () => {
    const random = rng(1, 'test.vectors');
    for (let size = 1; size < 40; size++) {
      const values = Array.from({ length: size }, () => random() - 0.5);
      const text = packed(values)!;
      assert.equal(Buffer.from(text, 'base64').toString('base64'), text);
      assert.deepEqual([...unpacked(text)!.values], [...new Int8Array(Buffer.from(text, 'base64'))]);
    }
  });

  it('is made of finite numbers only, and no other text is accepted', () => {
    for (const wrong of [[], [1, Number.NaN], [Infinity], [1, null], ['1'], [[1]]]) assert.equal(packed(wrong), null);
    for (const wrong of ['', 'A', 'AAA', '????', 'AA==AA==', '====']) assert.equal(unpacked(wrong)?.values.length ?? null, null, wrong);
    assert.deepEqual([...unpacked(packed([0, 0])!)!.values], [0, 0]);
  });
});

describe('similarity', () => {
  const known: { readonly [text: string]: ReturnType<typeof vector> } = {
    east: vector(1, 0),
    north: vector(0, 1),
    northeast: vector(1, 1),
    west: vector(-1, 0),
    nowhere: vector(0, 0),
  };
  const of = (texts: readonly string[], others: readonly string[]): readonly number[] =>
    nearness((text) => known[text] ?? null, texts, others);

  it('is the cosine, and the mean of the cosines for several vectors', () => {
    assert.deepEqual(of(['east', 'north', 'west'], ['east']), [1, 0, -1]);
    const half = 127 / Math.sqrt(2 * 127 ** 2);
    assert.ok(Math.abs(of(['northeast'], ['east'])[0]! - half) < 1e-9);
    const [both] = of(['east'], ['east', 'northeast']);
    assert.ok(Math.abs(both! - (1 + half) / 2) < 1e-9);
  });

  it('is 0 without a vector or a direction, and leaves such vectors out of the others', () => {
    assert.deepEqual(of(['unknown', 'nowhere', 'east'], ['east', 'unknown', 'nowhere']), [0, 0, 1]);
    assert.deepEqual(of(['east'], ['unknown']), [0]);
  });
});

describe('vectors of a run', () => {
  const meta = { seq: 0, step: 0, cause: null, at: null };
  const asked = (now: Embeddings, model: string, ...texts: readonly string[]): Embeddings =>
    embeddingAsked(now, { ...meta, type: 'embedding.asked', mind: 'm', model, hash: 'h', texts });
  const got = (now: Embeddings, ...vectors: readonly (readonly number[])[]): Embeddings =>
    embeddingReceived(
      now,
      { ...meta, type: 'embedding.received', hash: 'h', reason: null, vectors: vectors.map((one) => packed(one)!) },
      2,
    );
  const x = ({ ...state }: Embeddings, model: string, text: string): number | undefined => vectorsBy(state, model)(text)?.values[0];

  it('are found by model and text, in the order of the requests', () => {
    const both = got(got(asked(asked(noEmbeddings(), 'a', 'one', 'two'), 'b', 'one'), [1, 0], [-1, 0]), [0, 1, 0]);
    assert.deepEqual([x(both, 'a', 'one'), x(both, 'a', 'two'), x(both, 'b', 'one'), x(both, 'b', 'two')], [127, -127, 0, undefined]);
    assert.deepEqual([dimensionsOf(both, 'a'), dimensionsOf(both, 'b'), dimensionsOf(both, 'c')], [2, 3, null]);
    assert.deepEqual(both.open, []);
  });

  it('belong to the state that has them: an earlier state and another branch do not see them', () => {
    const first = got(asked(noEmbeddings(), 'a', 'one'), [1]);
    const later = got(asked(first, 'a', 'two'), [1]);
    assert.equal(x(later, 'a', 'two'), 127);
    assert.equal(x(first, 'a', 'two'), undefined);
    const other = got(asked(first, 'a', 'three', 'two'), [1], [-1]);
    assert.deepEqual(
      [x(other, 'a', 'three'), x(other, 'a', 'two'), x(later, 'a', 'two'), x(later, 'a', 'three')],
      [127, -127, 127, undefined],
    );
  });

  it('that could not be used are missing, and the round is kept', () => {
    const failed = embeddingReceived(
      asked(noEmbeddings(), 'a', 'one'),
      { ...meta, type: 'embedding.received', hash: 'h', reason: 'timeout', vectors: [] },
      7,
    );
    assert.deepEqual([x(failed, 'a', 'one'), failed.failed, failed.failures, failed.open.length], [undefined, 7, 1, 0]);
  });
});
