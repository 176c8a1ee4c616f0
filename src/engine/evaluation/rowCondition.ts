/** A condition on each of many agents, tested over columns as rules of crowds are. For readers of a run. */
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import { heldRows } from './crowdFormulas.js';
import { isColumnar } from './crowdScope.js';
import { columnsOf, stepsIn } from './scope.js';

/**
 * The agents of `rows`, as `me` and `agent`, for which a condition holds, in order; undefined if the condition does not run over
 * columns. An agent for which it has no value does not count.
 */
export const rowsHolding = (model: ScenarioModel, state: State, source: string, rows: Int32Array): Int32Array | undefined =>
  isColumnar(model, state) ? heldRows(source, columnsOf(model, state), stepsIn(model, state), rows) : undefined;
