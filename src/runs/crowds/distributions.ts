/** The distributions of number variables over all agents at a moment. */
import type { State } from '../../core/events/state.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { Sliced } from '../../core/util/slices.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { PanelDistribution } from '../../protocol/groups.js';
import { seriesOf } from '../views/panelSeries.js';
import { eachNumber, extentOf, variableRanges } from './groupings.js';
import { boundOf, rangeAt } from './ranges.js';

/** The most variables with a distribution. */
const MOST = 6;

/** Of the first number variables. Agents that do not take part count too. */
export function* distributions(model: ScenarioModel, state: State, timeline: Timeline): Sliced<readonly PanelDistribution[]> {
  const found: PanelDistribution[] = [];
  const variables = seriesOf(model).filter(({ of, words }) => of === 'variable' && words.length === 0);
  for (const series of variables.slice(0, MOST)) {
    const { count, sum, least, most } = yield* extentOf(state, series.id);
    if (count === 0) continue;
    const ranges = yield* variableRanges(series, [() => timeline.head, () => state]);
    const counts = new Array<number>(ranges.count).fill(0);
    yield* eachNumber(state, series.id, (value) => counts[rangeAt(ranges, value)]!++);
    const bounds = { from: boundOf(ranges, 0), to: boundOf(ranges, ranges.count) };
    found.push({ ...{ id: series.id, counts, least, most, agents: count, mean: sum / count }, ...bounds });
  }
  return found;
}
