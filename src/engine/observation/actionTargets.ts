/**
 * The possible targets of an act: agents and messages that the action's `if` accepts, without messages that the agent has marked
 * already.
 */
import type { AgentId, MessageId } from '../../core/util/ids.js';
import { messageIndex, type State } from '../../core/events/state.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { Option, Situation } from '../model/situationTypes.js';
import type { ActionSpec, FeedSpec, PhaseSpec } from '../model/worldSpec.js';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { Locals } from '../model/formulaTypes.js';
import { showsAgain } from './feed.js';
import type { ActAnswer } from '../model/question.js';
import { holds, textOf } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { messageValue } from '../evaluation/agentView.js';

/** The message that is passed on with this one. A message that was passed on without words counts as the original. */
function original(phase: Pick<PhaseSpec, 'actions'>, state: State, index: number): number {
  const { quotes, action } = state.messages.backing[index]!;
  const bare = quotes !== null && phase.actions.some(({ id, quote, worded }) => id === action && quote !== null && !worded);
  return bare ? original(phase, state, messageIndex(state, quotes)) : index;
}

/** Whether the action's `if` accepts a target. `locals` has `target` or `message`. */
export const canAim = (model: ScenarioModel, state: State, { test }: ActionSpec, locals: Locals): boolean =>
  test === null || holds(test, scopeOf(model, state, locals));

/** The agents among `people` that the action's `if` accepts as `target`. */
export function allowedPeople(
  model: ScenarioModel,
  state: State,
  action: ActionSpec,
  locals: Locals,
  people: readonly AgentId[],
): readonly AgentId[] {
  if (action.test === null) return people;
  return people.filter((id) => canAim(model, state, action, { ...locals, target: agentValue(model, state, indexOf(state.roster, id)) }));
}

/** The messages that the action's `if` accepts as `message`. */
export function allowedMessages(
  model: ScenarioModel,
  state: State,
  action: ActionSpec,
  locals: Locals,
  messages: readonly MessageId[],
): readonly MessageId[] {
  if (action.test === null) return messages;
  return messages.filter((id) => canAim(model, state, action, { ...locals, message: messageValue(model, state, messageIndex(state, id)) }));
}

/** Whether an agent has reacted to a message with one of these values before. */
export function hasMarked(state: State, agent: number, message: number, values: readonly string[]): boolean {
  const { marked } = agentAt(state, agent)!;
  for (let i = marked.length - 1; i >= 0; i--) {
    const mark = marked.backing[i]!;
    if (mark.message === message && values.includes(mark.kind)) return true;
  }
  return false;
}

/** Messages that the agent has not marked yet. A feed that shows each message only once has no others. */
export const unmarked = (
  state: State,
  agent: number,
  feed: FeedSpec,
  messages: readonly MessageId[],
  values: readonly string[],
): readonly MessageId[] =>
  showsAgain(feed) ? messages.filter((id) => !hasMarked(state, agent, messageIndex(state, id), values)) : messages;

/** The note that the feed shows with a message; empty if there is none. */
export function noteOn(model: ScenarioModel, state: State, { note }: FeedSpec, locals: Locals, message: number): string {
  if (!note) return '';
  return textOf(note, scopeOf(model, state, { ...locals, message: messageValue(model, state, message) }));
}

/** Index of the message that an act is about, or −1. */
export function aboutOf(state: State, phase: PhaseSpec, action: ActionSpec, answer: Pick<ActAnswer, 'on'>): number {
  const on = action.on && answer.on !== null ? messageIndex(state, answer.on) : -1;
  return on >= 0 && action.quote ? original(phase, state, on) : on;
}

// Possible targets of acts that make ties, as `question.asked` keeps them. Measures of choices compare the chosen agent with them.

/** Whether the effect of an action makes ties. */
const ties = ({ effect }: ActionSpec): boolean => effect !== null && /\bbond\s*\(/.test(effect.source);

interface Offers {
  readonly offers?: { readonly [action: string]: readonly AgentId[] };
}

const NONE: Offers = {};

/**
 * For each action that can make ties, the agents that it can be aimed at, in the order offered. An action that is open to all other
 * agents is left out.
 */
export function offersIn(model: ScenarioModel, state: State, phase: PhaseSpec, situation: Situation): Offers {
  const makers = phase.actions.filter(ties);
  if (makers.length === 0 || !hasFlag(model, 'tie_choices')) return NONE;
  const found = situation.options.flatMap((option): [string, readonly AgentId[]][] => {
    const agents = makers.some(({ id }) => id === option.action) ? aimsOf(option) : null;
    return agents && agents.length < state.roster.length - 1 ? [[option.action, agents]] : [];
  });
  return found.length === 0 ? NONE : { offers: Object.fromEntries(found) };
}

/** The agents that an option names; null if it names none. */
function aimsOf({ agents, args = [] }: Option): readonly AgentId[] | null {
  const lists = [agents, ...args.map((arg) => arg.agents)].filter((list) => list !== undefined);
  return lists.length === 0 ? null : [...new Set(lists.flat())];
}
