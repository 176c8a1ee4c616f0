/**
 * The members of a network during a run. An agent that joins later is a member if the agents of its origin are, and only agents
 * that are present count now.
 */
import { memoBy } from '../../core/util/memo.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec } from '../model/worldSpec.js';

/** Whether an agent can have ties in a network. An agent that joined later can if the first agent of its origin can. */
export function belongs(model: ScenarioModel, state: State, { among }: NetworkSpec, index: number): boolean {
  if (index < model.agents.length) return among.has(index);
  const from = itemAt(state.agents, index)?.from;
  return among.has(model.agents.findIndex((agent) => agent.from === from));
}

const membersAt = memoBy((_agents: State['agents']) => new Map<NetworkSpec, Iterable<number>>());

/** The members of a network that take part now, by index, for measures. The result is the same object until an agent changes. */
export function belongingNow(model: ScenarioModel, state: State, spec: NetworkSpec): Iterable<number> {
  const known = membersAt(state.agents);
  const members = known.get(spec) ?? membersNow(model, state, spec);
  known.set(spec, members);
  return members;
}

function membersNow(model: ScenarioModel, state: State, spec: NetworkSpec): Iterable<number> {
  if (state.roster.length === model.agents.length && everybodyIsThere(state)) return spec.among;
  const members: number[] = [];
  for (let index = 0; index < state.roster.length; index++)
    if (itemAt(state.agents, index)?.present && belongs(model, state, spec, index)) members.push(index);
  return members;
}

function everybodyIsThere({ roster, agents }: State): boolean {
  for (let index = 0; index < roster.length; index++) if (!itemAt(agents, index)?.present) return false;
  return true;
}
