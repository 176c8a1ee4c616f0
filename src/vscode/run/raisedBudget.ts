/** A budget with which a run that reached it can go on. */
import type { Ledger, Limits } from '../../minds/index.js';

/** Twice the budget, or twice what is spent where that is more already; nothing at all becomes something. */
export function doubled({ limits, spent }: Pick<Ledger, 'limits' | 'spent'>): Limits {
  const { calls, tokens, money } = limits;
  const used = spent.input + spent.output;
  return {
    calls: calls === undefined ? undefined : Math.max(1, calls, spent.calls) * 2,
    tokens: tokens === undefined ? undefined : Math.max(1, tokens, used) * 2,
    money: money && { ...money, amount: Math.max(0.01, money.amount, spent.money) * 2 },
  };
}
