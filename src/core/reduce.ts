/** The only maker of state: folds one event into a state. Pure to its callers, O(what changed). */
import { append, at, chunkedOf, emptyLog, setAt } from './chunked.js';
import type { EventOf, EventType, SimEvent } from './events.js';
import { indexOf, join } from './roster.js';
import { type Agenda, type AgentState, type Contact, type Message, messageIndex, noScore, type State } from './state.js';
import { decayed, emptyNetwork, type Network, withTie } from './ties.js';

/** The state after `event`. Throws on an event that does not follow `state.seq`. */
export function reduce(state: State, event: SimEvent): State {
  if (event.seq !== state.seq + 1) throw new Error(`event ${event.seq} cannot follow ${state.seq}`);
  const fold = folds[event.type] as (state: State, event: SimEvent) => State;
  const next = fold(state, event);
  return next === state ? { ...state, seq: event.seq, step: event.step } : Object.assign(next, { seq: event.seq, step: event.step });
}

/** Folds return a fresh state, or the one they were given when nothing but the position changes. */
type Folds = { readonly [T in EventType]: (state: State, event: EventOf<T>) => State };

const folds: Folds = {
  'run.started': (s) => moved(s, { stage: 'opened' }),
  'run.ended': (s, e) => moved(s, { stage: 'ended' }, { ended: e.reason }),
  'round.started': (s, e) => moved(s, { stage: 'round', phase: -1 }, { round: e.round, contacts: emptyLog() }),
  'round.ended': (s) => moved(s, { stage: 'round_ended' }),
  'phase.started': (s, e) =>
    moved(s, {
      stage: 'phase',
      phase: s.agenda.phase + 1,
      order: e.order.map((id) => indexOf(s.roster, id)),
      asked: 0,
      answered: 0,
      done: 0,
      part: 'observe',
      questions: emptyLog(),
    }),
  'phase.ended': (s) => moved(s, { stage: 'phase_ended' }),
  'agent.joined': joined,
  'turn.started': (s) => s,
  'turn.ended': (s, e) =>
    moved(s, { done: s.agenda.done + 1, answer: null }, { agents: changed(s, e.agent, (a) => ({ ...a, lastTurn: e.reason })) }),
  'message.delivered': (s, e) => {
    const seen = (a: AgentState): AgentState => ({
      ...a,
      inbox: e.messages,
      cut: 0,
      seenPublic: s.publicMessages.length,
      seenAddressed: a.addressed.length,
    });
    return moved(s, { part: 'recall' }, { agents: changed(s, e.agent, seen) });
  },
  'message.cut': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, cut: e.count })) }),
  'recall.done': (s, e) => moved(s, { part: 'ask' }, { agents: changed(s, e.agent, (a) => ({ ...a, recalled: e.memories })) }),
  'question.asked': (s, e) => {
    const questions = append(s.agenda.questions, { agent: indexOf(s.roster, e.agent), hash: e.hash, seq: e.seq });
    const agents = changed(s, e.agent, (a) => ({ ...a, asked: append(a.asked, e.hash) }));
    return moved(s, { part: 'observe', asked: s.agenda.asked + 1, questions }, { agents });
  },
  'answer.received': answered,
  'act.chosen': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, lastAct: { action: e.action, args: e.args } })) }),
  'act.rejected': (s) => s,
  'message.sent': sent,
  'reaction.given': reacted,
  'ties.decayed': (s, e) => moved(s, { stage: 'ties' }, { networks: networks(s, e.network, (n) => decayed(n, e.factor)) }),
  'tie.changed': (s, e) => ({
    ...s,
    networks: networks(s, e.network, (n) => withTie(n, indexOf(s.roster, e.from), indexOf(s.roster, e.to), e.after)),
  }),
  'memory.written': (s, e) => ({
    ...s,
    agents: changed(s, e.agent, (a) => ({
      ...a,
      memories: append(a.memories, {
        id: e.id,
        round: s.round,
        kind: e.kind,
        text: e.text,
        about: e.about,
        importance: e.importance,
        source: e.source,
      }),
    })),
  }),
  'measure.taken': measured,
  fault: (s) => s,
};

/** The state with its agenda moved on and what else changed, in one copy. */
const moved = (state: State, agenda: Partial<Agenda>, changes?: Partial<State>): State => ({
  ...state,
  ...changes,
  agenda: { ...state.agenda, ...agenda },
});

