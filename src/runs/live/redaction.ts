/** What a file of a run for other people leaves out: private variables, and private words wherever they appear. */
import type { State } from '../../core/events/state.js';
import { type ScenarioModel, privateVars, specOf, withholder } from '../../engine/index.js';

interface Redaction {
  /** The same texts, without private words. */
  texts(texts: readonly string[]): readonly string[];
  /** Names of the private variables of an agent, by its index. */
  vars(agent: number): ReadonlySet<string>;
}

export function redactionOf(model: ScenarioModel, state: State): Redaction {
  const without = withholder(model, state);
  return {
    texts: (texts) => texts.map(without),
    vars: (agent) => new Set(privateVars(model, specOf(model, state, agent))),
  };
}

/** Whether the file has any private field of an agent. */
export const hasPrivate = ({ agents, agentVars, vars }: ScenarioModel): boolean =>
  agents.some(({ private: keys = [] }) => keys.length > 0) || [...agentVars, ...vars].some((one) => one.private === true);
