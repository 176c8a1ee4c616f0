/** A shared resource and who took how much: the measures of GovSim (arXiv 2404.16698, §3.2, code at HEAD 1d11adf). */
import { gini } from '../statistics/inequality.js';

/** One run. Month t is position t − 1. */
export interface CommonsRun {
  /** Stock at the start of each played month, before any agent took from it. */
  readonly stock: readonly number[];
  /** What each agent got, by month, then agent. */
  readonly catches: readonly (readonly number[])[];
}

export interface CommonsRules {
  /** T, months that a run can last. */
  readonly months: number;
  /** C: at or below it (at the start of a month) the resource is gone. */
  readonly collapse: number;
  /** What is left grows by this factor, up to the stock at the start; > 1. */
  readonly growth: number;
}

export interface CommonsMeasures {
  /** m, months survived: the last t with h(t) > C, the month of collapse included. 0..T. */
  readonly survival: number;
  /** Whether m = T. The survival rate q is the share of runs where it is. */
  readonly survived: boolean;
  /** R_i, what each agent got in all, and its mean. */
  readonly gains: readonly number[];
  readonly gain: number;
  /** u = 1 − max(0, T f(0) − Σ R_i) / (T f(0)), 0..1. */
  readonly efficiency: number;
  /** e = 1 − Gini of the gains, 1/|I|..1; 1 where nobody got anything. */
  readonly equality: number;
  /** o, share of catches above the sustainable share of an agent, 0..1. */
  readonly overuse: number;
}

/** f: what can be taken of a stock so that it grows back to itself, in whole units: max { x : g(h − x) ≥ h }. */
export const sustainable = (stock: number, growth: number): number => Math.floor(stock - stock / growth);

/** An agent's share of that, in whole units: (h // 2) // n for a growth of 2. */
export const sustainableShare = (stock: number, growth: number, agents: number): number => Math.floor(sustainable(stock, growth) / agents);

/** All measures of one run; null without a month or without agents. */
export function commonsMeasures({ stock, catches }: CommonsRun, { months, collapse, growth }: CommonsRules): CommonsMeasures | null {
  const agents = catches[0]?.length ?? 0;
  if (agents === 0 || stock.length === 0) return null;
  const survival = stock.reduce((last, h, t) => (h > collapse ? t + 1 : last), 0);
  const gains = catches[0]!.map((_, i) => catches.reduce((sum, month) => sum + (month[i] ?? 0), 0));
  const total = gains.reduce((sum, r) => sum + r, 0);
  const best = months * sustainable(stock[0]!, growth);
  const over = catches.reduce((sum, month, t) => {
    const share = sustainableShare(stock[t] ?? 0, growth, agents);
    return sum + month.filter((r) => r > share).length;
  }, 0);
  return {
    survival,
    survived: survival === months,
    gains,
    gain: total / agents,
    efficiency: best === 0 ? 1 : 1 - Math.max(0, best - total) / best,
    equality: 1 - (gini(gains) ?? 0),
    overuse: survival === 0 ? 0 : over / (agents * survival),
  };
}

/** q: share of runs that lasted all months, 0..1; null without runs. */
export const survivalRate = (runs: readonly CommonsMeasures[]): number | null =>
  runs.length === 0 ? null : runs.filter((run) => run.survived).length / runs.length;
