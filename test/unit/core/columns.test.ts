import { base64Of, bytesOf, indexText, indicesIn, tieEndsIn, tieEndsText, valueText, valuesIn } from '../../support/columnTexts.js';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { byteList, loopSlices, readVarint, unzigzag, writeVarint, writtenBytes, zigzag } from '../../../src/core/columns/bytes.js';
import { CHUNK_ROWS, type Column, columnAt, emptyColumn } from '../../../src/core/columns/column.js';
import { type Fresh, withValue, withValues } from '../../../src/core/columns/columnChanges.js';
import { indexAt, type Indices, indicesOf, placeOf, runOf } from '../../../src/core/columns/indexText.js';
import { unwrittenLength, type Values, valueIn, valuesOf, type ValueText } from '../../../src/core/columns/valueText.js';
import type { Json } from '../../../src/core/util/json.js';
import { finished } from '../../../src/core/util/slices.js';

const itemsOf = (indices: Indices): readonly number[] => Array.from({ length: indices.length }, (_, i) => indexAt(indices, i));
const listed = (values: Values): readonly Json[] => Array.from({ length: values.length }, (_, i) => valueIn(values, i));
const ascending = (most: number, maxLength = 200): fc.Arbitrary<readonly number[]> =>
  fc.uniqueArray(fc.nat(most), { maxLength }).map((list) => list.sort((a, b) => a - b));

const word = fc.constantFrom('well', 'ill', 'over', true, false, null);
// A text has no negative zero, as in JSON.
const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const value: fc.Arbitrary<Json> = fc.oneof(word, fraction, fc.integer(), fc.array(fc.nat(3), { maxLength: 2 }), fc.constant({ a: 1 }));
/** Lists of one kind, and mixed lists. */
const someValues = (length: number): fc.Arbitrary<readonly Json[]> =>
  fc.oneof(
    ...[word, fraction, fc.integer(), fc.oneof(fraction, fc.constant(null)), value, fc.string()].map((one: fc.Arbitrary<Json>) =>
      fc.array(one, { minLength: length, maxLength: length }),
    ),
    value.map((one) => new Array<Json>(length).fill(one)),
  );

