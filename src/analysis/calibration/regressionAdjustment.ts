/**
 * Regression adjustment of accepted particles (Beaumont, Zhang and Balding 2002, Genetics 162, 2025): a local linear regression of each
 * parameter on what the runs gave, with Epanechnikov weights by distance, moves each particle to where it would be with the target values.
 */
import { exp, ln } from '../../core/util/math.js';
import type { PriorSpec } from '../../language/api.js';
import { inverted } from '../statistics/matrices.js';
import type { Particle } from './particles.js';
import { boundsOf } from './priors.js';

export type Adjusted =
  | { readonly ok: true; readonly particles: readonly Particle[] }
  /** One sentence. */
  | { readonly ok: false; readonly why: string };

/** Particles for each coefficient of a regression, at least. */
const PER_COEFFICIENT = 5;

/**
 * `wanted` are the target values, `tolerance` the distance of the farthest particle that could be accepted. Choices keep their value. A
 * bounded parameter is adjusted on the scale of the logit, so that it stays within its bounds.
 */
export function adjusted(
  particles: readonly Particle[],
  priors: readonly PriorSpec[],
  wanted: readonly number[],
  tolerance: number,
): Adjusted {
  const weights = particles.map(({ weight, distance }) => weight * (tolerance > 0 ? 1 - (distance / tolerance) ** 2 : 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(all > 0)) return { ok: false, why: 'All accepted runs are as far from the targets as the tolerance allows.' };
  const shares = weights.map((weight) => weight / all);
  const away = particles.map(({ gave }) => gave.map((value, k) => value! - wanted[k]!));
  const varying = wanted.flatMap((_, k) => (spread(away, shares, k) > 0 ? [k] : []));
  if (varying.length === 0) return { ok: false, why: 'All accepted runs gave the target values, so there is nothing to adjust.' };
  const known = 1 / shares.reduce((sum, share) => sum + share ** 2, 0);
  const needed = PER_COEFFICIENT * (varying.length + 1);
  if (known < needed) return { ok: false, why: `The accepted runs count as ${Math.floor(known)}; the regression needs ${needed}.` };
  const design = away.map((row) => [1, ...varying.map((k) => row[k]!)]);
  const inverse = inverted(crossed(design, design, shares));
  if (!inverse) return { ok: false, why: 'The values of the targets depend on each other exactly, so no regression is possible.' };
  const moved = priors.map((prior, d) => {
    if (prior.kind === 'choice') return particles.map(({ at }) => at[d]!);
    const scale = scaleOf(prior);
    const places = particles.map(({ at }) => scale.to(at[d]!));
    const slopes = inverse.map((row) =>
      row.reduce((sum, x, j) => sum + x * design.reduce((all, cells, i) => all + shares[i]! * cells[j]! * places[i]!, 0), 0),
    );
    return places.map((place, i) => scale.from(place - slopes.slice(1).reduce((sum, slope, j) => sum + slope * design[i]![j + 1]!, 0)));
  });
  return { ok: true, particles: particles.map((particle, i) => ({ ...particle, at: moved.map((row) => row[i]!), weight: shares[i]! })) };
}

/** The weighted variance of a column. */
function spread(rows: readonly (readonly number[])[], shares: readonly number[], k: number): number {
  const middle = rows.reduce((sum, row, i) => sum + shares[i]! * row[k]!, 0);
  const variance = rows.reduce((sum, row, i) => sum + shares[i]! * (row[k]! - middle) ** 2, 0);
  return variance > 1e-24 * Math.max(1, middle ** 2) ? variance : 0;
}

const crossed = (a: readonly (readonly number[])[], b: readonly (readonly number[])[], shares: readonly number[]): readonly number[][] =>
  a[0]!.map((_, j) => b[0]!.map((__, k) => a.reduce((sum, row, i) => sum + shares[i]! * row[j]! * b[i]![k]!, 0)));

interface Scale {
  readonly to: (at: number) => number;
  readonly from: (at: number) => number;
}

/** The share of the range that is left at both ends, where a logit would be infinite. */
const EDGE = 1e-9;

function scaleOf(prior: PriorSpec): Scale {
  const [low, high] = boundsOf(prior);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { to: (at) => at, from: (at) => at };
  const width = high - low;
  return {
    to: (at) => {
      const share = Math.min(1 - EDGE, Math.max(EDGE, (at - low) / width));
      return ln(share / (1 - share));
    },
    from: (at) => low + width / (1 + exp(-at)),
  };
}
