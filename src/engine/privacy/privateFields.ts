/** Which fields and variables of an agent are private: as its world, its population or itself declares, and what is computed from them. */
import type { AgentSpec, GivenMemory } from '../model/agentSpec.js';
import type { Self } from '../model/question.js';
import type { ScenarioModel } from '../model/model.js';
import { heldSecrets, secretsOf } from './secrets.js';

/**
 * Which secrets count. `told`: those that the agent of this run is told of, so that the questions of a run from before the flag
 * `secrets_told`, which left out the secrets of a part, are put again as they were. `all`: those of the part too.
 */
export type WhichSecrets = 'told' | 'all';

/** Texts of the secrets that are private: all of them, or those that are named. */
export const privateSecrets = (model: ScenarioModel, { private: keys = [], ...spec }: AgentSpec, which: WhichSecrets): readonly string[] =>
  (which === 'told' ? heldSecrets(model, spec) : secretsOf(spec))
    .filter(({ id }) => keys.includes('secrets') || keys.includes(`secrets.${id}`))
    .map(({ text }) => text);

/** Texts of the memories from before that are private: all of them, or those of what was read. */
export function privateMemories({ memories, private: keys = [] }: AgentSpec): readonly string[] {
  const isPrivate = ({ kind }: GivenMemory): boolean => keys.includes('memories') || (kind === 'read' && keys.includes('reads'));
  return keys.length === 0 ? [] : memories.filter(isPrivate).map(({ text }) => text);
}

/** What a field of an agent says when it says nothing. */
export const EMPTY: Partial<Self> = {
  ...{ age: null, occupation: '', bio: '', backstory: '', voice: '' },
  ...{ interests: [], values: [], traits: [], goals: [], personality: {}, drives: {} },
};
