/**
 * Places of a world: groups of those who are there. An agent is at one place at a time; who joins another leaves the first,
 * and where a place is full, whoever would come stays where they are.
 */
import type { Draft } from '../../core/events/events.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { NodeId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { World } from '../../language/generated/society.js';
import { template } from './formulas.js';
import type { ScenarioModel } from '../model/model.js';
import type { PlaceSpec } from '../model/worldSpec.js';
import type { Report } from '../model/problems.js';
import { select } from './selectors.js';
import type { Writer } from '../model/writer.js';

export const placeSpecs = ({ places = {} }: World, at: NodeId, report: Report): readonly PlaceSpec[] =>
  Object.entries(places).map(([id, place]) => {
    const node = `${at}.places.${id}`;
    const start = select(place.start ?? 'nobody', `${node}.start`, report);
    return { id, at: node, does: template(place.does, `${node}.does`, report), start, size: place.size ?? null };
  });

/** Where an agent is, or undefined. */
export const placeOf = ({ places }: Pick<ScenarioModel, 'places'>, state: State, index: number): PlaceSpec | undefined =>
  places.find(({ id }) => state.groups[id]?.includes(index));

/** Those present at the place of an agent, the agent with them; nobody where it is at none. */
export function thereWith(model: ScenarioModel, state: State, index: number): readonly number[] {
  const place = placeOf(model, state, index);
  return place ? state.groups[place.id]!.filter((one) => itemAt(state.agents, one)?.present) : [];
}

/** Whether one more fits in. Who has left the society takes no room. */
export function hasRoom({ id, size }: PlaceSpec, state: State): boolean {
  return size === null || (state.groups[id] ?? []).filter((one) => itemAt(state.agents, one)?.present).length < size;
}

/** Where everybody is at the start: the first place that names them and has room. Who finds none is told of in an event. */
export function settle(model: ScenarioModel, writer: Writer): void {
  for (const place of model.places)
    for (const index of place.start.of(model, writer.state, {})) {
      if (placeOf(model, writer.state, index)) continue;
      const agent = idAt(writer.state.roster, index);
      if (hasRoom(place, writer.state)) writer.emit({ type: 'group.joined', group: place.id, agent }, place.at);
      else writer.emit(fullDraft(place, agent).body, place.at);
    }
}

/** The first place among drafts that is full by now: a rule for all at once looks at the state before it. */
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
