/**
 * Scores by which feeds rank messages, as published. Separate from `feedRank.ts` of the engine, so that tests compare them with the
 * numbers of their sources.
 */
import { clamp, ln } from '../../core/util/math.js';

const LN10 = ln(10);
const LN1000 = ln(1000);

/** Seconds since 1970 from which Reddit's score counts. */
const EPOCH = 1_134_028_003;

/**
 * Reddit's hot score as OASIS computes it (camel-ai/oasis, recsys.py): sign(s)·log10(max(|s|, 1)) + (t − 1134028003)/45000,
 * with s = likes − dislikes and t in seconds since 1970; rounded to 7 places.
 */
export function hotScore(likes: number, dislikes: number, seconds: number): number {
  const s = likes - dislikes;
  const votes = Math.sign(s) * (ln(Math.max(Math.abs(s), 1)) / LN10);
  return Math.round((votes + (seconds - EPOCH) / 45_000) * 1e7) / 1e7;
}

/**
 * TwHIN-based score as OASIS prints it (arXiv 2411.11581): R·F·S with R = ln((271.8 − age)/100) for an age in time steps,
 * kept in 0..1 (it is 1 at age 0, 0 from 171.8 on, and undefined beyond 271.8), F = max(1, log₁₀₀₀(fans + 1)), S in 0..1.
 */
export function interestScore(age: number, fans: number, similarity: number): number {
  const recency = clamp(ln(Math.max(100, 271.8 - age) / 100), 0, 1);
  return recency * Math.max(1, ln(fans + 1) / LN1000) * similarity;
}
