/** A forecast as text: one line before a run, and a table on request. */
import { aligned } from '../../core/util/columns.js';
import { t } from '../../core/util/l10n.js';
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
  words(low) === words(high) ? words(likely) : t('{0} ({1} to {2})', words(likely), words(low), words(high));

/** Half a call is shown as a whole one. */
const callsWords = ({ low, likely, high }: Range): string => rangeWords({ low: Math.floor(low), likely, high: Math.ceil(high) }, roughly);

const moneyRange = ({ low, likely, high }: Range, currency: string): string =>
  high === 0 ? t('nothing') : t('{0} ({1} to {2})', moneyText(likely, currency), bare(low), bare(high));

const bare = (amount: number): string => moneyText(amount, '').trim();

/** For example `about 420 calls, 640 000 tokens in, 21 000 out, USD 0.109 (0.082 to 0.260)`; null where no language model is asked. */
export function forecastLine(made: Forecast): string | null {
  if (made.minds.length === 0) return null;
  if (made.unknown) return t('calls, tokens and cost are not known: no question was reached in the time of the rehearsal');
  const { calls, input, output, money, minds } = made;
  const sums = Object.entries(money).map(([currency, range]) => moneyRange(range, currency));
  const unpriced = minds.filter(({ price }) => price === null).map(({ mind }) => mind);
  const unknown =
    unpriced.length === 0 ? [] : [t('price of {0} not known (write `price:` in its entry under models:)', unpriced.join(', '))];
  const asked = t('about {0} calls, {1} tokens in, {2} out', callsWords(calls), rangeWords(input, roughly), rangeWords(output, roughly));
  return sums.length + unknown.length === 0 ? asked : t('{0}; cost {1}', asked, [...sums, ...unknown].join(', '));
}

/** Whether a budget is enough, as text; null where nothing is limited or nothing is asked. */
export function budgetLine(made: Forecast, { calls, tokens, money }: Limits): string | null {
  if (made.minds.length === 0) return null;
  const { input, output } = made;
  const both: Range = { low: input.low + output.low, likely: input.likely + output.likely, high: input.high + output.high };
  const limits: readonly (readonly [Range | undefined, number | undefined, string])[] = [
    [made.calls, calls, t('{0} calls', calls ?? 0)],
    [both, tokens, t('{0} tokens', tokens ?? 0)],
    [money && made.money[money.currency], money?.amount, money ? moneyText(money.amount, money.currency) : ''],
  ];
  const set = limits.flatMap(([range, limit, words]) => (range && limit !== undefined ? [{ range, limit, words }] : []));
  if (set.length === 0) return null;
  if (made.unknown) return t('whether the budget is enough is not known');
  const over = set.filter(({ range, limit }) => range.likely > limit).map(({ words }) => words);
  const near = set.filter(({ range, limit }) => range.likely <= limit && range.high > limit).map(({ words }) => words);
  const all = (words: readonly string[]): string => words.reduce((first, next) => t('{0} and {1}', first, next));
  if (over.length > 0) return t('the budget of {0} is probably not enough: the run would pause there', all(over));
  return near.length > 0 ? t('the budget of {0} may not be enough: the run would pause there', all(near)) : t('the budget is enough');
}

/** Where a price comes from, as text. */
function priceWords(price: Price | null): string {
  if (!price) return t('price not known; write `price: { input: …, output: … }` in its entry under models:');
  if (price.from === 'local') return t('on this machine, costs nothing');
  if (price.from === 'free') return t('costs nothing');
  const rate = t('{0} {1} in, {2} {3} out, per million tokens', price.input, price.currency, price.output, price.currency);
  return price.from === 'file' ? t('{0} (price of the file)', rate) : `${rate} (${price.source ?? ''}, ${price.date ?? ''})`;
}

/** The forecast as lines: each model with its price, its purposes as a table, and the basis of the figures. */
export function forecastTable(made: Forecast): readonly string[] {
  if (made.minds.length === 0) return [t('No language model is asked: no calls, no tokens, no cost.')];
  const { rounds, rehearsed, rehearsals, counted } = made;
  const played =
    rehearsals > 1
      ? t('{0} of {1} rounds rehearsed {2} times by the built-in mind, {3} prompts counted.', rehearsed, rounds, rehearsals, counted)
      : t('{0} of {1} rounds rehearsed by the built-in mind, {2} prompts counted.', rehearsed, rounds, counted);
  const rest = rehearsed < rounds && !made.unknown ? [t('The other {0} rounds are extrapolated from those.', rounds - rehearsed)] : [];
  const basis = [played, ...rest, t('Nothing was sent.')].join(' ');
  const minds = made.unknown
    ? made.minds.map(({ mind, model, price }) => `${mind} (${model}): ${priceWords(price)}`)
    : made.minds.flatMap((mind) => mindLines(made, mind));
  return [...minds, forecastLine(made) ?? '', basis];
}

function mindLines(made: Forecast, mind: ForecastMind): readonly string[] {
  const currency = mind.price?.currency ?? '';
  const cells = (name: string, { calls, input, output, money }: Amounts): readonly string[] => [
    ...[name, callsWords(calls), rangeWords(input, roughly), rangeWords(output, roughly)],
    money ? moneyRange(money, currency) : t('not known'),
  ];
  const own = made.rows.filter((row) => row.mind === mind.mind);
  const rows = [
    ['', t('calls'), t('tokens in'), t('tokens out'), t('cost')],
    ...own.map((row) => cells(row.batch ? t('{0} (batch)', row.purpose) : row.purpose, row)),
  ];
  if (own.length !== 1) rows.push(cells(t('all'), mind));
  return [`${mind.mind} (${mind.model}): ${priceWords(mind.price)}`, ...aligned(rows).map((line) => `  ${line}`), ''];
}
