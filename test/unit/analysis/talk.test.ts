/** Cascades, phrases, vectors, drift and profiles: all worked by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cascades, largestCascade } from '../../../src/analysis/outcomes/cascade.js';
import * as drift from '../../../src/analysis/talk/drift.js';
import { ngrams, turnover } from '../../../src/analysis/talk/lexical.js';
import { differentiation, formerProfiles, profiles } from '../../../src/analysis/talk/profile.js';
import { cosine, pairwiseSimilarity, tfidf, type Vector } from '../../../src/analysis/talk/vectors.js';

const near = (found: number | null | undefined, value: number, by = 1e-12): void =>
  assert.ok(typeof found === 'number' && Math.abs(found - value) <= by, `${found} is not ${value}`);

describe('cascades', () => {
  it('have a large width and virality near 2 for a broadcast, and a large depth and virality (n + 1) / 3 for a chain', () => {
    assert.deepEqual(cascades([-1, 0, 0, 0]), [{ root: 0, scale: 4, depth: 1, breadth: 3, virality: (3 * 1 + 3 * 2) / 6 }]);
    const [chain] = cascades([-1, 0, 1, 2, 3]);
    assert.deepEqual([chain!.depth, chain!.breadth], [4, 1]);
    near(chain!.virality, 2);
  });

  it('are distinguished by their roots', () => {
    const found = cascades([-1, -1, 0, 1, 2, 2]);
    assert.deepEqual(
      found.map(({ root, scale, depth, breadth }) => [root, scale, depth, breadth]),
      [
        [0, 4, 2, 2],
        [1, 2, 1, 1],
      ],
    );
    // 0–2, 2–4, 2–5 are 1 apart; 0–4, 0–5, 4–5 are 2.
    near(found[0]!.virality, 9 / 6);
    assert.equal(largestCascade([]), null);
    assert.equal(cascades([-1])[0]!.virality, null);
  });
});

describe('phrases', () => {
  it('start when they are first used and end when they are last used', () => {
    assert.deepEqual([...ngrams(['the old oak fell'])], ['the old', 'old oak', 'oak fell']);
    const windows = [['a b', 'b c'], ['b c', 'c d'], ['a b'], []];
    assert.deepEqual(turnover(windows), [
      { birth: 1, death: null },
      { birth: 0.5, death: 0 }, // `a b` comes back
      { birth: 0, death: 1 },
      { birth: null, death: 1 },
    ]);
  });
});

describe('vectors', () => {
  const [bread, both, jazz] = tfidf(['bread bread', 'bread jazz', 'jazz']) as [Vector, Vector, Vector];

  it('are TF-IDF vectors of length 1', () => {
    assert.deepEqual([...bread.keys()], ['bread']);
    near(bread.get('bread'), 1);
    near(both.get('bread'), Math.SQRT1_2);
    // Smoothed inverse document frequency: ln(4/2) + 1 for a word of one text, ln(4/3) + 1 for one of two.
    const [first] = tfidf(['rare often', 'often', 'none']) as [Vector];
    near(first.get('rare')! / first.get('often')!, (Math.log(2) + 1) / (Math.log(4 / 3) + 1));
  });

  it('are as similar as their words', () => {
    near(cosine(bread, jazz), 0);
    near(cosine(bread, both), Math.SQRT1_2);
    near(cosine(bread, new Map()), 0);
    near(pairwiseSimilarity([bread, both, jazz]), (2 * Math.SQRT1_2) / 3);
    near(pairwiseSimilarity([bread, bread, new Map()]), 1);
    assert.equal(pairwiseSimilarity([bread]), null);
  });
});

describe('drift', () => {
  const x: Vector = new Map([['x', 1]]);
  const y: Vector = new Map([['y', 1]]);

  it('is 0 for an agent that keeps its subject and 1 for one that changes it', () => {
    near(drift.drift({ early: [x], late: [x] }), 0);
    near(drift.drift({ early: [x], late: [y] }), 1);
    assert.equal(drift.drift({ early: [], late: [y] }), null);
    near(
      drift.meanDrift([
        { early: [x], late: [y] },
        { early: [x], late: [x] },
        { early: [], late: [] },
      ]),
      0.5,
    );
  });

  it('is consistent when all agents change in one direction', () => {
    near(
      drift.driftConsistency([
        { early: [x], late: [y] },
        { early: [x], late: [y] },
      ]),
      1,
    );
    near(
      drift.driftConsistency([
        { early: [x], late: [y] },
        { early: [y], late: [x] },
      ]),
      0,
    );
  });

  it('is a pull when it leads to the subject of all', () => {
    near(drift.pull({ early: [x], late: [y] }, y), 1);
    near(drift.pull({ early: [x], late: [y] }, x), -1);
  });

  it('is progress when it leads to the texts that were liked', () => {
    const course = { early: [x, y], late: [y] };
    // From the middle to y: cos with y grows from 1/√2 to 1, with x falls from 1/√2 to 0.
    near(drift.netProgress(course, [0, 5]), 1);
    near(drift.netProgress(course, [5, 0]), -1);
    assert.equal(drift.netProgress(course, [2, 2]), null);
  });
});

describe('profiles', () => {
  const say = (author: number, text: string, names = false, codes = {}) => ({ author, text, names, codes });
  const long = Array.from({ length: 15 }, (_, i) => `word${i}`).join(' ');

  it('derive signs by rule, and use yes-or-no codes', () => {
    assert.deepEqual(profiles([say(0, 'Well yes.')], 1), [[1, 0, 0]]);
    assert.deepEqual(profiles([say(0, `${long}?`)], 1), [[0, 0, 1]]);
    assert.deepEqual(profiles([say(0, long, true, { warm: true, score: 4 }), say(0, long, false, { cold: false, warm: false })], 1), [
      [0, 0.5, 0, 0, 0.5],
    ]);
  });

  it('differ by the mean cosine of their rates', () => {
    const rates = profiles([say(0, 'Hm.'), say(0, long), say(1, 'Ah.'), say(2, long, true)], 4);
    assert.deepEqual(rates, [[0.5, 0, 0], [1, 0, 0], [0, 1, 0], null]);
    near(differentiation(rates), 1 / 3);
    assert.equal(differentiation([rates[0]!, null]), null);
  });

  it('distinguish by codes the agents that the first two signs do not, as runs before the flag count them', () => {
    const said = [say(0, 'Yes.', false, { leads: true }), say(1, 'No.', false, { leads: false })];
    near(differentiation(formerProfiles(said, 2)), 1);
    near(differentiation(profiles(said, 2)), Math.SQRT1_2);
  });
});
