/**
 * Agent Stability Index (arXiv 2601.04170): how much agents stay as they were, between two windows of their acts. Only
 * the components that need no model. The paper does not say how each becomes 0..1; the mappings here are ours, each
 * "higher is more stable". Missing components are left out and the weights of the others scaled up.
 */
import { ln } from '../../core/util/math.js';

export interface StabilityParts {
  /** C_sem: cosine of the centroids of texts in both windows. */
  readonly meaning?: number;
  /** T_sel: `sameChoices` of the actions chosen. */
  readonly choices?: number;
  /** T_seq: `sameSequence` of the actions in order. */
  readonly sequence?: number;
  /** I_agree: share of answers on which all or most agree. */
  readonly agreement?: number;
  /** I_role: `roleInformation`. */
  readonly roles?: number;
  /** B_length: `steadyLength`. */
  readonly length?: number;
  /** B_error: `scatteredFaults`. */
  readonly faults?: number;
}

/** Weights of response consistency, tool use, coordination and behaviour. */
const WEIGHTS: readonly (readonly [number, readonly (keyof StabilityParts)[]])[] = [
  [0.3, ['meaning']],
  [0.25, ['choices', 'sequence']],
  [0.25, ['agreement', 'roles']],
  [0.2, ['length', 'faults']],
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

/** 1 − Levenshtein distance over the longer length, 0..1; null where both are empty. */
export function sameSequence(before: readonly string[], after: readonly string[]): number | null {
  const longest = Math.max(before.length, after.length);
  if (longest === 0) return null;
  let row = Array.from({ length: after.length + 1 }, (_, j) => j);
  before.forEach((a, i) => {
    const next = [i + 1];
    after.forEach((b, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (a === b ? 0 : 1)));
    });
    row = next;
  });
  return 1 - row[after.length]! / longest;
}

/** Mutual information of agent and action over the entropy of actions, 0..1: 1 where who acts tells what is done. Null where all do the same. */
export function roleInformation(acts: readonly (readonly [agent: string | number, action: string])[]): number | null {
  const entropy = (keys: readonly string[]): number => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, c) => sum - (c / keys.length) * ln(c / keys.length), 0);
  };
  const actions = entropy(acts.map(([, action]) => action));
  const agents = entropy(acts.map(([agent]) => String(agent)));
  const joint = entropy(acts.map(([agent, action]) => `${agent}\n${action}`));
  return actions === 0 ? null : Math.min(1, Math.max(0, (agents + actions - joint) / actions));
}

/** 1 / (1 + coefficient of variation) of lengths, 0..1: 1 where all are the same; null where their mean is 0. */
export function steadyLength(lengths: readonly number[]): number | null {
  const m = lengths.reduce((sum, x) => sum + x, 0) / lengths.length;
  if (!(m > 0)) return null;
  return 1 / (1 + Math.sqrt(lengths.reduce((sum, x) => sum + (x - m) ** 2, 0) / lengths.length) / m);
}

/** 1 − share of faults that follow directly on a fault, 0..1; 1 without faults. `faulty` says of each act in order whether it failed. */
export function scatteredFaults(faulty: readonly boolean[]): number {
  const faults = faulty.filter(Boolean).length;
  return faults === 0 ? 1 : 1 - faulty.filter((f, i) => f && faulty[i - 1] === true).length / faults;
}
