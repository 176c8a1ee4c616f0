/**
 * The private fields and variables of an agent: those that its world, its population or its persona declares, and those that are
 * computed from them.
 */
import type { AgentSpec, GivenMemory } from '../model/agentSpec.js';
import type { Self } from '../model/situationTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { heldSecrets, secretsOf } from './secrets.js';

/**
 * Which secrets count. `told`: the secrets that the agent knows in this run. Questions of a run before the flag `secrets_told` left
 * out the secrets of a part, and are made again in the same way. `all`: the secrets of the part too.
 */
export type WhichSecrets = 'told' | 'all';

/** Texts of the private secrets: all, or those that are named. */
export const privateSecrets = (model: ScenarioModel, { private: keys = [], ...spec }: AgentSpec, which: WhichSecrets): readonly string[] =>
  (which === 'told' ? heldSecrets(model, spec) : secretsOf(spec))
    .filter(({ id }) => keys.includes('secrets') || keys.includes(`secrets.${id}`))
    .map(({ text }) => text);

/** Texts of the private memories from before the run: all, or those of documents. */
export function privateMemories({ memories, private: keys = [] }: AgentSpec): readonly string[] {
  const isPrivate = ({ kind }: GivenMemory): boolean => keys.includes('memories') || (kind === 'read' && keys.includes('reads'));
  return keys.length === 0 ? [] : memories.filter(isPrivate).map(({ text }) => text);
}

/** Values of an agent's fields that say nothing. */
export const EMPTY: Partial<Self> = {
  ...{ age: null, occupation: '', bio: '', backstory: '', voice: '' },
  ...{ interests: [], values: [], traits: [], goals: [], personality: {}, drives: {} },
};
