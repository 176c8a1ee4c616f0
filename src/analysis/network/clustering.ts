/** Triangles: whether the friends of one are friends of each other. Ties count without direction. */
import { degreeIn, type Graph } from './graph.js';

/** Triangles through each node. Each is found once, from its two nodes of lowest rank by degree: O(m^1.5). */
export function triangles({ n, both }: Graph): Uint32Array {
  const found = new Uint32Array(n);
  const mark = new Uint32Array(n);
  const higher = (u: number, v: number): boolean => {
    const [a, b] = [degreeIn(both, u), degreeIn(both, v)];
    return a === b ? v > u : b > a;
  };
  for (let u = 0; u < n; u++) {
    for (let i = both.start[u]!; i < both.start[u + 1]!; i++) if (higher(u, both.to[i]!)) mark[both.to[i]!] = u + 1;
    for (let i = both.start[u]!; i < both.start[u + 1]!; i++) {
      const v = both.to[i]!;
      if (!higher(u, v)) continue;
      for (let j = both.start[v]!; j < both.start[v + 1]!; j++) {
        const w = both.to[j]!;
        if (mark[w] !== u + 1 || !higher(v, w)) continue;
        found[u]!++;
        found[v]!++;
        found[w]!++;
      }
    }
  }
  return found;
}

/** Pairs of neighbours of a node of that degree. */
const pairs = (degree: number): number => (degree * (degree - 1)) / 2;

/**
 * Transitivity: three times the triangles over the connected triples, 0..1; null without a triple.
 * Newman, Watts and Strogatz 2002, eq. 1. Its change over a run is D (Papachristou and Yuan 2024).
 */
export function transitivity(graph: Graph): number | null {
  let [closed, triples] = [0, 0];
  triangles(graph).forEach((t, u) => {
    closed += t;
    triples += pairs(degreeIn(graph.both, u));
  });
  return triples === 0 ? null : closed / triples;
}

/**
 * Mean over all agents of the share of pairs of neighbours that are linked, 0..1; agents with fewer than two
 * neighbours count as 0; null without agents. Watts and Strogatz 1998, Nature 393.
 */
export function averageClustering(graph: Graph): number | null {
  if (graph.n === 0) return null;
  let sum = 0;
  triangles(graph).forEach((t, u) => {
    if (t > 0) sum += t / pairs(degreeIn(graph.both, u));
  });
  return sum / graph.n;
}
