/** Calibrations: models whose posterior is known, the budget, what a stop and the order of runs change, and what is not identified. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { normal } from '../../../src/core/random/distributions.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { LanguageService } from '../../../src/language/api.js';
import type { CalibrationReport } from '../../../src/protocol/calibration.js';
import { type Calibrated, calibrate } from '../../../src/runs/calibration/calibrate.js';
import type { CalibrateHost } from '../../../src/runs/calibration/calibrationRuns.js';
import { reportOf } from '../../../src/runs/calibration/calibrationReport.js';
import { calibrationOf } from '../../../src/runs/calibration/calibrationSpec.js';
import { calibrationText } from '../../../src/runs/calibration/calibrationText.js';
import { particleRows } from '../../../src/runs/calibration/particleRows.js';
import type { ExperimentRun, Plan, Played } from '../../../src/runs/experiments/index.js';
import { coins, P, ranksOf, type Simulate, tossed } from '../../support/calibrationRanks.js';
import { MAIN, opened, playedPlan } from '../../support/experiments.js';

interface Faked {
  readonly known?: ReadonlyMap<string, ExperimentRun>;
  /** Stops before this run. */
  readonly until?: number;
  /** Whether runs end in the opposite order. */
  readonly isReversed?: boolean;
}

async function fitted(
  source: string,
  simulate: Simulate,
  { known = new Map(), until = Infinity, isReversed = false }: Faked = {},
  ranks = 0,
) {
  const language = opened(source);
  const resolved = await language.resolve(MAIN);
  assert.deepEqual(resolved.problems, []);
  const kept = new Map(known);
  let played = 0;
  const host: CalibrateHost = {
    language,
    token: neverCancelled,
    known: () => kept,
    play: async ({ missing, jobs, known: before, experiment, arms, seeds }: Plan): Promise<Played> => {
      const cells = new Map(before);
      let isStopped = false;
      for (const { index, key, arm, seed } of isReversed ? [...missing].reverse() : missing) {
        if (played === until) {
          isStopped = true;
          break;
        }
        const values = simulate(arm.set, seed);
        const cell = { key, arm: arm.id, seed, measures: Object.fromEntries(Object.entries(values).map(([id, one]) => [id, [one]])) };
        played++;
        kept.set(key, cell);
        cells.set(index, cell);
      }
      const found = jobs.flatMap(({ index }) => cells.get(index) ?? []);
      return { experiment, arms, seeds, cells: found, lost: [], state: isStopped ? 'stopped' : 'ended', problem: null };
    },
  };
  const spec = await calibrationOf(language, resolved, 'fit');
  const calibrated = await calibrate(spec, resolved, host, { ranks });
  return { calibrated, report: reportOf(calibrated, 'nobody'), kept, played };
}

const numberOf = ({ parameters }: CalibrationReport, path: string) => {
  const found = parameters.find((one) => one.path === path);
  assert.ok(found?.number);
  return found.number;
};

const near = (value: number, right: number, by: number): void =>
  assert.ok(Math.abs(value - right) <= by, `${value} is not within ${by} of ${right}`);

/** After 14 heads of 20, p has the distribution Beta(15, 7). */
const BETA = { mean: 15 / 22, sd: Math.sqrt((15 * 7) / (22 ** 2 * 23)), low: 0.4782, high: 0.8541 };

