/** The only maker of state: folds one event into a state. Pure to its callers, O(what changed). */
import { append, at, chunkedOf, emptyChunked, emptyLog, setAt } from './chunked.js';
import { checked, coded, met } from './coding.js';
import { dealt, undealt } from './deals.js';
import type { EventOf, EventType, SimEvent } from './events.js';
import { type Next, type NextAgenda, type NextAgent, nextAgenda, nextAgent, nextOf } from './next.js';
import { recalling, remembering } from './remembering.js';
import type { AgentId } from './ids.js';
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
  const next = nextOf(state);
  next.seq = event.seq;
  next.step = event.step;
  (folds[event.type] as (next: Next, event: SimEvent) => void)(next, event);
  return next;
}

/** Folds change a copy of the state, of which everything below is shared until it is changed itself. */
type Folds = { readonly [T in EventType]: (next: Next, event: EventOf<T>) => void };

const nothing = (): void => undefined;

const folds: Folds = {
  'run.started': (s) => move(s, { stage: 'opened' }),
  'run.ending': (s, e) => set(s, { ending: e.reason }),
  'run.ended': (s, e) => {
    s.ended = e.reason;
    move(s, { stage: 'ended' });
  },
  'round.started': (s, e) => {
    set(s, { round: e.round, contacts: emptyLog(), before: append(s.before, s.networks) });
    move(s, { stage: 'round', program: 'round', phase: -1 });
  },
  'round.ended': (s) => move(s, { stage: 'round_ended', program: s.ending === null ? 'round' : 'end', phase: -1 }),
  'phase.started': phaseStarted,
  'phase.ended': (s) => move(s, { stage: 'phase_ended' }),
  'speaker.chosen': (s, e) => move(s, { order: [...s.agenda.order, indexOf(s.roster, e.agent)], talk: { next: null, done: false } }),
  'agent.joined': joined,
  'agent.entered': (s, e) => set(agentIn(s, e.agent), { present: true }),
  'agent.left': (s, e) => set(agentIn(s, e.agent), { present: false }),
  'agent.changed': (s, e) => {
    const agent = agentIn(s, e.agent);
    agent.mind = e.mind ?? agent.mind;
    agent.muted = e.muted ?? agent.muted;
  },
  'group.joined': (s, e) => {
    const index = indexOf(s.roster, e.agent);
    const members = s.groups[e.group] ?? [];
    if (!members.includes(index)) s.groups = { ...s.groups, [e.group]: [...members, index] };
  },
  'group.left': (s, e) => {
    const index = indexOf(s.roster, e.agent);
    s.groups = { ...s.groups, [e.group]: (s.groups[e.group] ?? []).filter((member) => member !== index) };
  },
  'variable.set': (s, e) => {
    const holder: { vars: Variables } = e.agent === null ? s : agentIn(s, e.agent);
    holder.vars = { ...holder.vars, [e.name]: e.value };
  },
  'signal.emitted': (s, e) => set(s, { signals: { ...s.signals, [e.name]: s.round } }),
  'turn.started': nothing,
  'turn.ended': (s, e) => {
    if (e.agent !== null) agentIn(s, e.agent).lastTurn = e.reason;
    const agenda = agendaIn(s);
    agenda.done++;
    if (agenda.answers.length > agenda.taken) agenda.taken++;
    else agenda.asked++;
  },
  'message.delivered': delivered,
  'message.cut': (s, e) => (e.reason === 'muted' ? undefined : set(agentIn(s, e.agent), { cut: e.count })),
  'recall.done': (s, e) => {
    recalling(agentIn(s, e.agent), e.memories, s.round);
    agendaIn(s).part = 'ask';
  },
  'question.asked': asked,
  'answer.received': answered,
  'act.chosen': chosen,
  'act.rejected': (s, e) => {
    const left = undealt(s, e);
    if (left !== null) agentIn(s, e.agent).dealt = left;
  },
  'claim.granted': (s, e) => move(s, { grants: { ...s.agenda.grants, [e.turn]: e.granted } }),
  'message.sent': sent,
  'message.intercepted': (s, e) => {
    const message = s.messages.backing[s.messages.length - 1]!;
    if (e.change === 'changed') s.written = { ...s.written, [message.id]: e.text };
  },
  'reaction.given': reacted,
  'ties.decayed': (s, e) => setNetwork(s, e.network, (n) => decayed(n, e.factor)),
  'tie.changed': (s, e) => setNetwork(s, e.network, (n) => withTie(n, indexOf(s.roster, e.from), indexOf(s.roster, e.to), e.after)),
  'memory.written': (s, e) => remembering(agentIn(s, e.agent), e, s.round),
  'memory.expired': (s, e) => {
    const agent = agentIn(s, e.agent);
    agent.gone = new Set([...agent.gone, ...e.memories.map(memoryIndex)]);
  },
  'rating.given': (s, e) => {
    const agent = agentIn(s, e.to);
    agent.rated = append(agent.rated, { by: indexOf(s.roster, e.agent), round: s.round, scores: e.scores });
  },
  'reward.given': (s, e) => {
    const agent = agentIn(s, e.agent);
    agent.rewards = { ...agent.rewards, [e.reward]: [...(agent.rewards[e.reward] ?? []), e.value] };
  },
  'coach.advised': (s, e) => set(agentIn(s, e.agent), { advice: { text: e.text, round: s.round } }),
  'survey.answered': (s, e) => {
    const agent = agentIn(s, e.agent);
    agent.surveys = { ...agent.surveys, [e.survey]: { ...agent.surveys[e.survey], ...e.answers } };
  },
  'code.assigned': (s, e) => (e.check ? checked(s, e) : coded(s, e)),
  'agreement.found': nothing,
  'intervention.applied': (s, e) => {
    s.happened = { ...s.happened, [e.intervention]: (s.happened[e.intervention] ?? 0) + 1 };
    s.applied = { ...s.applied, [e.intervention]: s.round };
  },
  'measure.taken': measured,
  fault: nothing,
};

