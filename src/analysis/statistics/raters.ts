/** How far two coders agree, how sure that is, and by how much they miss each other where codes are ordered. */
import type { Json } from '../../core/util/json.js';

export interface Kappa {
  /** −1..1. */
  readonly kappa: number;
  /** 95 %, within −1..1; null where all or none of the cases are coded alike, so that nothing varies. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface Raters {
  /** Cases that both coded. */
  readonly n: number;
  /** Cohen's kappa; null without cases, and where chance alone would make them agree. */
  readonly plain: Kappa | null;
  /** With quadratic weights; null where codes are not numbers. */
  readonly weighted: Kappa | null;
}

/** Quantile of the normal distribution that 97.5 % lie below. */
const Z = 1.959963984540054;

/**
 * Agreement over pairs of codes, the first and the second coder's. Plain: Cohen's κ = (p_o − p_e) / (1 − p_e) (Cohen 1960, Educational
 * and Psychological Measurement 20, 37). Weighted, of numbers: a pair counts 1 − (a − b)² / d², where d is the greatest distance of two
 * codes (Cohen 1968, Psychological Bulletin 70, 213). Intervals by the standard error of large samples (Fleiss, Cohen and Everitt 1969,
 * Psychological Bulletin 72, 323).
 */
export function ratersOf(pairs: readonly (readonly [Json, Json])[]): Raters {
  const plain = kappaOf(pairs, (a, b) => (JSON.stringify(a) === JSON.stringify(b) ? 1 : 0));
  const numbers = pairs.flat().filter((code) => typeof code === 'number');
  if (numbers.length < 2 * pairs.length) return { n: pairs.length, plain, weighted: null };
  const span = Math.max(...numbers) - Math.min(...numbers);
  const weight = (a: Json, b: Json): number => 1 - ((Number(a) - Number(b)) / span) ** 2;
  return { n: pairs.length, plain, weighted: span > 0 ? kappaOf(pairs, weight) : null };
}

function kappaOf(pairs: readonly (readonly [Json, Json])[], weight: (a: Json, b: Json) => number): Kappa | null {
  const n = pairs.length;
  const [first, second] = [sharesOf(pairs.map(([a]) => a)), sharesOf(pairs.map(([, b]) => b))];
  const observed = pairs.reduce((sum, [a, b]) => sum + weight(a, b), 0) / n;
  /** What a code of one coder is worth on average compared with the codes of the other. */
  const meanOf = (code: Json, others: Shares, isFirst: boolean): number =>
    others.reduce((sum, [other, share]) => sum + share * (isFirst ? weight(code, other) : weight(other, code)), 0);
  const byFirst = new Map(first.map(([code]) => [JSON.stringify(code), meanOf(code, second, true)]));
  const bySecond = new Map(second.map(([code]) => [JSON.stringify(code), meanOf(code, first, false)]));
  const chance = first.reduce((sum, [code, share]) => sum + share * byFirst.get(JSON.stringify(code))!, 0);
  if (n === 0 || 1 - chance < ROUNDING) return null;
  const kappa = (observed - chance) / (1 - chance);
  const square = ([a, b]: readonly [Json, Json]): number =>
    (weight(a, b) * (1 - chance) - (byFirst.get(JSON.stringify(a))! + bySecond.get(JSON.stringify(b))!) * (1 - observed)) ** 2;
  const spread = pairs.reduce((sum, pair) => sum + square(pair), 0) / n - (observed * chance - 2 * chance + observed) ** 2;
  if (spread < ROUNDING) return { kappa, interval: null };
  const reach = (Z * Math.sqrt(spread / n)) / (1 - chance) ** 2;
  return { kappa, interval: { low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach) } };
}

/** Below which a share or a variance is 0 but for rounding. */
const ROUNDING = 1e-12;

type Shares = readonly (readonly [code: Json, share: number])[];

function sharesOf(codes: readonly Json[]): Shares {
  const counts = new Map<string, [Json, number]>();
  for (const code of codes) {
    const key = JSON.stringify(code);
    counts.set(key, [code, (counts.get(key)?.[1] ?? 0) + 1]);
  }
  return [...counts.values()].map(([code, count]) => [code, count / codes.length]);
}

// How far two coders agree, beyond what chance would give.

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
