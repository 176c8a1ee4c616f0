/** The other agents that an agent knows at its turn: those with a tie to it, authors that it has just read, or all. */
import { agentAt, presentAt } from '../../core/events/agents.js';
import type { AgentId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import { type Message, networkOf, type State } from '../../core/events/state.js';
import { type Network, rowOf, strengthOf } from '../../core/events/ties.js';
import { everybody } from '../evaluation/participants.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { Acquaintance } from '../model/situationTypes.js';
import type { PhaseSpec } from '../model/worldSpec.js';

/** Number of known agents that an agent has in view, strongest ties first. */
const KNOWN = 12;

/** Known agents, by index, and how close they are: the closest first, of equal ones the agent with the lower index. */
interface Met {
  readonly people: number[];
  readonly ties: number[];
}

/** The strongest outgoing ties over all networks of closeness, then authors just read, then agents with other ties; each once. */
export function acquaintances(model: ScenarioModel, state: State, index: number, read: readonly Message[]): readonly Acquaintance[] {
  const networks = networksOf(model, state, true);
  const found: Met = { people: [], ties: [] };
  for (const network of networks) {
    const { to, strength } = rowOf(network, index);
    for (let i = 0; i < to.length; i++)
      meet(state, found, to[i]!, networks.length === 1 ? strength[i]! : closeness(networks, index, to[i]!));
  }
  for (const { author } of read) if (author >= 0 && author !== index) meet(state, found, author, closeness(networks, index, author));
  const others = networksOf(model, state, false);
  for (const network of others)
    for (const to of rowOf(network, index).to)
      if (found.people.length < KNOWN && presentAt(state, to) && !found.people.includes(to)) {
        found.people.push(to);
        found.ties.push(0);
      }
  return found.people.map((to, i) => {
    const { id, name } = agentAt(state, to)!;
    if (others.length === 0) return { id, name, tie: found.ties[i]! };
    const links = others.filter((network) => strengthOf(network, index, to) > 0).map((network) => network.name);
    return links.length > 0 ? { id, name, tie: found.ties[i]!, links } : { id, name, tie: found.ties[i]! };
  });
}

/** Networks with ties: those of closeness, or the others. */
const networksOf = (model: ScenarioModel, state: State, felt: boolean): readonly Network[] =>
  model.networks.flatMap((network) => (network.felt === felt ? (networkOf(state, network.name) ?? []) : []));

function closeness(networks: readonly Network[], from: number, to: number): number {
  let most = 0;
  for (const network of networks) most = Math.max(most, strengthOf(network, from, to));
  return most;
}

/** Inserts an agent at its position among those found, if there is room. */
function meet(state: State, { people, ties }: Met, to: number, tie: number): void {
  let place = people.length;
  while (place > 0 && (ties[place - 1]! < tie || (ties[place - 1] === tie && people[place - 1]! > to))) place--;
  if (place === KNOWN || people.includes(to) || !presentAt(state, to)) return;
  people.splice(place, 0, to);
  ties.splice(place, 0, tie);
  if (people.length > KNOWN) {
    people.pop();
    ties.pop();
  }
}

/**
 * Whether an action with `to: agent` offers every agent. In a society without networks, agents cannot get to know others by ties.
 */
export const isOpenToAll = (model: ScenarioModel, { actions }: PhaseSpec): boolean =>
  model.networks.length === 0 && actions.some(({ to }) => to.kind === 'agent') && hasFlag(model, 'anybody_without_ties');

/** The agents that it met, then others in the order of the cast, up to the limit. It needs their names to write to them. */
export function withOthers(state: State, me: number, met: readonly Acquaintance[]): readonly Acquaintance[] {
  const ids = new Set(met.map(({ id }) => id));
  const strangers = everybody(state).flatMap((index) => {
    const { id, name } = agentAt(state, index)!;
    return index === me || ids.has(id) ? [] : [{ id, name, tie: 0 }];
  });
  return [...met, ...strangers.slice(0, Math.max(0, KNOWN - met.length))];
}

/** All other agents that take part, in the order of the cast. */
export const others = (state: State, me: number): readonly AgentId[] =>
  everybody(state)
    .filter((index) => index !== me)
    .map((index) => idAt(state.roster, index));
