/** The only maker of state: folds one event into a state. Pure to its callers, O(what changed). */
import { append, at, chunkedOf, emptyChunked, emptyLog, setAt } from './chunked.js';
import { checked, coded, met } from './coding.js';
import { dealt, undealt } from './deals.js';
import type { EventOf, EventType, SimEvent } from './events.js';
import { recalling, remembering } from './remembering.js';
import { indexOf, join } from './roster.js';
import {
  type Agenda,
  type AgentState,
  type Contact,
  delivery,
  type Message,
  memoryIndex,
  messageIndex,
  noScore,
  pairKey,
  type State,
  type Variables,
} from './state.js';
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
  'run.ending': (s, e) => ({ ...s, ending: e.reason }),
  'run.ended': (s, e) => moved(s, { stage: 'ended' }, { ended: e.reason }),
  'round.started': (s, e) => moved(s, { stage: 'round', program: 'round', phase: -1 }, { round: e.round, contacts: emptyLog() }),
  'round.ended': (s) => moved(s, { stage: 'round_ended', program: s.ending === null ? 'round' : 'end', phase: -1 }),
  'phase.started': phaseStarted,
  'phase.ended': (s) => moved(s, { stage: 'phase_ended' }),
  'speaker.chosen': (s, e) => moved(s, { order: [...s.agenda.order, indexOf(s.roster, e.agent)], talk: { next: null, done: false } }),
  'agent.joined': joined,
  'agent.entered': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, present: true })) }),
  'agent.left': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, present: false })) }),
  'agent.changed': (s, e) => ({
    ...s,
    agents: changed(s, e.agent, (a) => ({ ...a, mind: e.mind ?? a.mind, muted: e.muted ?? a.muted })),
  }),
  'group.joined': (s, e) => {
    const index = indexOf(s.roster, e.agent);
    const members = s.groups[e.group] ?? [];
    return members.includes(index) ? s : { ...s, groups: { ...s.groups, [e.group]: [...members, index] } };
  },
  'group.left': (s, e) => {
    const index = indexOf(s.roster, e.agent);
    return { ...s, groups: { ...s.groups, [e.group]: (s.groups[e.group] ?? []).filter((member) => member !== index) } };
  },
  'variable.set': (s, e) =>
    e.agent === null
      ? { ...s, vars: { ...s.vars, [e.name]: e.value } }
      : { ...s, agents: changed(s, e.agent, (a) => ({ ...a, vars: { ...a.vars, [e.name]: e.value } })) },
  'signal.emitted': (s, e) => ({ ...s, signals: { ...s.signals, [e.name]: s.round } }),
  'turn.started': (s) => s,
  'turn.ended': (s, e) => {
    const agents = e.agent === null ? s.agents : changed(s, e.agent, (a) => ({ ...a, lastTurn: e.reason }));
    const { asked, done, taken, answers } = s.agenda;
    const waiting = answers.length > taken;
    return moved(s, { done: done + 1, taken: waiting ? taken + 1 : taken, asked: waiting ? asked : asked + 1 }, { agents });
  },
  'message.delivered': delivered,
  'message.cut': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, cut: e.count })) }),
  'recall.done': (s, e) => moved(s, { part: 'ask' }, { agents: changed(s, e.agent, (a) => recalling(a, e.memories, s.round)) }),
  'question.asked': (s, e) => {
    const agent = e.agent === null ? -1 : indexOf(s.roster, e.agent);
    const questions = append(s.agenda.questions, { agent, turn: s.agenda.asked, hash: e.hash, seq: e.seq });
    const calm = e.purpose === 'reflect' ? { stirred: 0 } : null;
    const agents = e.agent === null ? s.agents : changed(s, e.agent, (a) => ({ ...a, asked: append(a.asked, e.hash), ...calm }));
    return moved(s, { part: 'observe', asked: s.agenda.asked + 1, questions }, { agents });
  },
  'answer.received': answered,
  'act.chosen': (s, e) => {
    const agents = changed(s, e.agent, (a) => ({
      ...a,
      lastAct: { action: e.action, args: e.args },
      dealt: dealt(s, a, e),
      busyUntil: e.until ?? a.busyUntil,
    }));
    if (e.next === undefined && e.done === undefined) return { ...s, agents };
    const next = typeof e.next === 'string' ? indexOf(s.roster, e.next) : null;
    return moved(s, { talk: { next, done: e.done === true } }, { agents });
  },
  'act.rejected': (s, e) => {
    const left = undealt(s, e);
    return left === null ? s : { ...s, agents: changed(s, e.agent, (a) => ({ ...a, dealt: left })) };
  },
  'claim.granted': (s, e) => moved(s, { grants: { ...s.agenda.grants, [e.turn]: e.granted } }),
  'message.sent': sent,
  'reaction.given': reacted,
  'ties.decayed': (s, e) => ({ ...s, networks: networks(s, e.network, (n) => decayed(n, e.factor)) }),
  'tie.changed': (s, e) => ({
    ...s,
    networks: networks(s, e.network, (n) => withTie(n, indexOf(s.roster, e.from), indexOf(s.roster, e.to), e.after)),
  }),
  'memory.written': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => remembering(a, e, s.round)) }),
  'memory.expired': (s, e) => ({
    ...s,
    agents: changed(s, e.agent, (a) => ({ ...a, gone: new Set([...a.gone, ...e.memories.map(memoryIndex)]) })),
  }),
  'rating.given': (s, e) => {
    const by = indexOf(s.roster, e.agent);
    return { ...s, agents: changed(s, e.to, (a) => ({ ...a, rated: append(a.rated, { by, round: s.round, scores: e.scores }) })) };
  },
  'reward.given': (s, e) => ({
    ...s,
    agents: changed(s, e.agent, (a) => ({ ...a, rewards: { ...a.rewards, [e.reward]: [...(a.rewards[e.reward] ?? []), e.value] } })),
  }),
  'coach.advised': (s, e) => ({ ...s, agents: changed(s, e.agent, (a) => ({ ...a, advice: { text: e.text, round: s.round } })) }),
  'survey.answered': (s, e) => ({
    ...s,
    agents: changed(s, e.agent, (a) => ({ ...a, surveys: { ...a.surveys, [e.survey]: { ...a.surveys[e.survey], ...e.answers } } })),
  }),
  'code.assigned': (s, e) => (e.check ? checked(s, e) : coded(s, e)),
  'agreement.found': (s) => s,
  'intervention.applied': (s, e) => ({
    ...s,
    happened: { ...s.happened, [e.intervention]: (s.happened[e.intervention] ?? 0) + 1 },
  }),
  'measure.taken': measured,
  fault: (s) => s,
};

