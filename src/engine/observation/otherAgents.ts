/**
 * What an agent knows of others when it can do more than talk: the number of agents in the phase, what it and its partner did to
 * each other before, how far the phase is, and the degree, friends and interests in common of each agent that it could choose.
 */
import { agentAt } from '../../core/events/agents.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { type Network, rowOf, strengthOf } from '../../core/events/ties.js';
import { specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { participants } from '../turns/turnOrder.js';
import type { Option, OptionArg, PastAct, PersonFacts, Situation } from '../model/situationTypes.js';

/** Above this number of agents, they are not compared one by one. */
const MOST_COMPARED = 200;

type Company = Pick<Situation, 'company' | 'turn' | 'past'>;

/** Facts for acts with arguments. Empty for plain talk, so that its questions do not change. */
export function companyOf(
  model: ScenarioModel,
  state: State,
  phase: PhaseSpec,
  index: number,
  turn: number,
  options: readonly Option[],
): Company {
  if (!options.some(({ kind, args }) => kind === 'act' && args !== undefined)) return {};
  const { order, pairs, inPair } = state.agenda;
  const pair = phase.pair ? pairs[inPair[turn] ?? -1] : undefined;
  const company = pair ? 2 : participants(model, state, phase).length;
  const had = order.slice(0, turn).filter((one) => one === index).length;
  const dynamic = phase.order.kind === 'alternate' || phase.order.kind === 'moderated';
  const of = dynamic ? Math.max(had + 1, Math.ceil((phase.order.turns ?? company) / Math.max(1, company))) : had + 1;
  const other = pair ? (pair[0] === index ? pair[1] : pair[0]) : -1;
  return { company, turn: { had, of }, ...(other < 0 ? {} : { past: pastOf(state, index, other) }) };
}

/** What the two of a pair did to each other before, oldest first. */
function pastOf(state: State, me: number, other: number): readonly PastAct[] {
  const acts = (from: number, to: number, mine: boolean): PastAct[] =>
    agentAt(state, from)!
      .dealt.filter((deal) => deal.with === to)
      .map(({ round, action, args }) => ({ round, mine, action, args }));
  return [...acts(me, other, true), ...acts(other, me, false)].sort((a, b) => a.round - b.round);
}

/** The options with facts about the agents that an argument can name. */
export function withFacts(model: ScenarioModel, state: State, index: number, options: readonly Option[]): readonly Option[] {
  const network = model.networks[0] && networkOf(state, model.networks[0].name);
  if (!network) return options;
  const told = (arg: OptionArg): OptionArg =>
    arg.agents && arg.agents.length <= MOST_COMPARED
      ? { ...arg, facts: arg.agents.map((id) => factsOf(model, state, network, index, indexOf(state.roster, id))) }
      : arg;
  return options.map((option) => (option.kind === 'act' && option.args ? { ...option, args: option.args.map(told) } : option));
}

/** Degree counts outgoing ties. Friends and interests in common count each once. */
function factsOf(model: ScenarioModel, state: State, network: Network, me: number, other: number): PersonFacts {
  const mine = new Set(rowOf(network, me).to);
  const theirs = rowOf(network, other).to;
  const interests = new Set(specOf(model, state, me).self.interests);
  return {
    agent: idAt(state.roster, other),
    tie: strengthOf(network, me, other),
    degree: theirs.length,
    common: theirs.filter((one) => mine.has(one)).length,
    shared: specOf(model, state, other).self.interests.filter((one) => interests.has(one)).length,
  };
}
