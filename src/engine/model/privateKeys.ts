/** The private keys of an agent, as its world, its population or its persona declares them. */
import { memoByPair } from '../../core/util/memo.js';
import type { AgentSpec } from './agentSpec.js';
import type { ScenarioModel } from './model.js';

/** Names of the private variables of an agent, declared by the world or by the persona. */
export function privateVars(model: ScenarioModel, spec: AgentSpec): readonly string[] {
  const keys = spec.private ?? [];
  const declared = model.agentVars.filter((one) => one.private).map(({ id }) => id);
  const own = keys.includes('vars') ? Object.keys(spec.vars) : keys.map((key) => key.replace(/^vars\./, ''));
  return [...declared, ...own];
}

/** Keys of an agent's record whose reading is noted, such as `salary` or `personality.openness`. */
export const guardedKeys = memoByPair((model: ScenarioModel, spec: AgentSpec): readonly string[] => [
  ...new Set([...privateVars(model, spec), ...(spec.private ?? [])]),
]);