const set = <T extends object>(fresh: T, changes: Partial<T>): void => void Object.assign(fresh, changes);

const move = (s: Next, changes: Partial<Agenda>): void => set(agendaIn(s), changes);

/** The agenda as a copy that may be changed, in its place. */
function agendaIn(s: Next): NextAgenda {
  const agenda = nextAgenda(s.agenda);
  s.agenda = agenda;
  return agenda;
}

/** The agent as a copy that may be changed, in its place. */
function agentIn(s: Next, id: AgentId): NextAgent {
  const index = indexOf(s.roster, id);
  if (index < 0) throw new Error(`no agent ${id}`);
  return agentAt(s, index);
}

function agentAt(s: Next, index: number): NextAgent {
  const agent = nextAgent(at(s.agents, index)!);
  s.agents = setAt(s.agents, index, agent);
  return agent;
}

function phaseStarted(s: Next, e: EventOf<'phase.started'>): void {
  const index = (id: string): number => indexOf(s.roster, id);
  const pairs = (e.pairs ?? []).map(([a, b]): readonly [number, number] => [index(a), index(b)]);
  for (const [a, b] of pairs) s.met = append(s.met, pairKey(a, b));
  move(s, {
    stage: 'phase',
    phase: s.agenda.phase + 1,
    order: e.order.map((id) => (id === null ? -1 : index(id))),
    pairs,
    inPair: e.inPair ?? [],
    times: e.times ?? [],
    ...{ asked: 0, done: 0, taken: 0, part: 'observe', questions: emptyLog(), answers: emptyLog(), grants: null },
    talk: { next: null, done: false },
  });
}

function delivered(s: Next, e: EventOf<'message.delivered'>): void {
  const agent = agentIn(s, e.agent);
  const index = indexOf(s.roster, e.agent);
  agent.inbox = e.messages.map((id) => messageIndex(s, id));
  agent.cut = 0;
  agent.seenPublic = s.publicMessages.length;
  agent.seenAddressed = agent.addressed.length;
  for (const message of agent.inbox) {
    s.deliveries = append(s.deliveries, delivery(index, message));
    const codes = at(s.codes, message);
    if (codes !== undefined) agent.seenCodes = met(agent.seenCodes, codes);
  }
  agendaIn(s).part = 'recall';
}

function asked(s: Next, e: EventOf<'question.asked'>): void {
  const agenda = agendaIn(s);
  const index = e.agent === null ? -1 : indexOf(s.roster, e.agent);
  agenda.questions = append(agenda.questions, { agent: index, turn: agenda.asked, hash: e.hash, seq: e.seq });
  agenda.part = 'observe';
  agenda.asked++;
  if (e.agent === null) return;
  const agent = agentIn(s, e.agent);
  agent.asked = append(agent.asked, e.hash);
  if (e.purpose === 'reflect') agent.stirred = 0;
}

