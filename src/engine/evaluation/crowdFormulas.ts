/**
 * Formulas over columns: one value of the whole society, or a condition on each of many agents. A formula that columns do not hold
 * runs over records instead, with the same result.
 */
import type { State } from '../../core/events/state.js';
import { idAt } from '../../core/events/roster.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { type CompiledRows, compileRows, type RowNames } from '../../expr/columns/compileRows.js';
import { ExprFault, type Value } from '../../expr/index.js';
import { noteFault } from '../model/faults.js';
import type { Formula } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { StateColumns } from './crowdScope.js';
import { withDraws } from './crowdScope.js';
import { agentRows } from './participants.js';

/** The value of a formula without local names and draws; undefined if it does not run over columns. Throws its faults. */
export function valueInColumns(source: string, columns: StateColumns, steps: number): Value | undefined {
  const known = columns.values.get(source);
  if (known !== undefined) return known;
  if ((columns.tooLong.get(source) ?? 0) >= steps) return undefined;
  const compiled = compileRows(source, { ...columns, draws: null }, {}, { left: steps });
  if (!compiled.ok || compiled.kind === 'agent') return undefined;
  const value = evaluated(compiled);
  if (value === undefined) columns.tooLong.set(source, steps);
  else columns.values.set(source, value);
  return value;
}

/** Undefined if the limit of steps was reached: over records, fewer steps may be counted. */
function evaluated(compiled: Exclude<CompiledRows, { ok: false }>): Value | undefined {
  try {
    const value = compiled.run(0);
    return typeof value === 'number' && Number.isNaN(value) ? null : value;
  } catch (error) {
    if (error instanceof ExprFault && error.code === 'step-limit') return undefined;
    throw error;
  }
}

/**
 * The agents for which a rule holds, with each as `me` and `agent`; null if the rule does not run over columns, or takes more steps than
 * one evaluation may: over records, fewer steps may be counted. Faults are noted.
 */
export function heldInColumns(
  model: ScenarioModel,
  state: State,
  test: Formula,
  columns: StateColumns,
  limit: number,
  agents: readonly number[],
): readonly number[] | null {
  const made = inSlices(`who ${test.at}`, state.seq, () => held(model, state, test, columns, limit, agents));
  if (!made) return null;
  for (const [row, fault] of made.faults)
    noteFault(model.faultLog, test.at, { fault, agent: idAt(state.roster, row), source: test.source });
  return made.found;
}

/** How many agents are tested in one slice. */
const SLICE = 1 << 13;

interface Held {
  readonly found: readonly number[];
  /** The first fault. A place keeps its first fault only. */
  readonly faults: readonly (readonly [row: number, fault: ExprFault])[];
}

function* held(
  model: ScenarioModel,
  state: State,
  test: Formula,
  columns: StateColumns,
  limit: number,
  agents: readonly number[],
): Slices<Held | null> {
  const steps = { left: limit };
  const compiled = compileRows(test.source, withDraws(columns, model, state, test.at), { me: 'row', agent: 'row' }, steps);
  if (!compiled.ok || compiled.kind !== 'flag') return null;
  yield;
  const rows = agentRows(agents);
  const found = new Int32Array(rows.length);
  const faults: (readonly [row: number, fault: ExprFault])[] = [];
  const note = (row: number, fault: ExprFault): void => {
    if (faults.length === 0) faults.push([row, fault]);
  };
  let count = 0;
  try {
    for (let from = 0; from < rows.length; from += SLICE) {
      yield;
      count += compiled.select(rows.subarray(from, from + SLICE), found.subarray(count), note);
    }
  } catch (error) {
    if (!(error instanceof ExprFault) || error.code !== 'step-limit') throw error;
    return null;
  }
  return { found: Array.from(found.subarray(0, count)), faults };
}

/** The agents of `rows` for which a condition without draws holds; undefined if it does not run over columns. Faults are not noted. */
export function heldRows(source: string, columns: StateColumns, names: RowNames, limit: number, rows: Int32Array): Int32Array | undefined {
  const compiled = compileRows(source, { ...columns, draws: null }, names, { left: limit });
  if (!compiled.ok || compiled.kind !== 'flag') return undefined;
  const found = new Int32Array(rows.length);
  try {
    return found.subarray(
      0,
      compiled.select(rows, found, () => {}),
    );
  } catch (error) {
    if (error instanceof ExprFault && error.code === 'step-limit') return undefined;
    throw error;
  }
}
