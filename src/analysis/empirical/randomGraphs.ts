/** A network compared with random graphs in which each agent has as many ties as in the network. */
import { rng } from '../../core/random/rng.js';
import type { Sliced } from '../../core/util/slices.js';
import { edgesOf, type Graph } from '../network/graph.js';
import { type Kept, rewired } from '../network/nullGraphs.js';
import { mean, variance } from '../statistics/samples.js';
import { type GroupedNetwork, shapesOf } from './figures.js';

/** Random graphs that a network is compared with. */
export const RANDOM_GRAPHS = 100;

/** Swaps that are tried for each edge of a random graph that is drawn from the random graph before it. */
const FURTHER = 10;

export interface AgainstRandom {
  readonly mean: number;
  /** Value − mean. */
  readonly difference: number;
  /** Standard deviation over the random graphs. */
  readonly sd: number;
  /** (value − mean) / sd; null where the random graphs do not vary. */
  readonly z: number | null;
  /** Share of random graphs at least as far from their mean, with the network itself among them: 1 / (draws + 1) at the least. */
  readonly p: number;
}

export type RandomFigures = ReadonlyMap<string, AgainstRandom>;

/**
 * The figures of a network against `draws` random graphs, by the id of the figure. Each random graph keeps the number of mutual ties, of
 * one-way ties out and of one-way ties in of each agent; for reciprocity only the number of ties out and in. Figures that are not defined
 * in the network or in a random graph are left out. A slice is one random graph. Milo and others 2002, Science 298, 824.
 */
export function* againstRandom(network: GroupedNetwork, seed: number, draws = RANDOM_GRAPHS): Sliced<RandomFigures> {
  const { graph, directed } = network;
  if (edgesOf(graph) === 0) return new Map();
  const values = new Map<string, number[]>();
  const series = function* (kept: Kept, isWanted: (id: string) => boolean): Sliced<void> {
    let last: Graph = graph;
    for (let draw = 0; draw < draws; draw++) {
      last = rewired(last, rng(seed, 'empirical.random', kept, draw), kept, draw === 0 ? undefined : FURTHER);
      for (const { id, value } of shapesOf({ ...network, graph: last }, seed)) {
        if (!isWanted(id) || value === null) continue;
        const known = values.get(id) ?? [];
        values.set(id, known);
        known.push(value);
      }
      yield 1;
    }
  };
  yield* series('pairs', (id) => id !== 'reciprocity');
  if (directed) yield* series('edges', (id) => id === 'reciprocity');
  return new Map(
    shapesOf(network, seed).flatMap(({ id, value }): readonly (readonly [string, AgainstRandom])[] => {
      const drawn = values.get(id) ?? [];
      return value === null || drawn.length < draws ? [] : [[id, placed(value, drawn)]];
    }),
  );
}

/** Differences below this share of the value are rounding. */
const EPSILON = 1e-9;

function placed(value: number, drawn: readonly number[]): AgainstRandom {
  const middle = mean(drawn);
  const sd = Math.sqrt(variance(drawn));
  const scale = EPSILON * Math.max(1, Math.abs(middle));
  const gap = Math.abs(value - middle) - scale;
  const far = drawn.filter((one) => Math.abs(one - middle) >= gap).length;
  const difference = value - middle;
  return { mean: middle, difference, sd, z: sd <= scale ? null : difference / sd, p: (far + 1) / (drawn.length + 1) };
}
