/** Agreement of coders from the codes that a run holds, in words. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Draft } from '../../../src/core/events/events.js';
import type { Json } from '../../../src/core/util/json.js';
import { agreementsIn, agreementWords } from '../../../src/runs/index.js';

const assigned = (code: string, message: string, value: Json, check = false): Draft['body'] => ({
  ...{ type: 'code.assigned', code, message, value, by: 'judge' },
  ...(check ? { check: true as const } : {}),
});

/** Codes of messages by both coders. */
const both = (code: string, pairs: readonly (readonly [Json, Json])[]): readonly Draft['body'][] => [
  ...pairs.map(([value], i) => assigned(code, `m${i}`, value)),
  ...pairs.map(([, value], i) => assigned(code, `m${i}`, value, true)),
];

describe('the agreement of coders in a run', () => {
  it('is reported for each code that was checked, weighted where codes are numbers', () => {
    const events = [
      ...both('kind', [
        [true, true],
        [true, false],
        [false, false],
        [false, false],
      ]),
      ...both('warmth', [
        [1, 2],
        [2, 2],
        [4, 5],
        [5, 5],
        [3, 3],
      ]),
      assigned('alone', 'm0', true),
      // This message has no first code.
      assigned('kind', 'm9', true, true),
    ];
    const found = agreementsIn(events);
    assert.deepEqual(
      found.map(({ code, n, weighted }) => [code, n, weighted === null]),
      [
        ['kind', 4, true],
        ['warmth', 5, false],
      ],
    );
    // Yes by the first in 2 of 4, by the second in 1 of 4: p_o = 3/4, p_e = 1/2 · 1/4 + 1/2 · 3/4 = 1/2.
    assert.match(agreementWords(found[0]!), /^kind: kappa 0\.5 \[-?[\d.]+, [\d.]+\], n = 4$/);
    assert.match(agreementWords(found[1]!), /^warmth: kappa [\d.]+ \[[^\]]+\], weighted 0\.[89]\d* \[[^\]]+\], n = 5$/);
  });

  it('has no interval where the coders agree on all cases, and no value where they could not differ', () => {
    const words = (pairs: readonly (readonly [Json, Json])[]): readonly string[] => agreementsIn(both('c', pairs)).map(agreementWords);
    assert.deepEqual(
      words([
        [1, 1],
        [2, 2],
      ]),
      ['c: kappa 1, weighted 1, n = 2'],
    );
    assert.deepEqual(
      words([
        ['a', 'a'],
        ['a', 'a'],
      ]),
      ['c: kappa has no value, n = 2'],
    );
    assert.deepEqual(words([]), []);
  });
});
