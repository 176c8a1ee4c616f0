/** Which keys of an agent are private, as its world, its population or itself declares. */
import { memoByPair } from '../../core/util/memo.js';
import type { AgentSpec } from './agentSpec.js';
import type { ScenarioModel } from './model.js';

/** Names of the variables of an agent that are private, by the world or by the person. */
export function privateVars(model: ScenarioModel, spec: AgentSpec): readonly string[] {
  const keys = spec.private ?? [];
  const declared = model.agentVars.filter((one) => one.private).map(({ id }) => id);
  const own = keys.includes('vars') ? Object.keys(spec.vars) : keys.map((key) => key.replace(/^vars\./, ''));
  return [...declared, ...own];
}

/** Keys of an agent as expressions see it whose reading is noted, each as in `salary` or `personality.openness`. */
export const guardedKeys = memoByPair((model: ScenarioModel, spec: AgentSpec): readonly string[] => [
  ...new Set([...privateVars(model, spec), ...(spec.private ?? [])]),
]);
