/** Calibration by rejection: of runs with draws from the prior, those nearest to the targets. */
import type { Particle } from './particles.js';

/** Squared gaps of a target, averaged over its values and divided by its scale: 1 is as far as the tolerance of the target. */
export interface TargetScale {
  /** Places of its values among all target values. */
  readonly places: readonly number[];
  /** The tolerance, in the unit of the measure. */
  readonly scale: number;
}

/** The largest distance of all targets, each by the root of its mean squared gap; infinite where a value is missing. */
export function distanceTo(gave: readonly (number | null)[], wanted: readonly number[], targets: readonly TargetScale[]): number {
  let largest = 0;
  for (const { places, scale } of targets) {
    let sum = 0;
    for (const k of places) {
      const value = gave[k] ?? null;
      if (value === null) return Infinity;
      sum += (value - wanted[k]!) ** 2;
    }
    largest = Math.max(largest, Math.sqrt(sum / places.length) / scale);
  }
  return largest;
}

/** The scale of a target without a tolerance: the median distance from the median of its values over all runs, or 1 where nothing varies. */
export function scaleFrom(gave: readonly (readonly (number | null)[])[], places: readonly number[]): number {
  const spreads = places.flatMap((k) => {
    const values = gave.flatMap((row) => row[k] ?? []);
    const middle = medianOf(values);
    return values.length === 0 ? [] : [medianOf(values.map((value) => Math.abs(value - middle)))];
  });
  const scale = medianOf(spreads);
  return scale > 0 ? scale : 1;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? 0 : (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2;
}

/** The nearest `n`, and all that are as near as the last of them; none of them without a value. */
export function nearest(particles: readonly Particle[], n: number): readonly Particle[] {
  const sorted = particles.filter(({ distance }) => Number.isFinite(distance)).sort((a, b) => a.distance - b.distance);
  const last = sorted[Math.min(n, sorted.length) - 1]?.distance ?? -1;
  return particles.filter(({ distance }) => distance <= last);
}