describe('columns of many agents', () => {
  it('bytes and numbers survive their texts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.maxSafeNat()), fc.array(fc.integer()), (bytes, numbers, signed) => {
        assert.deepEqual(bytesOf(base64Of(bytes)), bytes);
        assert.equal(finished(loopSlices(bytes)), base64Of(bytes));
        assert.equal(base64Of(bytes), Buffer.from(bytes).toString('base64').replaceAll('=', ''));
        const list = byteList();
        for (const number of numbers) writeVarint(list, number);
        const cursor = { bytes: writtenBytes(list), at: 0 };
        assert.deepEqual(
          numbers.map(() => readVarint(cursor)),
          numbers,
        );
        assert.deepEqual(
          signed.map((one) => unzigzag(zigzag(one))),
          signed,
        );
      }),
    );
  });

  it('lists of agents survive their text, and one list has one text', () => {
    fc.assert(
      fc.property(fc.oneof(ascending(300), ascending(100_000)), fc.nat(300), (list, index) => {
        const indices = indicesOf(list);
        const text = indexText(indices);
        assert.deepEqual(itemsOf(indicesIn(text)), list);
        assert.equal(indexText(indicesIn(text)), text);
        assert.equal(placeOf(indicesIn(text), index), list.indexOf(index));
      }),
    );
    assert.equal(indexText(runOf(0, 1_000_000)), '0-999999');
    assert.equal(indexText(indicesOf([3, 17, 20, 21, 22])), '3,17,20-22');
    assert.throws(() => indicesOf([2, 2]), /ascend/);
  });

  it('values survive their text, and the same values have the same text however they are held', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }).chain(someValues), (list) => {
        const text = valueText(valuesOf(list));
        // A text in an event is written as JSON.
        const read = valuesIn(JSON.parse(JSON.stringify(text)) as ValueText, list.length);
        const json = JSON.parse(JSON.stringify(list)) as Json[];
        assert.deepEqual(JSON.parse(JSON.stringify(listed(read))), json);
        assert.deepEqual(valueText(valuesIn(text, list.length)), text);
        assert.deepEqual(valueText(valuesOf(listed(valuesIn(text, list.length)))), text);
      }),
    );
  });

  it('a text that is made when it is read has its length before, and is the same in a copy of its event', () => {
    for (const length of [1, 2, 3, 100]) {
      const numbers = Float64Array.from({ length }, (_, i) => (i + 1) / 7);
      const text = valueText({ kind: 'numbers', length, numbers: Float64Array.of(...numbers, 0.5) });
      assert.ok('numbers' in text);
      const wanted = base64Of(new Uint8Array(Float64Array.of(...numbers, 0.5).buffer));
      assert.equal(unwrittenLength(text), wanted.length);
      assert.deepEqual([text.numbers, structuredClone(text), { ...text }], [wanted, { numbers: wanted }, { numbers: wanted }]);
      assert.equal(unwrittenLength(structuredClone(text)), null);
      assert.deepEqual(valuesIn(structuredClone(text), length + 1), valuesIn(text, length + 1));
    }
  });

  it('ties survive their texts', () => {
    const pair = fc.tuple(fc.nat(200), fc.nat(200));
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([a, b]) => a * 1_000 + b }), (pairs) => {
        pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const ends = { from: Uint32Array.from(pairs, ([from]) => from), to: Uint32Array.from(pairs, ([, to]) => to) };
        assert.deepEqual(tieEndsIn(tieEndsText(ends)), ends);
      }),
    );
    assert.throws(() => tieEndsText({ from: Uint32Array.of(1, 0), to: Uint32Array.of(0, 1) }), /sorted/);
  });

  it('malformed texts are refused with a reason', () => {
    const cases: readonly (readonly [() => unknown, RegExp])[] = [
      [() => indicesIn('3-'), /malformed list of agents/],
      [() => indicesIn('9-3'), /malformed list of agents/],
      [() => indicesIn('5,3'), /ascend/],
      [() => indicesIn(':A*'), /contains '\*'/],
      [() => indicesIn(':gA'), /end too early/],
      [() => valuesIn({ words: ['a', 'b'], codes: '' }, 9), /do not hold 9 codes/],
      [() => valuesIn({ words: ['a', 'b', 'c'], codes: base64Of(Uint8Array.of(3)) }, 1), /unknown word 3/],
      [() => valuesIn({ words: ['a'], codes: '' }, 0), /malformed list of words/],
      [() => valuesIn({ integers: '' }, 1), /end too early/],
      [() => valuesIn({ integers: 'AA' }, 0), /must have 0 numbers/],
      [() => valuesIn({ numbers: 'AAAA' }, 1), /must have 1 numbers/],
      [() => valuesIn({ list: [1] }, 2), /must have 2 values/],
      [() => tieEndsIn({ from: '1', to: '2' }), /malformed list of ties/],
      [() => tieEndsIn({ from: ':AAE', to: ':' }), /wrong length/],
      [() => tieEndsIn({ from: ':', to: ':AA' }), /wrong length/],
    ];
    for (const [read, reason] of cases) assert.throws(read, reason);
  });

  it('a column behaves as a map from agents to values, and earlier columns stay the same', () => {
    const rows = ascending(3 * CHUNK_ROWS, 40);
    const batch = rows.filter((list) => list.length > 0).chain((list) => fc.tuple(fc.constant(list), someValues(list.length)));
    const run = fc
      .tuple(fc.nat(CHUNK_ROWS), fc.integer({ min: 1, max: 40 }))
      .chain(([first, length]) => fc.tuple(fc.constant(itemsOf(runOf(first, length))), someValues(length)));
    const single = fc.tuple(fc.nat(3 * CHUNK_ROWS), value);
    fc.assert(
      fc.property(fc.array(fc.oneof(batch, run, single), { maxLength: 8 }), (changes) => {
        let column = emptyColumn();
        const map = new Map<number, Json>();
        const past: (readonly [Column, Map<number, Json>])[] = [];
        for (const [who, what] of changes) {
          if (typeof who === 'number') {
            column = withValue(column, who, what);
            map.set(who, what);
          } else {
            // As a fold of an event sees the values: decoded from their text.
            column = withValues(column, indicesOf(who), valuesIn(valueText(valuesOf(what as Json[])), who.length));
            for (const [i, row] of who.entries()) map.set(row, (what as Json[])[i]!);
          }
          past.push([column, new Map(map)]);
        }
        for (const [one, known] of past)
          for (let row = 0; row < 3 * CHUNK_ROWS + 2; row++) assert.deepEqual(columnAt(one, row), known.get(row));
      }),
      { numRuns: 60 },
    );
  });

  it('single changes of one state copy a chunk once, and do not reach the state before', () => {
    const before = withValues(emptyColumn(), runOf(0, 3 * CHUNK_ROWS), { kind: 'one', length: 3 * CHUNK_ROWS, value: 'well' });
    const fresh: Fresh = new Set();
    const first = withValue(before, 5, 'ill', fresh);
    const second = withValue(first, 6, 'ill', fresh);
    assert.equal(second.chunks[0], first.chunks[0]);
    assert.equal(second.chunks[1], before.chunks[1]);
    assert.deepEqual([columnAt(second, 5), columnAt(second, 6), columnAt(before, 5), columnAt(before, 6)], ['ill', 'ill', 'well', 'well']);
  });

  it('numbers and words stay typed arrays, also with null, and a mixed chunk becomes one again', () => {
    const all = runOf(0, CHUNK_ROWS);
    const ones = (one: Json): Values => ({ kind: 'one', length: CHUNK_ROWS, value: one });
    const kinds = (column: Column): string => column.chunks[0]!.kind;
    const numbers = withValues(emptyColumn(), all, ones(3));
    assert.equal(kinds(withValue(numbers, 4, null)), 'numbers');
    const mixed = withValue(numbers, 4, 'none');
    assert.equal(kinds(mixed), 'list');
    assert.equal(kinds(withValues(mixed, all, ones('none'))), 'words');
    assert.equal(kinds(withValues(withValues(emptyColumn(), all, ones(null)), all, ones(0.5))), 'numbers');
  });

  it('one in ten of 100,000 agents that change a word take at most 6 bytes each', () => {
    const who = Array.from({ length: 100_000 }, (_, i) => i).filter((i) => (i * 7_919) % 1_000 < 100);
    const what = who.map((i) => ['ill', 'well', 'over'][i % 3]!);
    const event = { agents: indexText(indicesOf(who)), values: valueText(valuesOf(what)) };
    assert.equal(who.length, 10_000);
    assert.ok(JSON.stringify(event).length / who.length <= 6, `${JSON.stringify(event).length / who.length} bytes`);
  });
});