describe('calibrations', () => {
  for (const method of ['smc', 'rejection'])
    it(`finds the exact posterior of a beta-binomial model by ${method}`, async () => {
      const { report } = await fitted(coins(`${P}    method: ${method}\n    runs: 5000\n    particles: 200\n`), tossed);
      const { mean, sd, low, high } = numberOf(report, 'world.with.p');
      // Three standard errors of 200 particles; the ends of the interval vary most, the lower one in a long tail.
      near(mean, BETA.mean, 3 * (BETA.sd / Math.sqrt(200)));
      near(sd, BETA.sd, 0.02);
      near(low, BETA.low, 0.09);
      near(high, BETA.high, 0.05);
      assert.equal(report.isReached, true);
      assert.ok(report.runs.all <= 5000);
      // 20 coins with a p from this posterior: the beta-binomial distribution has the standard deviation 2.66.
      const [{ predicted } = { predicted: null }] = report.targets[0]!.points;
      near(predicted!.median, 14, 1);
      near(predicted!.high - predicted!.low, 4 * 2.66, 2.5);
    });

  it('finds the exact posterior of a normal mean, also without a tolerance, by regression', async () => {
    // Prior N(0, 1), the mean of ten values with the standard deviation 2, which is 1.5: N(1.0714, 0.5345).
    const simulate: Simulate = ({ 'world.with.mu': mu }, seed) => ({
      middle: Number(mu) + (2 / Math.sqrt(10)) * normal(rng(seed, 'test.normal')),
    });
    const { report, calibrated } = await fitted(
      coins(
        '    parameters: { world.with.mu: "normal(0, 1)" }\n    targets: { middle: { measure: middle, is: 1.5 } }\n    runs: 4000\n    particles: 400\n',
      ),
      simulate,
    );
    assert.ok(calibrated.adjustment.ok);
    const { mean, sd } = numberOf(report, 'world.with.mu');
    // Three standard errors of the 220 particles that the weights leave.
    near(mean, 1.5 * (1 / (1 + 0.4)), 0.11);
    near(sd, Math.sqrt(0.4 / 1.4), 0.08);
    assert.equal(report.isReached, null);
  });

  it('names a parameter that the targets do not identify', async () => {
    const source = coins(`    parameters: { world.with.p: 0.0..1.0, world.with.q: 0.0..1.0, cast: [[coins], all] }
    targets: { heads: { measure: heads, is: 14, within: 1 } }\n    runs: 1500\n    particles: 150\n`);
    const { report } = await fitted(source, tossed);
    const [p, q, cast] = report.parameters;
    assert.deepEqual([p!.identified, q!.identified, cast!.identified], ['well', 'none', 'none']);
    near(q!.contraction, 0, 0.3);
    near(cast!.choice![0]!.share, 0.5, 0.15);
    assert.ok(report.findings.some((line) => line.startsWith('Not identified: `world.with.q` and `cast`')));
    assert.match(calibrationText(report), /world\.with\.q .* not identified/);
  });

  it('names a pair of parameters of which only a combination is identified', async () => {
    const simulate: Simulate = ({ 'world.with.p': p, 'world.with.q': q }, seed) => ({
      middle: Number(p) + Number(q) + 0.02 * normal(rng(seed, 'test.sum')),
    });
    const source = coins(`    parameters: { world.with.p: 0.0..1.0, world.with.q: 0.0..1.0 }
    targets: { middle: { measure: middle, is: 1, within: 0.05 } }\n    runs: 2000\n    particles: 100\n`);
    const { report } = await fitted(source, simulate);
    assert.deepEqual(
      report.ridges.map(({ between }) => between),
      [['world.with.p', 'world.with.q']],
    );
    assert.ok(report.ridges[0]!.correlation < -0.9);
  });

  it('gives the same result in any order of runs, and after a stop plays only the rest', async () => {
    const source = coins(`${P}    runs: 900\n    particles: 100\n`);
    const whole = await fitted(source, tossed);
    const reversed = await fitted(source, tossed, { isReversed: true });
    assert.deepEqual(reversed.report, whole.report);
    const begun = await fitted(source, tossed, { until: 333 });
    assert.equal(begun.calibrated.ending, 'stopped');
    assert.match(begun.report.findings[0]!, /^Stopped before the end/);
    const continued = await fitted(source, tossed, { known: begun.kept });
    assert.equal(continued.played + 333, whole.played);
    const { runs: ofContinued, ...rest } = continued.report;
    const { runs: ofWhole, ...same } = whole.report;
    assert.deepEqual(rest, same);
    assert.deepEqual(ofContinued, { ...ofWhole, known: 333 });
  });

  it('never plays more runs than the file allows', async () => {
    for (const runs of [300, 450]) {
      const { played } = await fitted(coins(`${P}    runs: ${runs}\n    particles: 100\n`), tossed);
      assert.ok(played <= runs, `${played} of ${runs}`);
    }
  });

  it('leaves out runs without a value, and says where no run has one', async () => {
    const some: Simulate = (set, seed) => (seed % 3 === 0 ? { heads: null } : tossed(set, seed));
    const { report } = await fitted(coins(`${P}    runs: 2500\n    particles: 150\n`), some);
    assert.ok(report.runs.lost > 300);
    near(numberOf(report, 'world.with.p').mean, BETA.mean, 0.05);
    const none = await fitted(coins(`${P}    runs: 600\n`), () => ({ heads: null }));
    assert.deepEqual(none.report.findings, ['No run has a value for every target, so nothing is known of the parameters.']);
  });

  it('checks targets that are held out, and says where priors do not reach the data', async () => {
    const simulate: Simulate = (set, seed) => ({ ...tossed(set, seed), middle: Number(set['world.with.p']) + 3 });
    const held = (is: number): string =>
      coins(`    parameters: { world.with.p: 0.0..1.0 }
    targets: { heads: { measure: heads, is: 14, within: 1 }, later: { measure: middle, is: ${is}, hold_out: true } }\n    runs: 1500\n    particles: 100\n`);
    const wrong = (await fitted(held(5), simulate)).report;
    assert.ok(wrong.findings.some((line) => line.startsWith('The result does not predict `later` (held out)')));
    const right = (await fitted(held(3.68), simulate)).report;
    assert.ok(right.findings.includes('The result predicts every target.'));
    const far = coins(
      `    parameters: { world.with.p: 0.0..0.2 }\n    targets: { heads: { measure: heads, is: 19, within: 0.5 } }\n    runs: 1000\n`,
    );
    const { report } = await fitted(far, tossed);
    assert.equal(report.isReached, false);
    assert.ok(report.findings.some((line) => line.startsWith('Runs with draws from the priors rarely reach the values of `heads`')));
  });

  it('refuses to fit to data that are held out, and names both', async () => {
    const P = '    parameters: { world.with.p: 0.1..0.9 }\n    runs: 60\n    particles: 20\n    check: 20\n';
    const loaded = async (targets: string, scenario = ''): Promise<unknown> => {
      const text = coins(`${P}    targets:\n${targets}`).replace('rounds: 1 }', `rounds: 1${scenario} }`);
      const data: LanguageService['data'] = async () => ({ ok: true, uri: MAIN, text: 'round,heads,ILL\n1,12,12\n' });
      return calibrationOf({ data }, await opened(text).resolve(MAIN), 'fit');
    };
    const series = '      heads: { measure: heads, table: { csv: ./heads.csv } }\n';
    const late = (at: string): string => `${series}      late: { measure: heads, is: 12, hold_out: true${at} }\n`;
    await assert.rejects(loaded(late(', at: 1')), /`late` is held out, and `heads` is fitted to heads in round 1 too/);
    await loaded(late(''));
    const people = (more: string): string =>
      `, compare_with: { poll: { people: ./heads.csv, answers: { ill: { of: me.heads, column: ILL${more} } } } }`;
    const column = '      heads: { measure: heads, table: { csv: ./heads.csv, value: ILL } }\n';
    await assert.rejects(
      loaded(column, people(', held_out: true')),
      /`heads` is fitted to the column `ILL` of \.\/heads\.csv, which .*`poll\.ill`/,
    );
    await loaded(column, people(''));
  });

  it('ranks of simulated data are uniform', async () => {
    const { report } = await fitted(coins(`${P}    runs: 1200\n`), tossed, {}, 400);
    const { ranks } = report.parameters[0]!;
    assert.equal(
      ranks!.counts.reduce((sum, n) => sum + n, 0),
      400,
    );
    assert.ok(ranks!.p > 0.01, `p = ${ranks!.p}`);
  });

  // A posterior of other data must be found out.
  for (const [method, sets] of [
    ['rejection', 60],
    ['smc', 100],
  ] as const)
    it(`ranks of simulated data are uniform among the particles of whole calibrations by ${method}`, async () => {
      const right = await ranksOf(method, sets, 0);
      const wrong = await ranksOf(method, sets, 3);
      assert.ok(right.p > 0.01, `${right.counts.join(' ')}: ${right.p}`);
      assert.ok(wrong.p < 1e-4, `${wrong.counts.join(' ')}: ${wrong.p}`);
    }).timeout(60_000);

  it('plays a society with the engine, and writes its particles', async () => {
    const language = opened(coins(`${P}    runs: 110\n    particles: 30\n    check: 20\n`));
    const resolved = await language.resolve(MAIN);
    const spec = await calibrationOf(language, resolved, 'fit');
    const calibrated: Calibrated = await calibrate(spec, resolved, {
      ...{ language, token: neverCancelled, known: () => new Map() },
      play: (plan) => playedPlan(plan),
    });
    const report = reportOf(calibrated, 'nobody');
    assert.ok(report.runs.all > 80 && report.runs.all <= 110 && report.runs.lost === 0);
    near(numberOf(report, 'world.with.p').mean, BETA.mean, 0.12);
    const [head, ...rows] = [...particleRows(calibrated)];
    assert.deepEqual(head, ['world.with.p', 'weight', 'distance', 'of.heads']);
    assert.equal(rows.length, report.particles);
  });
});
