/** Which agents take part now, and which belong to a network. */
import { agentAt, presentAt } from '../../core/events/agents.js';
import { crowdAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { memoBy, memoByPair } from '../../core/util/memo.js';
import { lowerBound } from '../../core/util/search.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec } from '../model/worldSpec.js';

// Which agents take part now. An agent that left, or has not come yet, keeps its position in the roster.

/** Whether the agent with this index takes part now. */
export const isPresent = (state: State, index: number): boolean => presentAt(state, index);

/** Indices of all agents that take part now, in the order of the cast. The result is the same object until an agent joins, enters or leaves. */
export function everybody(state: Pick<State, 'roster' | 'individuals' | 'attendance'>): readonly number[] {
  const known = presentIn(state.roster, state.attendance);
  return (known.list ??= inSlices('present', known, () => presentNow(state)));
}

const presentIn = memoByPair((_roster: State['roster'], _attendance: State['attendance']): { list: readonly number[] | null } => ({
  list: null,
}));

/** How many agents are listed in one slice. */
const SLICE = 1 << 16;

function* presentNow({ roster, individuals }: Pick<State, 'roster' | 'individuals'>): Slices<readonly number[]> {
  const silent = individuals.length === 0;
  const only = silent && roster.length > 0 ? crowdAt(roster, 0) : undefined;
  if (only && only.count === roster.length && !only.waiting) return yield* upTo(roster.length);
  const found: number[] = [];
  for (let i = 0; i < roster.length; ) {
    const crowd = silent ? crowdAt(roster, i) : undefined;
    const end = crowd ? crowd.first + crowd.count : i + 1;
    if (crowd ? !crowd.waiting : presentAt({ roster, individuals }, i))
      for (; i < end; i++) {
        if (i % SLICE === SLICE - 1) yield;
        found.push(i);
      }
    i = end;
  }
  return found;
}

/** The indices below a number. */
function* upTo(count: number): Slices<readonly number[]> {
  const found = new Array<number>(count);
  for (let from = 0; from < count; from += SLICE) {
    if (from > 0) yield;
    fillPlaces(found, from, Math.min(count, from + SLICE));
  }
  return found;
}

function fillPlaces(list: number[], from: number, end: number): void {
  for (let i = from; i < end; i++) list[i] = i;
}

/** A list of agents as rows, made once for each list. It must not be changed. */
export const agentRows = memoBy((agents: readonly number[]): Int32Array => Int32Array.from(agents));

/** Indices of the agents of a persona or population that take part now, in the order of the cast. */
export function membersFrom(state: State, from: string): readonly number[] {
  const all = everybody(state);
  const known = originsIn(all);
  let members = known.get(from);
  if (!members) known.set(from, (members = inSlices(`members of ${from}`, all, () => membersNow(state, all, from))));
  return members;
}

/** Goes through crowds as wholes. O(members). */
function* membersNow(state: State, all: readonly number[], from: string): Slices<readonly number[]> {
  const found: number[] = [];
  for (let i = 0; i < all.length; ) {
    const first = all[i]!;
    const crowd = crowdAt(state.roster, first);
    const next = crowd ? lowerBound(all, crowd.first + crowd.count) : i + 1;
    if ((crowd ?? agentAt(state, first))?.from !== from) {
      i = next;
      continue;
    }
    if (next - i === all.length) return all;
    for (; i < next; i++) {
      if (i % SLICE === SLICE - 1) yield;
      found.push(all[i]!);
    }
  }
  return found;
}

/** Lists of agents by origin. The origin of an agent never changes. */
const originsIn = memoBy((_all: readonly number[]) => new Map<string, readonly number[]>());

/** Whether an agent can have ties in a network. An agent that joined later can if the first agent of its origin can. */
export function belongs(model: ScenarioModel, state: State, { among }: NetworkSpec, index: number): boolean {
  if (index < model.agents.length) return among.has(index);
  const from = agentAt(state, index)?.from;
  return from !== undefined && among.has(model.agents.firstOf(from));
}

const membersAt = memoByPair((_roster: State['roster'], _attendance: State['attendance']) => new Map<NetworkSpec, Iterable<number>>());

/** The members of a network that take part now, by index, for measures. The result is the same object until an agent joins, enters or leaves. */
export function belongingNow(model: ScenarioModel, state: State, spec: NetworkSpec): Iterable<number> {
  const known = membersAt(state.roster, state.attendance);
  const members = known.get(spec) ?? tiedNow(model, state, spec);
  known.set(spec, members);
  return members;
}

function tiedNow(model: ScenarioModel, state: State, spec: NetworkSpec): Iterable<number> {
  if (state.roster.length === model.agents.length && everybodyIsThere(state)) return spec.among;
  const members: number[] = [];
  for (let index = 0; index < state.roster.length; index++)
    if (presentAt(state, index) && belongs(model, state, spec, index)) members.push(index);
  return members;
}

const everybodyIsThere = (state: State): boolean => everybody(state).length === state.roster.length;
