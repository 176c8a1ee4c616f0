/** Which fields and variables of an agent are private: as its world, its population or itself declares, and what is computed from them. */
import type { AgentSpec, GivenMemory } from './agentSpec.js';
import type { Model } from './model.js';
import type { Self } from './question.js';
import { secretsOf } from './secrets.js';

/** Names of the variables of an agent that are private, by the world or by the person. */
export function privateVars(model: Model, spec: AgentSpec): readonly string[] {
  const keys = spec.private ?? [];
  const declared = model.agentVars.filter((one) => one.private).map(({ id }) => id);
  const own = keys.includes('vars') ? Object.keys(spec.vars) : keys.map((key) => key.replace(/^vars\./, ''));
  return [...declared, ...own];
}

const guarded = new WeakMap<Model, WeakMap<AgentSpec, readonly string[]>>();

/** Keys of an agent as expressions see it whose reading is noted, each as in `salary` or `personality.openness`. */
export function guardedKeys(model: Model, spec: AgentSpec): readonly string[] {
  let known = guarded.get(model);
  if (!known) guarded.set(model, (known = new WeakMap()));
  let keys = known.get(spec);
  if (!keys) known.set(spec, (keys = [...new Set([...privateVars(model, spec), ...(spec.private ?? [])])]));
  return keys;
}

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
