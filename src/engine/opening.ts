/** The first step of a run: who takes part, what they remember, and the ties that are there before round 1. */
import type { Draft } from '../core/events.js';
import { memoryId } from '../core/ids.js';
import type { Model } from './model.js';

/** Version of the engine's behaviour; it changes when the same file and seed would give other events. */
export const ENGINE = '1';

export function openingDrafts(model: Model): readonly Draft[] {
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
        flags: [],
        minds: model.minds,
        synthetic: true,
      },
    },
    ...model.agents.map(
      (agent): Draft => ({
        at: agent.at,
        causeIn: 0,
        body: { type: 'agent.joined', agent: agent.self.id, name: agent.self.name, mind: agent.mind },
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
            kind: 'given',
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
