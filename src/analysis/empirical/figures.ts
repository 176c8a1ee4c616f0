/** The figures in which a network of agents is compared with an empirical network. */
import { rng } from '../../core/random/rng.js';
import { averageClustering, transitivity } from '../network/clustering.js';
import { louvain, modularity } from '../network/communities.js';
import { largestComponent } from '../network/components.js';
import { edgesOf, type Graph } from '../network/graph.js';
import { assortativity, degreeAssortativity, externalInternal, type Label } from '../network/mixing.js';
import { triadCensus, TRIADS } from '../network/triads.js';

/** A network with groups of its agents. An undirected network has each tie in both directions. */
export interface GroupedNetwork {
  readonly graph: Graph;
  readonly directed: boolean;
  /** The group of each node, by the name of the attribute. */
  readonly groups: ReadonlyMap<string, readonly Label[]>;
}

/**
 * `size`: the number of agents and ties, and what follows from them. `shape`: it can be compared with random graphs of the same degrees.
 * `group`: it depends on an attribute. `triad`: a type of the triad census.
 */
export type FigureKind = 'size' | 'shape' | 'group' | 'triad';

export interface Figure {
  /** For example `transitivity`, `assortativity.club`, `triad.300`. */
  readonly id: string;
  readonly kind: FigureKind;
  /** Null where the network has no such value, such as the reciprocity of a network without ties. */
  readonly value: number | null;
}

/** The types of triads that an undirected network can have. */
const UNDIRECTED: ReadonlySet<string> = new Set(['003', '102', '201', '300']);

/** Figures of a network, in the order of a table. `seed`: of the communities that Louvain finds. */
export function figuresOf(network: GroupedNetwork, seed: number): readonly Figure[] {
  return [...sizes(network), ...shapesOf(network, seed)];
}

function sizes({ graph, directed }: GroupedNetwork): readonly Figure[] {
  const { n } = graph;
  const ties = directed ? edgesOf(graph) : graph.both.to.length / 2;
  const density = n < 2 ? null : (directed ? ties : 2 * ties) / (n * (n - 1));
  const size = (id: string, value: number | null): Figure => ({ id, kind: 'size', value });
  return [
    size('agents', n),
    size('ties', ties),
    size('density', density),
    size('mean_degree', n === 0 ? null : (directed ? ties : 2 * ties) / n),
    size('largest_component', largestComponent(graph)),
  ];
}

/** The figures that random graphs of the same degrees have too. */
export function shapesOf({ graph, directed, groups }: GroupedNetwork, seed: number): readonly Figure[] {
  const shape = (id: string, value: number | null): Figure => ({ id, kind: 'shape', value });
  const census = triadCensus(graph);
  return [
    ...(directed ? [shape('reciprocity', reciprocity(graph))] : []),
    shape('transitivity', transitivity(graph)),
    shape('clustering', averageClustering(graph)),
    shape('degree_assortativity', degreeAssortativity(graph)),
    shape('modularity', louvain(graph, rng(seed, 'empirical.communities'))?.modularity ?? null),
    ...[...groups].flatMap(([name, labels]): readonly Figure[] => [
      { id: `assortativity.${name}`, kind: 'group', value: assortativity(graph, labels) },
      { id: `external_internal.${name}`, kind: 'group', value: externalInternal(graph, labels) },
      { id: `modularity.${name}`, kind: 'group', value: modularity(graph, numbered(labels)) },
    ]),
    ...TRIADS.flatMap((type, i): readonly Figure[] =>
      directed || UNDIRECTED.has(type) ? [{ id: `triad.${type}`, kind: 'triad', value: census[i]! }] : [],
    ),
  ];
}

/** Share of directed edges that have an edge back, 0..1; null without edges. */
const reciprocity = (graph: Graph): number | null =>
  edgesOf(graph) === 0 ? null : (2 * edgesOf(graph) - graph.both.to.length) / edgesOf(graph);

function numbered(labels: readonly Label[]): readonly number[] {
  const numbers = new Map<Label, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}