function chosen(s: Next, e: EventOf<'act.chosen'>): void {
  const agent = agentIn(s, e.agent);
  agent.lastAct = { action: e.action, args: e.args };
  agent.dealt = dealt(s, agent, e);
  agent.busyUntil = e.until ?? agent.busyUntil;
  if (e.next === undefined && e.done === undefined) return;
  move(s, { talk: { next: typeof e.next === 'string' ? indexOf(s.roster, e.next) : null, done: e.done === true } });
}

function setNetwork(s: Next, name: string, change: (network: Network) => Network): void {
  const known = s.networks.some((n) => n.name === name);
  const all = known ? s.networks : [...s.networks, emptyNetwork(name)];
  s.networks = all.map((n) => (n.name === name ? change(n) : n));
}

function joined(s: Next, event: EventOf<'agent.joined'>): void {
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
    ...{ own: emptyLog(), marked: emptyLog(), memories: emptyLog(), asked: emptyLog(), dealt: [], lastAct: null, lastTurn: null },
  };
  s.roster = join(s.roster, event.agent);
  s.agents = setAt(s.agents, s.agents.length, agent);
}

const nothingGone: ReadonlySet<number> = new Set();

function answered(s: Next, event: EventOf<'answer.received'>): void {
  const agent = event.agent === null ? -1 : indexOf(s.roster, event.agent);
  const reason = event.status === 'fallback' ? fallbackReason(event.reason) : null;
  const agenda = agendaIn(s);
  const { turn } = agenda.questions.backing[agenda.answers.length]!;
  agenda.answers = append(agenda.answers, { agent, turn, seq: event.seq, value: event.value, reason });
}

/** Reason of a turn whose answer could not be used. Codes of minds that say no more all mean `fault`. */
function fallbackReason(code: string | null): AgentState['lastTurn'] {
  if (code === 'empty-content') return 'empty';
  return code === 'refused' || code === 'empty' || code === 'unparsable' ? code : 'fault';
}

function sent(s: Next, event: EventOf<'message.sent'>): void {
  const message: Message = {
    id: event.id,
    seq: event.seq,
    round: s.round,
    kind: event.kind,
    author: event.author === null ? -1 : indexOf(s.roster, event.author),
    action: event.action,
    audience: event.audience,
    to: event.to.map((id) => indexOf(s.roster, id)),
    replyTo: event.replyTo,
    quotes: event.quotes ?? null,
    mentions: event.mentions.map((id) => indexOf(s.roster, id)),
    text: event.text,
    since: s.deliveries.length,
  };
  const index = s.messages.length;
  if (event.author !== null) {
    const author = agentIn(s, event.author);
    author.own = append(author.own, index);
  }
  for (const [to, channel] of addressees(s, message)) {
    const agent = agentAt(s, to);
    agent.addressed = append(agent.addressed, index);
    if (channel === null || message.author < 0 || message.kind !== 'said') continue;
    touch(s, { round: s.round, from: message.author, to, channel, message: index });
  }
  s.messages = append(s.messages, message);
  if (message.audience === 'public') s.publicMessages = append(s.publicMessages, index);
}

function touch(s: Next, contact: Contact): void {
  s.contacts = append(s.contacts, contact);
  s.past = append(s.past, contact);
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
  const quoted = message.quotes === null ? undefined : state.messages.backing[messageIndex(state, message.quotes)];
  if (quoted && quoted.author >= 0 && !found.has(quoted.author) && reaches(quoted.author)) found.set(quoted.author, 'mention');
  for (const to of message.to) if (!found.has(to)) found.set(to, null);
  if (message.audience !== 'self') found.delete(message.author);
  return found;
}

function reacted(s: Next, event: EventOf<'reaction.given'>): void {
  const index = messageIndex(s, event.message);
  const { author } = s.messages.backing[index]!;
  let scores = s.scores.length === 0 ? chunkedOf([noScore]) : s.scores;
  while (scores.length <= index) scores = setAt(scores, scores.length, noScore);
  const score = at(scores, index)!;
  s.scores = setAt(scores, index, { ...score, [event.kind]: (score[event.kind] ?? 0) + 1 });
  const agent = agentIn(s, event.agent);
  agent.marked = append(agent.marked, { message: index, kind: event.kind });
  if (author < 0) return;
  touch(s, { round: s.round, from: indexOf(s.roster, event.agent), to: author, channel: 'reaction', kind: event.kind, message: index });
}

function measured(s: Next, event: EventOf<'measure.taken'>): void {
  const known = s.measures.some((m) => m.measure === event.measure);
  const all = known ? s.measures : [...s.measures, { measure: event.measure, values: [] }];
  s.measures = all.map((m) => (m.measure === event.measure ? { ...m, values: [...m.values, event.value] } : m));
}
