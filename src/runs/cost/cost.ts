/**
 * The spending of a run's language models so far and its expected total: in all, by purpose, by line of the file
 * and by agent. A fold of the entries in its ledger; null for a run that asks no language model, which costs nothing.
 */
import type { ScenarioModel } from '../../engine/index.js';
import { type Resolved, spanOf } from '../../language/api.js';
import {
  type LedgerEntry,
  type Ledger,
  type Limits,
  moneyText,
  NOTHING,
  type PricedSpec,
  priceFor,
  type Spent,
  sum,
} from '../../minds/index.js';
import type { PanelAmount, PanelCost, PanelCostRow, PanelCostTable } from '../../protocol/panelRequests.js';
import type { Forecast } from './forecast.js';
import { type LiveForecast, liveForecast, type LivePlace, type Money, spentOf } from './forecastLive.js';
import { rounded } from './forecastText.js';
import { sourceName } from '../load/sourceName.js';

/** What is known of the cost of a run. */
export interface CostSource {
  readonly model: ScenarioModel;
  readonly resolved: Pick<Resolved, 'society' | 'nodes' | 'uri'>;
  /** The addresses of its questions, as in `egressLines`: the same for the whole run. */
  readonly egress: readonly string[];
  readonly ledger: Pick<Ledger, 'spent' | 'limits' | 'reached' | 'booked'>;
  /** The forecast from before the run; null while there is none. */
  readonly forecast: Forecast | null;
  /** The round and phase of the run; null where it will ask nothing more. */
  readonly place: LivePlace | null;
}

/** The most rows of a table that are sent; the others are counted. */
const MOST_ROWS = 100;

export function runCost(source: CostSource): PanelCost | null {
  const { model, resolved, ledger } = source;
  if (source.egress.length === 0) return null;
  const booked = ledger.booked();
  return {
    spent: amount(ledger.spent, moneyOf(booked, ledger.spent)),
    expected: source.place && expected(source, booked, source.place),
    budget: budgetWords(ledger.limits),
    unsure: ledger.spent.unsure,
    unnamed: ledger.spent.calls - booked.reduce((calls, { spent }) => calls + spent.calls, 0),
    egress: source.egress,
    tables: [byPurpose(booked), byLine(booked, resolved), byAgent(booked, model)],
  };
}

/** As in `200 calls, 1.00 USD`. */
function budgetWords({ calls, tokens, money }: Limits): string {
  return [
    ...(calls === undefined ? [] : [`${calls} ${calls === 1 ? 'call' : 'calls'}`]),
    ...(tokens === undefined ? [] : [`${tokens} tokens`]),
    ...(money ? [moneyText(money.amount, money.currency)] : []),
  ].join(', ');
}

/** Spent so far, and still to come. Calls that were booked without a name, for example in an earlier session, count too. */
function expected({ resolved, ledger, forecast }: CostSource, booked: readonly LedgerEntry[], place: LivePlace): PanelAmount {
  const { models } = resolved.society;
  const live = liveForecast(spentOf(booked), place, forecast, (mind, purpose) =>
    priceFor(models?.[mind] as PricedSpec | undefined, purpose),
  );
  const whole = (key: 'calls' | 'input' | 'output'): number =>
    Math.max(ledger.spent[key], rounded(live.expected[key] + Math.max(0, ledger.spent[key] - live.spent[key])));
  return { calls: whole('calls'), input: whole('input'), output: whole('output'), money: moneyWords(expectedMoney(live, ledger.spent)) };
}

/** With one currency, it includes what was booked without a name; with several, the currency of those calls is unknown. */
function expectedMoney({ spentMoney, expectedMoney: money }: LiveForecast, { money: paid }: Spent): Money {
  const [only, ...others] = Object.keys(money);
  if (only === undefined || others.length > 0) return money;
  return { [only]: (money[only] ?? 0) + Math.max(0, paid - (spentMoney[only] ?? 0)) };
}

function moneyOf(booked: readonly LedgerEntry[], all: Spent = NOTHING): Money {
  const found: { [currency: string]: number } = {};
  for (const { currency, spent } of booked) if (currency !== '') found[currency] = (found[currency] ?? 0) + spent.money;
  const [only, ...others] = Object.keys(found);
  return only !== undefined && others.length === 0 ? { [only]: Math.max(found[only] ?? 0, all.money) } : found;
}

/** The sum of several entries. */
export const amountOf = (booked: readonly LedgerEntry[]): PanelAmount =>
  amount(
    booked.reduce((all, { spent }) => sum(all, spent), NOTHING),
    moneyOf(booked),
  );

/** Amounts of zero are left out. */
const moneyWords = (money: Money): string =>
  Object.entries(money)
    .filter(([, sum]) => sum > 0)
    .map(([currency, sum]) => moneyText(sum, currency))
    .join(', ');

const amount = ({ calls, input, output }: Spent, money: Money): PanelAmount => ({ calls, input, output, money: moneyWords(money) });

const byPurpose = (booked: readonly LedgerEntry[]): PanelCostTable =>
  table(
    'purpose',
    booked,
    ({ purpose }) => purpose,
    (purpose) => ({ label: purpose, node: null }),
  );

/** A phase or another node that asks, at its line. */
const byLine = (booked: readonly LedgerEntry[], { nodes, uri }: CostSource['resolved']): PanelCostTable =>
  table(
    'line',
    booked,
    ({ node }) => node,
    (node) => {
      const span = spanOf(nodes, node);
      return span
        ? { label: `${lastOf(node)} · ${sourceName(uri, span.source)}:${span.range.start.line + 1}`, node }
        : { label: node, node: null };
    },
  );

const lastOf = (node: string): string => node.slice(node.lastIndexOf('.') + 1);

/** A mind outside the society, such as a judge, has no name. */
function byAgent(booked: readonly LedgerEntry[], { agents }: ScenarioModel): PanelCostTable {
  const named = (id: string): Named => {
    const spec = agents.at(agents.indexOf(id));
    return spec ? { label: spec.self.name.trim() || id, node: spec.at } : { label: id, node: null };
  };
  return table('agent', booked, ({ agent }) => agent, named);
}

type Named = Pick<PanelCostRow, 'label' | 'node'>;

function table(
  of: PanelCostTable['of'],
  booked: readonly LedgerEntry[],
  key: (one: LedgerEntry) => string,
  named: (key: string) => Named,
): PanelCostTable {
  const groups = new Map<string, LedgerEntry[]>();
  for (const one of booked) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  const sums = [...groups].map(([name, own]) => ({ name, own, spent: own.reduce((all, { spent }) => sum(all, spent), NOTHING) }));
  sums.sort((a, b) => b.spent.money - a.spent.money || tokensOf(b.spent) - tokensOf(a.spent) || (a.name < b.name ? -1 : 1));
  const rows = sums.slice(0, MOST_ROWS).map(({ name, own, spent }) => ({ ...named(name), ...amount(spent, moneyOf(own)) }));
  return { of, rows, more: sums.length - rows.length };
}

const tokensOf = ({ input, output }: Spent): number => input + output;
