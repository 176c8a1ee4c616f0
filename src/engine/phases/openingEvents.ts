/** The first step of a run (agents, memories, variables, ties), and the beginning of each round. */
import type { Draft } from '../../core/events/events.js';
import { agentAt, variableAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import { tieTexts } from '../../core/events/rowViews.js';
import { valueIn, valuesAt } from '../../core/columns/valueText.js';
import { type AgentSpec, specOf } from '../model/agentSpec.js';
import { type AgentSpecs, type CrowdSpec, crowdAt, eachPart } from '../model/agentSpecs.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec, VarSpec } from '../model/worldSpec.js';
import { crowdVariables, setCrowd, startOf } from './crowdStarts.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { Writer } from '../model/writer.js';
import { memoryId } from '../../core/util/ids.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
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
        ...(model.perturbed.size > 0 ? { perturbed: [...model.perturbed] } : {}),
        synthetic: true,
      },
    },
    ...joinDrafts(model),
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
    ...model.networks.flatMap((network) => tieDrafts(model, network)),
  ];
}

/** Whether the members of large populations join as crowds. */
const asCrowds = (model: ScenarioModel): boolean => hasFlag(model, 'crowds') && model.agents.crowds.length > 0;

function joinDrafts(model: ScenarioModel): readonly Draft[] {
  const joined = ({ at, self, mind, from, waiting }: AgentSpec): Draft => ({
    at,
    causeIn: 0,
    body: {
      type: 'agent.joined',
      agent: self.id,
      name: self.name,
      mind,
      ...(from === self.id ? {} : { from }),
      ...(waiting ? { waiting: true } : {}),
    },
  });
  if (!asCrowds(model)) return Array.from(model.agents, joined);
  return [...eachPart(model.agents)].map(([spec, , crowd]): Draft => {
    if (!crowd) return joined(spec);
    const { at, from, count, name, mind, waiting } = crowd;
    return { at, causeIn: 0, body: { type: 'agents.joined', from, count, name, mind, ...(waiting ? { waiting: true } : {}) } };
  });
}

/** The first ties of a network: one event if there are crowds, otherwise one for each tie. */
function tieDrafts(model: ScenarioModel, { at, name, given }: NetworkSpec): readonly Draft[] {
  const { to, start, strengths } = given;
  if (!asCrowds(model))
    return Array.from(
      given.from,
      (source, i): Draft => ({
        at,
        causeIn: 0,
        body: {
          type: 'tie.changed',
          network: name,
          from: model.agents.idAt(source),
          to: model.agents.idAt(to[i]!),
          before: 0,
          after: Number(valueIn(strengths, i)),
          evidence: null,
        },
      }),
    );
  if (to.length === 0) return [];
  // Ties in rows are sorted.
  const order = start ? null : inSlices(`order of ${name}`, to, () => sortedTies(given.from, to));
  const ends = order ? { from: order.map((i) => given.from[i]!), to: order.map((i) => to[i]!) } : given;
  const after = order ? valuesAt(strengths, order) : strengths;
  return [{ at, causeIn: 0, body: { type: 'ties.changed', network: name, ...tieTexts(ends, after) } }];
}

/** How many ties are compared in one slice. */
const SLICE = 1 << 17;

/** Whether each tie from place `first` up to `end` comes after the one before it. */
function areSorted(from: Uint32Array, to: Uint32Array, first: number, end: number): boolean {
  for (let i = first; i < end; i++) if (from[i]! < from[i - 1]! || (from[i] === from[i - 1] && to[i]! <= to[i - 1]!)) return false;
  return true;
}

/** The places of ties sorted by their ends; null if they are sorted already. */
function* sortedTies(from: Uint32Array, to: Uint32Array): Slices<Uint32Array | null> {
  let isSorted = true;
  for (let i = 1; i < from.length && isSorted; i += SLICE) {
    isSorted = areSorted(from, to, i, Math.min(from.length, i + SLICE));
    yield;
  }
  return isSorted ? null : Uint32Array.from(from.keys()).sort((i, j) => from[i]! - from[j]! || to[i]! - to[j]!);
}

/**
 * The first phase, if values must be set: study variables, first values of variables, and groups, which may depend on ties and
 * variables.
 */
export function settingDrafts(model: ScenarioModel, state: State): readonly Draft[] {
  const writer = new Writer(state, model.at);
  const crowds = asCrowds(model);
  for (const [{ self, vars, at }, , crowd] of crowds ? eachPart(model.agents) : eachSingly(model.agents))
    if (crowd) crowdVariables(writer, crowd);
    else for (const [name, value] of Object.entries(vars)) writer.emit({ type: 'variable.set', name, agent: self.id, value }, at);
  setAll(model, writer, ({ id }, index) => index < 0 || model.agents.at(index)?.vars[id] === undefined, 'new');
  for (const { id, members, at } of model.groups)
    for (const index of members.of(model, writer.state, {}))
      writer.emit({ type: 'group.joined', group: id, agent: idAt(writer.state.roster, index) }, at);
  settle(model, writer);
  return writer.drafts;
}

/** Every agent, with the members of crowds one by one. */
function* eachSingly(specs: AgentSpecs): Generator<readonly [spec: AgentSpec, index: number, crowd: CrowdSpec | null]> {
  let index = 0;
  for (const spec of specs) yield [spec, index++, null];
}

// The beginning of a round: its number, and the variables that return to their start.

/** The drafts at the beginning of a round, from 1. In round 1 the variables have their starts already. */
export function resetDrafts(model: ScenarioModel, state: State, round: number): readonly Draft[] {
  const writer = new Writer(state, model.at);
  writer.emit({ type: 'round.started', round });
  if (round > 1) setAll(model, writer, (spec) => spec.reset, 'reset');
  return writer.drafts;
}

/** Sets variables to their starts: first the world's, then those of each agent. Only changes make events. */
function setAll(model: ScenarioModel, writer: Writer, wanted: (spec: VarSpec, agent: number) => boolean, when: 'new' | 'reset'): void {
  for (const spec of model.vars) if (wanted(spec, -1)) setOne(model, writer, spec, -1);
  for (const spec of model.agentVars) {
    const { length, crowds } = writer.state.roster;
    let index = 0;
    for (const { first, count } of [...crowds, { first: length, count: 0 }]) {
      for (; index < first; index++) {
        const has = spec.role === null || specOf(model, writer.state, index).part?.role === spec.role;
        if (has && wanted(spec, index)) setOne(model, writer, spec, index);
      }
      const given = when === 'new' ? crowdAt(model.agents, first)?.vars.get(spec.id) : undefined;
      if (count > 0 && spec.role === null && (when === 'new' || spec.reset)) setCrowd(model, writer, spec, { first, count }, given);
      index += count;
    }
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
