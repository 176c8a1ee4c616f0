/** First values of the variables of crowds, and their values at the beginning of a round: one event for each variable. */
import { type Indices, indicesOf, runOf } from '../../core/columns/indexText.js';
import { type Values, valueIn, valuesAt, valuesOf } from '../../core/columns/valueText.js';
import { variableAt } from '../../core/events/agents.js';
import { rowTexts } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { compileRows } from '../../expr/columns/compileRows.js';
import { ExprFault, type Value } from '../../expr/index.js';
import { countedPass, noted, passesAtOnce, passOver } from '../evaluation/rulePass.js';
import { agentValue, columnsOf, scopeOf, stepsIn } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import { isColumnar } from '../evaluation/crowdScope.js';
import { evaluate } from '../evaluation/evaluate.js';
import type { CrowdSpec } from '../model/agentSpecs.js';
import type { FormulaScope } from '../model/faults.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { VarSpec } from '../model/worldSpec.js';
import type { Writer } from '../model/writer.js';

/** Sets the study variables of a crowd. */
export function crowdVariables(writer: Writer, { first, vars, at }: CrowdSpec): void {
  for (const [name, values] of vars) {
    const set = inSlices(`variables of ${at} ${name}`, values, () => presentRows(first, values));
    if (set.rows.length > 0) writer.emit({ type: 'variables.set', name, ...rowTexts(set.rows, set.values) }, at);
  }
}

/** How many values are looked at in one slice. */
const SLICE = 1 << 16;

/** The agents from `first` on that have a value, with their values. */
function* presentRows(first: number, values: Values): Slices<{ readonly rows: Indices; readonly values: Values }> {
  const { length } = values;
  const places = new Uint32Array(length);
  let count = 0;
  for (let from = 0; from < length; from += SLICE) {
    if (from > 0) yield;
    count = putPresent(values, places, count, from, Math.min(length, from + SLICE));
  }
  if (count === length) return { rows: runOf(first, length), values: { ...values } };
  yield;
  const found = places.subarray(0, count);
  return { rows: indicesOf(found.map((i) => first + i)), values: valuesAt(values, found) };
}

/** Puts the places from `from` up to `end` that have a value into `places`, after the first `count`. Returns how many there are then. */
function putPresent(values: Values, places: Uint32Array, count: number, from: number, end: number): number {
  let next = count;
  for (let i = from; i < end; i++) if (valueIn(values, i) !== null) places[next++] = i;
  return next;
}

const positions = (length: number, wanted: (i: number) => boolean): Uint32Array => {
  const found = new Uint32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (wanted(i)) found[count++] = i;
  return found.subarray(0, count);
};

function setValues(writer: Writer, at: string, name: string, agents: Uint32Array, values: Values): void {
  if (agents.length > 0) writer.emit({ type: 'variables.set', name, ...rowTexts(indicesOf(agents), values) }, at);
}

/** Sets a variable to its start for the members of a crowd that have another value. `given`: values that members have already. */
export function setCrowd(
  model: ScenarioModel,
  writer: Writer,
  spec: VarSpec,
  { first, count }: Pick<CrowdSpec, 'first' | 'count'>,
  given: Values | undefined,
): void {
  const { state } = writer;
  const column = state.columns[spec.id];
  const isConstant = spec.from === undefined && spec.kind !== 'any';
  if (isConstant && given === undefined && !column) {
    const values = one(count, startOf(spec, scopeOf(model, state)));
    writer.emit({ type: 'variables.set', name: spec.id, ...rowTexts(runOf(first, count), values) }, spec.at);
    return;
  }
  const members = positions(count, (i) => given === undefined || valueIn(given, i) === null).map((i) => first + i);
  if (members.length === 0) return;
  const values = isConstant ? one(members.length, startOf(spec, scopeOf(model, state))) : startsOf(model, state, spec, members);
  const places = positions(members.length, (i) => !column || variableAt(state, members[i]!, spec.id) !== valueIn(values, i));
  const isAll = places.length === members.length;
  setValues(writer, spec.at, spec.id, isAll ? members : places.map((i) => members[i]!), isAll ? values : valuesAt(values, places));
}

const one = (length: number, value: Json): Values => ({ kind: 'one', length, value });

/** The starts of an expression: over columns, or agent by agent. */
function startsOf(model: ScenarioModel, state: State, spec: VarSpec, members: Uint32Array): Values {
  const limit = stepsIn(model, state);
  const steps = { left: limit };
  const columns = { ...columnsOf(model, state), draws: null };
  const compiled = spec.from === undefined || !isColumnar(model, state) ? null : compileRows(spec.from, columns, { me: 'row' }, steps);
  if (!compiled?.ok || compiled.kind === 'agent') return startsByRecords(model, state, spec, members);
  const { kind, run } = compiled;
  const pass = countedPass(model, state);
  const numbers = new Float64Array(kind === 'number' ? members.length : 0);
  const list = kind === 'number' ? [] : new Array<Json>(members.length).fill(null);
  const set = (i: number, value: Json): void => {
    if (kind === 'number') numbers[i] = (value as number | null) ?? Number.NaN;
    else list[i] = value;
  };
  const failed: number[] = [];
  for (let i = 0; i < members.length; i++) {
    steps.left = limit;
    try {
      set(i, run(members[i]!));
    } catch (error) {
      if (!(error instanceof ExprFault)) throw error;
      failed.push(i);
    }
    // Over records, fewer steps may be counted.
    if (pass && (pass.left -= limit - steps.left) < 0) return startsByRecords(model, state, spec, members);
  }
  // The fault is noted, or fewer steps are counted, when it runs over records.
  const counted = hasFlag(model, 'steps_as_done') ? pass : null;
  const passed = finished(
    passOver(model, { at: spec.at }, counted, failed, (i) => set(i, startAt(model, state, spec, members[i]!, counted))),
  );
  if (!passed.isWhole) return startsByRecords(model, state, spec, members);
  noted(model, passed);
  return kind === 'number' ? { kind: 'numbers', length: members.length, numbers } : valuesOf(list);
}

const startAt = (model: ScenarioModel, state: State, spec: VarSpec, index: number, pass: PassSteps | null = null): Json =>
  startOf(spec, scopeOf(model, state, { me: agentValue(model, state, index) }, pass));

/** The starts agent by agent; none if they take too many steps together. */
function startsByRecords(model: ScenarioModel, state: State, spec: VarSpec, members: Uint32Array): Values {
  const pass = countedPass(model, state);
  const found: Json[] = [];
  const isWhole = passesAtOnce(model, { at: spec.at }, pass, members, (index) => found.push(startAt(model, state, spec, index, pass)));
  return isWhole ? valuesOf(found) : one(members.length, null);
}

/** The first value of a variable. */
export const startOf = ({ at, start }: VarSpec, scope: FormulaScope): Json =>
  evaluate({ at, run: (names) => start(names) as Value }, scope) as Json;
