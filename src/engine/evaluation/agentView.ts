/**
 * Agents and messages as records for expressions. The record of an agent has what the file says, its variables, answers and
 * rewards, and the codes of messages that it saw or wrote. The record of a message has its text and its marks.
 */
import { memoBy } from '../../core/util/memo.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import { agentAt, varsOf } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import { indexOf } from '../../core/events/roster.js';
import { type AgentState, noScore, type State, type Variables } from '../../core/events/state.js';
import { sharedText } from '../../core/util/privateTexts.js';
import { touch, type Value } from '../../expr/index.js';
import { guardedKeys, specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';

type Record_ = { [name: string]: Value };

/** A record, and the parts of the state that it was made from. */
interface View extends Pick<AgentState, 'id' | 'from' | 'surveys' | 'rewards' | 'seenCodes' | 'saidCodes'> {
  readonly vars: Variables;
  readonly groups: State['groups'];
  readonly value: Value;
}

/** The last record of each agent of a model. Many formulas ask for the same record while nothing in it changes. */
const viewsOf = memoBy((_model: ScenarioModel): View[] => []);

/** The record of an agent: what its file says, its variables, its answers, its codes, and its role. */
export function agentValue(model: ScenarioModel, state: State, index: number): Value {
  const agent = agentAt(state, index);
  if (!agent) return null;
  if (model.agentVarsPoint) return viewOf(model, state, index, agent);
  const last = viewsOf(model);
  const known = last[index];
  const vars = varsOf(state, index);
  if (known && known.vars === vars && isOf(known, agent) && (model.places.length === 0 || known.groups === state.groups))
    return known.value;
  const { id, from, surveys, rewards, seenCodes, saidCodes } = agent;
  const value = viewOf(model, state, index, agent);
  last[index] = { id, from, vars, surveys, rewards, seenCodes, saidCodes, groups: state.groups, value };
  return value;
}

const isOf = (view: View, { id, from, surveys, rewards, seenCodes, saidCodes }: AgentState): boolean =>
  view.id === id &&
  view.from === from &&
  view.surveys === surveys &&
  view.rewards === rewards &&
  view.seenCodes === seenCodes &&
  view.saidCodes === saidCodes;

function viewOf(model: ScenarioModel, state: State, index: number, agent: AgentState): Value {
  const { self, part } = specOf(model, state, index);
  const vars = varsOf(state, index);
  const { places, surveys, rewards } = model;
  const place = (): Value => places.find(({ id }) => state.groups[id]?.includes(index))?.id ?? null;
  // One object literal. An object that grows key by key takes three times as long and more memory.
  const view: Record_ = {
    gender: '',
    ...(self as unknown as Record_),
    role: part?.role ?? null,
    ...(places.length > 0 ? { place: place() } : null),
    ...vars,
    ...(surveys.length > 0 ? Object.fromEntries(surveys.map((survey) => [survey.id, answersOf(model, state, agent, survey)])) : null),
    rewards: rewards.length === 0 ? NOTHING : Object.fromEntries(rewards.map(({ id }) => [id, agent.rewards[id]?.at(-1) ?? null])),
    seen: codesOf(model, agent.seenCodes),
    said: codesOf(model, agent.saidCodes),
  };
  if (model.agentVarsPoint)
    for (const spec of model.agentVars) if (spec.kind === 'agent') point(view, spec.id, model, state, vars[spec.id]);
  for (const key of guardedKeys(model, specOf(model, state, index))) guard(view, key);
  for (const id of model.derived?.rewards ?? []) guard(view['rewards'] as Record_, id);
  return view;
}

/**
 * Makes a field return the agent whose id it holds. The agent is looked up when the field is read, because two agents can refer to
 * each other.
 */
function point(view: Record_, name: string, model: ScenarioModel, state: State, id: Json | undefined): void {
  const one = (other: Json): Value => agentValue(model, state, indexOf(state.roster, String(other)));
  if (Array.isArray(id)) Object.defineProperty(view, name, { enumerable: true, get: () => (id as readonly Json[]).map(one) });
  if (typeof id === 'string') Object.defineProperty(view, name, { enumerable: true, get: () => one(id) });
}

/** Notes each reading of a private field. One level of a group can be guarded without the others. */
function guard(view: Record_, key: string): void {
  const [first = '', part] = key.split('.');
  const found = Object.getOwnPropertyDescriptor(view, first);
  if (!found) return;
  if (part !== undefined) {
    // If the group is guarded as a whole, each of its levels is guarded too.
    if (found.get) return;
    const group = { ...(found.value as Record_) };
    guard(group, part);
    view[first] = group;
    return;
  }
  const get = found.get ?? ((): Value => found.value as Value);
  Object.defineProperty(view, first, {
    enumerable: true,
    configurable: true,
    get: (): Value => {
      touch();
      return get() as Value;
    },
  });
}

function answersOf(model: ScenarioModel, state: State, agent: AgentState, survey: ScenarioModel['surveys'][number]): Value {
  const given = agent.surveys[survey.id];
  const answers: Record_ = {};
  for (const { id, of, answer } of survey.items) {
    const row = id === of ? null : id.slice(of.length + 1);
    const record = row === null ? answers : ((answers[of] ??= {}) as Record_);
    const name = row ?? id;
    record[name] = given?.[id] ?? null;
    if (answer.kind === 'agent') point(record, name, model, state, given?.[id]);
  }
  return answers;
}

const NOTHING: Value = {};

/** Every code, with false until the agent met it. */
const codesOf = (model: ScenarioModel, met: { readonly [code: string]: Json }): Value =>
  model.codes.length === 0
    ? NOTHING
    : Object.fromEntries(model.codes.map(({ id, answer }) => [id, met[id] ?? (answer.kind === 'boolean' ? false : null)]));

/** The record of a message. `author` is null for the voice of the world. */
export function messageValue(model: ScenarioModel, state: State, index: number): Value {
  const { id, author, text, round } = state.messages.backing[index]!;
  const { up, down, ['report']: reports = 0 } = itemAt(state.scores, index) ?? noScore;
  const view: Record_ = { id, author: author < 0 ? null : agentValue(model, state, author), text, round, up, down, reports };
  if (sharedText(state.sealed, text) !== text) guard(view, 'text');
  return view;
}

/** The messages of an agent, the oldest first. */
export function writtenBy(model: ScenarioModel, state: State, author: number): readonly Value[] {
  const found: Value[] = [];
  for (let i = 0; i < state.messages.length; i++)
    if (state.messages.backing[i]!.author === author) found.push(messageValue(model, state, i));
  return found;
}
