/** Who is tied to whom by what they are: assortativity, and the friendship paradox. */
import { type Adjacency, degreesOf, type Graph } from './graph.js';

/** What an agent is: its gender, party, hobby. */
export type Label = string | number | boolean | null;

/**
 * Assortativity by an attribute, R = (Σ M_kk − Σ a_k b_k) / (1 − Σ a_k b_k): 1 where all edges stay within a kind,
 * 0 at random, below 0 where unlikes attract. M is the share of directed edges from kind to kind, a and b its sums
 * by row and column. Null without edges or where all are of one kind.
 * Newman 2003, Phys. Rev. E 67, 026126, eq. 2; as in arXiv 2402.10659.
 */
export function assortativity(graph: Graph, labels: readonly Label[]): number | null {
  const edges = graph.out.to.length;
  if (edges === 0) return null;
  const [tails, heads] = [new Map<Label, number>(), new Map<Label, number>()];
  const count = (map: Map<Label, number>, label: Label): unknown => map.set(label, (map.get(label) ?? 0) + 1);
  let same = 0;
  for (let u = 0; u < graph.n; u++) {
    for (let i = graph.out.start[u]!; i < graph.out.start[u + 1]!; i++) {
      const [from, to] = [labels[u] ?? null, labels[graph.out.to[i]!] ?? null];
      if (from === to) same++;
      count(tails, from);
      count(heads, to);
    }
  }
  let expected = 0;
  for (const [label, a] of tails) expected += (a * (heads.get(label) ?? 0)) / edges;
  return expected === edges ? null : (same - expected) / (edges - expected);
}

/**
 * E-I index of a division into groups, −1..1: ties between groups less those within, over all ties; −1 where all ties stay within. Each
 * directed edge counts. It depends on the sizes of the groups: compare it with random graphs. Null without edges. Krackhardt and Stern
 * 1988, Social Psychology Quarterly 51, 123.
 */
export function externalInternal({ n, out }: Graph, labels: readonly Label[]): number | null {
  const edges = out.to.length;
  let within = 0;
  for (let u = 0; u < n; u++)
    for (let i = out.start[u]!; i < out.start[u + 1]!; i++) if ((labels[u] ?? null) === (labels[out.to[i]!] ?? null)) within++;
  return edges === 0 ? null : (edges - 2 * within) / edges;
}

/**
 * Correlation of a number of agents along edges, −1..1: Pearson's r over both ends of every edge. Null without edges
 * or where an end does not vary. Newman 2003, eq. 21.
 */
export function numericAssortativity(adjacency: Adjacency, values: readonly number[]): number | null {
  const m = adjacency.to.length;
  if (m === 0) return null;
  let [x, y] = [0, 0];
  eachEdge(adjacency, (u, v) => {
    x += values[u]!;
    y += values[v]!;
  });
  const [meanX, meanY] = [x / m, y / m];
  let [xx, yy, xy] = [0, 0, 0];
  eachEdge(adjacency, (u, v) => {
    const [dx, dy] = [values[u]! - meanX, values[v]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

/** Assortativity by number of neighbours, −1..1: above 0 where hubs know hubs. Newman 2002, Phys. Rev. Lett. 89, eq. 4. */
export const degreeAssortativity = (graph: Graph): number | null => numericAssortativity(graph.both, degreesOf(graph.both));

function eachEdge({ start, to }: Adjacency, visit: (u: number, v: number) => void): void {
  for (let u = 0; u + 1 < start.length; u++) for (let i = start[u]!; i < start[u + 1]!; i++) visit(u, to[i]!);
}

interface Paradox {
  /** Share of agents with neighbours who have less than their neighbours have on average, 0..1. */
  readonly share: number;
  /** Mean of the value, and mean over agents of what their neighbours have on average, both over agents with neighbours. */
  readonly own: number;
  readonly neighbours: number;
}

/**
 * Friendship paradox: your friends have more friends than you. Generalised by any other value of agents, such as
 * activity or influence. Agents without neighbours are left out; null where there are no others.
 * Feld 1991; generalised: Eom and Jo 2014; for societies of agents arXiv 2502.05919.
 */
export function friendshipParadox(graph: Graph, values: readonly number[] = degreesOf(graph.both)): Paradox | null {
  const { start, to } = graph.both;
  let [agents, below, own, neighbours] = [0, 0, 0, 0];
  for (let u = 0; u < graph.n; u++) {
    const degree = start[u + 1]! - start[u]!;
    if (degree === 0) continue;
    let sum = 0;
    for (let i = start[u]!; i < start[u + 1]!; i++) sum += values[to[i]!]!;
    agents++;
    own += values[u]!;
    neighbours += sum / degree;
    if (values[u]! * degree < sum) below++;
  }
  return agents === 0 ? null : { share: below / agents, own: own / agents, neighbours: neighbours / agents };
}
