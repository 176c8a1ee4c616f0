/** The beginning of a round: its number, and the variables that return to their start. */
import type { Draft } from '../../core/events/events.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Value } from '../../expr/index.js';
import type { FormulaScope } from '../model/faultLog.js';
import { specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { VarSpec } from '../model/worldSpec.js';
import { evaluate } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { Writer } from '../model/writer.js';

/** The drafts at the beginning of a round, from 1. In round 1 the variables have their starts already. */
export function resetDrafts(model: ScenarioModel, state: State, round: number): readonly Draft[] {
  const writer = new Writer(state, model.at);
  writer.emit({ type: 'round.started', round });
  if (round > 1) setAll(model, writer, (spec) => spec.reset);
  return writer.drafts;
}

/** Sets variables to their starts: first the world's, then those of each agent. Only changes make events. */
export function setAll(model: ScenarioModel, writer: Writer, wanted: (spec: VarSpec, agent: number) => boolean): void {
  for (const spec of model.vars) if (wanted(spec, -1)) setOne(model, writer, spec, -1);
  for (const spec of model.agentVars)
    for (let index = 0; index < writer.state.roster.length; index++) {
      const has = spec.role === null || specOf(model, writer.state, index).part?.role === spec.role;
      if (has && wanted(spec, index)) setOne(model, writer, spec, index);
    }
}

function setOne(model: ScenarioModel, writer: Writer, spec: VarSpec, index: number): void {
  const agent = index < 0 ? null : itemAt(writer.state.agents, index)!;
  const locals = index < 0 ? {} : { me: agentValue(model, writer.state, index) };
  const value = startOf(spec, scopeOf(model, writer.state, locals));
  const before = agent ? agent.vars[spec.id] : writer.state.vars[spec.id];
  if (before === value) return;
  writer.emit({ type: 'variable.set', name: spec.id, agent: agent?.id ?? null, value }, spec.at);
}

/** The first value of a variable. */
export const startOf = ({ at, start }: VarSpec, scope: FormulaScope): Json =>
  evaluate({ at, run: (names) => start(names) as Value }, scope) as Json;