function phaseStarted(s: State, e: EventOf<'phase.started'>): State {
  const index = (id: string): number => indexOf(s.roster, id);
  const pairs = (e.pairs ?? []).map(([a, b]): readonly [number, number] => [index(a), index(b)]);
  let { met } = s;
  for (const [a, b] of pairs) met = append(met, pairKey(a, b));
  return moved(
    s,
    {
      stage: 'phase',
      phase: s.agenda.phase + 1,
      order: e.order.map((id) => (id === null ? -1 : index(id))),
      pairs,
      inPair: e.inPair ?? [],
      times: e.times ?? [],
      ...{ asked: 0, done: 0, taken: 0, part: 'observe', questions: emptyLog(), answers: emptyLog(), grants: null },
      talk: { next: null, done: false },
    },
    { met },
  );
}

function delivered(s: State, e: EventOf<'message.delivered'>): State {
  const index = indexOf(s.roster, e.agent);
  const messages = e.messages.map((id) => messageIndex(s, id));
  let { deliveries } = s;
  for (const message of messages) deliveries = append(deliveries, delivery(index, message));
  const codes = messages.map((message) => at(s.codes, message)).filter((found) => found !== undefined);
  const seen = (a: AgentState): AgentState => ({
    ...a,
    inbox: e.messages,
    cut: 0,
    seenPublic: s.publicMessages.length,
    seenAddressed: a.addressed.length,
    seenCodes: codes.length > 0 ? codes.reduce<Variables>(met, a.seenCodes) : a.seenCodes,
  });
  return moved(s, { part: 'recall' }, { agents: changed(s, e.agent, seen), deliveries });
}

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
    from: event.from ?? event.agent,
    present: event.waiting !== true,
    muted: false,
    ...{ vars: {}, surveys: {}, saidCodes: {}, seenCodes: {}, rewards: {}, advice: null, rated: emptyLog(), stirred: 0 },
    ...{ touched: emptyChunked },
    ...{ gone: nothingGone, busyUntil: 0, addressed: emptyLog(), seenPublic: 0, seenAddressed: 0, inbox: [], cut: 0, recalled: [] },
    ...{ own: emptyLog(), memories: emptyLog(), asked: emptyLog(), dealt: [], lastAct: null, lastTurn: null },
  };
  return { ...state, roster: join(state.roster, event.agent), agents: setAt(state.agents, state.agents.length, agent) };
}

