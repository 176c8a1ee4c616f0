/** What a run has spent, as text, and how to continue after its budget is reached. */
import type { Ledger, Limits } from '../../minds/index.js';
import { moneyText } from '../../minds/index.js';
import { wholeNumber } from './files.js';
import { plural, UsageError } from './output.js';
import { t } from '../../core/util/l10n.js';

/** Budgets of the command line, and the mind that answers after they are reached. */
export interface GivenBudget {
  readonly calls?: string | undefined;
  readonly tokens?: string | undefined;
  readonly money?: string | undefined;
  readonly 'after-budget'?: string | undefined;
}

/** The exit code of a run that pauses at its budget. */
export const PAUSED = 3;

/** Each limit of the command line replaces the file's limit of the same kind. */
export function limitLedger(ledger: Ledger, given: GivenBudget): void {
  const [calls, tokens, money] = [wholeNumber('calls', given.calls, 0), wholeNumber('tokens', given.tokens, 0), amount(given.money)];
  if (calls === undefined && tokens === undefined && money === undefined) return;
  const before: Limits = ledger.limits;
  if (money && before.money && money.currency !== before.money.currency)
    throw new UsageError(t("--money is in {0}, the file's budget in {1}.", money.currency, before.money.currency));
  ledger.limit({ calls: calls ?? before.calls, tokens: tokens ?? before.tokens, money: money ?? before.money });
}

/** The mind that answers after the budget is reached; undefined where the run pauses. */
export function afterBudgetOf({ 'after-budget': then }: GivenBudget): 'builtin' | undefined {
  if (then === undefined || then === 'builtin') return then;
  throw new UsageError(t('--after-budget takes builtin, not `{0}`. Without it the run pauses.', then));
}

const amount = (text: string | undefined): Limits['money'] => (text === undefined ? undefined : moneyGiven(text));

/** The amount and the currency of `--money`; a usage error where they are not valid. */
export function moneyGiven(text: string): NonNullable<Limits['money']> {
  const found = /^(\d+(?:\.\d+)?) ?([A-Z]{3})$/.exec(text.trim());
  if (!found) throw new UsageError(t('--money takes an amount and a currency, as in "1.50 USD", not `{0}`.', text));
  return { amount: Number(found[1]), currency: found[2]! };
}

/** The spending of language models; empty where none was asked. */
export function spentLines(ledger: Ledger): string {
  const { calls, input, output, cached, unsure } = ledger.spent;
  if (calls === 0) return '';
  const priced = [...moneyOf(ledger)].map(([currency, sum]) => `, ${moneyText(sum, currency)}`).join('');
  const reused = cached ? t(' ({0} of them from the cache of the server)', cached) : '';
  const doubt =
    unsure === 0 ? '' : t(' ({0} without token counts from the server: counted at the most that is possible)', plural(unsure, 'call'));
  return t('spent: {0}, {1} tokens sent{2}, {3} received{4}{5}\n', plural(calls, 'call'), input, reused, output, priced, doubt);
}

/** Sums by currency, including calls without a kept answer where there is one currency. Models without a price are left out. */
function moneyOf(ledger: Ledger): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { currency, spent } of ledger.booked()) if (currency !== '') sums.set(currency, (sums.get(currency) ?? 0) + spent.money);
  const [only] = sums.keys();
  return only !== undefined && sums.size === 1 ? new Map([[only, ledger.spent.money]]) : sums;
}

/** How to continue a run that pauses. */
export const goOnLine = (dir: string): string =>
  t(
    'continue with a higher budget: society run --resume {0} --calls N, --tokens N or --money "N USD"\n' +
      'or with the built-in mind:     society run --resume {0} --after-budget builtin\n',
    dir,
  );
