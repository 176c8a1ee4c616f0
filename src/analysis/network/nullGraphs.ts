/**
 * Graphs to compare a network with: what a measure would be if nothing but the degrees, or nothing but the number of edges, were
 * given. Where all edges of a graph are mutual, so are those of its null graphs. Where only some are, null graphs keep the edges and
 * not the mutual pairs, so they tie more pairs than the graph does.
 */
import { below, type Rng, sample } from '../../core/random/rng.js';
import { type Edge, edgesOf, type Graph, graphOfEdges } from './graph.js';

/** Null graphs that a mean is taken over. */
const NULL_GRAPHS = 20;

/** Swaps that are tried for each edge, after which a graph is taken as mixed. Milo et al. 2003, arXiv cond-mat/0312028, have 100. */
const TRIES = 100;

type Line = readonly [from: number, to: number, weight: number, back: number];

/** Edges of a graph; of one whose edges are all mutual, each pair once, with the weight of the way back. */
function linesOf({ n, out }: Graph): { readonly lines: Line[]; readonly mutual: boolean } {
  const weights = new Map<number, number>();
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) weights.set(u * n + out.to[i]!, out.weight[i]!);
  const back = (u: number, v: number): number | undefined => weights.get(v * n + u);
  const all = [...weights].map(([key, weight]) => [Math.floor(key / n), key % n, weight] as const);
  const mutual = all.every(([u, v]) => back(u, v) !== undefined);
  return { mutual, lines: all.flatMap(([u, v, weight]): Line[] => (mutual && u > v ? [] : [[u, v, weight, mutual ? back(u, v)! : 0]])) };
}

const built = (n: number, lines: readonly Line[], mutual: boolean): Graph =>
  graphOfEdges(
    n,
    lines.flatMap(([u, v, weight, back]): Edge[] =>
      mutual
        ? [
            [u, v, weight],
            [v, u, back],
          ]
        : [[u, v, weight]],
    ),
  );

/**
 * A graph with the same degrees, drawn by swaps of ends: a → b and c → d become a → d and c → b, unless these are there or a loop. Each
 * node keeps the number of its edges out and in (of its links, where all are mutual). Maslov and Sneppen 2002, Science 296.
 */
export function rewired(graph: Graph, random: Rng): Graph {
  const { n } = graph;
  const { lines, mutual } = linesOf(graph);
  const key = (u: number, v: number): number => (mutual ? Math.min(u, v) * n + Math.max(u, v) : u * n + v);
  const have = new Set(lines.map(([u, v]) => key(u, v)));
  for (let left = lines.length < 2 ? 0 : TRIES * lines.length; left > 0; left--) {
    const [i, j] = [below(random, lines.length), below(random, lines.length)];
    const [a, b, weight, back] = lines[i]!;
    const turned = mutual && random() < 0.5;
    const [c, d] = turned ? [lines[j]![1], lines[j]![0]] : [lines[j]![0], lines[j]![1]];
    if (i === j || a === d || c === b || have.has(key(a, d)) || have.has(key(c, b))) continue;
    for (const [u, v] of [
      [a, b],
      [c, d],
    ] as const)
      have.delete(key(u, v));
    have.add(key(a, d)).add(key(c, b));
    lines[j] = [c, b, lines[j]![2], lines[j]![3]];
    lines[i] = [a, d, weight, back];
  }
  return built(n, lines, mutual);
}

/** A graph with as many edges between the same nodes, all sets of them as likely (Erdős and Rényi 1959). */
export function shuffledEdges(graph: Graph, random: Rng): Graph {
  const { n } = graph;
  const { lines, mutual } = linesOf(graph);
  const taken = new Set<number>();
  const places = mutual ? (n * (n - 1)) / 2 : n * (n - 1);
  if (lines.length * 2 > places) {
    const all = Array.from({ length: n * n }, (_, key) => key).filter((key) =>
      mutual ? Math.floor(key / n) < key % n : Math.floor(key / n) !== key % n,
    );
    for (const key of sample(random, all, lines.length)) taken.add(key);
  }
  while (taken.size < lines.length) {
    const [u, v] = [below(random, n), below(random, n)];
    if (u !== v) taken.add(mutual ? Math.min(u, v) * n + Math.max(u, v) : u * n + v);
  }
  const keys = [...taken];
  return built(
    n,
    lines.map(([, , weight, back], i): Line => [Math.floor(keys[i]! / n), keys[i]! % n, weight, back]),
    mutual,
  );
}

/** Mean of a measure over null graphs of a graph; null where the graph has no edge, or none of them has a value. */
export function overNulls(
  graph: Graph,
  kind: typeof rewired,
  stream: (copy: number) => Rng,
  of: (graph: Graph) => number | null,
): number | null {
  if (edgesOf(graph) === 0) return null;
  const values = Array.from({ length: NULL_GRAPHS }, (_, copy) => of(kind(graph, stream(copy)))).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
