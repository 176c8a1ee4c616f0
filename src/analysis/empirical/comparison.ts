/**
 * Networks of runs compared with an empirical network. The empirical network is one case, taken as it is; the runs vary.
 * A z grows with the number of agents where a pattern stays the same, so networks are compared by their differences from random graphs.
 */
import type { Sliced } from '../../core/util/slices.js';
import { degreesOf } from '../network/graph.js';
import { wasserstein } from '../statistics/distances.js';
import { intervalOfMean } from '../statistics/meanInterval.js';
import type { Interval } from '../statistics/resampling.js';
import { mean, variance } from '../statistics/samples.js';
import { tQuantile } from '../statistics/studentT.js';
import { type Figure, type FigureKind, figuresOf, type GroupedNetwork } from './figures.js';
import { type AgainstRandom, againstRandom, RANDOM_GRAPHS, type RandomFigures } from './randomGraphs.js';

export interface FigureCompared {
  readonly id: string;
  readonly kind: FigureKind;
  readonly empirical: number | null;
  /** The empirical network against random graphs with its degrees; null for sizes. */
  readonly random: AgainstRandom | null;
  /** Null where no run has the figure. */
  readonly runs: FigureOfRuns | null;
}

interface OverRuns {
  /** Runs that have it. */
  readonly n: number;
  readonly mean: number;
  /** 95 % interval of the mean; null for one run, and where nothing varies. */
  readonly interval: Interval | null;
  /** Between which a further run lies with 95 %, by Student's t; null for one run. */
  readonly prediction: Interval | null;
  /** Whether the empirical value lies there; null where it is not known. */
  readonly isWithin: boolean | null;
}

interface FigureOfRuns extends OverRuns {
  /** The figure of each run less its mean in random graphs with the degrees of that run; null for sizes. */
  readonly beyond: OverRuns | null;
  /** Runs that have a z. */
  readonly zs: number;
  /** Mean z of the runs, each against random graphs with its own degrees, with a 95 % interval; null where no run has one. */
  readonly z: number | null;
  readonly zInterval: Interval | null;
}

interface DegreeDistance {
  readonly of: 'degree' | 'in_degree' | 'out_degree';
  /** Mean over runs of Wasserstein's distance of the degrees to the empirical degrees, in ties. */
  readonly distance: number;
  /** The same of degrees divided by their mean, which does not depend on the number of ties; null where a network has no ties. */
  readonly relative: number | null;
  /** Mean distance of two runs, for comparison; null for one run. */
  readonly amongRuns: number | null;
}

export interface NetworksCompared {
  readonly runs: number;
  readonly draws: number;
  readonly figures: readonly FigureCompared[];
  readonly degrees: readonly DegreeDistance[];
  /**
   * Correlation of the empirical z of the connected triads with those of each run, −1..1, which does not depend on the lengths of the
   * profiles: the mean over runs. Null for undirected networks and where fewer than three types have a z. Milo and others 2004, Science 303, 1538.
   */
  readonly triadProfile: Pick<OverRuns, 'n' | 'mean' | 'interval'> | null;
}

/**
 * Compares networks of runs with an empirical network, and each with random graphs. Without runs, only the empirical network is described.
 * All networks are directed, or none. A slice is one random graph. `told` is called
 * before each network, the empirical one as 0.
 */
export function* compareNetworks(
  empirical: GroupedNetwork,
  runs: readonly GroupedNetwork[],
  seed: number,
  draws = RANDOM_GRAPHS,
  told: (network: number) => void = () => undefined,
): Sliced<NetworksCompared> {
  told(0);
  const random = yield* againstRandom(empirical, seed, draws);
  const each: { readonly figures: ReadonlyMap<string, Figure>; readonly random: RandomFigures }[] = [];
  for (const run of runs) {
    told(each.length + 1);
    const figures = new Map(figuresOf(run, seed).map((figure) => [figure.id, figure]));
    each.push({ figures, random: yield* againstRandom(run, seed, draws) });
  }
  const figures = figuresOf(empirical, seed).map(({ id, kind, value }): FigureCompared => {
    const values = each.flatMap((run) => run.figures.get(id)?.value ?? []);
    const placed = each.flatMap((run) => run.random.get(id) ?? []);
    return { id, kind, empirical: value, random: random.get(id) ?? null, runs: figureOfRuns(value, random.get(id), values, placed, draws) };
  });
  const profiles = each.map((run) => run.random);
  return { runs: runs.length, draws, figures, degrees: degreeDistances(empirical, runs), triadProfile: profileOf(random, profiles) };
}

