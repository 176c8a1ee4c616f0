/**
 * Places of a world: groups of the agents that are there. An agent is at one place at a time. An agent that joins another place
 * leaves the first. If a place is full, an agent that wants to come stays where it is.
 */
import type { Draft } from '../../core/events/events.js';
import { presentAt } from '../../core/events/agents.js';
import type { NodeId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { World } from '../../language/generated/society.js';
import { template } from './formulas.js';
import type { ScenarioModel } from '../model/model.js';
import type { PlaceSpec } from '../model/worldSpec.js';
import type { Report } from '../model/faults.js';
import { select } from './selectors.js';
import type { Writer } from '../model/writer.js';

/** The places of a world, in the order of the file. */
export const placeSpecs = ({ places = {} }: World, at: NodeId, report: Report): readonly PlaceSpec[] =>
  Object.entries(places).map(([id, place]) => {
    const node = `${at}.places.${id}`;
    const start = select(place.start ?? 'nobody', `${node}.start`, report);
    return { id, at: node, does: template(place.does, `${node}.does`, report), start, size: place.size ?? null };
  });

/** The place of an agent, or undefined. */
export const placeOf = ({ places }: Pick<ScenarioModel, 'places'>, state: State, index: number): PlaceSpec | undefined =>
  places.find(({ id }) => state.groups[id]?.includes(index));

/** The agents present at the place of an agent, including the agent itself. Empty if it is at no place. */
export function thereWith(model: ScenarioModel, state: State, index: number): readonly number[] {
  const place = placeOf(model, state, index);
  return place ? state.groups[place.id]!.filter((one) => presentAt(state, one)) : [];
}

/** Whether one more agent fits. Agents that left the society do not count. */
export function hasRoom({ id, size }: PlaceSpec, state: State): boolean {
  return size === null || (state.groups[id] ?? []).filter((one) => presentAt(state, one)).length < size;
}

/** Puts agents at their first places: each at the first place that names it and has room. If a place is full, an event says so. */
export function settle(model: ScenarioModel, writer: Writer): void {
  for (const place of model.places)
    for (const index of place.start.of(model, writer.state, {})) {
      if (placeOf(model, writer.state, index)) continue;
      const agent = idAt(writer.state.roster, index);
      if (hasRoom(place, writer.state)) writer.emit({ type: 'group.joined', group: place.id, agent }, place.at);
      else writer.emit(fullDraft(place, agent).body, place.at);
    }
}

/** The first draft whose place is too full by now. A rule that runs for all agents at once reads the state before it. */
export function overfilled({ places }: Pick<ScenarioModel, 'places'>, state: State, drafts: readonly Draft[]): Draft | null {
  for (const { body } of drafts) {
    if (body.type !== 'group.joined') continue;
    const place = places.find(({ id }) => id === body.group);
    if (place && !hasRoom(place, state)) return fullDraft(place, body.agent);
  }
  return null;
}

const fullDraft = ({ id, at, size }: PlaceSpec, agent: string): Draft => ({
  at,
  body: { type: 'fault', code: 'place-full', text: `\`${id}\` holds ${size}, and is full.`, agent },
});