const nothingGone: ReadonlySet<number> = new Set();

function answered(state: State, event: EventOf<'answer.received'>): State {
  const agent = event.agent === null ? -1 : indexOf(state.roster, event.agent);
  const reason = event.status === 'fallback' ? fallbackReason(event.reason) : null;
  const { questions, answers } = state.agenda;
  const { turn } = questions.backing[answers.length]!;
  return moved(state, { answers: append(answers, { agent, turn, seq: event.seq, value: event.value, reason }) });
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
    kind: event.kind,
    author: event.author === null ? -1 : indexOf(state.roster, event.author),
    action: event.action,
    audience: event.audience,
    to: event.to.map((id) => indexOf(state.roster, id)),
    replyTo: event.replyTo,
    mentions: event.mentions.map((id) => indexOf(state.roster, id)),
    text: event.text,
    since: state.deliveries.length,
  };
  const index = state.messages.length;
  const channels = addressees(state, message);
  let agents = event.author === null ? state.agents : changed(state, event.author, (a) => ({ ...a, own: append(a.own, index) }));
  let { contacts, past } = state;
  for (const [to, channel] of channels) {
    const agent = at(agents, to)!;
    agents = setAt(agents, to, { ...agent, addressed: append(agent.addressed, index) });
    if (channel === null || message.author < 0 || message.kind !== 'said') continue;
    const contact: Contact = { round: state.round, from: message.author, to, channel, message: index };
    contacts = append(contacts, contact);
    past = append(past, contact);
  }
  return {
    ...state,
    agents,
    contacts,
    past,
    messages: append(state.messages, message),
    publicMessages: message.audience === 'public' ? append(state.publicMessages, index) : state.publicMessages,
  };
}

/**
 * Whom a message reaches beside the public, each once by its strongest channel: direct, then reply, then mention; null
 * for one among several who only hear it. Never its author, except of a message to oneself.
 */
function addressees(state: State, message: Message): ReadonlyMap<number, Contact['channel'] | null> {
  const found = new Map<number, Contact['channel'] | null>();
  const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
  const reaches = (index: number): boolean => message.audience === 'public' || message.to.includes(index);
  if (message.audience === 'direct') for (const to of message.to) found.set(to, 'direct');
  if (parent && parent.author >= 0 && !found.has(parent.author) && reaches(parent.author)) found.set(parent.author, 'reply');
  for (const to of message.mentions) if (!found.has(to) && reaches(to)) found.set(to, 'mention');
  for (const to of message.to) if (!found.has(to)) found.set(to, null);
  if (message.audience !== 'self') found.delete(message.author);
  return found;
}

function reacted(state: State, event: EventOf<'reaction.given'>): State {
  const index = messageIndex(state, event.message);
  const message = state.messages.backing[index]!;
  let scores = state.scores.length === 0 ? chunkedOf([noScore]) : state.scores;
  while (scores.length <= index) scores = setAt(scores, scores.length, noScore);
  const score = at(scores, index)!;
  const from = indexOf(state.roster, event.agent);
  const contact: Contact = { round: state.round, from, to: message.author, channel: 'reaction', kind: event.kind, message: index };
  return {
    ...state,
    scores: setAt(scores, index, { ...score, [event.kind]: (score[event.kind] ?? 0) + 1 }),
    contacts: message.author < 0 ? state.contacts : append(state.contacts, contact),
    past: message.author < 0 ? state.past : append(state.past, contact),
  };
}

function measured(state: State, event: EventOf<'measure.taken'>): State {
  const known = state.measures.some((m) => m.measure === event.measure);
  const all = known ? state.measures : [...state.measures, { measure: event.measure, values: [] }];
  return { ...state, measures: all.map((m) => (m.measure === event.measure ? { ...m, values: [...m.values, event.value] } : m)) };
}
