/**
 * Possible targets of acts that make ties, as `question.asked` keeps them. Measures of choices compare the chosen agent with them.
 */
import type { AgentId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { Option, Situation } from '../model/situationTypes.js';
import type { ActionSpec, PhaseSpec } from '../model/worldSpec.js';

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
