/** From the rounds that were rehearsed to all rounds of a run, by purpose: prompts grow, and the growth slows. */
import type { Purpose } from '../../core/events/events.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Amount } from './forecast.js';
import type { Played, PlayedRow, RoundTally } from './forecastPlay.js';

/** The questions to one mind for one purpose, round by round and in all. Shares are 0..1. */
export interface Series {
  readonly mind: string;
  readonly purpose: Purpose;
  readonly byRound: ReadonlyMap<number, Amount>;
  readonly total: Amount;
  /** Possible error of the estimate of a prompt's tokens, as a share. */
  readonly unsure: number;
  /** Share of the prompts that agents wrote. */
  readonly talk: number;
  /** Share of the calls in rounds that were not rehearsed. */
  readonly beyond: number;
  /** What would be asked in addition if a society that ended early ran to its last round. */
  readonly further: Amount;
  /** Possible error of the total because of random draws; zero where it was rehearsed only once. */
  readonly chance: Amount;
}

/** The factor for the growth of a prompt from one round to the next: what is seen and recalled is limited. */
export const SLOWER = 0.75;

/** Series of all questions. `end` is a rehearsal of one round, for the questions after the last one. */
export function seriesOf(model: ScenarioModel, played: Played, end: Played | null): readonly Series[] {
  const rows = new Map(played.rows.map((row) => [keyOf(row), row]));
  for (const row of end?.rows ?? []) if (!rows.has(keyOf(row))) rows.set(keyOf(row), { ...row, rounds: new Map() });
  return [...rows].map(([key, row]) => {
    const last = end?.rows.find((one) => keyOf(one) === key)?.rounds.get(2);
    return oneSeries(model.rounds, played, row, last);
  });
}

const keyOf = ({ mind, purpose }: Pick<PlayedRow, 'mind' | 'purpose'>): string => `${mind} ${purpose}`;

function oneSeries(rounds: number, played: Played, { mind, purpose, rounds: tallies }: PlayedRow, last: RoundTally | undefined): Series {
  const byRound = new Map<number, Amount>();
  const known = played.complete > 0 || played.ended ? played.complete : 1;
  for (const [round, tally] of [...tallies].sort(([a], [b]) => a - b))
    if (round <= known || played.ended) byRound.set(round, amountOf(tally, round === 0 ? 1 : played.reached));
  const rest = continued(tallies, known, rounds, played.reached);
  const before = sum([...byRound.values()]);
  if (!played.ended) for (const [round, amount] of rest) byRound.set(round, amount);
  if (last && !played.ended) byRound.set(rounds + 1, amountOf(last, 1));
  const total = sum([...byRound.values()]);
  const counts = [...tallies.values(), ...(last ? [last] : [])];
  const input = counts.reduce((all, tally) => all + tally.input, 0);
  const share = (of: 'unsure' | 'talk'): number => (input === 0 ? 0 : counts.reduce((all, tally) => all + tally[of], 0) / input);
  return {
    ...{ mind, purpose, byRound, total },
    unsure: share('unsure'),
    talk: share('talk'),
    beyond: total.calls === 0 ? 0 : (total.calls - before.calls) / total.calls,
    further: played.ended ? sum([...rest.values()]) : NOTHING,
    chance: NOTHING,
  };
}

const NOTHING: Amount = { calls: 0, input: 0, output: 0 };

/** The rounds after the last known one: calls as in the later half of the known rounds, prompts that grow ever slower. */
function continued(tallies: ReadonlyMap<number, RoundTally>, known: number, rounds: number, reached: number): ReadonlyMap<number, Amount> {
  const found = new Map<number, Amount>();
  if (known < 1 || known >= rounds) return found;
  const middle = Math.floor(known / 2) + 1;
  const later = Array.from({ length: known - middle + 1 }, (_, i) => tallies.get(middle + i));
  const mean = sum(later.map((tally) => (tally ? amountOf(tally, reached) : NOTHING)));
  const calls = mean.calls / later.length;
  if (calls === 0) return found;
  const asked = [...tallies].filter(([round, { counted }]) => round >= 1 && round <= known && counted > 0).sort(([a], [b]) => a - b);
  const [first, last] = [asked.find(([round]) => round >= middle) ?? asked[0]!, asked.at(-1)!];
  const size = (tally: RoundTally): number => tally.input / tally.counted;
  let step = last[0] > first[0] ? Math.max(0, (size(last[1]) - size(first[1])) / (last[0] - first[0])) : 0;
  let input = last[0] > first[0] ? Math.max(size(last[1]), mean.input / mean.calls) : mean.input / mean.calls;
  for (let round = known + 1; round <= rounds; round++) {
    step *= SLOWER;
    input += step;
    found.set(round, { calls, input: calls * input, output: (calls * mean.output) / mean.calls });
  }
  return found;
}

/** The total of a round, from the questions that were counted and the share of the cast that was reached. */
function amountOf({ calls, counted, input, output }: RoundTally, reached: number): Amount {
  const all = calls / reached;
  return counted === 0
    ? { calls: all, input: 0, output: 0 }
    : { calls: all, input: (all * input) / counted, output: (all * output) / counted };
}

const sum = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((a, b) => ({ calls: a.calls + b.calls, input: a.input + b.input, output: a.output + b.output }), NOTHING);

/** Several rehearsals, which differ only in their random draws, as one series: their mean, and how far they are apart. */
export function together(all: readonly (readonly Series[])[]): readonly Series[] {
  if (all.length === 1) return all[0]!;
  const kinds = new Map(all.flat().map((series) => [keyOf(series), series]));
  return [...kinds].map(([key, { mind, purpose }]) => {
    const found = all.map((series) => series.find((one) => keyOf(one) === key));
    const courses = found.map((series) => series?.byRound ?? new Map<number, Amount>());
    const rounds = [...new Set(courses.flatMap((course) => [...course.keys()]))].sort((a, b) => a - b);
    const amounts = rounds.map((round) => courses.map((course) => course.get(round) ?? NOTHING));
    const byRound = new Map(rounds.map((round, i) => [round, meanAmount(amounts[i]!)]));
    const mean = (of: 'unsure' | 'talk' | 'beyond'): number => found.reduce((total, one) => total + (one?.[of] ?? 0), 0) / all.length;
    return {
      ...{ mind, purpose, byRound, total: sum([...byRound.values()]) },
      ...{ unsure: mean('unsure'), talk: mean('talk'), beyond: mean('beyond') },
      further: meanAmount(found.map((one) => one?.further ?? NOTHING)),
      chance: chanceOf(
        found.map((one) => one?.total ?? NOTHING),
        amounts,
      ),
    };
  });
}

const meanAmount = (amounts: readonly Amount[]): Amount => {
  const { calls, input, output } = sum(amounts);
  const n = amounts.length;
  return { calls: calls / n, input: input / n, output: output / n };
};

/** Two standard deviations of a total: from the totals themselves, or from their rounds as if each was drawn independently. */
function chanceOf(totals: readonly Amount[], rounds: readonly (readonly Amount[])[]): Amount {
  const variance = (amounts: readonly Amount[], of: keyof Amount): number => {
    const mean = meanAmount(amounts)[of];
    return amounts.reduce((total, amount) => total + (amount[of] - mean) ** 2, 0) / (amounts.length - 1);
  };
  const two = (of: keyof Amount): number =>
    2 *
    Math.sqrt(
      Math.max(
        variance(totals, of),
        rounds.reduce((total, amounts) => total + variance(amounts, of), 0),
      ),
    );
  return { calls: two('calls'), input: two('input'), output: two('output') };
}
