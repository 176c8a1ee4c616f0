/** How far two coders agree, beyond what chance would give. */
import type { Json } from '../../core/util/json.js';

/**
 * Cohen's kappa, κ = (p_o − p_e) / (1 − p_e), in −1..1: p_o is the share of cases that both coded alike, p_e the share that
 * they would by chance, Σ over categories of the product of the coders' own shares (Cohen 1960, Educational and
 * Psychological Measurement 20, 37–46). Null without cases, and where chance alone would make them agree (p_e = 1).
 */
export function cohenKappa(pairs: readonly (readonly [Json, Json])[]): number | null {
  const n = pairs.length;
  if (n === 0) return null;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let alike = 0;
  for (const [a, b] of pairs) {
    const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
    if (x === y) alike++;
    first.set(x, (first.get(x) ?? 0) + 1);
    second.set(y, (second.get(y) ?? 0) + 1);
  }
  let chance = 0;
  for (const [category, count] of first) chance += count * (second.get(category) ?? 0);
  // In counts: (n·alike − chance) / (n² − chance), so that whole numbers stay exact.
  return n * n === chance ? null : (n * alike - chance) / (n * n - chance);
}
