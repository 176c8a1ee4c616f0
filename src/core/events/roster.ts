/**
 * The agents of a run, by id and by index. Indices are assigned once, in the order of joining, and never reused. The members of a crowd
 * join together: their indices follow each other, and their ids are computed, not stored.
 */
import { type AgentId, memberId } from '../util/ids.js';

/** The members of a population that joined together. */
export interface Crowd {
  /** The index of its first member. */
  readonly first: number;
  readonly count: number;
  /** The population. The n-th member has the id `memberId(from, n, count)`. */
  readonly from: string;
  /** The name of a member, with `{n}` for its number from 1. */
  readonly name: string;
  readonly mind: string;
  /** Whether its members join later. */
  readonly waiting: boolean;
}

export interface Roster {
  readonly length: number;
  /** How many agents joined one by one. */
  readonly single: number;
  /** Ids of the agents that joined one by one. Shared by all states of a timeline and growing; entries at or beyond `single` belong to later states. */
  readonly ids: readonly AgentId[];
  /** Places in `ids`. */
  readonly places: ReadonlyMap<AgentId, number>;
  /** In the order of joining. */
  readonly crowds: readonly Crowd[];
}

export const emptyRoster = (): Roster => ({ length: 0, single: 0, ids: [], places: new Map(), crowds: [] });

/** Index of an agent, or −1. */
export function indexOf(roster: Roster, id: AgentId): number {
  const place = roster.places.get(id);
  if (place === undefined || place >= roster.single) return roster.crowds.length === 0 ? -1 : memberIndex(roster, id);
  let index = place;
  for (const { first, count } of roster.crowds) if (index >= first) index += count;
  return index;
}

function memberIndex({ crowds }: Roster, id: AgentId): number {
  for (const { first, count, from } of crowds) {
    if (id.length <= from.length || !id.startsWith(from)) continue;
    const n = Number(id.slice(from.length + 1));
    if (n >= 1 && n <= count && Number.isInteger(n) && memberId(from, n, count) === id) return first + n - 1;
  }
  return -1;
}

/** The id of an agent. Throws if there is none. */
export function idAt(roster: Roster, index: number): AgentId {
  let place = index;
  for (const { first, count, from } of roster.crowds) {
    if (index < first) break;
    if (index < first + count) return memberId(from, index - first + 1, count);
    place -= count;
  }
  const id = place < roster.single ? roster.ids[place] : undefined;
  if (id === undefined) throw new RangeError(`no agent ${index}`);
  return id;
}

/** The first `most` ids that begin with a text, in any case. Of a crowd, only ids that can begin so are made. */
export function idsBeginning({ ids, single, crowds }: Roster, text: string, most: number): readonly AgentId[] {
  const wanted = text.toLowerCase();
  const found: AgentId[] = [];
  for (let place = 0; place < single && found.length < most; place++)
    if (ids[place]!.toLowerCase().startsWith(wanted)) found.push(ids[place]!);
  for (const { from, count } of crowds)
    for (const [first, last] of numbersBeginning(from, count, wanted))
      for (let n = first; n <= last && found.length < most; n++) found.push(memberId(from, n, count));
  return found;
}

/** The ranges of numbers of members whose ids begin with a text in lower case. */
function numbersBeginning(from: string, count: number, wanted: string): readonly (readonly [first: number, last: number])[] {
  const width = memberId(from, count, count).length - from.length - 1;
  const head = `${from}_`.toLowerCase();
  if (head.startsWith(wanted)) return [[1, count]];
  const digits = wanted.slice(head.length);
  if (!wanted.startsWith(head) || !/^\d+$/.test(digits) || digits.length > width) return [];
  const size = 10 ** (width - digits.length);
  return [[Math.max(1, Number(digits) * size), Math.min(count, (Number(digits) + 1) * size - 1)]];
}

/** The crowd that an agent joined with; undefined if it joined alone. */
export function crowdAt({ crowds }: Roster, index: number): Crowd | undefined {
  for (const crowd of crowds) if (index >= crowd.first && index < crowd.first + crowd.count) return crowd;
  return undefined;
}

/** Indices of the agents that joined one by one. */
export function* singleIndices({ crowds, length }: Roster): Generator<number> {
  let next = 0;
  for (const { first, count } of crowds) {
    for (; next < first; next++) yield next;
    next = first + count;
  }
  for (; next < length; next++) yield next;
}

/** The name of a member of a crowd. */
export const memberName = ({ first, name }: Crowd, index: number): string => name.replaceAll('{n}', String(index - first + 1));

/** The members of crowds with a name, as runs of indices: one of each crowd whose names have a number, or all of it. */
export const membersNamed = ({ crowds }: Roster, text: string): readonly { readonly first: number; readonly count: number }[] =>
  crowds.flatMap((crowd) => {
    const { first, count, name } = crowd;
    const place = name.indexOf('{n}');
    if (place < 0) return name === text ? [{ first, count }] : [];
    for (let digits = 1; digits <= String(count).length; digits++) {
      const n = Number(text.slice(place, place + digits));
      if (Number.isInteger(n) && n >= 1 && n <= count && memberName(crowd, first + n - 1) === text)
        return [{ first: first + n - 1, count: 1 }];
    }
    return [];
  });

/** The roster with one more agent. Throws if the id is in use: ids are checked before a run. */
export function join(roster: Roster, id: AgentId): Roster {
  if (indexOf(roster, id) >= 0) throw new Error(`agent ${id} joined twice`);
  const { single, length, crowds } = roster;
  const shared = roster.ids.length === single;
  const ids = (shared ? roster.ids : roster.ids.slice(0, single)) as AgentId[];
  const places = (shared ? roster.places : new Map(ids.map((known, i) => [known, i]))) as Map<AgentId, number>;
  ids.push(id);
  places.set(id, single);
  return { length: length + 1, single: single + 1, ids, places, crowds };
}

/** The roster with the members of one more crowd. Throws if the id of a member is in use. */
export function joinCrowd(roster: Roster, crowd: Omit<Crowd, 'first'>): Roster {
  const { from, count } = crowd;
  if (roster.crowds.some((known) => known.from === from)) throw new Error(`crowd ${from} joined twice`);
  const next = { ...roster, length: roster.length + count, crowds: [...roster.crowds, { first: roster.length, ...crowd }] };
  for (let place = 0; place < roster.single; place++) {
    const id = roster.ids[place]!;
    if (memberIndex({ ...next, crowds: next.crowds.slice(-1) }, id) >= 0) throw new Error(`agent ${id} joined twice`);
  }
  return next;
}
