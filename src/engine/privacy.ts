/** Which fields and variables of an agent are private: as its world, its population or itself declares, and what is computed from them. */
import type { AgentSpec, GivenMemory } from './agentSpec.js';
import type { Self } from './question.js';
import { secretsOf } from './secrets.js';

/** Texts of the secrets that are private: all of them, or those that are named. */
export const privateSecrets = ({ private: keys = [], ...spec }: AgentSpec): readonly string[] =>
  secretsOf(spec)
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
