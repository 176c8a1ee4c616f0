/**
 * A network at one moment as compact arrays: who has an edge to whom, once by direction and once without it.
 * Every measure of networks reads this and never the state. Nodes are positions 0..n−1 among the members, ascending.
 */
import { eachTie, type Network, tieTotal } from '../../core/events/ties.js';

/** Neighbours of node u are `to[start[u]] … to[start[u + 1] − 1]`, ascending, with their weights. */
export interface Adjacency {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
}

export interface Graph {
  readonly n: number;
  /** Directed edges, from their tails and from their heads. */
  readonly out: Adjacency;
  readonly into: Adjacency;
  /** Without direction: u and v are linked where either has an edge to the other; weights of both directions add up. */
  readonly both: Adjacency;
}

export type Edge = readonly [from: number, to: number, weight?: number];

/** Number of directed edges, and of links without direction. */
export const edgesOf = ({ out }: Graph): number => out.to.length;
export const degreeIn = (adjacency: Adjacency, node: number): number => adjacency.start[node + 1]! - adjacency.start[node]!;

/** Number of neighbours of each node. */
export const degreesOf = (adjacency: Adjacency): readonly number[] =>
  Array.from({ length: adjacency.start.length - 1 }, (_, node) => degreeIn(adjacency, node));

interface Arcs {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}

const cache = new WeakMap<Network, { readonly edge: number; readonly members: Iterable<number>; readonly graph: Graph }>();

/**
 * The graph of a network among `members`, agent indices: node i is the i-th of them by index (`nodesOf`). A tie is an
 * edge from the strength `edge` on, and weighs its strength. The last graph of each network is kept, so several
 * measures of one moment build it once.
 */
export function graphOf(network: Network, edge: number, members: Iterable<number>): Graph {
  const known = cache.get(network);
  if (known && known.edge === edge && known.members === members) return known.graph;
  const nodes = nodesOf(members);
  const graph = fromArcs(nodes.length, arcsOf(network, edge, nodes));
  cache.set(network, { edge, members, graph });
  return graph;
}

function arcsOf(network: Network, edge: number, nodes: readonly number[]): Arcs {
  // The node of each agent, or −1.
  const node = new Int32Array((nodes.at(-1) ?? -1) + 1).fill(-1);
  for (let i = 0; i < nodes.length; i++) node[nodes[i]!] = i;
  const total = tieTotal(network);
  const [us, vs, weight] = [new Uint32Array(total), new Uint32Array(total), new Float64Array(total)];
  let length = 0;
  eachTie(network, (from, to, strength) => {
    if (strength < edge || from === to || from >= node.length || to >= node.length || node[from]! < 0 || node[to]! < 0) return;
    us[length] = node[from]!;
    vs[length] = node[to]!;
    weight[length++] = strength;
  });
  return { from: us.subarray(0, length), to: vs.subarray(0, length), weight: weight.subarray(0, length) };
}

/** Agent index of each node. */
export function nodesOf(members: Iterable<number>): readonly number[] {
  const nodes = [...members];
  for (let i = 1; i < nodes.length; i++) if (nodes[i]! < nodes[i - 1]!) return nodes.sort((a, b) => a - b);
  return nodes;
}

/** The graph of `n` nodes with the given directed edges, of weight 1 where they have none; loops are left out, a repeated edge counts once. */
export function graphOfEdges(n: number, edges: readonly Edge[]): Graph {
  const seen = new Set<number>();
  const kept = edges.filter(([u, v]) => u !== v && !seen.has(u * n + v) && seen.add(u * n + v));
  kept.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return fromArcs(n, { from: kept.map((e) => e[0]), to: kept.map((e) => e[1]), weight: kept.map((e) => e[2] ?? 1) });
}

/** Arcs come by ascending `from`, then `to`. */
function fromArcs(n: number, arcs: Arcs): Graph {
  const out = grouped(n, arcs.from, arcs.to, arcs.weight);
  const into = grouped(n, arcs.to, arcs.from, arcs.weight);
  return { n, out, into, both: merged(n, out, into) };
}

/** Arcs sorted by `key`, stable. */
function grouped(n: number, key: ArrayLike<number>, other: ArrayLike<number>, weights: ArrayLike<number>): Adjacency {
  const start = new Uint32Array(n + 1);
  for (let i = 0; i < key.length; i++) start[key[i]! + 1]!++;
  for (let u = 0; u < n; u++) start[u + 1]! += start[u]!;
  const next = start.slice();
  const to = new Uint32Array(key.length);
  const weight = new Float64Array(key.length);
  for (let i = 0; i < key.length; i++) {
    const at = next[key[i]!]!++;
    to[at] = other[i]!;
    weight[at] = weights[i]!;
  }
  return { start, to, weight };
}

/** Both directions in one: the sorted rows of each node are merged. */
function merged(n: number, a: Adjacency, b: Adjacency): Adjacency {
  const start = new Uint32Array(n + 1);
  const to = new Uint32Array(a.to.length * 2);
  const weight = new Float64Array(a.to.length * 2);
  let length = 0;
  for (let u = 0; u < n; u++) {
    let i = a.start[u]!;
    let j = b.start[u]!;
    const endA = a.start[u + 1]!;
    const endB = b.start[u + 1]!;
    while (i < endA || j < endB) {
      const x = i < endA ? a.to[i]! : n;
      const y = j < endB ? b.to[j]! : n;
      to[length] = Math.min(x, y);
      weight[length++] = (x <= y ? a.weight[i]! : 0) + (y <= x ? b.weight[j]! : 0);
      if (x <= y) i++;
      if (y <= x) j++;
    }
    start[u + 1] = length;
  }
  return { start, to: to.slice(0, length), weight: weight.slice(0, length) };
}
