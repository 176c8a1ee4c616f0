/** Overrides of a user, checked against the model and the moment, as the events that make them. */
import { logAt } from '../../core/util/chunkedList.js';
import { agentAt, someAgents, varsOf } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import { type AgentId, memoryId } from '../../core/util/ids.js';
import { canonical, type Json } from '../../core/util/json.js';
import type { Override, OverrideRequest } from '../../core/events/overrides.js';
import { indexOf } from '../../core/events/roster.js';
import { type AgentState, memoryIndex, networkOf, type State } from '../../core/events/state.js';
import { didYouMeanPerson, noSuch } from '../../core/util/suggest.js';
import { strengthOf } from '../../core/events/ties.js';
import type { ScenarioModel, VarSpec } from '../../engine/index.js';

type PlannedOverrides =
  | { readonly ok: true; readonly drafts: readonly Draft[] }
  /** The first override that is not possible, as text for the user. */
  | { readonly ok: false; readonly message: string };

/** The change with the earlier value; null where it changes nothing, or a message where it is not possible. */
type Found = { readonly change: Override; readonly before: Json } | string | null;

/** One event for each override that changes something, in the given order. All are checked against `state`. */
export function overrideDrafts(model: ScenarioModel, state: State, wanted: readonly OverrideRequest[]): PlannedOverrides {
  const drafts: Draft[] = [];
  const written = new Map<AgentId, number>();
  for (const one of wanted) {
    const found = foundOf(model, state, one, written);
    if (typeof found === 'string') return { ok: false, message: found };
    if (found) drafts.push({ at: null, cause: state.seq, body: { type: 'state.overridden', ...found } });
  }
  return { ok: true, drafts };
}

function foundOf(model: ScenarioModel, state: State, wanted: OverrideRequest, written: Map<AgentId, number>): Found {
  switch (wanted.kind) {
    case 'variable':
      return variable(model, state, wanted);
    case 'tie':
      return tie(model, state, wanted);
    case 'memory':
      return memory(state, wanted, written);
    case 'answer':
      return agentOf(state, wanted.agent) ? { change: wanted, before: null } : noAgent(state, wanted.agent);
  }
}

const agentOf = (state: State, id: AgentId): AgentState | undefined => agentAt(state, indexOf(state.roster, id));

function noAgent(state: State, id: AgentId): string {
  const people = someAgents(state, id);
  const near = didYouMeanPerson(id, people);
  return near === ''
    ? noSuch(
        'agent',
        id,
        people.map((one) => one.id),
      )
    : `There is no agent \`${id}\`.${near}`;
}

function variable(model: ScenarioModel, state: State, change: Extract<Override, { kind: 'variable' }>): Found {
  const { name, agent: id, value } = change;
  const agent = id === null ? null : agentOf(state, id);
  if (agent === undefined) return noAgent(state, id!);
  const specs = agent ? model.agentVars : model.vars;
  const spec = specs.find((one) => one.id === name);
  const vars = id === null ? state.vars : varsOf(state, indexOf(state.roster, id));
  if (!spec && !Object.hasOwn(vars, name)) {
    const known = [...new Set([...specs.map((one) => one.id), ...Object.keys(vars)])];
    const there = known.length > 0 ? `There are ${known.join(', ')}.` : 'There are none.';
    return `${agent ? `\`${agent.id}\`` : 'The world'} has no variable \`${name}\`. ${there}`;
  }
  const wrong = spec ? unfit(state, spec, value) : null;
  if (wrong !== null) return `\`${name}\` takes ${wrong}, not ${JSON.stringify(value)}.`;
  const before = vars[name] ?? null;
  return canonical(before) === canonical(value) ? null : { change, before };
}

/** What a variable accepts, as text, where the value is not valid. */
function unfit(state: State, { kind, words, low, high, optional }: VarSpec, value: Json): string | null {
  if (value === null && (optional || kind === 'any')) return null;
  if (kind === 'number') {
    const range = low === null || high === null ? 'a number' : `a number from ${low} to ${high}`;
    const fits = typeof value === 'number' && Number.isFinite(value) && value >= (low ?? value) && value <= (high ?? value);
    return fits ? null : range;
  }
  if (kind === 'boolean') return typeof value === 'boolean' ? null : 'true or false';
  if (kind === 'agent') return typeof value === 'string' && indexOf(state.roster, value) >= 0 ? null : 'the id of an agent';
  if (words.length > 0) return typeof value === 'string' && words.includes(value) ? null : `one of ${words.join(', ')}`;
  return kind === 'text' && typeof value !== 'string' ? 'a text' : null;
}

function tie(model: ScenarioModel, state: State, change: Extract<Override, { kind: 'tie' }>): Found {
  const { network: name, from, to, value } = change;
  const spec = model.networks.find((one) => one.name === name);
  if (!spec) return `There is no network \`${name}\`. There are ${model.networks.map((one) => one.name).join(', ') || 'none'}.`;
  const [a, b] = [indexOf(state.roster, from), indexOf(state.roster, to)];
  if (a < 0 || b < 0) return noAgent(state, a < 0 ? from : to);
  if (a === b) return `A tie is between two agents: \`${from}\` cannot have a tie to itself.`;
  if (!spec.among.has(a) || !spec.among.has(b)) return `\`${spec.among.has(a) ? to : from}\` is not in the network \`${name}\`.`;
  if (!(value >= 0 && value <= 1)) return `The strength of a tie is a number from 0 to 1, not ${value}.`;
  const network = networkOf(state, name);
  const before = network ? strengthOf(network, a, b) : 0;
  return before === value ? null : { change, before };
}

/** The range of a memory's importance. */
const MOST = 10;

function memory(state: State, wanted: Extract<OverrideRequest, { kind: 'memory' }>, written: Map<AgentId, number>): Found {
  const { agent: id, memory: given, text, about = [], importance } = wanted;
  const agent = agentOf(state, id);
  if (!agent) return noAgent(state, id);
  const stranger = about.find((one) => !agentOf(state, one));
  if (stranger !== undefined) return noAgent(state, stranger);
  if (importance !== undefined && !(importance >= 1 && importance <= MOST))
    return `The importance of a memory is a number from 1 to ${MOST}, not ${importance}.`;
  if (text !== null && text.trim() === '') return 'A memory needs text. To remove a memory, forget it.';
  if (given === undefined) {
    if (text === null) return `Name the memory that \`${id}\` forgets, as in ${id}.3.`;
    const n = (written.get(id) ?? agent.memories.length) + 1;
    written.set(id, n);
    return { change: { ...wanted, memory: memoryId(id, n), text }, before: null };
  }
  const index = memoryIndex(given);
  const known = given === memoryId(id, index + 1) ? logAt(agent.memories, index) : undefined;
  if (!known || agent.gone.has(index)) return `\`${id}\` has no memory \`${given}\` at that moment.`;
  if (known.text === text && (importance ?? known.importance) === known.importance) return null;
  const before = importance === undefined ? known.text : { text: known.text, importance: known.importance };
  return { change: { ...wanted, memory: given, text }, before };
}
