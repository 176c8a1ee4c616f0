/** The agents of a run, by id and by index. Indices are assigned once, in the order of joining, and never reused. */
import type { AgentId } from '../util/ids.js';

export interface Roster {
  readonly length: number;
  /** Shared by all states of a timeline and growing; entries at or beyond `length` belong to later states. */
  readonly ids: readonly AgentId[];
  readonly index: ReadonlyMap<AgentId, number>;
}

export const emptyRoster = (): Roster => ({ length: 0, ids: [], index: new Map() });

/** Index of an agent, or −1. */
export function indexOf(roster: Roster, id: AgentId): number {
  const i = roster.index.get(id);
  return i !== undefined && i < roster.length ? i : -1;
}

export const idAt = (roster: Roster, index: number): AgentId => {
  const id = index < roster.length ? roster.ids[index] : undefined;
  if (id === undefined) throw new RangeError(`no agent ${index}`);
  return id;
};

/** The roster with one more agent. Throws if the id is in use: ids are checked before a run. */
export function join(roster: Roster, id: AgentId): Roster {
  if (indexOf(roster, id) >= 0) throw new Error(`agent ${id} joined twice`);
  const shared = roster.ids.length === roster.length;
  const ids = (shared ? roster.ids : roster.ids.slice(0, roster.length)) as AgentId[];
  const index = (shared ? roster.index : new Map(ids.map((known, i) => [known, i]))) as Map<AgentId, number>;
  ids.push(id);
  index.set(id, roster.length);
  return { length: roster.length + 1, ids, index };
}
