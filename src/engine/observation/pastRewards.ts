/** What an agent learns from: its past rewards, and how much each kind matters to it. */
import { agentAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import type { RewardSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PastReward, Self } from '../model/situationTypes.js';

/** Number of past rewards of a kind that an agent learns. */
const PAST_REWARDS = 3;

/**
 * How much a reward matters to an agent, 0..1, by its `drives`. Without drives, all rewards matter equally. A reward that is not
 * one of the five matters fully to all agents.
 */
export function weightOf({ kind }: Pick<RewardSpec, 'kind'>, { drives }: Pick<Self, 'drives'>): number {
  if (!FIVE.has(kind)) return 1;
  return Object.keys(drives).length === 0 ? 1 : (drives[kind] ?? 0);
}

/** The five behavioural rewards of the paper (arXiv 2510.19299), which drives weight. */
export const FIVE: ReadonlySet<string> = new Set([
  'social_interaction',
  'information_seeking',
  'self_presentation',
  'coordination',
  'emotional_support',
]);

/** The latest rewards of an agent, of the kinds that matter to it. The agent learns from them. */
export function pastRewards(model: ScenarioModel, state: State, index: number): readonly PastReward[] {
  if (model.rewards.length === 0) return [];
  const { self } = specOf(model, state, index);
  const agent = agentAt(state, index)!;
  return model.rewards.flatMap((spec) => {
    const values = agent.rewards[spec.id];
    return values && weightOf(spec, self) > 0
      ? [{ reward: spec.id, kind: spec.kind, does: spec.does, values: values.slice(-PAST_REWARDS) }]
      : [];
  });
}
