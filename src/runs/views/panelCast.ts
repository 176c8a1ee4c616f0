/**
 * The agents that the panel knows one by one. In a society with more agents than the panel can draw, these are only agents outside
 * crowds and agents that speak or are spoken to. The host summarises all others (`runs/crowds`).
 */
import type { SimEvent } from '../../core/events/events.js';
import { indexOf, type Roster, singleIndices } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../../engine/index.js';

/** The most agents that the panel draws as nodes. */
export const MOST_NODES = 5_000;

/** A message to more agents than this makes none of them known. */
const MOST_ADDRESSED = 20;

export interface Cast {
  /** The known agents in the order of the panel, by index; null if all agents are known, in the order of their indices. */
  readonly known: readonly number[] | null;
  /** The place of an agent in the panel, or −1. */
  placeOf(index: number): number;
  /** Adds agents that are not known yet, and gives these. */
  add(indices: Iterable<number>): readonly number[];
}

/** The cast of a society that the panel draws completely. */
export const EVERYBODY: Cast = { known: null, placeOf: (index) => index, add: () => [] };

/** Whether a run has more agents than the panel draws. */
export const isLarge = ({ agents }: Pick<ScenarioModel, 'agents'>): boolean => agents.length > MOST_NODES;

/** Number of agents outside crowds, if the panel knows them. */
export function knownSingles({ agents }: Pick<ScenarioModel, 'agents'>): number {
  const singles = agents.crowds.reduce((rest, { count }) => rest - count, agents.length);
  return singles <= MOST_NODES ? singles : 0;
}

/** The cast of a run so far. */
export function castOf(model: ScenarioModel, state: State, events: readonly SimEvent[]): Cast {
  if (!isLarge(model)) return EVERYBODY;
  const known: number[] = [];
  const places = new Map<number, number>();
  const cast: Cast = {
    known,
    placeOf: (index) => places.get(index) ?? -1,
    add: (indices) => {
      const added: number[] = [];
      for (const index of indices) {
        if (index < 0 || places.has(index)) continue;
        places.set(index, known.length);
        known.push(index);
        added.push(index);
      }
      return added;
    },
  };
  meet(cast, state.roster, events);
  return cast;
}

/** Adds the agents that events make known, and gives these. `roster` is the roster after the events. */
export function meet(cast: Cast, roster: Roster, events: readonly SimEvent[]): readonly number[] {
  if (cast.known === null) return [];
  const singles = roster.single <= MOST_NODES && events.some(({ type }) => type === 'agent.joined') ? cast.add(singleIndices(roster)) : [];
  return [...singles, ...cast.add(speakersIn(events, roster))];
}

/** Indices of the agents that speak, are addressed, or have a note in the conversation; −1 stands for no agent. */
function* speakersIn(events: readonly SimEvent[], roster: Roster): Generator<number> {
  for (const event of events) {
    if (event.type === 'message.sent') {
      if (event.author !== null) yield indexOf(roster, event.author);
      for (const id of event.mentions) yield indexOf(roster, id);
      if (event.to.length <= MOST_ADDRESSED) for (const id of event.to) yield indexOf(roster, id);
    } else if (event.type === 'coach.advised') yield indexOf(roster, event.agent);
    else if (event.type === 'state.overridden' && 'agent' in event.change && event.change.agent !== null)
      yield indexOf(roster, event.change.agent);
  }
}