function figureOfRuns(
  empirical: number | null,
  random: AgainstRandom | undefined,
  values: readonly number[],
  placed: readonly AgainstRandom[],
  draws: number,
): FigureOfRuns | null {
  const own = overRuns(empirical, values);
  if (!own) return null;
  const zs = placed.flatMap(({ z }) => z ?? []);
  const differences = placed.map(({ difference }) => difference);
  return {
    ...own,
    // The mean of the random graphs of the empirical network is known up to its standard error.
    beyond: overRuns(random?.difference ?? null, differences, random ? random.sd ** 2 / draws : 0),
    ...{ zs: zs.length, z: zs.length === 0 ? null : mean(zs), zInterval: intervalOfMean(zs) },
  };
}

/** `error`: variance of the error of the empirical value. Null without values. */
function overRuns(empirical: number | null, values: readonly number[], error = 0): OverRuns | null {
  const n = values.length;
  if (n === 0) return null;
  const middle = mean(values);
  const half = n < 2 ? null : tQuantile(n - 1) * Math.sqrt(variance(values) * (1 + 1 / n) + error);
  const prediction = half === null ? null : { low: middle - half, high: middle + half };
  const isWithin = prediction === null || empirical === null ? null : prediction.low <= empirical && empirical <= prediction.high;
  return { n, mean: middle, interval: intervalOfMean(values), prediction, isWithin };
}

function degreeDistances(empirical: GroupedNetwork, runs: readonly GroupedNetwork[]): readonly DegreeDistance[] {
  const kinds = empirical.directed ? (['in_degree', 'out_degree'] as const) : (['degree'] as const);
  return kinds.flatMap((of): readonly DegreeDistance[] => {
    const degrees = ({ graph }: GroupedNetwork): readonly number[] =>
      degreesOf(of === 'degree' ? graph.both : of === 'in_degree' ? graph.into : graph.out);
    const theirs = degrees(empirical);
    const ours = runs.map(degrees).filter((list) => list.length > 0);
    if (theirs.length === 0 || ours.length === 0) return [];
    const relative = ours.map((list) => wasserstein(overMean(list), overMean(theirs)));
    const among = ours.flatMap((one, i) => ours.slice(i + 1).map((other) => wasserstein(one, other)!));
    return [
      {
        of,
        distance: mean(ours.map((list) => wasserstein(list, theirs)!)),
        relative: relative.some((one) => one === null) ? null : mean(relative.map((one) => one!)),
        amongRuns: among.length === 0 ? null : mean(among),
      },
    ];
  });
}

/** Degrees divided by their mean; no degrees where all are 0. */
function overMean(degrees: readonly number[]): readonly number[] {
  const middle = mean(degrees);
  return middle === 0 ? [] : degrees.map((degree) => degree / middle);
}

/** Types of triads whose agents are not all tied. */
const DISCONNECTED: ReadonlySet<string> = new Set(['triad.003', 'triad.012', 'triad.102']);

function profileOf(empirical: RandomFigures, runs: readonly RandomFigures[]): NetworksCompared['triadProfile'] {
  const types = [...empirical.keys()].filter((id) => id.startsWith('triad.') && !DISCONNECTED.has(id));
  const rs = runs.flatMap((run) => {
    const pairs = types.flatMap((id) => {
      const [theirs, ours] = [empirical.get(id)?.z, run.get(id)?.z];
      return theirs == null || ours == null ? [] : [[theirs, ours] as const];
    });
    return pairs.length < 3 ? [] : (correlation(pairs) ?? []);
  });
  return rs.length === 0 ? null : { n: rs.length, mean: mean(rs), interval: intervalOfMean(rs) };
}

/** Pearson's r; null where a side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const sum = (of: (a: number, b: number) => number): number => pairs.reduce((total, [a, b]) => total + of(a - x, b - y), 0);
  const [xx, yy] = [sum((a) => a * a), sum((_, b) => b * b)];
  return xx === 0 || yy === 0 ? null : sum((a, b) => a * b) / Math.sqrt(xx * yy);
}
