/** A forecast as text: one line before a run, and a table on request. */
import { type Limits, moneyText, type Price } from '../../minds/index.js';
import type { Amounts, Forecast, ForecastMind, Range } from './forecast.js';

const grouped = (n: number): string =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');

/** A count to two or three digits: an estimate is not exact to the last one. */
export function rounded(n: number): number {
  const unit = n < 100 ? 1 : 10 ** (Math.floor(n).toString().length - 2);
  return Math.round(n / unit) * unit;
}

export const roughly = (n: number): string => grouped(rounded(n));

const rangeWords = ({ low, likely, high }: Range, words: (n: number) => string): string =>
  words(low) === words(high) ? words(likely) : `${words(likely)} (${words(low)} to ${words(high)})`;

/** Half a call is shown as a whole one. */
const callsWords = ({ low, likely, high }: Range): string => rangeWords({ low: Math.floor(low), likely, high: Math.ceil(high) }, roughly);

const moneyRange = ({ low, likely, high }: Range, currency: string): string =>
  high === 0 ? 'nothing' : `${moneyText(likely, currency)} (${bare(low)} to ${bare(high)})`;

const bare = (amount: number): string => moneyText(amount, '').trim();

/** For example `about 420 calls, 640 000 tokens in, 21 000 out, USD 0.109 (0.082 to 0.260)`; null where no language model is asked. */
export function forecastLine(made: Forecast): string | null {
  if (made.minds.length === 0) return null;
  const { calls, input, output, money, minds } = made;
  const sums = Object.entries(money).map(([currency, range]) => moneyRange(range, currency));
  const unpriced = minds.filter(({ price }) => price === null).map(({ mind }) => mind);
  const unknown = unpriced.length === 0 ? [] : [`price of ${unpriced.join(', ')} not known (write \`price:\` in its entry under models:)`];
  const cost = sums.length + unknown.length === 0 ? '' : `; cost ${[...sums, ...unknown].join(', ')}`;
  return `about ${callsWords(calls)} calls, ${rangeWords(input, roughly)} tokens in, ${rangeWords(output, roughly)} out${cost}`;
}

/** Whether a budget is enough, as text; null where nothing is limited or nothing is asked. */
export function budgetLine(made: Forecast, { calls, tokens, money }: Limits): string | null {
  if (made.minds.length === 0) return null;
  const { input, output } = made;
  const both: Range = { low: input.low + output.low, likely: input.likely + output.likely, high: input.high + output.high };
  const limits: readonly (readonly [Range | undefined, number | undefined, string])[] = [
    [made.calls, calls, `${calls ?? 0} calls`],
    [both, tokens, `${tokens ?? 0} tokens`],
    [money && made.money[money.currency], money?.amount, money ? moneyText(money.amount, money.currency) : ''],
  ];
  const set = limits.flatMap(([range, limit, words]) => (range && limit !== undefined ? [{ range, limit, words }] : []));
  if (set.length === 0) return null;
  const over = set.filter(({ range, limit }) => range.likely > limit).map(({ words }) => words);
  const near = set.filter(({ range, limit }) => range.likely <= limit && range.high > limit).map(({ words }) => words);
  if (over.length > 0) return `the budget of ${over.join(' and ')} is probably not enough: the run would pause there`;
  return near.length > 0 ? `the budget of ${near.join(' and ')} may not be enough: the run would pause there` : 'the budget is enough';
}

/** Where a price comes from, as text. */
function priceWords(price: Price | null): string {
  if (!price) return 'price not known; write `price: { input: …, output: … }` in its entry under models:';
  if (price.from === 'local') return 'on this machine, costs nothing';
  if (price.from === 'free') return 'costs nothing';
  const rate = `${price.input} ${price.currency} in, ${price.output} ${price.currency} out, per million tokens`;
  return price.from === 'file' ? `${rate} (price of the file)` : `${rate} (${price.source ?? ''}, ${price.date ?? ''})`;
}

/** The forecast as lines: each model with its price, its purposes as a table, and the basis of the figures. */
export function forecastTable(made: Forecast): readonly string[] {
  if (made.minds.length === 0) return ['No language model is asked: no calls, no tokens, no cost.'];
  const { rounds, rehearsed, rehearsals, counted } = made;
  const rest = rehearsed < rounds ? `; the other ${rounds - rehearsed} are extrapolated from those` : '';
  const basis = `${rehearsed} of ${rounds} rounds rehearsed ${rehearsals > 1 ? `${rehearsals} times ` : ''}by the built-in mind, ${counted} prompts counted${rest}. Nothing was sent.`;
  return [...made.minds.flatMap((mind) => mindLines(made, mind)), forecastLine(made) ?? '', basis];
}

function mindLines(made: Forecast, mind: ForecastMind): readonly string[] {
  const currency = mind.price?.currency ?? '';
  const cells = (name: string, { calls, input, output, money }: Amounts): readonly string[] => [
    ...[name, callsWords(calls), rangeWords(input, roughly), rangeWords(output, roughly)],
    money ? moneyRange(money, currency) : 'not known',
  ];
  const own = made.rows.filter((row) => row.mind === mind.mind);
  const rows = [
    ['', 'calls', 'tokens in', 'tokens out', 'cost'],
    ...own.map((row) => cells(row.batch ? `${row.purpose} (batch)` : row.purpose, row)),
  ];
  if (own.length !== 1) rows.push(cells('all', mind));
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map(
    (row) =>
      `  ${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd()}`,
  );
  return [`${mind.mind} (${mind.model}): ${priceWords(mind.price)}`, ...lines, ''];
}
