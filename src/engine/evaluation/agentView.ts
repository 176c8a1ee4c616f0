/**
 * Agents and messages as records for expressions. The record of an agent has what the file says, its variables, answers and
 * rewards, and the codes of messages that it saw or wrote. The record of a message has its text and its marks.
 */
import { memoBy } from '../../core/util/memo.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import { agentAt, individualAt, varsOf } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import { type Crowd, crowdAt, indexOf } from '../../core/events/roster.js';
import { type AgentState, noScore, type State, type Variables } from '../../core/events/state.js';
import { sharedText } from '../../core/util/privateTexts.js';
import { touch, type Value } from '../../expr/index.js';
import { guardedKeys, specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';

/** The id of an agent in an expression: its id, or a record with an id. */
export const idOf = (agent: Value | undefined): string => {
  if (typeof agent === 'string') return agent;
  const id = agent !== null && typeof agent === 'object' && 'id' in agent ? agent.id : '';
  return typeof id === 'string' ? id : '';
};

type Record_ = { [name: string]: Value };

/** A record, and the parts of the state that it was made from. `crowd`: of a member that has no state of its own; null for other agents. */
interface View extends Pick<AgentState, 'id' | 'from' | 'surveys' | 'rewards' | 'seenCodes' | 'saidCodes'> {
  readonly crowd: Crowd | null;
  readonly vars: Variables;
  readonly groups: State['groups'];
  readonly value: Value;
}

/** The last record of each agent of a model. Many formulas ask for the same record while nothing in it changes. */
const viewsOf = memoBy((_model: ScenarioModel): View[] => []);

/** The parts of a state that the record of any agent can show. */
type Shown = Pick<State, 'roster' | 'individuals' | 'columns' | 'groups'>;

/** Records that refer to other agents show these as they were in one state. They are kept until a part that records show changes. */
interface Referring extends Shown {
  readonly values: Map<number, Value>;
}

const referringOf = memoBy((_model: ScenarioModel): { last: Referring | null } => ({ last: null }));

function referring(model: ScenarioModel, { roster, individuals, columns, groups }: State): Map<number, Value> {
  const kept = referringOf(model);
  const { last } = kept;
  if (last && last.columns === columns && last.individuals === individuals && last.roster === roster && last.groups === groups)
    return last.values;
  const values = new Map<number, Value>();
  kept.last = { roster, individuals, columns, groups, values };
  return values;
}

/** The record of an agent: what its file says, its variables, its answers, its codes, and its role. */
export function agentValue(model: ScenarioModel, state: State, index: number): Value {
  const last = viewsOf(model);
  const known = last[index];
  const vars = varsOf(state, index);
  if (known && known.vars === vars && isShown(known, state, index) && (model.places.length === 0 || known.groups === state.groups))
    return known.value;
  const values = model.agentVarsPoint ? referring(model, state) : null;
  const referred = values?.get(index);
  if (referred !== undefined) return referred;
  const agent = agentAt(state, index);
  if (!agent) return null;
  const { value, refers } = viewOf(model, state, index, agent);
  if (refers) {
    values?.set(index, value);
    return value;
  }
  const { id, from, surveys, rewards, seenCodes, saidCodes } = agent;
  const crowd = individualAt(state, index) ? null : (crowdAt(state.roster, index) ?? null);
  last[index] = { crowd, id, from, vars, surveys, rewards, seenCodes, saidCodes, groups: state.groups, value };
  return value;
}

/** Whether a record shows the state of an agent as it is now. */
function isShown(view: View, state: State, index: number): boolean {
  const own = individualAt(state, index);
  if (!own) return view.crowd !== null && view.crowd === crowdAt(state.roster, index);
  return (
    view.id === own.id &&
    view.from === own.from &&
    view.surveys === own.surveys &&
    view.rewards === own.rewards &&
    view.seenCodes === own.seenCodes &&
    view.saidCodes === own.saidCodes
  );
}

/** `refers`: it has a field that shows another agent. */
function viewOf(model: ScenarioModel, state: State, index: number, agent: AgentState): { readonly value: Value; readonly refers: boolean } {
  const { self, part } = specOf(model, state, index);
  const vars = varsOf(state, index);
  const { places, surveys, rewards } = model;
  const place = (): Value => places.find(({ id }) => state.groups[id]?.includes(index))?.id ?? null;
  let refers = false;
  const point = (record: Record_, name: string, id: Json | undefined): void => {
    refers = pointed(record, name, model, state, id) || refers;
  };
  // One object literal. An object that grows key by key takes three times as long and more memory.
  const view: Record_ = {
    gender: '',
    ...(self as unknown as Record_),
    role: part?.role ?? null,
    ...(places.length > 0 ? { place: place() } : null),
    ...vars,
    ...(surveys.length > 0 ? Object.fromEntries(surveys.map((survey) => [survey.id, answersOf(agent, survey, point)])) : null),
    rewards: rewards.length === 0 ? NOTHING : Object.fromEntries(rewards.map(({ id }) => [id, agent.rewards[id]?.at(-1) ?? null])),
    seen: codesOf(model, agent.seenCodes),
    said: codesOf(model, agent.saidCodes),
  };
  if (model.agentVarsPoint) for (const spec of model.agentVars) if (spec.kind === 'agent') point(view, spec.id, vars[spec.id]);
  for (const key of guardedKeys(model, specOf(model, state, index))) guard(view, key);
  for (const id of model.derived?.rewards ?? []) guard(view['rewards'] as Record_, id);
  return { value: view, refers };
}

/**
 * Makes a field return the agent whose id it holds. The agent is looked up when the field is read, because two agents can refer to
 * each other. Returns false for a field without an id.
 */
function pointed(view: Record_, name: string, model: ScenarioModel, state: State, id: Json | undefined): boolean {
  const one = (other: Json): Value => agentValue(model, state, indexOf(state.roster, String(other)));
  if (Array.isArray(id)) Object.defineProperty(view, name, { enumerable: true, get: () => (id as readonly Json[]).map(one) });
  else if (typeof id === 'string') Object.defineProperty(view, name, { enumerable: true, get: () => one(id) });
  else return false;
  return true;
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

function answersOf(
  agent: AgentState,
  survey: ScenarioModel['surveys'][number],
  point: (record: Record_, name: string, id: Json | undefined) => void,
): Value {
  const given = agent.surveys[survey.id];
  const answers: Record_ = {};
  for (const { id, of, answer } of survey.items) {
    const row = id === of ? null : id.slice(of.length + 1);
    const record = row === null ? answers : ((answers[of] ??= {}) as Record_);
    const name = row ?? id;
    record[name] = given?.[id] ?? null;
    if (answer.kind === 'agent') point(record, name, given?.[id]);
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
