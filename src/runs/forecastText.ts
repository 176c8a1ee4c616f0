/** A forecast in words: one line before a run, and a table on request. */
import type { Price } from '../minds/index.js';
import type { Amounts, Forecast, ForecastMind, Range } from './forecast.js';

const grouped = (n: number): string =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');

/** A count to two or three digits: what is estimated is not known to the last one. */
export function roughly(n: number): string {
  if (n < 100) return `${Math.round(n)}`;
  const unit = 10 ** (Math.floor(n).toString().length - 2);
  return grouped(Math.round(n / unit) * unit);
}

const moneyDigits = (n: number): string => (n === 0 ? '0' : n.toFixed(n >= 100 ? 0 : n >= 1 ? 2 : n >= 0.01 ? 3 : 5));

/** Money with its currency; small sums to two digits that count. */
export const moneyWords = (n: number, currency: string): string => `${currency} ${moneyDigits(n)}`;

const rangeWords = ({ low, likely, high }: Range, words: (n: number) => string): string =>
  words(low) === words(high) ? words(likely) : `${words(likely)} (${words(low)} to ${words(high)})`;

const moneyRange = ({ low, likely, high }: Range, currency: string): string =>
  high === 0 ? 'nothing' : `${moneyWords(likely, currency)} (${moneyDigits(low)} to ${moneyDigits(high)})`;

/** As in `about 420 calls, 640 000 tokens in, 21 000 out, USD 0.109 (0.082 to 0.260)`; null where no language model is asked. */
export function forecastLine(made: Forecast): string | null {
  if (made.minds.length === 0) return null;
  const { calls, input, output, money, minds } = made;
  const sums = Object.entries(money).map(([currency, range]) => moneyRange(range, currency));
  const unpriced = minds.filter(({ price }) => price === null).map(({ mind }) => mind);
  const unknown = unpriced.length === 0 ? [] : [`price of ${unpriced.join(', ')} not known (write \`price:\` in its entry under models:)`];
  const cost = sums.length + unknown.length === 0 ? '' : `; cost ${[...sums, ...unknown].join(', ')}`;
  return `about ${rangeWords(calls, roughly)} calls, ${rangeWords(input, roughly)} tokens in, ${rangeWords(output, roughly)} out${cost}`;
}

/** Where a price comes from, in words. */
export function priceWords(price: Price | null): string {
  if (!price) return 'price not known; write `price: { input: …, output: … }` in its entry under models:';
  if (price.from === 'local') return 'on this machine, costs nothing';
  if (price.from === 'free') return 'costs nothing';
  const rate = `${price.currency} ${price.input} in, ${price.output} out, per million tokens`;
  return price.from === 'file' ? `${rate} (price of the file)` : `${rate} (${price.source ?? ''}, ${price.date ?? ''})`;
}

/** The forecast as lines: each model with its price, its purposes as a table, and what the figures rest on. */
export function forecastTable(made: Forecast): readonly string[] {
  if (made.minds.length === 0) return ['No language model is asked: no calls, no tokens, no cost.'];
  const { rounds, rehearsed, counted } = made;
  const rest = rehearsed < rounds ? `; the other ${rounds - rehearsed} are continued from those` : '';
  const basis = `${rehearsed} of ${rounds} rounds rehearsed by the built-in mind, ${counted} prompts counted${rest}. Nothing was sent.`;
  return [...made.minds.flatMap((mind) => mindLines(made, mind)), forecastLine(made) ?? '', basis];
}

function mindLines(made: Forecast, mind: ForecastMind): readonly string[] {
  const currency = mind.price?.currency ?? '';
  const cells = (name: string, { calls, input, output, money }: Amounts): readonly string[] => [
    ...[name, rangeWords(calls, roughly), rangeWords(input, roughly), rangeWords(output, roughly)],
    money ? moneyRange(money, currency) : 'not known',
  ];
  const own = made.rows.filter((row) => row.mind === mind.mind);
  const rows = [['', 'calls', 'tokens in', 'tokens out', 'cost'], ...own.map((row) => cells(row.purpose, row))];
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
