/**
 * What is known of an agent at one moment. All other code reads agents through these functions. An agent of a crowd has no state of its
 * own until something happens to it that does not happen to the whole crowd; its variables are always in columns.
 */
import { type Column, columnAt } from '../columns/column.js';
import { at, eachItem, emptyChunked, emptyLog } from '../util/chunkedList.js';
import type { Json } from '../util/json.js';
import { latest } from '../util/memo.js';
import { type Crowd, crowdAt, idAt, idsBeginning, indexOf, memberName } from './roster.js';
import type { AgentState, Columns, State, Variables } from './state.js';

/** The parts of a state that hold the agents. */
type Agents = Pick<State, 'roster' | 'individuals' | 'columns'>;

/** The state of an agent; undefined if there is none with this index. */
export function agentAt({ roster, individuals }: Pick<Agents, 'roster' | 'individuals'>, index: number): AgentState | undefined {
  const own = at(individuals, index);
  if (own !== undefined || index < 0 || index >= roster.length) return own;
  const crowd = crowdAt(roster, index)!;
  return newAgent(idAt(roster, index), memberName(crowd, index), crowd.mind, crowd.from, !crowd.waiting);
}

/** The state of its own that an agent has; undefined for a member of a crowd to which nothing of its own has happened. */
export const individualAt = ({ individuals }: Pick<Agents, 'individuals'>, index: number): AgentState | undefined => at(individuals, index);

/** Whether an agent takes part now; false if there is none with this index. */
export function presentAt({ roster, individuals }: Pick<Agents, 'roster' | 'individuals'>, index: number): boolean {
  const own = at(individuals, index);
  if (own !== undefined) return own.present;
  return index >= 0 && index < roster.length && crowdAt(roster, index)?.waiting === false;
}

/** The name of an agent; undefined if there is none with this index. */
export function nameAt({ roster, individuals }: Pick<Agents, 'roster' | 'individuals'>, index: number): string | undefined {
  const own = at(individuals, index);
  if (own !== undefined) return own.name;
  const crowd = crowdAt(roster, index);
  return crowd && memberName(crowd, index);
}

/** The agents that have a state of their own, with their indices: all but those of crowds to which nothing of their own has happened. */
export const eachIndividual = ({ individuals }: Pick<Agents, 'individuals'>): Generator<readonly [index: number, agent: AgentState]> =>
  eachItem(individuals);

/** Every agent with its index, in the order of joining. */
export function* eachAgent(state: Pick<Agents, 'roster' | 'individuals'>): Generator<readonly [index: number, agent: AgentState]> {
  for (let index = 0; index < state.roster.length; index++) yield [index, agentAt(state, index)!];
}

/** Most agents that are compared with an unknown id. */
const MOST_COMPARED = 2_000;

/** Agents whose ids may be meant by an unknown id: of the members of crowds, those that begin with the same text, or the first ones. */
export function someAgents(
  state: Pick<Agents, 'roster' | 'individuals'>,
  id: string,
): readonly { readonly id: string; readonly name: string }[] {
  const { roster } = state;
  const found: string[] = [];
  for (let place = 0; place < roster.single && place < MOST_COMPARED; place++) found.push(roster.ids[place]!);
  for (let length = id.length; length >= 0; length--) {
    const near = idsBeginning({ ...roster, single: 0 }, id.slice(0, length), MOST_COMPARED);
    if (near.length === 0) continue;
    found.push(...near);
    break;
  }
  return found.map((one) => ({ id: one, name: nameAt(state, indexOf(roster, one))! }));
}

/** Whether a condition on the state of its own holds for some agent. Of the agents of a crowd without one, only the first is tested. */
export function someAgent(state: Pick<Agents, 'roster' | 'individuals'>, test: (agent: AgentState) => boolean): boolean {
  let tested: Crowd | undefined;
  for (let index = 0; index < state.roster.length; index++) {
    if (at(state.individuals, index) === undefined) {
      const crowd = crowdAt(state.roster, index);
      if (crowd === tested) continue;
      tested = crowd;
    }
    if (test(agentAt(state, index)!)) return true;
  }
  return false;
}

/** The variables of an agent; none if there is no agent with this index. The same object as long as no variable changes. */
export function varsOf(state: Agents, index: number): Variables {
  if (!crowdAt(state.roster, index)) return at(state.individuals, index)?.ownVars ?? none;
  const records = recordsOf(state.roster.crowds);
  const listed = listedIn(state.columns);
  let known = records.get(index);
  if (known?.as === listed.as) return known.record;
  if (known && isRecordAt(known.record, listed, index)) known.as = listed.as;
  else records.set(index, (known = { record: recordAt(listed, index), as: listed.as }));
  return known.record;
}

/** The value of one variable of an agent; undefined if it has none. */
export function variableAt(state: Agents, index: number, name: string): Json | undefined {
  const own = at(state.individuals, index);
  if (own !== undefined && Object.hasOwn(own.ownVars, name)) return own.ownVars[name];
  const column = Object.hasOwn(state.columns, name) ? state.columns[name] : undefined;
  return column && columnAt(column, index);
}

/** The columns of a state as lists. `as` stands for them in records, which would otherwise keep columns that no state has any more. */
interface Listed {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly as: object;
}

const listedIn = latest((columns: Columns): Listed => ({ names: Object.keys(columns), columns: Object.values(columns), as: {} }));

/** The variables of an agent, and the columns in which it was found last. */
interface Known {
  readonly record: Variables;
  as: object;
}

/** The last variables of each member of the crowds that were read last. */
const recordsOf = latest((_crowds: readonly Crowd[]) => new Map<number, Known>());

function recordAt({ names, columns }: Listed, index: number): Variables {
  const record: { [name: string]: Json } = {};
  for (let i = 0; i < names.length; i++) {
    const value = columnAt(columns[i]!, index);
    if (value !== undefined) record[names[i]!] = value;
  }
  return record;
}

/** Whether a record has the values of a row, in the order of the columns. */
function isRecordAt(record: Variables, { names, columns }: Listed, index: number): boolean {
  let i = 0;
  for (const name in record) {
    while (i < names.length && names[i] !== name && columnAt(columns[i]!, index) === undefined) i++;
    if (names[i] !== name || columnAt(columns[i]!, index) !== record[name]) return false;
    i++;
  }
  for (; i < names.length; i++) if (columnAt(columns[i]!, index) !== undefined) return false;
  return true;
}

/** An agent that has just joined. */
export const newAgent = (id: string, name: string, mind: string, from: string, present: boolean): AgentState => ({
  id,
  name,
  mind,
  from,
  present,
  muted: false,
  ...{ ownVars: none, surveys: none, saidCodes: none, seenCodes: none, rewards: none, advice: null, rated: emptyLog(), stirred: 0 },
  ...{ touched: emptyChunked },
  ...{ gone: nothingGone, busyUntil: 0, addressed: emptyLog(), seenPublic: 0, seenAddressed: 0, inbox: [], cut: 0, recalled: [] },
  ...{ own: emptyLog(), marked: emptyLog(), memories: emptyLog(), asked: emptyLog(), dealt: [], lastAct: null, lastTurn: null },
});

const nothingGone: ReadonlySet<number> = new Set();

/** Shared by all agents that have none yet. */
const none = Object.freeze({});
