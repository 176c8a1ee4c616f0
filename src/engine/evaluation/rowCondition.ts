/** A condition on each of many agents, tested over columns as rules of crowds are. For readers of a run. */
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import type { RowNames } from '../../expr/columns/compileRows.js';
import { heldRows } from './crowdFormulas.js';
import { isColumnar } from './crowdScope.js';
import { columnsOf, stepsIn } from './scope.js';

/**
 * The agents of `rows` for which a condition holds, in order; undefined if the condition does not run over columns. An agent is `me` and
 * `agent`, or has the name that is given. An agent for which the condition has no value does not count. Undefined too if it takes more
 * than `most` steps.
 */
export function rowsHolding(
  model: ScenarioModel,
  state: State,
  source: string,
  rows: Int32Array,
  { name, most = Number.POSITIVE_INFINITY }: { readonly name?: string; readonly most?: number } = {},
): Int32Array | undefined {
  if (!isColumnar(model, state)) return undefined;
  const names: RowNames = name === undefined ? { me: 'row', agent: 'row' } : { [name]: 'row' };
  return heldRows(source, columnsOf(model, state), names, Math.min(stepsIn(model, state), most), rows);
}

/** The agents that a name means, such as `all`, a group or a population; null if it means none, or only one. */
export function agentsMeant(model: ScenarioModel, state: State, name: string): Int32Array | null {
  const found = columnsOf(model, state).name(name);
  return found?.kind === 'agents' ? found.rows : null;
}
