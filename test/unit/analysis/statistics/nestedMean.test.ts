/** Means over seeds, wordings and personas: components and errors of lme4 (`test/fixtures/nested_means.R`), and coverage by simulation. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { nestedMean } from '../../../../src/analysis/statistics/nestedMean.js';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng } from '../../../../src/core/random/rng.js';

interface Fixture {
  readonly layouts: readonly {
    readonly name: string;
    readonly rows: readonly (readonly [seed: number, wording: number, persona: number, value: number])[];
    readonly components: readonly number[];
    readonly rest: number;
    readonly mean: number;
    readonly error: number;
  }[];
}

const { layouts } = JSON.parse(readFileSync('test/fixtures/nested_means.json', 'utf8')) as Fixture;

const close = (found: number, wanted: number, within = 1e-4): void =>
  assert.ok(Math.abs(found - wanted) <= within * Math.max(1, Math.abs(wanted)), `${found} is not ${wanted}`);

describe('means over seeds, wordings and personas', () => {
  for (const { name, rows, components, rest, mean, error } of layouts)
    it(`have the components, mean and error of lme4: ${name}`, () => {
      const found = nestedMean(
        rows.map(([seed, wording, persona, value]) => ({
          value,
          levels: [seed, wording, persona].slice(0, components.length).map(String),
        })),
      );
      assert.ok(found);
      for (const [f, wanted] of components.entries()) close(found.components[f]!, wanted);
      close(found.rest, rest);
      close(found.mean, mean);
      close(found.error, error);
      if (components.some((one) => one === 0))
        assert.ok(
          found.components.some((one) => one === 0),
          'a component is 0',
        );
    });

  it('have no interval where a factor has one level, as many levels as values, or factors explain all', () => {
    const table = (values: readonly number[], levelsOf: (i: number) => readonly string[]) =>
      nestedMean(values.map((value, i) => ({ value, levels: levelsOf(i) })));
    const crossed = (i: number): readonly string[] => [String(i % 2), String(i >> 1)];
    assert.equal(
      table([1, 2, 4, 3], (i) => [String(i % 2), 'a']),
      null,
    );
    assert.equal(
      table([1, 2, 4, 3], (i) => [String(i % 2), String(i)]),
      null,
    );
    assert.equal(table([0.1, 0.1, 0.1, 0.1], crossed), null);
    const bySeed = [1, 2, 4, 3, 7].flatMap((own) => [own, own]);
    assert.equal(table(bySeed, crossed), null, 'each wording gives the same');
    assert.equal(
      table(
        bySeed.map((own, i) => own + 0.3 * (i % 2)),
        crossed,
      ),
      null,
      'each wording shifts by the same',
    );
    assert.ok(
      table(
        bySeed.map((own, i) => own + 0.01 * ((i * 7) % 5)),
        crossed,
      ),
    );
    assert.ok(table([1, 2, 4, 3.5], crossed));
  });

  for (const { seeds, wordings, ofSeeds, ofWordings } of [
    { seeds: 10, wordings: 3, ofSeeds: 0.5, ofWordings: 0.5 },
    { seeds: 10, wordings: 5, ofSeeds: 0.5, ofWordings: 0.5 },
    { seeds: 20, wordings: 5, ofSeeds: 0.5, ofWordings: 0.2 },
    { seeds: 20, wordings: 8, ofSeeds: 1, ofWordings: 1 },
    { seeds: 12, wordings: 4, ofSeeds: 0.5, ofWordings: 0 },
  ])
    it(`intervals over ${seeds} seeds and ${wordings} wordings cover the mean (spread ${ofSeeds} and ${ofWordings})`, () => {
      const random = rng(11, 'coverage', String(seeds), String(wordings), String(ofWordings));
      const studies = 200;
      let covered = 0;
      for (let study = 0; study < studies; study++) {
        const bySeed = Array.from({ length: seeds }, () => ofSeeds * normal(random));
        const byWording = Array.from({ length: wordings }, () => ofWordings * normal(random));
        const values = bySeed.flatMap((own, s) =>
          byWording.map((shift, w) => ({ value: 1 + own + shift + 0.7 * normal(random), levels: [String(s), String(w)] })),
        );
        const { interval } = nestedMean(values)!;
        if (interval.low <= 1 && interval.high >= 1) covered++;
      }
      // 0.95 less two and a half standard errors of 200 studies.
      assert.ok(covered / studies > 0.91, `${covered} of ${studies}`);
    }).timeout(60_000);
});
