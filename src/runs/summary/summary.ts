/**
 * What became of a run, as one fold over its model and events: which expectations passed, what never happened, what was lost.
 * Terminal, panel and report show the same.
 */
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { RunSummary } from '../../protocol/summary.js';
import { countsOf } from './counts.js';
import { whatWasLost } from './lost.js';
import { neverHappened } from './never.js';

/** Events beyond which turns are not planned again: the states they begin at would all have to be folded first. */
const MOST_EVENTS = 100_000;

/**
 * The summary of a run as far as it has come. What never happened is told only of a run that is over: of one under way it would be
 * said too early. `isOver`: nobody goes on with it now, though it may not have come to its end.
 */
export function runSummary(model: ScenarioModel, timeline: Timeline, isOver = true): RunSummary {
  const { events } = timeline;
  const surveys = new Map(
    [...model.phases.start, ...model.phases.round, ...model.phases.end].flatMap(({ id, survey }) =>
      survey !== null ? [[id, survey] as const] : [],
    ),
  );
  const counts = countsOf(events, (phase) => surveys.get(phase));
  const ground = { model, events, state: timeline.head, timeline: events.length > MOST_EVENTS ? null : timeline };
  return {
    expectations: model.expectations.map(({ id }) => ({ id, passed: counts.expectations.get(id) ?? null })),
    never: isOver && counts.isOver ? neverHappened(ground, counts) : [],
    lost: whatWasLost(model, counts),
  };
}
