/** The first step of a run: agents, their memories, variables, and the ties before round 1. */
import type { Draft } from '../../core/events/events.js';
import { memoryId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import { settle } from '../evaluation/places.js';
import { setAll } from './rounds.js';
import { Writer } from '../model/writer.js';

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
    ...model.agents.map(
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
    ...model.agents.flatMap((agent) =>
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
      network.given.map(
        ([from, to, strength]): Draft => ({
          at: network.at,
          causeIn: 0,
          body: {
            type: 'tie.changed',
            network: network.name,
            from: model.agents[from]!.self.id,
            to: model.agents[to]!.self.id,
            before: 0,
            after: strength,
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
  setAll(model, writer, ({ id }, index) => index < 0 || model.agents[index]?.vars[id] === undefined);
  for (const { id, members, at } of model.groups)
    for (const index of members.of(model, writer.state, {}))
      writer.emit({ type: 'group.joined', group: id, agent: idAt(writer.state.roster, index) }, at);
  settle(model, writer);
  return writer.drafts;
}
