/**
 * The summary of a run, as one fold over its model and events: which expectations passed, what never happened, what was lost.
 * Terminal, panel and report show the same.
 */
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { RunSummary } from '../../protocol/summary.js';
import { countsOf } from './counts.js';
import { whatWasLost } from './lost.js';
import { neverHappened } from './never.js';

/** The most events for which turns are planned again: the states at their beginnings must all be folded first. */
const MOST_EVENTS = 100_000;

/**
 * The summary of a run so far. What never happened is listed only for a run that is over, because it could still
 * happen in a run that is under way. `isOver`: no process continues the run now, though it may not have ended.
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
