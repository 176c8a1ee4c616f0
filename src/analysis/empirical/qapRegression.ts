/**
 * Regression of a network on other networks of the same agents, with tests by relabelling (MRQAP): whether ties follow an empirical network also
 * where groups of agents are taken into account.
 */
import { type Rng, shuffled } from '../../core/random/rng.js';
import type { Sliced } from '../../core/util/slices.js';
import type { Graph } from '../network/graph.js';
import { inverted } from '../statistics/matrices.js';

/** A number for each ordered pair of agents, row by row; the diagonal does not count. */
type Matrix = Float64Array;

export interface QapTerm {
  readonly weight: number;
  readonly t: number;
  /** Share of relabellings with a t at least as far from 0, the networks as they are among them. */
  readonly p: number;
}

/** Relabellings in a slice. */
const SLICE = 20;

/**
 * Least squares of the ties of a network on `others` and a constant, whose weight is not returned. Each predictor is tested by relabelling what
 * the others do not explain of it (double semi-partialing, Dekker, Krackhardt and Snijders 2007, Psychometrika 72, 563), as sna's `netlm` does
 * with `qapspp`. Null where predictors depend on each other or explain everything.
 */
export function* qapRegression(network: Graph, others: readonly Matrix[], random: Rng, draws = 999): Sliced<readonly QapTerm[] | null> {
  const { n } = network;
  const y = matrixOf(network);
  const constant = new Float64Array(n * n).fill(1);
  const all = [...others, constant];
  const whole = leastSquares(n, y, all);
  if (!whole) return null;
  const nodes = Array.from({ length: n }, (_, node) => node);
  const terms: QapTerm[] = [];
  for (const [k, other] of others.entries()) {
    const rest = all.filter((one) => one !== other);
    const partial = leastSquares(n, other, rest);
    if (!partial) return null;
    const left = other.map((value, i) => value - rest.reduce((sum, one, j) => sum + partial.weights[j]! * one[i]!, 0));
    let far = 1;
    for (let draw = 0; draw < draws; draw++) {
      const t = leastSquares(n, y, [relabelled(n, left, shuffled(random, nodes)), ...rest])?.t[0] ?? 0;
      if (Math.abs(t) >= Math.abs(whole.t[k]!)) far++;
      if (draw % SLICE === SLICE - 1) yield 1;
    }
    terms.push({ weight: whole.weights[k]!, t: whole.t[k]!, p: far / (draws + 1) });
  }
  return terms;
}

export function matrixOf({ n, out }: Graph): Matrix {
  const matrix = new Float64Array(n * n);
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) matrix[u * n + out.to[i]!] = 1;
  return matrix;
}

function relabelled(n: number, matrix: Matrix, nodes: readonly number[]): Matrix {
  const moved = new Float64Array(n * n);
  for (let u = 0; u < n; u++) for (let v = 0; v < n; v++) moved[u * n + v] = matrix[nodes[u]! * n + nodes[v]!]!;
  return moved;
}

/** Weights and their t over the ordered pairs of different agents; null without a unique fit, or with a perfect one. */
function leastSquares(
  n: number,
  y: Matrix,
  xs: readonly Matrix[],
): { readonly weights: readonly number[]; readonly t: readonly number[] } | null {
  const product = (a: Matrix, b: Matrix): number => {
    let sum = 0;
    for (let u = 0; u < n; u++) for (let v = 0, i = u * n; v < n; v++, i++) if (u !== v) sum += a[i]! * b[i]!;
    return sum;
  };
  const inverse = inverted(xs.map((a) => xs.map((b) => product(a, b))));
  if (!inverse) return null;
  const towards = xs.map((x) => product(x, y));
  const weights = inverse.map((row) => row.reduce((sum, value, i) => sum + value * towards[i]!, 0));
  const total = product(y, y);
  const error = total - weights.reduce((sum, weight, i) => sum + weight * towards[i]!, 0);
  if (!(error > 1e-9 * total)) return null;
  const variance = error / (n * (n - 1) - xs.length);
  return { weights, t: weights.map((weight, i) => weight / Math.sqrt(variance * inverse[i]![i]!)) };
}
