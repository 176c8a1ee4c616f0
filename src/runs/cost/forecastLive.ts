/**
 * The expected total of a run that is under way: what is spent, and the rest by the forecast, corrected by how well
 * the forecast did so far. Without a forecast, the remaining rounds are expected to be like the rounds before.
 */
import { type LedgerEntry, type BookedFor, costOf, type Price } from '../../minds/index.js';
import type { Amount, Forecast, ForecastRow } from './forecast.js';
import { SLOWER } from './forecastSeries.js';

/** The spending on one call, or on several of a kind. `input` and `output` are tokens. */
export interface SpentCalls extends Amount {
  readonly mind: string;
  readonly purpose: BookedFor;
  /** 0 is before round 1, rounds + 1 after the last. */
  readonly round: number;
}

/** Money by currency, without models whose price is not known. */
export type Money = { readonly [currency: string]: number };

export interface LiveForecast {
  readonly spent: Amount;
  readonly spentMoney: Money;
  /** Spent and still to come, together. */
  readonly expected: Amount;
  readonly expectedMoney: Money;
}

export interface LivePlace {
  /** Rounds of the run, and the current one: 0 before the first, `rounds` + 1 after the last. */
  readonly rounds: number;
  readonly round: number;
  /** The run asks no more questions. */
  readonly ended?: boolean;
}

const NOTHING: Amount = { calls: 0, input: 0, output: 0 };

const plusAmount = (a: Amount, b: Amount): Amount => ({
  calls: a.calls + b.calls,
  input: a.input + b.input,
  output: a.output + b.output,
});

/** The entries of a run's ledger, in the form that `liveForecast` takes. */
export const spentOf = (booked: readonly LedgerEntry[]): readonly SpentCalls[] =>
  booked.map(({ mind, purpose, round, spent: { calls, input, output } }) => ({ mind, purpose, round, calls, input, output }));

/** The expected total of a run. `before` is its forecast, `prices` the price of a question to a mind for a purpose (null where it is not known). */
export function liveForecast(
  spent: readonly SpentCalls[],
  place: LivePlace,
  before: Pick<Forecast, 'rows'> | null,
  prices: (mind: string, purpose: BookedFor) => Price | null,
): LiveForecast {
  const rowKey = ({ mind, purpose }: Pick<SpentCalls, 'mind' | 'purpose'>): string => `${mind} ${purpose}`;
  const forecasts = new Map((before?.rows ?? []).map((row) => [rowKey(row), row]));
  const used = new Map<string, SpentCalls[]>();
  for (const one of spent) {
    const own = used.get(rowKey(one));
    if (own) own.push(one);
    else used.set(rowKey(one), [one]);
  }
  let [soFar, expected] = [NOTHING, NOTHING];
  const [spentMoney, expectedMoney]: { [currency: string]: number }[] = [{}, {}];
  for (const key of new Set([...forecasts.keys(), ...used.keys()])) {
    const own = used.get(key) ?? [];
    const row = forecasts.get(key);
    const { mind, purpose } = row ?? own[0]!;
    const now = sumOf(own);
    const whole = place.ended ? now : plusAmount(now, row ? rest(own, place, row) : going(own, place));
    soFar = plusAmount(soFar, now);
    expected = plusAmount(expected, whole);
    const price = prices(mind, purpose);
    if (!price) continue;
    spentMoney![price.currency] = (spentMoney![price.currency] ?? 0) + costOf(price, now);
    expectedMoney![price.currency] = (expectedMoney![price.currency] ?? 0) + costOf(price, whole);
  }
  return { spent: soFar, spentMoney: spentMoney!, expected, expectedMoney: expectedMoney! };
}

/** Number of calls at which spending so far counts as much as the forecast. */
const TRUST = 8;

