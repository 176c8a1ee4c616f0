/** The expectations of a run as measures, so that runs can be compared by them: whether each holds, and its margin. */
import type { Timeline } from '../../../core/events/timeline.js';
import { marginsIn, type ScenarioModel } from '../../../engine/index.js';
import type { ExperimentRun } from './runRecord.js';

const PREFIX = 'expect.';

/** 1 where it holds at the end, else 0. */
export const heldMeasure = (expectation: string): string => `${PREFIX}${expectation}.held`;

/** Its margin at the end. */
export const marginMeasure = (expectation: string): string => `${PREFIX}${expectation}.margin`;

/** The measures of the expectations among those that are wanted, each with its one value at the end of the run. */
export function expectationMeasures(
  model: ScenarioModel,
  { head, events }: Pick<Timeline, 'head' | 'events'>,
  wanted: readonly string[],
): ExperimentRun['measures'] {
  if (!wanted.some((measure) => measure.startsWith(PREFIX))) return {};
  const held = new Map<string, number>();
  for (const event of events) if (event.type === 'expectation.checked') held.set(event.expectation, event.held ? 1 : 0);
  const margins = marginsIn(model, head);
  const values = model.expectations.flatMap(({ id }) => [
    [heldMeasure(id), [held.get(id) ?? null]] as const,
    [marginMeasure(id), [margins.get(id) ?? null]] as const,
  ]);
  return Object.fromEntries(values.filter(([measure]) => wanted.includes(measure)));
}
