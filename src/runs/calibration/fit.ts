/**
 * The fit of a calibration: by generations of runs that come nearer to the targets (sequential Monte Carlo), or by the nearest of all runs.
 * Every generation is drawn before any of its runs begins, so that the order in which runs end changes nothing.
 */
import {
  effectiveSize,
  fromParticles,
  nextTolerance,
  normalised,
  type Particle,
  type Proposal,
} from '../../analysis/calibration/particles.js';
import { distanceTo, nearest, scaleFrom, type TargetScale } from '../../analysis/calibration/rejection.js';
import { rng } from '../../core/random/rng.js';
import { BATCH, type CalibrationRuns, type Simulated } from './calibrationRuns.js';
import type { CalibrationSpec } from './calibrationSpec.js';

/** Why there is no further generation. */
export type Ending = 'reached' | 'runs' | 'rare' | 'equal' | 'stopped' | 'paused';

/** What runs with draws from the result gave for each target value, or runs from the prior. */
export interface Predicted {
  readonly gave: readonly (readonly (number | null)[])[];
}

/** Generations stop where fewer of the runs are near enough. */
const LEAST_ACCEPTED = 0.02;
/** Particles that a rejection keeps at least, whatever the tolerance. */
const LEAST_KEPT = 20;

interface Fit {
  readonly particles: readonly Particle[];
  readonly tolerance: number;
  readonly scales: readonly TargetScale[];
  readonly prior: Predicted;
  readonly ending: Ending;
}

const NO_FIT: Fit = { particles: [], tolerance: Infinity, scales: [], prior: { gave: [] }, ending: 'stopped' };

export async function byGenerations(playing: CalibrationRuns): Promise<Fit> {
  const { spec } = playing;
  const priors = spec.parameters.map(({ prior }) => prior);
  const most = spec.runs - spec.check;
  const first = await playing.fromPrior(Math.min(spec.particles, most), 'prior', most);
  if (!first) return NO_FIT;
  const scales = scalesOf(
    spec,
    first.map(({ gave }) => gave),
  );
  const prior = { gave: first.map(({ gave }) => gave) };
  const wanted = spec.points.map(({ value }) => value);
  const distance = ({ gave }: Simulated): number => distanceTo(gave, wanted, scales);
  const least = isReachable(spec) ? 1 : 0;
  let particles = normalised(
    first.map((one) => ({ ...one, weight: 1, distance: distance(one) })).filter(({ distance }) => Number.isFinite(distance)),
  );
  let tolerance = Infinity;
  playing.generations.push({ tolerance, runs: first.length, accepted: particles.length, size: sizeOf(particles) });
  let drawn = 0;
  let rate = 0.5;
  for (;;) {
    const fit = { particles, tolerance: farthest(particles, tolerance), scales, prior };
    const next = nextTolerance(particles, tolerance, least);
    if (next === null) return { ...fit, ending: tolerance <= least ? 'reached' : 'equal' };
    const left = most - playing.fitRuns;
    // Fewer than half of the particles would not replace the generation before.
    if (left * rate < spec.particles / 2) return { ...fit, ending: 'runs' };
    const proposal = fromParticles(priors, particles);
    const accepted: Particle[] = [];
    let runs = 0;
    while (accepted.length < spec.particles && runs < left) {
      const expected = runs === 0 ? rate : Math.max(LEAST_ACCEPTED / 2, accepted.length / runs);
      const size = Math.min(left - runs, BATCH, Math.max(16, Math.ceil((spec.particles - accepted.length) / expected)));
      const places = Array.from({ length: size }, (_, i) => proposal.draw(rng(spec.seed, 'calibration.candidate', drawn + i)));
      playing.tell({ stage: 'generation', tolerance: next, accepted: accepted.length, wanted: spec.particles, of: most });
      const found = await playing.simulate(places, (i) => spec.seed + spec.runs + drawn + i);
      if (!found) return { ...fit, ending: 'stopped' };
      drawn += size;
      runs += size;
      playing.fitRuns += size;
      accepted.push(...near(found, proposal, distance, next));
      if (runs >= spec.particles && accepted.length < LEAST_ACCEPTED * runs) break;
    }
    if (accepted.length < spec.particles / 2) return { ...fit, ending: accepted.length < LEAST_ACCEPTED * runs ? 'rare' : 'runs' };
    particles = normalised(accepted);
    tolerance = next;
    rate = accepted.length / runs / 2;
    playing.generations.push({ tolerance, runs, accepted: accepted.length, size: sizeOf(particles) });
  }
}

const near = (
  found: readonly Simulated[],
  proposal: Proposal,
  distanceOf: (one: Simulated) => number,
  tolerance: number,
): readonly Particle[] =>
  found.flatMap((one) => {
    const distance = distanceOf(one);
    return distance <= tolerance ? [{ ...one, distance, weight: proposal.weigh(one.at) }] : [];
  });

/** The tolerance of particles; of those from the prior, the distance of the farthest one. */
const farthest = (particles: readonly Particle[], tolerance: number): number =>
  Number.isFinite(tolerance) ? tolerance : particles.reduce((most, { distance }) => Math.max(most, distance), 0);

const sizeOf = (particles: readonly Particle[]): number => (particles.length === 0 ? 0 : effectiveSize(particles));

export async function byRejection(playing: CalibrationRuns): Promise<Fit> {
  const { spec } = playing;
  const most = spec.runs - spec.check;
  const found = await playing.fromPrior(most, 'prior', most);
  if (!found) return NO_FIT;
  const gave = found.map((one) => one.gave);
  const scales = scalesOf(spec, gave);
  const wanted = spec.points.map(({ value }) => value);
  const all = found.map((one): Particle => ({ ...one, weight: 1, distance: distanceTo(one.gave, wanted, scales) }));
  const within = isReachable(spec) ? all.filter(({ distance }) => distance <= 1) : nearest(all, spec.particles);
  const isEnough = within.length >= LEAST_KEPT;
  const kept = isEnough ? within : nearest(all, LEAST_KEPT);
  const tolerance = isEnough && isReachable(spec) ? 1 : farthest(kept, Infinity);
  const particles = normalised(kept);
  playing.generations.push({ tolerance, runs: most, accepted: kept.length, size: sizeOf(particles) });
  return { particles, tolerance, scales, prior: { gave }, ending: isEnough && isReachable(spec) ? 'reached' : 'runs' };
}

/** Whether every fitted target has a tolerance, so that there is a distance at which the runs are near enough. */
const isReachable = ({ targets }: CalibrationSpec): boolean => targets.every(({ within, isHeldOut }) => isHeldOut || within !== null);

const scalesOf = ({ targets }: CalibrationSpec, gave: Predicted['gave']): readonly TargetScale[] =>
  targets.flatMap(({ places, within, isHeldOut }) => (isHeldOut ? [] : [{ places, scale: within ?? scaleFrom(gave, places) }]));