/** What is still to come of a forecast row: its future rounds, corrected, and the rest of the current one. */
function rest(own: readonly SpentCalls[], { round, rounds }: LivePlace, { byRound }: ForecastRow): Amount {
  const inRound = new Map([...byRound.keys()].map((at) => [at, sumOf(own.filter((one) => one.round === at))]));
  const past = [...byRound].filter(([at]) => at < round);
  const planned = past.reduce((sum, [, { calls }]) => sum + calls, 0);
  const done = own.filter((one) => one.round < round).reduce((sum, { calls }) => sum + calls, 0);
  const calls = planned === 0 ? 1 : trusted(done / planned, planned);
  const [input, output] = [comparison(inRound, byRound, 'input'), comparison(inRound, byRound, 'output')];
  let left = NOTHING;
  for (const [at, { calls: count, ...tokens }] of byRound) {
    if (at < round || at > rounds + 1 || count === 0) continue;
    const still = Math.max(0, count * calls - inRound.get(at)!.calls);
    left = plusAmount(left, {
      calls: still,
      input: (still * input(at) * tokens.input) / count,
      output: (still * output(at) * tokens.output) / count,
    });
  }
  return left;
}

const sumOf = (amounts: readonly Amount[]): Amount => amounts.reduce<Amount>(plusAmount, NOTHING);

/** The ratio of spending to forecast, as far as `n` calls can be trusted. */
const trusted = (ratio: number, n: number): number => 1 + (n / (n + TRUST)) * (ratio - 1);

/**
 * How the tokens of a call compare with the forecast, at any round: a line through the rounds so far, weighted by their
 * calls, which flattens after them. Texts of a wordy mind appear in later prompts, so that the difference grows.
 */
function comparison(
  spent: ReadonlyMap<number, Amount>,
  planned: ReadonlyMap<number, Amount>,
  of: 'input' | 'output',
): (round: number) => number {
  const points = [...planned].flatMap(([round, plan]) => {
    const { calls, ...tokens } = spent.get(round)!;
    return calls === 0 || plan[of] === 0 ? [] : [{ round, calls, ratio: (tokens[of] * plan.calls) / (plan[of] * calls) }];
  });
  const n = points.reduce((sum, { calls }) => sum + calls, 0);
  if (n === 0) return () => 1;
  const mean = (value: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + point.calls * value(point), 0) / n;
  const [centre, level] = [mean(({ round }) => round), mean(({ ratio }) => ratio)];
  const spreadOut = mean(({ round }) => (round - centre) ** 2);
  const slope = spreadOut === 0 ? 0 : mean(({ round, ratio }) => (round - centre) * (ratio - level)) / spreadOut;
  const last = Math.max(...points.map(({ round }) => round));
  return (round) => Math.max(0, trusted(level + slope * (last - centre + flattened(Math.max(0, round - last))), n));
}

/** The sum of `rounds` further steps of growth, from 1, when each adds less than the one before. */
const flattened = (rounds: number): number => (SLOWER * (1 - SLOWER ** rounds)) / (1 - SLOWER);

/** Questions outside of the run. */
const BESIDE: ReadonlySet<BookedFor> = new Set(['interview', 'what if', 'canary']);

/** What is still to come of a purpose that was not forecast: each future round takes the mean of the complete rounds so far. */
function going(own: readonly SpentCalls[], { round, rounds }: LivePlace): Amount {
  // Questions outside of the run are a user's choice: they do not predict what is still to come.
  const within = own.filter((one) => one.round >= 1 && one.round <= rounds && !BESIDE.has(one.purpose));
  const whole = within.filter((one) => one.round < round);
  const [used, n] = whole.length > 0 ? [whole, round - 1] : [within, 1];
  const sum = sumOf(used);
  const ahead = Math.max(0, rounds - Math.max(round, 1));
  const here =
    whole.length === 0
      ? 0
      : Math.max(0, sum.calls / n - within.filter((one) => one.round === round).reduce((all, { calls }) => all + calls, 0));
  const share = sum.calls === 0 ? 0 : (ahead * (sum.calls / n) + (round >= 1 && round <= rounds ? here : 0)) / sum.calls;
  return { calls: sum.calls * share, input: sum.input * share, output: sum.output * share };
}
