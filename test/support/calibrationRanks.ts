/**
 * Ranks of true values among the particles of whole calibrations: a chance is drawn from its prior, twenty coins are tossed with it, and a
 * calibration to the number of heads gives a posterior. The rank is uniform where the posterior is right (Talts et al. 2018).
 */
import { rng } from '../../src/core/random/rng.js';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { chiSquaredTail } from '../../src/analysis/calibration/calibrationRanks.js';
import { type CalibrateHost, CalibrationRuns, type Simulated } from '../../src/runs/calibration/calibrationRuns.js';
import { calibrationOf } from '../../src/runs/calibration/calibrationSpec.js';
import { byGenerations, byRejection } from '../../src/runs/calibration/fit.js';
import { MAIN, opened } from './experiments.js';

/** Twenty coins, each of which lands on heads with the chance p. Nothing depends on q. */
export const coins = (calibration: string): string => `society: 1
populations:
  coins: { size: 20 }
worlds:
  table:
    params: { p: 0.5, q: 0.5, mu: 0.0 }
    agent_vars: { heads: boolean }
    phases:
      toss: { who: all, then: me.heads = chance(params.p) }
    measures: { heads: "count(all.filter(a => a.heads))", middle: params.mu }
scenarios:
  toss: { cast: [coins], ties: [], world: table, rounds: 1 }
calibrate:
  fit:
    scenario: toss
${calibration}`;

export type Simulate = (set: { readonly [path: string]: unknown }, seed: number) => { readonly [measure: string]: number | null };

/** What the engine would give for the coins, without the engine. */
export const tossed: Simulate = ({ 'world.with.p': p }, seed) => {
  const random = rng(seed, 'test.coins');
  return { heads: Array.from({ length: 20 }, () => random()).filter((draw) => draw < Number(p)).length };
};

/** Runs of coins without plans and keys, so that hundreds of calibrations take a second. */
class Tosses extends CalibrationRuns {
  override async simulate(places: readonly (readonly number[])[], seedOf: (i: number) => number): Promise<readonly Simulated[]> {
    this.all += places.length;
    return places.map((at, i) => ({ at, gave: [tossed({ 'world.with.p': at[0] }, seedOf(i))['heads']!] }));
  }
}

export const P = '    parameters: { world.with.p: 0.0..1.0 }\n    targets: { heads: { measure: heads, is: 14, within: 0.5 } }\n';

/** Equal parts of all ranks that are counted. */
const PARTS = 5;

interface Ranks {
  /** Data sets by the part of the ranks, from the lowest to the highest. */
  readonly counts: readonly number[];
  /** Pearson's χ² of equal counts, and its chance. */
  readonly chiSquared: number;
  readonly p: number;
}

/** Ranks over data sets 1 … `sets`. With `more` heads than were tossed, the posterior is that of other data. */
export async function ranksOf(method: 'rejection' | 'smc', sets: number, more: number): Promise<Ranks> {
  const language = opened(coins(`${P}    runs: 1200\n    particles: 40\n    check: 0\n`));
  const resolved = await language.resolve(MAIN);
  const spec = await calibrationOf(language, resolved, 'fit');
  const host: CalibrateHost = {
    ...{ language, token: neverCancelled, known: () => new Map() },
    play: () => Promise.reject(new Error('No run is played.')),
  };
  const play = method === 'smc' ? byGenerations : byRejection;
  const counts = new Array<number>(PARTS).fill(0);
  for (let set = 1; set <= sets; set++) {
    const truth = rng(set, 'test.truth')();
    const heads = tossed({ 'world.with.p': truth }, 1_000_000 + set)['heads']!;
    const points = spec.points.map((point) => ({ ...point, value: Math.min(20, heads + more) }));
    const { particles, ending } = await play(new Tosses({ ...spec, points, seed: 10_000 * set }, resolved, host));
    if (ending !== 'reached') throw new Error(`The calibration of data set ${set} ends with ${ending}.`);
    const below = particles.reduce((sum, { at, weight }) => sum + (at[0]! < truth ? weight : 0), 0);
    counts[Math.min(PARTS - 1, Math.floor(PARTS * below))]! += 1;
  }
  const expected = sets / PARTS;
  const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return { counts, chiSquared, p: chiSquaredTail(chiSquared, PARTS - 1) };
}
