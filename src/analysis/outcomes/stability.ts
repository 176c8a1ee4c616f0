/**
 * Agent Stability Index (arXiv 2601.04170): how much agents stay as they were, between two windows of their acts. Only
 * the components that need no model. The paper does not say how each becomes 0..1; the mappings here are ours, each
 * "higher is more stable". Missing components are left out and the weights of the others scaled up.
 */

interface StabilityParts {
  /** C_sem: cosine of the centroids of texts in both windows. */
  readonly meaning?: number;
  /** T_sel: `sameChoices` of the actions chosen. */
  readonly choices?: number;
  /** I_agree: share of answers on which all or most agree. */
  readonly agreement?: number;
  /** B_length: `steadyLength`. */
  readonly length?: number;
}

/** Weights of response consistency, tool use, coordination and behaviour. */
const WEIGHTS: readonly (readonly [number, readonly (keyof StabilityParts)[]])[] = [
  [0.3, ['meaning']],
  [0.25, ['choices']],
  [0.25, ['agreement']],
  [0.2, ['length']],
];

/** The index, 0..1, and the share of the paper's weight that the given parts carry; null without parts. Drift is below 0.75, three windows in a row. */
export function stability(parts: StabilityParts): { readonly value: number; readonly covered: number } | null {
  let [sum, covered] = [0, 0];
  for (const [weight, names] of WEIGHTS) {
    const known = names.flatMap((name) => parts[name] ?? []);
    if (known.length === 0) continue;
    covered += weight;
    sum += (weight * known.reduce((a, b) => a + b, 0)) / known.length;
  }
  return covered === 0 ? null : { value: sum / covered, covered };
}

/** 1 − √(χ² / N) of two windows' counts of actions (1 − Cramér's V of a two-row table), 0..1; 1 where the shares are the same; null where either is empty. */
export function sameChoices(before: readonly string[], after: readonly string[]): number | null {
  if (before.length === 0 || after.length === 0) return null;
  const n = before.length + after.length;
  let chi2 = 0;
  for (const kind of new Set([...before, ...after])) {
    const counts = [before, after].map((window) => window.filter((x) => x === kind).length);
    const all = counts[0]! + counts[1]!;
    [before, after].forEach((window, i) => {
      const expected = (all * window.length) / n;
      chi2 += (counts[i]! - expected) ** 2 / expected;
    });
  }
  return 1 - Math.sqrt(Math.min(1, chi2 / n));
}

/** 1 / (1 + coefficient of variation) of lengths, 0..1: 1 where all are the same; null where their mean is 0. */
export function steadyLength(lengths: readonly number[]): number | null {
  const m = lengths.reduce((sum, x) => sum + x, 0) / lengths.length;
  if (!(m > 0)) return null;
  return 1 / (1 + Math.sqrt(lengths.reduce((sum, x) => sum + (x - m) ** 2, 0) / lengths.length) / m);
}
