/** A series over the rounds of a run, and its values at one moment. No access to the page. */
import type { PanelModel } from '../state/model.js';
import { upperBoundBy } from '../../src/core/util/search.js';
import type { PanelSeries, PanelValue } from '../../src/protocol/course.js';

/** The summary of a series in one round. */
export interface Round {
  /** Number of values. */
  readonly n: number;
  /** Null without values, or if the values are words. */
  readonly mean: number | null;
  /** The 10 % and 90 % quantiles. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of each word, 0..1, in the order of the series' words. */
  readonly shares: readonly number[];
}

/** Whether values stay until they are set again. Variables do; rewards, answers and codes belong to one round. */
const isKept = ({ of }: PanelSeries): boolean => of === 'variable' || of === 'world';

/** The summary of each round so far, from round 1. */
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
      // One author can have several codes.
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

/** The values of all agents that are present. */
export const presentValues = (standing: ReadonlyMap<number, number>, away: ReadonlySet<number>): readonly number[] =>
  [...standing].flatMap(([agent, value]) => (away.has(agent) ? [] : [value]));

/** The values of one agent up to the shown moment, in their order. */
export function courseOfAgent({ values, shown }: PanelModel, place: number, agent: number): readonly number[] {
  return (values[place] ?? []).filter(([seq, , who]) => who === agent && seq <= shown.seq).map(([, , , value]) => value);
}

/** The value of each agent at the shown moment. The world has the index −1. */
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

/** A quantile by linear interpolation between the two nearest values (Hyndman and Fan 1996, type 7). */
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

/** Values in bins: one bin for each value if there are few different whole numbers, otherwise twelve bins of equal width between the bounds. */
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
