/**
 * Graphs to compare a network with: what a measure would be if only the degrees, or only the number of edges, were given.
 * Null graphs of a measure of directed edges keep edges. Null graphs of a measure without direction keep tied pairs: which ties are
 * mutual decides how many pairs are tied (Holland and Leinhardt 1976). Where all edges of a graph are mutual, both are the same.
 */
import { below, type Rng, sample } from '../../core/random/rng.js';
import { type Edge, edgesOf, type Graph, graphOfEdges } from './graph.js';

/** Null graphs that a mean is taken over. */
const NULL_GRAPHS = 20;

/** Swaps that are tried for each edge, after which a graph is taken as mixed. Milo et al. 2003, arXiv cond-mat/0312028, have 100. */
const TRIES = 100;

/** What swaps and draws move: directed edges, or tied pairs, each of them mutual or one-way. */
export type Kept = 'edges' | 'pairs';

/** A directed edge or a tied pair; `back` is the weight of the way back of a mutual pair. */
type Line = readonly [from: number, to: number, weight: number, back: number | null];

/** Lines of a graph: its directed edges, or its tied pairs once each where pairs are kept or all edges are mutual. */
function linesOf(
  { n, out }: Graph,
  kept: Kept,
): { readonly lines: Line[]; readonly key: (u: number, v: number) => number; readonly pairs: boolean } {
  const weights = new Map<number, number>();
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) weights.set(u * n + out.to[i]!, out.weight[i]!);
  const all = [...weights].map(([key, weight]): Line => {
    const [u, v] = [Math.floor(key / n), key % n];
    return [u, v, weight, weights.get(v * n + u) ?? null];
  });
  const pairs = kept === 'pairs' || all.every(([, , , back]) => back !== null);
  return {
    pairs,
    key: (u, v) => (pairs ? Math.min(u, v) * n + Math.max(u, v) : u * n + v),
    lines: pairs ? all.filter(([u, v, , back]) => back === null || u < v) : all.map(([u, v, weight]) => [u, v, weight, null]),
  };
}

const built = (n: number, lines: readonly Line[]): Graph =>
  graphOfEdges(
    n,
    lines.flatMap(([u, v, weight, back]): Edge[] =>
      back === null
        ? [[u, v, weight]]
        : [
            [u, v, weight],
            [v, u, back],
          ],
    ),
  );

interface Places {
  readonly has: (place: number) => boolean;
  readonly add: (place: number) => unknown;
  readonly delete: (place: number) => unknown;
}

/** Graphs up to this size mark their ties in one array of n² bytes, which is faster than a set. */
const MARKED = 4_000;

function placesOf(n: number): Places {
  if (n > MARKED) return new Set<number>();
  const marks = new Uint8Array(n * n);
  return { has: (place) => marks[place] === 1, add: (place) => (marks[place] = 1), delete: (place) => (marks[place] = 0) };
}

/**
 * A graph with the same degrees, drawn by swaps of ends: a → b and c → d become a → d and c → b, unless these are there or a loop.
 * Where edges are kept, each node keeps the number of its edges out and in (Maslov and Sneppen 2002, Science 296). Where pairs are kept,
 * mutual pairs swap with mutual pairs and one-way ties with one-way ties, and no swap ties a pair twice: each node keeps the
 * numbers of its mutual ties, its one-way ties out and its one-way ties in (as Squartini and Garlaschelli 2012,
 * arXiv 1201.1215, do on average). In graphs of a few nodes, or with most pairs tied, swaps do not reach every such graph. `tries`: swaps
 * tried for each edge; fewer suffice for a graph that is drawn from one that was drawn.
 */
export function rewired(graph: Graph, random: Rng, kept: Kept = 'edges', tries = TRIES): Graph {
  const { lines, key } = linesOf(graph, kept);
  const have = placesOf(graph.n);
  for (const [u, v] of lines) have.add(key(u, v));
  for (let left = lines.length < 2 ? 0 : tries * lines.length; left > 0; left--) {
    const [i, j] = [below(random, lines.length), below(random, lines.length)];
    const [a, b, weight, back] = lines[i]!;
    const [from, to, otherWeight, otherBack] = lines[j]!;
    if ((back === null) !== (otherBack === null)) continue;
    const [c, d] = back !== null && random() < 0.5 ? [to, from] : [from, to];
    if (i === j || a === d || c === b || have.has(key(a, d)) || have.has(key(c, b))) continue;
    have.delete(key(a, b));
    have.delete(key(c, d));
    have.add(key(a, d));
    have.add(key(c, b));
    lines[j] = [c, b, otherWeight, otherBack];
    lines[i] = [a, d, weight, back];
  }
  return built(graph.n, lines);
}

/**
 * A graph with as many edges between the same nodes, all sets of them as likely (Erdős and Rényi 1959). Where pairs are kept, it has as
 * many mutual pairs and as many one-way ties, each one-way tie in either direction (Holland and Leinhardt 1976, Sociological Methodology 7).
 */
export function shuffledEdges(graph: Graph, random: Rng, kept: Kept = 'edges'): Graph {
  const { n } = graph;
  const { lines, key, pairs } = linesOf(graph, kept);
  const taken = new Set<number>();
  const places = pairs ? (n * (n - 1)) / 2 : n * (n - 1);
  if (lines.length * 2 > places) {
    const all = Array.from({ length: n * n }, (_, place) => place).filter((place) =>
      pairs ? Math.floor(place / n) < place % n : Math.floor(place / n) !== place % n,
    );
    for (const place of sample(random, all, lines.length)) taken.add(place);
  }
  while (taken.size < lines.length) {
    const [u, v] = [below(random, n), below(random, n)];
    if (u !== v) taken.add(key(u, v));
  }
  const drawn = [...taken];
  return built(
    n,
    lines.map(([, , weight, back], i): Line => {
      const [u, v] = [Math.floor(drawn[i]! / n), drawn[i]! % n];
      return pairs && back === null && random() < 0.5 ? [v, u, weight, back] : [u, v, weight, back];
    }),
  );
}

/** Mean of a measure over null graphs of a graph; null where the graph has no edge, or none of them has a value. */
export function overNulls(
  graph: Graph,
  kind: typeof rewired,
  kept: Kept,
  stream: (copy: number) => Rng,
  of: (graph: Graph) => number | null,
): number | null {
  if (edgesOf(graph) === 0) return null;
  const values = Array.from({ length: NULL_GRAPHS }, (_, copy) => of(kind(graph, stream(copy), kept))).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
