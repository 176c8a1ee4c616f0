/**
 * The next state while `reduce` creates it: mutable copies of a state, its agenda and its agents. The fields are copied one
 * by one, which is much faster than a spread; a missing field does not compile.
 */
import { at, setSparse } from '../util/chunkedList.js';
import { agentAt } from './agents.js';
import type { AgentId } from '../util/ids.js';
import { type Column, emptyColumn } from '../columns/column.js';
import { type ColumnAfter, type Fresh, withValue, withValues } from '../columns/columnChanges.js';
import { indexAt, type Indices } from '../columns/indexText.js';
import { type Values, valueIn } from '../columns/valueText.js';
import { bisect } from '../util/search.js';
import type { Json } from '../util/json.js';
import { crowdAt, idAt, indexOf } from './roster.js';
import type { Agenda } from './agenda.js';
import type { AgentState, State } from './state.js';
import { emptyNetwork, type Network } from './ties.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Next = Mutable<State>;
type NextAgenda = Mutable<Agenda>;
export type NextAgent = Mutable<AgentState>;

/**
 * Whether the new state has its own copies of the agenda and of which agents: a step copies each once. `agents` holds, by
 * index, the number of the state that last copied the agent, so that it need not be cleared for the next state.
 *
 * It is module state for speed: with a `WeakMap` from each draft to a set of its agents, folding the
 * 11,433 events of `examples/making_friends.society` over 30 rounds takes 23 to 26 ms instead of 15 (median of 15 folds, Node 20).
 */
const own: { state: Next | null; number: number; agenda: boolean; readonly agents: number[]; columns: Fresh } = {
  ...{ state: null, number: 0, agenda: false, agents: [], columns: new Set() },
};

/** A draft of the next state, which shares all parts with the state it starts from. There is one draft at a time. */
export function nextOf(state: State): Next {
  const next = copyOf(state);
  own.state = next;
  own.agenda = false;
  if (own.columns.size > 0) own.columns = new Set();
  own.number++;
  return next;
}

/** The finished state of a draft. */
export function madeOf(next: Next): State {
  own.state = null;
  return next;
}

const copyOf = (state: State): Next => ({
  seq: state.seq,
  step: state.step,
  round: state.round,
  ending: state.ending,
  ended: state.ended,
  agenda: state.agenda,
  roster: state.roster,
  individuals: state.individuals,
  attendance: state.attendance,
  columns: state.columns,
  vars: state.vars,
  groups: state.groups,
  signals: state.signals,
  met: state.met,
  happened: state.happened,
  applied: state.applied,
  written: state.written,
  sealed: state.sealed,
  networks: state.networks,
  before: state.before,
  changing: state.changing,
  acting: state.acting,
  made: state.made,
  messages: state.messages,
  publicMessages: state.publicMessages,
  told: state.told,
  scores: state.scores,
  codes: state.codes,
  deliveries: state.deliveries,
  contacts: state.contacts,
  past: state.past,
  checks: state.checks,
  measures: state.measures,
  faults: state.faults,
  overriddenAnswers: state.overriddenAnswers,
  embeddings: state.embeddings,
});

const nextAgenda = (agenda: Agenda): NextAgenda => ({
  stage: agenda.stage,
  program: agenda.program,
  phase: agenda.phase,
  order: agenda.order,
  pairs: agenda.pairs,
  inPair: agenda.inPair,
  times: agenda.times,
  asked: agenda.asked,
  done: agenda.done,
  taken: agenda.taken,
  part: agenda.part,
  questions: agenda.questions,
  answers: agenda.answers,
  grants: agenda.grants,
  talk: agenda.talk,
});

const nextAgent = (agent: AgentState): NextAgent => ({
  id: agent.id,
  name: agent.name,
  mind: agent.mind,
  from: agent.from,
  present: agent.present,
  muted: agent.muted,
  ownVars: agent.ownVars,
  surveys: agent.surveys,
  saidCodes: agent.saidCodes,
  seenCodes: agent.seenCodes,
  touched: agent.touched,
  rewards: agent.rewards,
  advice: agent.advice,
  rated: agent.rated,
  stirred: agent.stirred,
  gone: agent.gone,
  busyUntil: agent.busyUntil,
  addressed: agent.addressed,
  seenPublic: agent.seenPublic,
  seenAddressed: agent.seenAddressed,
  inbox: agent.inbox,
  cut: agent.cut,
  recalled: agent.recalled,
  own: agent.own,
  marked: agent.marked,
  memories: agent.memories,
  asked: agent.asked,
  dealt: agent.dealt,
  lastAct: agent.lastAct,
  lastTurn: agent.lastTurn,
});

/** The mutable copy of the agenda in the draft. */
export function agendaIn(s: Next): NextAgenda {
  if (!own.agenda || own.state !== s) {
    s.agenda = nextAgenda(s.agenda);
    own.agenda = own.state === s;
  }
  return s.agenda;
}

/** The mutable copy of the agent in the draft. */
export function agentIn(s: Next, id: AgentId): NextAgent {
  const index = indexOf(s.roster, id);
  if (index < 0) throw new Error(`no agent ${id}`);
  return individualIn(s, index);
}

/** The mutable copy of the agent with an index in the draft. An agent of a crowd gets a state of its own. */
export function individualIn(s: Next, index: number): NextAgent {
  if (own.state === s && own.agents[index] === own.number) return at(s.individuals, index)!;
  const agent = nextAgent(agentAt(s, index)!);
  s.individuals = setSparse(s.individuals, index, agent);
  if (own.state === s) own.agents[index] = own.number;
  return agent;
}

/** Sets a variable of the world, or of an agent. */
export function setVariable(s: Next, id: AgentId | null, name: string, value: Json): void {
  if (id === null) {
    s.vars = { ...s.vars, [name]: value };
    return;
  }
  const index = indexOf(s.roster, id);
  if (crowdAt(s.roster, index)) {
    s.columns = { ...s.columns, [name]: withValue(columnOf(s, name), index, value, own.state === s ? own.columns : new Set()) };
    return;
  }
  const agent = agentIn(s, id);
  agent.ownVars = { ...agent.ownVars, [name]: value };
}

/** Sets a variable of several agents, by index. `after`: all values of the variable after it, if they are known. */
export function setVariables(s: Next, name: string, rows: Indices, values: Values, after: ColumnAfter | null): void {
  const known = columnOf(s, name);
  let [column, done] = [known, 0];
  const single = (until: number): void => {
    for (; done < until; done++) setVariable(s, idAt(s.roster, indexAt(rows, done)), name, valueIn(values, done));
  };
  for (const { first, count } of s.roster.crowds) {
    single(placeBefore(rows, first));
    const until = placeBefore(rows, first + count);
    if (until > done) column = withValues(column, rows, values, done, until, after);
    done = until;
  }
  if (column !== known) s.columns = { ...s.columns, [name]: column };
  single(rows.length);
}

/** The number of indices that are less than `index`. */
const placeBefore = (rows: Indices, index: number): number => bisect(0, rows.length, (i) => indexAt(rows, i) < index);

const columnOf = ({ columns }: Next, name: string): Column => (Object.hasOwn(columns, name) ? columns[name]! : emptyColumn());

/** Changes one network. A network without ties starts empty. */
export function changeNetwork(s: Next, name: string, change: (network: Network) => Network): void {
  const known = s.networks.some((n) => n.name === name);
  const all = known ? s.networks : [...s.networks, emptyNetwork(name)];
  s.networks = all.map((n) => (n.name === name ? change(n) : n));
}
