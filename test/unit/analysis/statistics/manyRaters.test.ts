/** Agreement of many coders, reliability and judges corrected by people, against R and Python libraries and published values. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type CodedCase, fleissKappa, krippendorffAlpha } from '../../../../src/analysis/statistics/manyRaters.js';
import { predictionPowered } from '../../../../src/analysis/statistics/predictionPowered.js';
import { cronbachAlpha, intraclassCorrelations, reliabilities } from '../../../../src/analysis/statistics/reliability.js';
import { tQuantile } from '../../../../src/analysis/statistics/studentT.js';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng } from '../../../../src/core/random/rng.js';

type Triple = readonly [value: number, low: number, high: number];

interface Fixture {
  readonly alpha: readonly {
    readonly cases: readonly CodedCase[];
    readonly nominal: number;
    readonly ordinal: number;
    readonly interval: number;
  }[];
  readonly fleiss: readonly { readonly cases: readonly CodedCase[]; readonly kappa: number }[];
  readonly reliability: readonly {
    readonly rows: readonly (readonly number[])[];
    readonly icc1: Triple;
    readonly icc2: Triple;
    readonly icc2k: Triple;
    readonly cronbach: Triple;
  }[];
  readonly powered: readonly {
    readonly human: readonly number[];
    readonly judged: readonly number[];
    readonly only: readonly number[];
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const FIXTURE = JSON.parse(readFileSync('test/fixtures/many_raters.json', 'utf8')) as Fixture;

const close = (found: number | undefined, wanted: number, within = 1e-9): void =>
  assert.ok(found !== undefined && Math.abs(found - wanted) <= within, `${found} is not ${wanted}`);

describe('agreement of many coders', () => {
  it('alpha is that of the package krippendorff at all levels, with gaps, and that of the published example', () => {
    for (const { cases, ...levels } of FIXTURE.alpha)
      for (const level of ['nominal', 'ordinal', 'interval'] as const)
        close(krippendorffAlpha(cases, level, rng(1, 'alpha'))?.value, levels[level]);
    const published = krippendorffAlpha(FIXTURE.alpha[0]!.cases, 'nominal', rng(1, 'alpha'))!;
    assert.equal(published.value.toFixed(3), '0.691');
    assert.equal(
      krippendorffAlpha(
        [
          ['a', 'a'],
          ['a', null],
        ],
        'nominal',
        rng(1, 'alpha'),
      ),
      null,
    );
  });

  it('intervals of alpha cover its true value about as often as they say', () => {
    // Two coders who each replace one in four codes by lot: the true alpha is 0.75² in many cases.
    let covered = 0;
    for (let study = 0; study < 100; study++) {
      const random = rng(study, 'coders');
      const code = (own: number): number => (random() < 0.25 ? Math.floor(random() * 4) : own);
      const cases = Array.from({ length: 80 }, () => {
        const own = Math.floor(random() * 4);
        return [code(own), code(own)];
      });
      const { interval } = krippendorffAlpha(cases, 'nominal', rng(study, 'draws'))!;
      if (interval && interval.low <= 0.5625 && interval.high >= 0.5625) covered++;
    }
    assert.ok(covered >= 86, `${covered} of 100`);
  });

  it('kappa is that of statsmodels, and needs codes without gaps', () => {
    for (const { cases, kappa } of FIXTURE.fleiss) close(fleissKappa(cases, rng(1, 'kappa'))?.value, kappa);
    assert.equal(
      fleissKappa(
        [
          ['a', null],
          ['a', 'b'],
        ],
        rng(1, 'kappa'),
      ),
      null,
    );
  });

  it('intraclass correlations and their intervals are those of psych in R, alpha of items that of pingouin', () => {
    for (const { rows, cronbach, ...wanted } of FIXTURE.reliability) {
      const found = intraclassCorrelations(rows)!;
      for (const name of ['icc1', 'icc2', 'icc2k'] as const) {
        close(found[name].value, wanted[name][0], 1e-6);
        close(found[name].interval.low, wanted[name][1], 1e-6);
        close(found[name].interval.high, wanted[name][2], 1e-6);
      }
      const alpha = cronbachAlpha(rows)!;
      close(alpha.value, cronbach[0]);
      // pingouin rounds its interval.
      close(alpha.interval.low, cronbach[1], 6e-4);
      close(alpha.interval.high, cronbach[2], 6e-4);
    }
    assert.equal(intraclassCorrelations([[1, 2]]), null);
    assert.equal(cronbachAlpha([[1, 2], [1]]), null);
  });
});

describe('agreement within runs', () => {
  it('has intervals that cover α where runs differ in how hard they are to code', () => {
    const study = (random: () => number, runs: number) => {
      const cases: number[][] = [];
      const clusters: string[] = [];
      for (let run = 0; run < runs; run++) {
        const [error, base] = [random() < 0.5 ? 0.05 : 0.4, random() < 0.5 ? 0.2 : 0.8];
        for (let i = 0; i < 10; i++) {
          const code = random() < base ? 1 : 0;
          cases.push([random() < error ? 1 - code : code, random() < error ? 1 - code : code]);
          clusters.push(String(run));
        }
      }
      return { cases, clusters };
    };
    const many = study(rng(1, 'many'), 4000).cases;
    const truth = krippendorffAlpha(
      many,
      'nominal',
      rng(0, 'one'),
      many.map(() => 'one'),
    )!.value;
    let [covered, independent] = [0, 0];
    for (let i = 0; i < 30; i++) {
      const { cases, clusters } = study(rng(i, 'few'), 15);
      const covers = (given?: readonly string[]): boolean => {
        const { low, high } = krippendorffAlpha(cases, 'nominal', rng(i, 'draws'), given)!.interval!;
        return low <= truth && truth <= high;
      };
      if (covers(clusters)) covered++;
      if (covers()) independent++;
    }
    // About 95 % and 75 % of 30.
    assert.ok(covered >= 25 && independent < covered, `${covered} and ${independent} of 30`);
  }).timeout(60_000);

  it('has a wider interval of ICC, and none of one run', () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      Math.floor(i / 10) % 2 === 0 ? [i % 5, i % 10 === 0 ? 4 : i % 5] : [i % 5, (i + 2) % 5],
    );
    const runs = rows.map((_, i) => String(Math.floor(i / 10)));
    const wide = ({ low, high }: { readonly low: number; readonly high: number }): number => high - low;
    const [by, plain] = [runs, undefined].map((clusters) => reliabilities(rows, rng(1, 'icc'), clusters).icc!.icc1);
    assert.equal(by!.value, plain!.value);
    assert.ok(wide(by!.interval!) > 1.5 * wide(plain!.interval!), JSON.stringify([by, plain]));
    const coded = krippendorffAlpha(
      rows,
      'interval',
      rng(1, 'icc'),
      rows.map(() => 'one'),
    );
    assert.equal(coded!.interval, null);
  });
});

describe('a judge that people correct', () => {
  it('has the means and intervals of ppi_py', () => {
    for (const { human, judged, only, value, low, high } of FIXTURE.powered) {
      const found = predictionPowered(human, judged, only)!;
      close(found.value, value);
      // That of the package is for large samples: by the normal curve, and with variances over n.
      const n = human.length;
      close((found.interval.low + found.interval.high) / 2, (low + high) / 2);
      const wider = (found.interval.high - found.interval.low) / (high - low) / (tQuantile(n - 1) / 1.959963984540054);
      assert.ok(wider > 1 && wider <= Math.sqrt(n / (n - 1)) + 1e-9, `${wider}`);
    }
    assert.equal(predictionPowered([1], [1], [1, 0]), null);
    const nine = Array.from({ length: 9 }, (_, i) => i % 2);
    assert.equal(predictionPowered(nine, nine, nine), null, 'nine codes of people are too few');
  });

  it('covers the true mean with ten codes of people', () => {
    let covered = 0;
    for (let study = 0; study < 1000; study++) {
      const random = rng(study, 'few');
      const cases = Array.from({ length: 60 }, () => {
        const truth = normal(random);
        return { truth, judge: 0.8 * truth + 0.6 * normal(random) + 0.3 };
      });
      const { interval } = predictionPowered(
        cases.slice(0, 10).map(({ truth }) => truth),
        cases.slice(0, 10).map(({ judge }) => judge),
        cases.slice(10).map(({ judge }) => judge),
      )!;
      if (interval.low <= 0 && interval.high >= 0) covered++;
    }
    // By the normal curve it is 885 of 1,000. With a coverage of 0.94, 917 or fewer have a chance below 1 in 500.
    assert.ok(covered > 917, `${covered} of 1,000`);
  });

  it('covers the true mean of messages that are alike within runs, where independent cases do not', () => {
    // 20 runs of 20 messages with an intraclass correlation of 0.5, of which people code 3.
    let [covered, independent] = [0, 0];
    for (let study = 0; study < 400; study++) {
      const random = rng(study, 'runs');
      const both: { run: string; human: number; judge: number }[] = [];
      const only: typeof both = [];
      for (let run = 0; run < 20; run++) {
        const shared = normal(random) * Math.SQRT1_2;
        const bias = 0.3 * normal(random);
        for (let i = 0; i < 20; i++) {
          const human = shared + normal(random) * Math.SQRT1_2;
          (i < 3 ? both : only).push({ run: String(run), human, judge: 0.8 * human + bias + 0.5 * normal(random) + 0.2 });
        }
      }
      const of = <K extends 'run' | 'human' | 'judge'>(rows: typeof both, key: K) => rows.map((row) => row[key]);
      const clusters = { both: of(both, 'run'), only: of(only, 'run') };
      const covers = (given?: typeof clusters): boolean => {
        const { interval } = predictionPowered(of(both, 'human'), of(both, 'judge'), of(only, 'judge'), given)!;
        return interval.low <= 0 && interval.high >= 0;
      };
      if (covers(clusters)) covered++;
      if (covers()) independent++;
    }
    // About 94 % of 400, with a standard error of 5.
    assert.ok(covered > 360, `${covered} of 400`);
    assert.ok(independent < 300, `${independent} of 400`);
    const few = Array.from({ length: 12 }, (_, i) => i % 3);
    assert.equal(predictionPowered(few, few, few, { both: few.map(String), only: few.map(String) }), null, 'three runs are too few');
  });

  it('covers the true share with a biased judge, where the judge alone never does', () => {
    let [covered, alone] = [0, 0];
    for (let study = 0; study < 400; study++) {
      const random = rng(study, 'judge');
      const cases = Array.from({ length: 600 }, () => {
        const truth = random() < 0.3 ? 1 : 0;
        return { truth, judge: random() < 0.2 ? 1 : truth };
      });
      const [both, only] = [cases.slice(0, 100), cases.slice(100).map(({ judge }) => judge)];
      const found = predictionPowered(
        both.map(({ truth }) => truth),
        both.map(({ judge }) => judge),
        only,
      )!;
      if (found.interval.low <= 0.3 && found.interval.high >= 0.3) covered++;
      const share = cases.reduce((sum, { judge }) => sum + judge, 0) / 600;
      if (Math.abs(share - 0.3) < 1.96 * Math.sqrt((share * (1 - share)) / 600)) alone++;
      assert.ok(found.bias!.value > 0);
    }
    // 380 expected of 400; 365 or fewer have a chance below 1 in 1,000.
    assert.ok(covered > 365, `${covered} of 400`);
    assert.ok(alone < 20, `${alone} of 400`);
  });
});
