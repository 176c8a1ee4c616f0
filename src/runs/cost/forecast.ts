/**
 * What a run will take, before it runs: calls, tokens and money, each as a range. The counts come from a rehearsal of the same
 * scenario by the built-in mind, with the prompts as they would be sent. It is repeated with other random draws where those matter.
 * Rounds that were not rehearsed are extrapolated from those that were. Docs: docs/budget.md.
 */
import { type CancellationToken, neverCancelled } from '../../core/util/lifecycle.js';
import type { Purpose } from '../../core/events/events.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { costOf, isBatched, isLanguageModel, type Price, type PricedSpec, priceFor, priceOf, type PriceRow } from '../../minds/index.js';
import { type Series, seriesOf, together } from './forecastSeries.js';
import { rehearsals, rehearse } from './forecastPlay.js';

/** Three figures of one unit: the least, the most probable and the most that is expected. `low` ≤ `likely` ≤ `high`. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What is spent: calls, tokens of prompts with their answer schemas, tokens of answers. */
export interface Amount {
  /** Number of calls. */
  readonly calls: number;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
}

/** Ranges of calls (a number), of tokens, and of money in the currency of the model's price; null where the price is not known. */
export interface Amounts {
  readonly calls: Range;
  readonly input: Range;
  readonly output: Range;
  readonly money: Range | null;
}

/** The questions to one model for one purpose. */
export interface ForecastRow extends Amounts {
  readonly mind: string;
  readonly purpose: Purpose;
  /** Its questions are asked in batches, for a part of the price. */
  readonly batch?: true;
  /** Likely amounts by round: 0 is before round 1, `rounds` + 1 after the last. Rounds without any are left out. */
  readonly byRound: ReadonlyMap<number, Amount>;
}

/** The questions to one model in all. */
export interface ForecastMind extends Amounts {
  /** Name in the file's `models:`, and the name that its server uses. */
  readonly mind: string;
  readonly model: string;
  /** Null where it is not known: give it as `price:` in the file. */
  readonly price: Price | null;
}

export interface Forecast extends Omit<Amounts, 'money'> {
  /** Rounds of the run, and how many of them were rehearsed. */
  readonly rounds: number;
  readonly rehearsed: number;
  /** How often the society was rehearsed, each time with other random draws. */
  readonly rehearsals: number;
  /** Prompts that were rendered and counted. */
  readonly counted: number;
  /** No question was reached in the time of the rehearsal, so that the amounts are not known; they are zero. */
  readonly unknown?: true;
  /** Language models only; minds by rule, scripts, recordings and people cost nothing and are left out. */
  readonly minds: readonly ForecastMind[];
  readonly rows: readonly ForecastRow[];
  /** Money by currency, over the models whose price is known. */
  readonly money: { readonly [currency: string]: Range };
}

export interface ForecastOptions {
  /** Milliseconds since any start: the host's clock, only for the time limit. */
  readonly now: () => number;
  /** The most milliseconds for all rehearsals, and the most questions of one rehearsal. */
  readonly limitMs?: number;
  readonly mostQuestions?: number;
  readonly token?: CancellationToken;
  readonly breathe?: () => Promise<void> | undefined;
  /** Instead of the prices that ship with the program. */
  readonly prices?: readonly PriceRow[];
}

const LIMIT_MS = 2_000;
const MOST_QUESTIONS = 20_000;

const NONE: Range = { low: 0, likely: 0, high: 0 };

/** The sum of two ranges of one unit, end by end. */
const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, likely: a.likely + b.likely, high: a.high + b.high });

/** Forecasts a run of `model`, compiled from `society`. Sends nothing. After a cancellation, it holds what was rehearsed until then. */
export async function forecast(society: Society, model: ScenarioModel, options: ForecastOptions): Promise<Forecast> {
  const asked = model.minds.filter(({ kind }) => isLanguageModel(kind));
  if (asked.length === 0) return { ...totals(society, [], []), rounds: model.rounds, rehearsed: 0, rehearsals: 0, counted: 0 };
  const { now, limitMs = LIMIT_MS, mostQuestions = MOST_QUESTIONS, token = neverCancelled, breathe = () => undefined } = options;
  const bounds = { now, limitMs, mostQuestions, token, breathe };
  const all = await rehearsals(society, model, bounds);
  const played = all[0]!;
  const cut = !played.ended && model.phases.end.length > 0;
  const end = cut ? await rehearse(society, { ...model, rounds: 1 }, bounds) : null;
  const spec = (mind: string): PricedSpec | undefined => society.models?.[mind] as PricedSpec | undefined;
  const series = together(all.map((one) => seriesOf(model, one, end)));
  const rows = series.map((one) => {
    const priced = priceFor(spec(one.mind), one.purpose, options.prices);
    const row = rowOf(one, priced, longest(society, one.mind));
    return isBatched(spec(one.mind), one.purpose) ? { ...row, batch: true as const } : row;
  });
  const counted = all.reduce((sum, one) => sum + one.counted, end?.counted ?? 0);
  const unknown = counted === 0 && !played.ended ? { unknown: true as const } : {};
  return {
    ...totals(society, asked, rows, options.prices),
    rounds: model.rounds,
    rehearsed: played.complete,
    rehearsals: all.length,
    counted,
    ...unknown,
  };
}

