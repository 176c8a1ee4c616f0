/** How a number of runs is best divided between seeds and wordings, from the variances that a first study shows. */
import { tQuantile } from '../statistics/studentT.js';

/** Variances of a result: between seeds, between wordings, and of what is left in each run. */
export interface VarianceComponents {
  readonly seeds: number;
  readonly wordings: number;
  readonly rest: number;
}

interface Allocation {
  readonly seeds: number;
  readonly wordings: number;
  /** Standard error of the mean over seeds and wordings, as if both were drawn at random. */
  readonly error: number;
}

/** The standard error of so many seeds under so many wordings. */
export const allocatedError = ({ seeds, wordings, rest }: VarianceComponents, s: number, w: number): number =>
  Math.sqrt(seeds / s + wordings / w + rest / (s * w));

/**
 * Half the width of the 95 % interval of the mean of so many seeds under so many wordings, in the unit of the values. Degrees of freedom are
 * those of Satterthwaite for the mean squares of the layout, and at most one less than the levels of a factor whose variance is above 0.
 */
export function allocatedHalfWidth(components: VarianceComponents, s: number, w: number): number {
  const { seeds, wordings, rest } = components;
  const error = allocatedError(components, s, w);
  const [ofSeeds, ofWordings] = [rest + w * seeds, rest + s * wordings];
  const spread = ofSeeds ** 2 / (s - 1) + ofWordings ** 2 / (w - 1) + rest ** 2 / ((s - 1) * (w - 1));
  const least = [seeds > 0 ? s - 1 : s * w - 1, wordings > 0 ? w - 1 : s * w - 1, (error ** 2 * s * w) ** 2 / spread];
  return tQuantile(Math.max(1, Math.min(...least))) * error;
}

/** Nobody writes more paraphrases of a prompt. */
const MOST_WORDINGS = 20;

/** More seeds are not looked for. */
const MOST_SEEDS = 2000;

/** The fewest seeds under `w` wordings, and the fewest wordings with `s` seeds, that bring half the width to `wanted`; null where none do. */
export function neededFor(
  components: VarianceComponents,
  { s, w, wanted }: { readonly s: number; readonly w: number; readonly wanted: number },
): { readonly seeds: number | null; readonly wordings: number | null } {
  const first = (most: number, halfOf: (n: number) => number): number | null => {
    for (let n = 2; n <= most; n++) if (halfOf(n) <= wanted) return n;
    return null;
  };
  return {
    seeds: first(MOST_SEEDS, (n) => allocatedHalfWidth(components, n, w)),
    wordings: first(MOST_WORDINGS, (n) => allocatedHalfWidth(components, s, n)),
  };
}

/** The division of at most `runs` with the smallest standard error, with at least two seeds and two wordings. Null for fewer than four runs. */
export function bestAllocation(components: VarianceComponents, runs: number): Allocation | null {
  let best: Allocation | null = null;
  for (let wordings = 2; wordings <= MOST_WORDINGS && wordings * 2 <= runs; wordings++) {
    const seeds = Math.floor(runs / wordings);
    const error = allocatedError(components, seeds, wordings);
    if (best === null || error < best.error * (1 - 1e-12)) best = { seeds, wordings, error };
  }
  return best;
}
