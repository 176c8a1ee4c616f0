/**
 * An exponential random graph model of one network, by maximum pseudo-likelihood with intervals from a parametric bootstrap: networks are
 * drawn from the fitted model, and the model is fitted to each. Schmid and Desmarais 2017, IEEE Big Data, 116; arXiv 1708.02598.
 */
import { rng } from '../../core/random/rng.js';
import type { Sliced } from '../../core/util/slices.js';
import type { Graph } from '../network/graph.js';
import type { Interval } from '../statistics/resampling.js';
import { mean, variance } from '../statistics/samples.js';
import { pseudoLikelihood } from './pseudoLikelihood.js';
import { simulate } from './simulation.js';
import { statisticsOf, type Term } from './terms.js';
import { tieTableOf } from './tieTable.js';

/** Networks that a bootstrap draws. */
export const BOOTSTRAP_DRAWS = 200;

/** Agents up to which a network has a table of all pairs. */
export const MOST_AGENTS = 3_000;

/** Proposals for each tie or agent before the first draw, and between draws. */
const [BEFORE, BETWEEN] = [100, 20];

interface TermFit {
  readonly id: string;
  /** The statistic of the network. */
  readonly observed: number;
  readonly weight: number;
  /** Standard deviation and 95 % percentile interval of the weights of drawn networks; null where too few could be fitted. */
  readonly error: number | null;
  readonly interval: Interval | null;
  /** Mean and standard deviation of the statistic over drawn networks. */
  readonly drawn: { readonly mean: number; readonly sd: number } | null;
}

export interface ErgmFit {
  readonly terms: readonly TermFit[];
  /** Networks drawn, and of these, networks that the model could be fitted to. */
  readonly draws: number;
  readonly fitted: number;
  /** Whether the statistics of the network are such as the fitted model draws: each within three standard deviations. */
  readonly isAdequate: boolean | null;
}

/** The weights alone; null where there is no finite fit. */
export function* ergmWeights(graph: Graph, directed: boolean, terms: readonly Term[]): Sliced<readonly number[] | null> {
  return yield* pseudoLikelihood(terms, tieTableOf(graph, directed));
}

/** Null where there is no finite fit. `draws`: 0 for no bootstrap. `told` is called before each draw, from 0. */
export function* fitErgm(
  { graph, directed }: { readonly graph: Graph; readonly directed: boolean },
  terms: readonly Term[],
  seed: number,
  draws = BOOTSTRAP_DRAWS,
  told: (draw: number) => void = () => undefined,
): Sliced<ErgmFit | null> {
  const table = tieTableOf(graph, directed);
  const weights = yield* pseudoLikelihood(terms, table);
  if (!weights) return null;
  const observed = statisticsOf(terms, table);
  const statistics: Float64Array[] = [];
  const refits: (readonly number[])[] = [];
  const scale = table.ties.length + table.n;
  const drawn = tieTableOf(graph, directed);
  for (let draw = 0; draw < draws; draw++) {
    told(draw);
    yield* simulate(terms, weights, drawn, (draw === 0 ? BEFORE : BETWEEN) * scale, rng(seed, 'ergm.draw', draw));
    statistics.push(statisticsOf(terms, drawn));
    const refit = yield* pseudoLikelihood(terms, drawn);
    if (refit) refits.push(refit);
    yield 1;
  }
  const fits = terms.map(({ id }, i): TermFit => {
    const values = statistics.map((one) => one[i]!);
    const again = refits.map((one) => one[i]!);
    const isEnough = again.length >= Math.max(2, draws / 2);
    return {
      ...{ id, observed: observed[i]!, weight: weights[i]! },
      error: isEnough ? Math.sqrt(variance(again)) : null,
      interval: isEnough ? middleOf(again) : null,
      drawn: draws === 0 ? null : { mean: mean(values), sd: Math.sqrt(variance(values)) },
    };
  });
  const isAdequate = draws === 0 ? null : fits.every(({ observed: value, drawn: of }) => Math.abs(value - of!.mean) <= 3 * of!.sd + 1e-9);
  return { terms: fits, draws, fitted: refits.length, isAdequate };
}

function middleOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { low: at(0.025), high: at(0.975) };
}
