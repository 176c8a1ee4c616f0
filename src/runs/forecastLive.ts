/**
 * What a run will have taken at its end, seen from where it stands: what is spent, and the rest by the forecast, corrected
 * by how the forecast did so far. Without a forecast the rest goes on as the rounds before.
 */
import type { Purpose } from '../core/events.js';
import { type Booked, costOf, type Price } from '../minds/index.js';
import type { Amount, Forecast, ForecastRow } from './forecast.js';

/** What was spent on one call, or on several of a kind. `input` and `output` are tokens. */
export interface SpentCalls extends Amount {
  readonly mind: string;
  readonly purpose: Purpose;
  /** 0 is before round 1, rounds + 1 behind the last. */
  readonly round: number;
}

/** Money by currency; models whose price is not known are not in it. */
export type Money = { readonly [currency: string]: number };

export interface LiveForecast {
  readonly spent: Amount;
  readonly spentMoney: Money;
  /** SpentCalls and still to come, together. */
  readonly expected: Amount;
  readonly expectedMoney: Money;
}

export interface LivePlace {
  /** Rounds of the run, and the one under way: 0 before the first, `rounds` + 1 behind the last. */
  readonly rounds: number;
  readonly round: number;
  /** Nothing will be asked any more. */
  readonly ended?: boolean;
}

const NOTHING: Amount = { calls: 0, input: 0, output: 0 };

export const plusAmount = (a: Amount, b: Amount): Amount => ({
  calls: a.calls + b.calls,
  input: a.input + b.input,
  output: a.output + b.output,
});

/** What a run's ledger has booked, as `liveForecast` takes it. */
export const spentOf = (booked: readonly Booked[]): readonly SpentCalls[] =>
  booked.map(({ mind, purpose, round, spent: { calls, input, output } }) => ({ mind, purpose, round, calls, input, output }));

/** The expected total of a run. `before` is its forecast, `prices` the price of each mind (null where it is not known). */
export function liveForecast(
  spent: readonly SpentCalls[],
  place: LivePlace,
  before: Pick<Forecast, 'rows'> | null,
  prices: (mind: string) => Price | null,
): LiveForecast {
  const rowKey = ({ mind, purpose }: Pick<SpentCalls, 'mind' | 'purpose'>): string => `${mind} ${purpose}`;
  const forecasts = new Map((before?.rows ?? []).map((row) => [rowKey(row), row]));
  const used = new Map<string, SpentCalls[]>();
  for (const one of spent) used.set(rowKey(one), [...(used.get(rowKey(one)) ?? []), one]);
  let [soFar, expected] = [NOTHING, NOTHING];
  const [spentMoney, expectedMoney]: { [currency: string]: number }[] = [{}, {}];
  for (const key of new Set([...forecasts.keys(), ...used.keys()])) {
    const own = used.get(key) ?? [];
    const row = forecasts.get(key);
    const mind = row?.mind ?? own[0]!.mind;
    const now = own.reduce<Amount>(plusAmount, NOTHING);
    const whole = place.ended ? now : plusAmount(now, row ? rest(own, place, row) : going(own, place));
    soFar = plusAmount(soFar, now);
    expected = plusAmount(expected, whole);
    const price = prices(mind);
    if (!price) continue;
    spentMoney![price.currency] = (spentMoney![price.currency] ?? 0) + costOf(price, now);
    expectedMoney![price.currency] = (expectedMoney![price.currency] ?? 0) + costOf(price, whole);
  }
  return { spent: soFar, spentMoney: spentMoney!, expected, expectedMoney: expectedMoney! };
}

/** Calls after which what was spent counts as much as what was forecast. */
const TRUST = 8;

/** What is still to come of a row that was forecast: its rounds ahead, corrected, and what is left of the one under way. */
function rest(own: readonly SpentCalls[], { round, rounds }: LivePlace, { byRound }: ForecastRow): Amount {
  const inRound = (at: number): Amount => own.filter((one) => one.round === at).reduce<Amount>(plusAmount, NOTHING);
  let [whole, asked, thought] = [NOTHING, NOTHING, NOTHING];
  for (const [at, planned] of byRound) {
    const real = inRound(at);
    if (at < round) whole = plusAmount(whole, { ...NOTHING, calls: planned.calls });
    if (planned.calls === 0 || real.calls === 0) continue;
    asked = plusAmount(asked, real);
    thought = plusAmount(thought, {
      calls: real.calls,
      input: (planned.input * real.calls) / planned.calls,
      output: (planned.output * real.calls) / planned.calls,
    });
  }
  const done = own.filter((one) => one.round < round).reduce((sum, { calls }) => sum + calls, 0);
  const ratio = (real: number, planned: number, n: number): number => (planned === 0 ? 1 : 1 + (n / (n + TRUST)) * (real / planned - 1));
  const calls = ratio(done, whole.calls, whole.calls);
  const [input, output] = [ratio(asked.input, thought.input, asked.calls), ratio(asked.output, thought.output, asked.calls)];
  let left = NOTHING;
  for (const [at, planned] of byRound) {
    if (at < round || at > rounds + 1 || planned.calls === 0) continue;
    const still = Math.max(0, planned.calls * calls - inRound(at).calls);
    left = plusAmount(left, {
      calls: still,
      input: (still * input * planned.input) / planned.calls,
      output: (still * output * planned.output) / planned.calls,
    });
  }
  return left;
}

/** What is still to come of a purpose that was not forecast: each round ahead takes the mean of the whole rounds so far. */
function going(own: readonly SpentCalls[], { round, rounds }: LivePlace): Amount {
  const within = own.filter((one) => one.round >= 1 && one.round <= rounds);
  const whole = within.filter((one) => one.round < round);
  const [used, n] = whole.length > 0 ? [whole, round - 1] : [within, 1];
  const sum = used.reduce<Amount>(plusAmount, NOTHING);
  const ahead = Math.max(0, rounds - Math.max(round, 1));
  const here =
    whole.length === 0
      ? 0
      : Math.max(0, sum.calls / n - within.filter((one) => one.round === round).reduce((all, { calls }) => all + calls, 0));
  const share = sum.calls === 0 ? 0 : (ahead * (sum.calls / n) + (round >= 1 && round <= rounds ? here : 0)) / sum.calls;
  return { calls: sum.calls * share, input: sum.input * share, output: sum.output * share };
}
