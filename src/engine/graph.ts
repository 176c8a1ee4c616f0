/** Networks that are there before the first round, from the short forms `empty`, `complete`, `ring(k)`, `small_world(k, p)`, `random(p)`. */
import { below, type Rng } from '../core/rng.js';

export type Pair = readonly [number, number];

/** Both directions of every tie among `members`, ascending; null when the form is not known. */
export function graphPairs(form: string, members: readonly number[], random: Rng): readonly Pair[] | null {
  const [, name, args = ''] = /^\s*([a-z_]+)\s*(?:\(([^)]*)\))?\s*$/.exec(form) ?? [];
  const [a = 0, b = 0] = args.split(',').map(Number);
  const edges = undirected(name ?? '', members.length, a, b, random);
  if (!edges) return null;
  const pairs = edges.flatMap(([i, j]): Pair[] => [
    [members[i]!, members[j]!],
    [members[j]!, members[i]!],
  ]);
  return pairs.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
}

function undirected(name: string, n: number, a: number, b: number, random: Rng): readonly Pair[] | null {
  switch (name) {
    case 'empty':
      return [];
    case 'complete':
      return allPairs(n);
    case 'random':
      return allPairs(n).filter(() => random() < a);
    case 'ring':
      return ring(n, a);
    case 'small_world':
      return rewired(n, ring(n, a), b, random);
    default:
      return null;
  }
}

const allPairs = (n: number): Pair[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n - i - 1 }, (_, k): Pair => [i, i + k + 1])).flat();

/** Each of n with its k nearest, k/2 on either side. */
function ring(n: number, k: number): Pair[] {
  const half = Math.min(Math.floor(k / 2), Math.floor((n - 1) / 2));
  return Array.from({ length: half }, (_, d) => Array.from({ length: n }, (_, i): Pair => [i, (i + d + 1) % n])).flat();
}

/** Watts and Strogatz 1998: with chance p the far end of an edge moves to one that is not yet a neighbour. */
function rewired(n: number, edges: readonly Pair[], p: number, random: Rng): Pair[] {
  const key = (i: number, j: number): number => Math.min(i, j) * n + Math.max(i, j);
  const have = new Set(edges.map(([i, j]) => key(i, j)));
  return edges.map(([i, j]): Pair => {
    if (random() >= p) return [i, j];
    const free = Array.from({ length: n }, (_, t) => t).filter((t) => t !== i && !have.has(key(i, t)));
    const target = free[below(random, free.length)];
    if (target === undefined) return [i, j];
    have.delete(key(i, j));
    have.add(key(i, target));
    return [i, target];
  });
}
