/** Permutation tests where each wording of a prompt shifts all seeds, as with perturbed prompts (Helm and Priebe, arXiv 2605.27463). */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nestedMean } from '../../../../src/analysis/statistics/nestedMean.js';
import { permutationTest } from '../../../../src/analysis/statistics/resampling.js';
import { mean } from '../../../../src/analysis/statistics/samples.js';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng } from '../../../../src/core/random/rng.js';

const [STUDIES, SEEDS, WORDINGS] = [300, 10, 5];

describe('permutation tests under perturbed prompts', () => {
  for (const paired of [false, true])
    it(`of means of seeds keep their level where wordings shift both arms, and those of single runs do not${paired ? ', in pairs' : ''}`, () => {
      const random = rng(3, 'perturbed', String(paired));
      let [ofSeeds, ofRuns] = [0, 0];
      for (let study = 0; study < STUDIES; study++) {
        const shifts = Array.from({ length: WORDINGS }, () => normal(random));
        const arm = (): readonly (readonly number[])[] =>
          Array.from({ length: SEEDS }, () => {
            const own = normal(random);
            return shifts.map((shift) => shift + own + 0.5 * normal(random));
          });
        const [a, b] = [arm(), arm()];
        if (permutationTest(a.map(mean), b.map(mean), paired, random) < 0.05) ofSeeds++;
        if (permutationTest(a.flat(), b.flat(), paired, random) < 0.05) ofRuns++;
      }
      // 5 % and two and a half standard errors of 300 studies.
      assert.ok(ofSeeds / STUDIES <= 0.082, `${ofSeeds} of ${STUDIES}`);
      assert.ok(ofRuns / STUDIES > 0.15, `${ofRuns} of ${STUDIES}`);
    }).timeout(60_000);

  it('of signs of whole seeds say nothing of other wordings where wordings shift one arm only; the interval over both does', () => {
    const random = rng(5, 'perturbed', 'one arm');
    let [bySigns, byBoth] = [0, 0];
    for (let study = 0; study < STUDIES; study++) {
      const shifts = Array.from({ length: WORDINGS }, () => normal(random));
      const effects = Array.from({ length: SEEDS }, () => {
        const own = normal(random);
        return shifts.map((shift) => shift + own + 0.5 * normal(random));
      });
      const means = effects.map(mean);
      if (
        permutationTest(
          means,
          means.map(() => 0),
          true,
          random,
        ) < 0.05
      )
        bySigns++;
      const { interval } = nestedMean(effects.flatMap((row, s) => row.map((value, w) => ({ value, levels: [String(s), String(w)] }))))!;
      if (interval.low > 0 || interval.high < 0) byBoth++;
    }
    assert.ok(bySigns / STUDIES > 0.15, `${bySigns} of ${STUDIES}`);
    assert.ok(byBoth / STUDIES <= 0.082, `${byBoth} of ${STUDIES}`);
  }).timeout(60_000);
});
