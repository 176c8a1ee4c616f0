/** Components: the parts of a network in which every agent can be reached from every other, without regard to direction. */
import type { Graph } from './graph.js';

/** Component of each node, numbered from 0 by their first node. O(n + m). */
function components({ n, both }: Graph): Int32Array {
  const of = new Int32Array(n).fill(-1);
  const queue = new Uint32Array(n);
  let count = 0;
  for (let root = 0; root < n; root++) {
    if (of[root]! >= 0) continue;
    let [head, tail] = [0, 0];
    queue[tail++] = root;
    of[root] = count;
    while (head < tail) {
      const u = queue[head++]!;
      for (let i = both.start[u]!; i < both.start[u + 1]!; i++) {
        const v = both.to[i]!;
        if (of[v]! >= 0) continue;
        of[v] = count;
        queue[tail++] = v;
      }
    }
    count++;
  }
  return of;
}

/** Number of components, isolated agents included. */
export const componentCount = (graph: Graph): number => components(graph).reduce((most, c) => Math.max(most, c + 1), 0);

/**
 * Agents in the largest weakly connected component over all agents, 0..1 (1/N where nobody has an edge); null without
 * agents. The LCC/|V| of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299).
 */
export function largestComponent(graph: Graph): number | null {
  if (graph.n === 0) return null;
  const sizes = new Uint32Array(graph.n);
  for (const c of components(graph)) sizes[c]!++;
  return sizes.reduce((a, b) => Math.max(a, b), 0) / graph.n;
}
