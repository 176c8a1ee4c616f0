/** The larger budget for a run that reached its budget. */
import type { Ledger, Limits } from '../../minds/index.js';

/** Twice the budget, or twice the spending if that is more. A budget of 0 also becomes larger. */
export function doubled({ limits, spent }: Pick<Ledger, 'limits' | 'spent'>): Limits {
  const { calls, tokens, money } = limits;
  const used = spent.input + spent.output;
  return {
    calls: calls === undefined ? undefined : Math.max(1, calls, spent.calls) * 2,
    tokens: tokens === undefined ? undefined : Math.max(1, tokens, used) * 2,
    money: money && { ...money, amount: Math.max(0.01, money.amount, spent.money) * 2 },
  };
}
