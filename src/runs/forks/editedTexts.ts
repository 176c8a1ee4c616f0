/**
 * A file that was edited during a run: whether the run can continue with it from its last event, and which part of the
 * edit is in the past and must be an override, for example the memories that a persona starts with.
 */
import { valueIn } from '../../core/columns/valueText.js';
import type { Draft } from '../../core/events/events.js';
import { logItems } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { canonical, type Json } from '../../core/util/json.js';
import type { OverrideRequest } from '../../core/events/overrides.js';
import { isFromBefore } from '../../core/events/folds.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { type AgentSpecs, crowdAt, type CrowdSpec, type ScenarioModel } from '../../engine/index.js';

type EditedParts =
  | {
      readonly ok: true;
      /** Agents with another mind than before. */
      readonly drafts: readonly Draft[];
      readonly wanted: readonly OverrideRequest[];
      /** The parts of the edit without an effect, as text for the user. */
      readonly notes: readonly string[];
    }
  /** The file is a different society. */
  | { readonly ok: false; readonly message: string };

/** What is needed to continue from `state`, which was made with `was`, with `now`. */
export function editedParts(was: ScenarioModel, now: ScenarioModel, state: State): EditedParts {
  const apart = SAME.find(([, of]) => canonical(of(was)) !== canonical(of(now)));
  if (apart)
    return {
      ok: false,
      message: `The edited file has other ${apart[0]} than the run, so the run cannot continue with it. Run the file from the start; \`--reuse\` reuses the answers that still fit.`,
    };
  const edited = Array.from({ length: now.agents.length }, (_, i) => i).filter((i) => !isSameCrowd(was, now, i));
  const wanted = edited.flatMap((i) => memoriesOf(was, now, state, i));
  const drafts = edited.flatMap((i): readonly Draft[] => {
    const { self, mind, at } = now.agents.at(i)!;
    return was.agents.at(i)!.mind === mind ? [] : [{ at, cause: state.seq, body: { type: 'agent.changed', agent: self.id, mind } }];
  });
  return { ok: true, drafts, wanted, notes: notesOf(was, now) };
}

/** The parts of a model that a state depends on: with a different one, the state would mean something else. */
const SAME: readonly (readonly [what: string, of: (model: ScenarioModel) => unknown])[] = [
  ['agents', ({ agents }) => Array.from({ length: agents.length }, (_, i) => agents.idAt(i))],
  ['phases', ({ phases: { start, round, end } }) => [start, round, end].map((list) => list.map(({ id, kind }) => [id, kind]))],
  ['variables', ({ vars, agentVars }) => [vars, agentVars].map((list) => list.map(({ id, role }) => [id, role]))],
  ['networks', ({ networks }) => networks.map(({ name }) => name)],
  ['surveys', ({ surveys }) => surveys.map(({ id }) => id)],
];

/** Whether the networks begin with the same ties. */
const hasSameTies = (was: ScenarioModel, now: ScenarioModel): boolean =>
  was.networks.every(({ given: a }, i) => {
    const { given: b } = now.networks[i]!;
    const isSame = (_: number, tie: number): boolean =>
      a.from[tie] === b.from[tie] && a.to[tie] === b.to[tie] && valueIn(a.strengths, tie) === valueIn(b.strengths, tie);
    return a.from.length === b.from.length && a.from.every(isSame);
  });

/** Whether all agents have the same variables before the first round. */
function hasSameVars(was: AgentSpecs, now: AgentSpecs): boolean {
  for (let i = 0; i < now.length; i++) {
    const [before, after] = [crowdAt(was, i), crowdAt(now, i)];
    if (before && before.first === after?.first && before.count === after.count) {
      if (!isSameColumns(before.vars, after.vars)) return false;
      i = before.first + before.count - 1;
    } else if (canonical(was.at(i)!.vars) !== canonical(now.at(i)!.vars)) return false;
  }
  return true;
}

function isSameColumns(was: CrowdSpec['vars'], now: CrowdSpec['vars']): boolean {
  if (was.size !== now.size) return false;
  return [...was].every(([name, before]) => {
    const after = now.get(name);
    if (!after) return false;
    for (let i = 0; i < before.length; i++) if (!isSameValue(valueIn(before, i), valueIn(after, i))) return false;
    return true;
  });
}

const isSameValue = (a: Json, b: Json): boolean => a === b || (typeof a === 'object' && canonical(a) === canonical(b));

/** Whether an agent is a member of one crowd before and after the edit. Such agents have no memories. */
function isSameCrowd(was: ScenarioModel, now: ScenarioModel, i: number): boolean {
  const [before, after] = [crowdAt(was.agents, i), crowdAt(now.agents, i)];
  return before !== undefined && before.mind === after?.mind;
}

/** A memory that the edit adds is written, and one that it removes is forgotten, where it was not already. */
function memoriesOf(was: ScenarioModel, now: ScenarioModel, state: State, i: number): readonly OverrideRequest[] {
  const [before, after] = [was.agents.at(i)!.memories, now.agents.at(i)!.memories];
  const { id } = was.agents.at(i)!.self;
  const agent = agentAt(state, indexOf(state.roster, id));
  if (!agent) return [];
  const texts = new Set(after.map(({ text }) => text));
  const known = new Set(before.map(({ text }) => text));
  const lost = logItems(agent.memories, 0, before.length).filter(
    (one, n) => isFromBefore(one.kind) && !texts.has(one.text) && !agent.gone.has(n),
  );
  return [
    ...lost.map((one): OverrideRequest => ({ kind: 'memory', agent: id, memory: one.id, text: null })),
    ...after
      .filter(({ text }) => !known.has(text))
      .map(({ text, about, importance }): OverrideRequest => ({ kind: 'memory', agent: id, text, about, importance })),
  ];
}

function notesOf(was: ScenarioModel, now: ScenarioModel): readonly string[] {
  return [
    ...(hasSameTies(was, now)
      ? []
      : ['Ties that the file gives at the start come before the fork. Override those that the edited file gives.']),
    ...(hasSameVars(was.agents, now.agents)
      ? []
      : ['Start values of agent variables come before the fork. Override those that the edited file gives.']),
  ];
}