function changed(state: State, id: string, change: (agent: AgentState) => AgentState): State['agents'] {
  const index = indexOf(state.roster, id);
  const agent = at(state.agents, index);
  if (!agent) throw new Error(`no agent ${id}`);
  return setAt(state.agents, index, change(agent));
}

function networks(state: State, name: string, change: (network: Network) => Network): readonly Network[] {
  const known = state.networks.some((n) => n.name === name);
  const all = known ? state.networks : [...state.networks, emptyNetwork(name)];
  return all.map((n) => (n.name === name ? change(n) : n));
}

function joined(state: State, event: EventOf<'agent.joined'>): State {
  const agent: AgentState = {
    id: event.agent,
    name: event.name,
    mind: event.mind,
    addressed: emptyLog(),
    seenPublic: state.publicMessages.length,
    seenAddressed: 0,
    inbox: [],
    cut: 0,
    recalled: [],
    own: emptyLog(),
    memories: emptyLog(),
    asked: emptyLog(),
    lastAct: null,
    lastTurn: null,
  };
  return { ...state, roster: join(state.roster, event.agent), agents: setAt(state.agents, state.agents.length, agent) };
}

function answered(state: State, event: EventOf<'answer.received'>): State {
  const agent = indexOf(state.roster, event.agent);
  const reason = event.status === 'fallback' ? fallbackReason(event.reason) : null;
  return moved(state, {
    answered: state.agenda.answered + 1,
    answer: { agent, seq: event.seq, value: event.value, reason },
  });
}

/** Reason of a turn whose answer could not be used. Codes of minds that say no more all mean `fault`. */
function fallbackReason(code: string | null): AgentState['lastTurn'] {
  if (code === 'empty-content') return 'empty';
  return code === 'refused' || code === 'empty' || code === 'unparsable' ? code : 'fault';
}

function sent(state: State, event: EventOf<'message.sent'>): State {
  const message: Message = {
    id: event.id,
    seq: event.seq,
    round: state.round,
    author: indexOf(state.roster, event.author),
    action: event.action,
    audience: event.audience,
    to: event.to.map((id) => indexOf(state.roster, id)),
    replyTo: event.replyTo,
    mentions: event.mentions.map((id) => indexOf(state.roster, id)),
    text: event.text,
  };
  const index = state.messages.length;
  const channels = addressees(state, message);
  let agents = changed(state, event.author, (a) => ({ ...a, own: append(a.own, index) }));
  let { contacts } = state;
  for (const [to, channel] of channels) {
    const agent = at(agents, to)!;
    agents = setAt(agents, to, { ...agent, addressed: append(agent.addressed, index) });
    contacts = append<Contact>(contacts, { from: message.author, to, channel, message: index });
  }
  return {
    ...state,
    agents,
    contacts,
    messages: append(state.messages, message),
    publicMessages: message.audience === 'public' ? append(state.publicMessages, index) : state.publicMessages,
  };
}

/** Whom a message speaks to, each once by its strongest channel: direct, then reply, then mention. Never its author. */
function addressees(state: State, message: Message): ReadonlyMap<number, Contact['channel']> {
  const found = new Map<number, Contact['channel']>();
  for (const to of message.to) found.set(to, 'direct');
  const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
  if (parent && !found.has(parent.author)) found.set(parent.author, 'reply');
  for (const to of message.mentions) if (!found.has(to)) found.set(to, 'mention');
  found.delete(message.author);
  return found;
}

function reacted(state: State, event: EventOf<'reaction.given'>): State {
  const index = messageIndex(state, event.message);
  const message = state.messages.backing[index]!;
  let scores = state.scores.length === 0 ? chunkedOf([noScore]) : state.scores;
  while (scores.length <= index) scores = setAt(scores, scores.length, noScore);
  const score = at(scores, index)!;
  const from = indexOf(state.roster, event.agent);
  return {
    ...state,
    scores: setAt(scores, index, { ...score, [event.kind]: score[event.kind] + 1 }),
    contacts: append(state.contacts, { from, to: message.author, channel: event.kind, message: index }),
  };
}

function measured(state: State, event: EventOf<'measure.taken'>): State {
  const known = state.measures.some((m) => m.measure === event.measure);
  const all = known ? state.measures : [...state.measures, { measure: event.measure, values: [] }];
  return { ...state, measures: all.map((m) => (m.measure === event.measure ? { ...m, values: [...m.values, event.value] } : m)) };
}
