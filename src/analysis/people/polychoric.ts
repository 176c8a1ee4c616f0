/** The correlation of two ordered answers as if each showed a normal variable in steps. */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import { exp, ln } from '../../core/util/math.js';

/** Nodes above 0 and weights of Gauss and Legendre's rule with 20 points. */
const NODES: readonly (readonly [number, number])[] = [
  [0.0765265211334973, 0.1527533871307258],
  [0.2277858511416451, 0.1491729864726037],
  [0.3737060887154195, 0.142096109318382],
  [0.5108670019508271, 0.1316886384491766],
  [0.636053680726515, 0.1181945319615184],
  [0.7463319064601508, 0.1019301198172404],
  [0.8391169718222188, 0.0832767415767048],
  [0.912234428251326, 0.0626720483341091],
  [0.9639719272779138, 0.0406014298003869],
  [0.9931285991850949, 0.0176140071391521],
];

/** Ends of the panels of the integral. */
const PANELS: readonly number[] = [0.5, 1, 2, 4, 8, 16, 32];

/** The chance that two normal variables with correlation `r` lie below `h` and `k`, to about 1e-12. `h` and `k` may be infinite. */
export function bivariateNormal(h: number, k: number, r: number): number {
  if (h === Number.NEGATIVE_INFINITY || k === Number.NEGATIVE_INFINITY) return 0;
  if (h === Number.POSITIVE_INFINITY) return k === Number.POSITIVE_INFINITY ? 1 : normal(k, 0, 1);
  if (k === Number.POSITIVE_INFINITY) return normal(h, 0, 1);
  const apart = normal(h, 0, 1) * normal(k, 0, 1);
  // The density at (h, k), integrated over the correlation t from 0 (Plackett 1954), with t = u/√(1 + u²).
  const until = Math.abs(r) / Math.sqrt((1 - r) * (1 + r));
  const sign = Math.sign(r);
  const density = (u: number): number => {
    const square = 1 + u * u;
    return exp(-((h * h + k * k) * square) / 2 + sign * h * k * u * Math.sqrt(square)) / (2 * Math.PI * square);
  };
  let [sum, from] = [0, 0];
  for (const end of [...PANELS.filter((one) => one < until), until]) {
    const [middle, half] = [(from + end) / 2, (end - from) / 2];
    for (const [x, weight] of NODES) sum += half * weight * (density(middle - half * x) + density(middle + half * x));
    from = end;
  }
  return Math.min(1, Math.max(0, apart + sign * sum));
}

/** The value that a normal variable is below with a chance of `share`. */
function normalQuantile(share: number): number {
  if (share <= 0) return Number.NEGATIVE_INFINITY;
  if (share >= 1) return Number.POSITIVE_INFINITY;
  let [low, high] = [-40, 40];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normal(middle, 0, 1) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Correlations beyond it are given as it. */
const MOST = 0.9999;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The polychoric correlation of a table of counts or weights, row by row, in two steps: thresholds from the margins, then the correlation
 * of the largest likelihood (Olsson 1979, Psychometrika 44, 443; as `polychor` of R's polycor). Null where an answer does not vary.
 */
export function polychoric(table: readonly (readonly number[])[]): number | null {
  const rows = table.filter((row) => row.some((count) => count > 0));
  const columns = (rows[0] ?? []).map((_, c) => c).filter((c) => rows.some((row) => row[c]! > 0));
  if (rows.length < 2 || columns.length < 2) return null;
  const counts = rows.map((row) => columns.map((c) => row[c]!));
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const [above, left] = [
    thresholds(counts.map((row) => row.reduce((sum, count) => sum + count, 0) / all)),
    thresholds(columns.map((_, c) => counts.reduce((sum, row) => sum + row[c]!, 0) / all)),
  ];
  return largest((r) => likelihood(counts, above, left, r));
}

function thresholds(shares: readonly number[]): readonly number[] {
  let sum = 0;
  return shares.slice(0, -1).map((share) => normalQuantile((sum += share)));
}

/** The logarithm of the likelihood, but for a constant. */
function likelihood(counts: readonly (readonly number[])[], above: readonly number[], left: readonly number[], r: number): number {
  const [hs, ks] = [
    [...above, Number.POSITIVE_INFINITY],
    [...left, Number.POSITIVE_INFINITY],
  ];
  let sum = 0;
  let before: readonly number[] = ks.map(() => 0);
  for (const [i, h] of hs.entries()) {
    const here = ks.map((k) => bivariateNormal(h, k, r));
    for (let j = 0; j < ks.length; j++) {
      const cell = here[j]! - before[j]! - (j > 0 ? here[j - 1]! - before[j - 1]! : 0);
      if (counts[i]![j]! > 0) sum += counts[i]![j]! * ln(Math.max(cell, 1e-300));
    }
    before = here;
  }
  return sum;
}

/** The place of the one maximum between −1 and 1, by the golden section. */
function largest(of: (r: number) => number): number {
  let [low, high] = [-MOST, MOST];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  for (let i = 0; i < 60 && high - low > 1e-7; i++) {
    if (atA >= atB) {
      high = b;
      [b, atB] = [a, atA];
      a = high - GOLDEN * (high - low);
      atA = of(a);
    } else {
      low = a;
      [a, atA] = [b, atB];
      b = low + GOLDEN * (high - low);
      atB = of(b);
    }
  }
  return (low + high) / 2;
}