/** The longest answer that a model may give, in tokens; no limit where the file sets none. */
function longest(society: Society, mind: string): number {
  const spec = society.models?.[mind];
  return (spec && 'max_tokens' in spec ? spec.max_tokens : undefined) ?? Infinity;
}

const added = (a: Amounts, b: Amounts): Amounts => ({
  calls: plus(a.calls, b.calls),
  input: plus(a.input, b.input),
  output: plus(a.output, b.output),
  money: a.money && b.money && plus(a.money, b.money),
});

/** The sums of rows, by model and in all. `asked`: language models of the file, with the names that their servers use. */
export function totals(
  society: Society,
  asked: readonly { readonly id: string; readonly model: string }[],
  rows: readonly ForecastRow[],
  prices?: readonly PriceRow[],
): Omit<Forecast, 'rounds' | 'rehearsed' | 'rehearsals' | 'counted'> {
  const minds = asked.map(({ id, model: name }): ForecastMind => {
    const known = priceOf(society.models?.[id] as PricedSpec | undefined, prices);
    const own = rows.filter(({ mind }) => mind === id);
    const start: Amounts = { calls: NONE, input: NONE, output: NONE, money: known && NONE };
    return { mind: id, model: name, price: known, ...own.reduce<Amounts>(added, start) };
  });
  const money: { [currency: string]: Range } = {};
  for (const { price, money: own } of minds) if (price && own) money[price.currency] = plus(money[price.currency] ?? NONE, own);
  const { calls, input, output } = minds.reduce<Amounts>(added, { calls: NONE, input: NONE, output: NONE, money: null });
  return { minds, rows, money, calls, input, output };
}

/** Share of calls that are repeated, for example when an answer cannot be used. */
const AGAIN = 0.03;

/** How far the number of calls depends on what agents do: not at all for a survey, much where acts are rated or coded. */
const LOOSE: { readonly [P in Purpose]: number } = {
  ...{ act: 0.05, survey: 0, interview: 0, plan: 0.05 },
  ...{ rate: 0.15, reflect: 0.15, coach: 0.05, judge: 0.15, code: 0.15, embedding: 0.15 },
};

/** The length of a language model's texts as a multiple of the built-in mind's, at least and at most. */
const WORDS = { low: 0.75, high: 2.2 };

/** The uncertainty of rounds that were not rehearsed. */
const BEYOND = 0.3;

function rowOf(series: Series, price: Price | null, most: number): ForecastRow {
  const { mind, purpose, byRound, total, unsure, talk, beyond, further, chance } = series;
  const calls = spread(total.calls, LOOSE[purpose] + (beyond * BEYOND) / 2, further.calls, chance.calls);
  const sized = spread(total.input, LOOSE[purpose] + unsure + beyond * BEYOND, further.input, chance.input);
  const input = {
    low: Math.max(0, sized.low - total.input * talk * (1 - WORDS.low)),
    likely: total.input,
    high: sized.high + (total.input + further.input) * talk * (WORDS.high - 1),
  };
  const loose = spread(total.output, LOOSE[purpose] + beyond * BEYOND, further.output, chance.output);
  // Where nothing limits an answer and no calls are the least, the product would be zero times infinity.
  const limit = (count: number, tokens: number): number => (most === Infinity ? tokens : Math.min(count * most, tokens));
  const output = {
    low: limit(calls.low, loose.low * WORDS.low),
    likely: limit(calls.likely, total.output),
    high: limit(calls.high, loose.high * WORDS.high),
  };
  const cost = (end: keyof Range): number => (price ? costOf(price, { input: input[end], output: output[end] }) : 0);
  const money = price && { low: cost('low'), likely: cost('likely'), high: cost('high') };
  return { mind, purpose, calls, input, output, money, byRound };
}

/**
 * A range around a likely figure. `further` is added where the society does not end early; `chance` is how much
 * the random draws may add or take away.
 */
const spread = (likely: number, share: number, further: number, chance: number): Range => ({
  low: Math.max(0, (likely - chance) * (1 - share)),
  likely,
  high: (likely + further + chance) * (1 + share) * (1 + AGAIN),
});
