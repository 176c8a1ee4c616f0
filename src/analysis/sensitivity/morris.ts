/**
 * Elementary effects: from a point of a grid one factor after another is moved by a step, and what is measured before and after
 * tells what it does there (Morris 1991, Technometrics 33, 161).
 */
import { below, type Rng, rng, shuffled } from '../../core/random/rng.js';
import { bootstrapRows, type Interval } from '../statistics/resampling.js';
import { mean, variance } from '../statistics/samples.js';

/** Values that a factor can take, evenly from one end of its range to the other (p, Morris 1991, §3). */
const LEVELS = 4;

/** Levels that a step goes, p/2: as a share of the range Δ = p / (2(p − 1)) = 2/3, with which each level is as likely. */
const STEP = LEVELS / 2;

/**
 * Trajectories of one point more than there are factors, each point in shares of the ranges. They start at a point drawn evenly and
 * move each factor once, in a newly drawn order, up or down as there is room. More trajectories do not change the earlier ones.
 */
export function trajectories(seed: number, n: number, factors: readonly string[]): readonly (readonly (readonly number[])[])[] {
  const starts = factors.map((factor) => rng(seed, 'experiment.morris', factor));
  return Array.from({ length: n }, (_, t) => {
    const levels = starts.map((random) => below(random, LEVELS));
    const points = [levels];
    const order = shuffled(
      rng(seed, 'experiment.morris.order', t),
      factors.map((_, i) => i),
    );
    for (const i of order) {
      const last = points.at(-1)!;
      points.push(last.with(i, last[i]! < STEP ? last[i]! + STEP : last[i]! - STEP));
    }
    return points.map((point) => point.map((level) => level / (LEVELS - 1)));
  });
}

/**
 * Of each factor in the order of the coordinates, the change of the value by the change of the factor along one trajectory: in the
 * unit of the value, over the whole range. The step is the one that was taken, which whole numbers make longer or shorter than Δ.
 */
export function elementaryEffects(points: readonly (readonly number[])[], values: readonly number[]): readonly number[] {
  const effects = new Array<number>(points.length - 1).fill(0);
  for (let t = 1; t < points.length; t++) {
    const [before, after] = [points[t - 1]!, points[t]!];
    const moved = after.findIndex((share, i) => share !== before[i]);
    effects[moved] = (values[t]! - values[t - 1]!) / (after[moved]! - before[moved]!);
  }
  return effects;
}

export interface MorrisIndices {
  /** Mean size of the effects (Campolongo, Cariboni and Saltelli 2007, Environ. Model. Softw. 22, 1509), with its 95 % interval. */
  readonly muStar: number;
  readonly interval: Interval | null;
  /** Their mean: below 0 where more of the factor makes less of the measure. */
  readonly mu: number;
  /** Their standard deviation: 0 where the factor does the same wherever it and the others stand. */
  readonly sigma: number;
}

/** Of the effects of one factor, one from each trajectory; at least two. The interval is by bootstrap over trajectories. */
export function morrisIndices(effects: readonly number[], random: Rng): MorrisIndices {
  const sizes = effects.map(Math.abs);
  const meanOf = (rows: Uint32Array): number => rows.reduce((sum, row) => sum + sizes[row]!, 0) / rows.length;
  const [interval = null] = bootstrapRows(random, sizes.length, (rows) => [meanOf(rows)]);
  return { muStar: mean(sizes), interval, mu: mean(effects), sigma: Math.sqrt(variance(effects)) };
}
