/** A series over the rounds of a run, and its values at one moment. Knows no page. */
import type { PanelModel } from '../state/model.js';
import { upperBoundBy } from '../../src/core/util/search.js';
import type { PanelSeries, PanelValue } from '../../src/protocol/course.js';

/** What a series comes to in one round. */
export interface Round {
  /** How many values there are. */
  readonly n: number;
  /** Null where there is none, or where they are words. */
  readonly mean: number | null;
  /** Where a tenth of the values is below, and where a tenth is above. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of each word, 0..1, in the order of the series' words. */
  readonly shares: readonly number[];
}

/** Variables keep their value until they are set again; what is given or answered in a round is of that round alone. */
const isKept = ({ of }: PanelSeries): boolean => of === 'variable' || of === 'world';

/** Each round so far, from round 1. */
export function courseOf(model: PanelModel, place: number): readonly Round[] {
  const series = model.run.series[place];
  const values = model.values[place];
  if (!series || !values) return [];
  const kept = isKept(series);
  const standing = new Map<number, number>();
  const away = new Set<number>();
  let next = 0;
  let came = 0;
  return model.rounds.map((_, i) => {
    const end = model.rounds[i + 1] ?? model.seq + 1;
    if (!kept) standing.clear();
    let n = 0;
    const several: number[] = [];
    for (; next < values.length && values[next]![0] < end; next++) {
      const [seq, , agent, value] = values[next]!;
      standing.set(agent, value);
      // Of codes one author can have many.
      if (series.of === 'code' && seq >= (model.rounds[i] ?? 0)) several[n++] = value;
    }
    for (; came < model.presence.length && model.presence[came]![0] < end; came++) {
      const [, agent, here] = model.presence[came]!;
      if (here) away.delete(agent);
      else away.add(agent);
    }
    return summary(series, series.of === 'code' ? several : presentValues(standing, kept ? away : NOBODY));
  });
}

const NOBODY: ReadonlySet<number> = new Set();

/** Values of all but those who have left or are still to come. */
export const presentValues = (standing: ReadonlyMap<number, number>, away: ReadonlySet<number>): readonly number[] =>
  [...standing].flatMap(([agent, value]) => (away.has(agent) ? [] : [value]));

/** Values of one agent by the moment shown, in their order. */
export function courseOfAgent({ values, shown }: PanelModel, place: number, agent: number): readonly number[] {
  return (values[place] ?? []).filter(([seq, , who]) => who === agent && seq <= shown.seq).map(([, , , value]) => value);
}

/** The value of each agent at the moment that is shown; the world's is that of −1. */
export function standingAt(model: PanelModel, place: number): ReadonlyMap<number, number> {
  const series = model.run.series[place];
  const values: readonly PanelValue[] = model.values[place] ?? [];
  const standing = new Map<number, number>();
  if (!series) return standing;
  const end = upperBoundBy(values, model.shown.seq, ([seq]) => seq);
  for (let i = 0; i < end; i++) standing.set(values[i]![2], values[i]![3]);
  return standing;
}

function summary({ words }: PanelSeries, values: readonly number[]): Round {
  const n = values.length;
  const shares = words.map((_, word) => (n === 0 ? 0 : values.filter((value) => value === word).length / n));
  if (n === 0 || words.length > 0) return { n, mean: null, low: null, high: null, shares };
  const sorted = values.toSorted((a, b) => a - b);
  return { n, mean: values.reduce((sum, value) => sum + value, 0) / n, low: quantile(sorted, 0.1), high: quantile(sorted, 0.9), shares };
}

/** By linear interpolation between the two nearest (Hyndman and Fan 1996, type 7). */
function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const [a, b] = [sorted[below]!, sorted[Math.min(sorted.length - 1, below + 1)]!];
  return a + (b - a) * (at - below);
}

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Values in bins: whole numbers of few kinds one by one, else in twelve of one width between the bounds. */
export function binned(values: readonly number[], low: number | null, high: number | null): readonly Bin[] {
  if (values.length === 0) return [];
  const [from, to] = [low ?? Math.min(...values), high ?? Math.max(...values)];
  const whole = values.every(Number.isInteger) && to - from <= 24;
  const width = whole ? 1 : (to - from || 1) / BINS;
  const bins = Array.from({ length: whole ? to - from + 1 : BINS }, (_, i) => ({
    from: from + i * width,
    to: from + (i + 1) * width,
    count: 0,
  }));
  for (const value of values) bins[Math.min(bins.length - 1, Math.max(0, Math.floor((value - from) / width)))]!.count++;
  return bins;
}

const BINS = 12;
