/** The first step of a run (agents, memories, variables, ties), and the beginning of each round. */
import { valueIn } from '../../core/columns/valueText.js';
import type { Draft } from '../../core/events/events.js';
import { agentAt, variableAt } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Value } from '../../expr/index.js';
import type { FormulaScope } from '../model/faults.js';
import { specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { VarSpec } from '../model/worldSpec.js';
import { evaluate } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { Writer } from '../model/writer.js';
import { memoryId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import { settle } from '../evaluation/places.js';

/** Version of the engine's behaviour. It changes if the same file and seed would give other events. */
export const ENGINE = '1';

/** The drafts of the first step. They depend only on the model. */
export function openingDrafts(model: ScenarioModel): readonly Draft[] {
  return [
    {
      at: model.at,
      body: {
        type: 'run.started',
        society: model.title,
        scenario: model.scenario,
        seed: model.seed,
        rounds: model.rounds,
        engine: ENGINE,
        flags: [...model.flags],
        minds: model.minds,
        ...(model.nulls.size > 0 ? { nulls: [...model.nulls] } : {}),
        synthetic: true,
      },
    },
    ...Array.from(
      model.agents,
      (agent): Draft => ({
        at: agent.at,
        causeIn: 0,
        body: {
          type: 'agent.joined',
          agent: agent.self.id,
          name: agent.self.name,
          mind: agent.mind,
          ...(agent.from === agent.self.id ? {} : { from: agent.from }),
          ...(agent.waiting ? { waiting: true } : {}),
        },
      }),
    ),
    ...model.agents.representatives.flatMap((agent) =>
      agent.memories.map(
        (memory, i): Draft => ({
          at: memory.at,
          causeIn: 0,
          body: {
            type: 'memory.written',
            id: memoryId(agent.self.id, i + 1),
            agent: agent.self.id,
            kind: memory.kind,
            text: memory.text,
            about: memory.about,
            importance: memory.importance,
            source: null,
          },
        }),
      ),
    ),
    ...model.networks.flatMap((network) =>
      Array.from(
        network.given.from,
        (from, i): Draft => ({
          at: network.at,
          causeIn: 0,
          body: {
            type: 'tie.changed',
            network: network.name,
            from: model.agents.idAt(from),
            to: model.agents.idAt(network.given.to[i]!),
            before: 0,
            after: Number(valueIn(network.given.strengths, i)),
            evidence: null,
          },
        }),
      ),
    ),
  ];
}

/**
 * The first phase, if values must be set: study variables, first values of variables, and groups, which may depend on ties and
 * variables.
 */
export function settingDrafts(model: ScenarioModel, state: State): readonly Draft[] {
  const writer = new Writer(state, model.at);
  for (const { self, vars, at } of model.agents)
    for (const [name, value] of Object.entries(vars)) writer.emit({ type: 'variable.set', name, agent: self.id, value }, at);
  setAll(model, writer, ({ id }, index) => index < 0 || model.agents.at(index)?.vars[id] === undefined);
  for (const { id, members, at } of model.groups)
    for (const index of members.of(model, writer.state, {}))
      writer.emit({ type: 'group.joined', group: id, agent: idAt(writer.state.roster, index) }, at);
  settle(model, writer);
  return writer.drafts;
}

// The beginning of a round: its number, and the variables that return to their start.

/** The drafts at the beginning of a round, from 1. In round 1 the variables have their starts already. */
export function resetDrafts(model: ScenarioModel, state: State, round: number): readonly Draft[] {
  const writer = new Writer(state, model.at);
  writer.emit({ type: 'round.started', round });
  if (round > 1) setAll(model, writer, (spec) => spec.reset);
  return writer.drafts;
}

/** Sets variables to their starts: first the world's, then those of each agent. Only changes make events. */
function setAll(model: ScenarioModel, writer: Writer, wanted: (spec: VarSpec, agent: number) => boolean): void {
  for (const spec of model.vars) if (wanted(spec, -1)) setOne(model, writer, spec, -1);
  for (const spec of model.agentVars)
    for (let index = 0; index < writer.state.roster.length; index++) {
      const has = spec.role === null || specOf(model, writer.state, index).part?.role === spec.role;
      if (has && wanted(spec, index)) setOne(model, writer, spec, index);
    }
}

function setOne(model: ScenarioModel, writer: Writer, spec: VarSpec, index: number): void {
  const agent = index < 0 ? null : agentAt(writer.state, index)!;
  const locals = index < 0 ? {} : { me: agentValue(model, writer.state, index) };
  const value = startOf(spec, scopeOf(model, writer.state, locals));
  const before = agent ? variableAt(writer.state, index, spec.id) : writer.state.vars[spec.id];
  if (before === value) return;
  writer.emit({ type: 'variable.set', name: spec.id, agent: agent?.id ?? null, value }, spec.at);
}

/** The first value of a variable. */
export const startOf = ({ at, start }: VarSpec, scope: FormulaScope): Json =>
  evaluate({ at, run: (names) => start(names) as Value }, scope) as Json;
