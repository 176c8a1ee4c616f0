/** How the agents of a large society are grouped: the labels of the groups, and the group of each agent at a moment. */
import type { State } from '../../core/events/state.js';
import { columnAt, type Column } from '../../core/columns/column.js';
import { singleIndices } from '../../core/events/roster.js';
import { variableAt } from '../../core/events/agents.js';
import { agentAt } from '../../core/events/agents.js';
import { SLICE, type Sliced } from '../../core/util/slices.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { PanelSeries } from '../../protocol/course.js';
import { numberOf, seriesAt, seriesOf } from '../views/panelSeries.js';
import { AWAY, type ValueGroups } from './codes.js';
import { rangeAt, rangeLabel, type Ranges, rangesOf } from './ranges.js';

/** The most groups that are shown. */
export const MOST_GROUPS = 12;

/** Labels of groups that no name of the file stands for. */
const NO_VALUE = '(none)';
const OTHERS = '(others)';

/** The series of a variable of agents. Throws if there is none. */
export function variableSeries(model: ScenarioModel, id: string): PanelSeries {
  const place = seriesAt(model, 'variable', id);
  if (place === undefined) throw new RangeError(`no variable ${id}`);
  return seriesOf(model)[place]!;
}

/** The groups of a variable with words: one for each word, and one for all words after the eleventh. */
export function wordGroups(series: PanelSeries): ValueGroups {
  const { words, id } = series;
  const isCut = words.length > MOST_GROUPS - 1;
  const shown = isCut ? words.slice(0, MOST_GROUPS - 2) : words;
  const labels = [...shown, ...(isCut ? [OTHERS] : []), NO_VALUE];
  const most = labels.length - 2;
  return {
    ...{ variable: id, labels },
    groupOf: (value) => {
      const place = value === undefined || value === null ? null : numberOf(series, value);
      return place === null ? labels.length - 1 : Math.min(place, most);
    },
  };
}

/** The groups of a number variable: one for each range. */
export function rangeGroups(id: string, ranges: Ranges): ValueGroups {
  const labels = [...Array.from({ length: ranges.count }, (_, i) => rangeLabel(ranges, i)), NO_VALUE];
  return { variable: id, labels, groupOf: (value) => (typeof value === 'number' ? rangeAt(ranges, value) : labels.length - 1) };
}

/** The number of values, their sum, the least and the most of a number variable at a moment. */
interface Extent {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

/** Calls `visit` for each number among the values of a variable. */
export function* eachNumber(state: State, id: string, visit: (value: number, index: number) => void): Sliced<void> {
  const column: Column | undefined = Object.hasOwn(state.columns, id) ? state.columns[id] : undefined;
  let size = 0;
  if (column)
    for (const { first, count } of state.roster.crowds)
      for (let index = first; index < first + count; index++) {
        const value = columnAt(column, index);
        if (typeof value === 'number') visit(value, index);
        if (++size < SLICE) continue;
        yield size;
        size = 0;
      }
  for (const index of singleIndices(state.roster)) {
    const value = variableAt(state, index, id);
    if (typeof value === 'number') visit(value, index);
    if (++size < SLICE) continue;
    yield size;
    size = 0;
  }
}

export function* extentOf(state: State, id: string): Sliced<Extent> {
  let count = 0;
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  yield* eachNumber(state, id, (value) => {
    count++;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  });
  return { count, sum, least, most };
}

/** The ranges of a number variable: of its bounds in the file, or else of its values at these moments. */
export function* variableRanges({ id, low, high }: PanelSeries, states: readonly (() => State)[]): Sliced<Ranges> {
  if (low !== null && high !== null && high > low) return rangesOf(low, high);
  let least = low ?? Infinity;
  let most = high ?? -Infinity;
  for (const state of states) {
    const extent = yield* extentOf(state(), id);
    least = Math.min(least, extent.least);
    most = Math.max(most, extent.most);
  }
  return least <= most ? rangesOf(least, most) : rangesOf(0, 1);
}

/** The population of each agent: the largest populations, and one group for all other agents. */
export function populationGroups(state: State): { readonly labels: readonly string[]; readonly of: Uint8Array } {
  const { roster } = state;
  const sizes = new Map<string, number>();
  for (const { from, count } of roster.crowds) sizes.set(from, count);
  const singles = [...singleIndices(roster)].map((index) => [index, agentAt(state, index)!] as const);
  for (const [, { from, id }] of singles) if (from !== id) sizes.set(from, (sizes.get(from) ?? 0) + 1);
  const kept = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST_GROUPS - 1);
  const places = new Map(kept.map(([from], i) => [from, i]));
  const rest = kept.length;
  const of = new Uint8Array(roster.length).fill(AWAY);
  for (const { first, count, from } of roster.crowds) of.fill(places.get(from) ?? rest, first, first + count);
  for (const [index, { from }] of singles) of[index] = places.get(from) ?? rest;
  return { labels: [...kept.map(([from]) => from), OTHERS], of };
}
