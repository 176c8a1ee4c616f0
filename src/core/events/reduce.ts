/** The only code that creates states: folds one event into a state. Pure for its callers, O(size of the change). */
import { append, emptyLog, type Log, logAt, logItems, setSparse } from '../util/chunkedList.js';
import { checked, coded, dealt, delivered, reacted, recalling, remembering, sent, undealt } from './folds.js';
import { embeddingAsked, embeddingReceived } from './textVectors.js';
import type { EventOf, EventType, SimEvent } from './events.js';
import { agendaIn, agentIn, changeNetwork, madeOf, type Next, nextOf, setVariable, setVariables } from './stateDraft.js';
import { takeOverriddenAnswer, overridden } from './overrides.js';
import { newAgent } from './agents.js';
import { rowsOf, tieRowsOf } from './rowViews.js';
import { indexOf, join, joinCrowd } from './roster.js';
import { measuredIn } from './measureValues.js';
import { sealing } from '../util/privateTexts.js';
import type { Agenda } from './agenda.js';
import { type AgentState, markOf, memoryIndex, pairKey, type RoundStart, type State } from './state.js';
import { emptyNetwork, type Network } from './ties.js';
import { decayed, withTie, withTies } from './tieChanges.js';

/** The state after `event`. Throws on an event that does not follow `state.seq`. */
export const reduce = (state: State, event: SimEvent): State => reduceEach(state, 1, () => event);

/**
 * The state after `count` events: like `reduce` of each in turn, but data that several events change is copied once. Each
 * event is requested with the state so far. The caller must not keep this state, because the next event changes it.
 */
export function reduceEach(state: State, count: number, event: (soFar: State, index: number) => SimEvent): State {
  const next = nextOf(state);
  for (let i = 0; i < count; i++) {
    const one = event(next, i);
    if (one.seq !== next.seq + 1) throw new Error(`event ${one.seq} cannot follow ${next.seq}`);
    next.seq = one.seq;
    next.step = one.step;
    const { networks } = next;
    foldOne(next, one);
    if (next.changing !== null && next.networks !== networks) next.changing = append(next.changing, one);
  }
  return madeOf(next);
}

const foldOne = (next: Next, event: SimEvent): void => (folds[event.type] as (next: Next, event: SimEvent) => void)(next, event);

/** The networks at the start of each round. O(ties of all rounds) where they are known as changes. */
export function networksAtStarts(state: State): readonly (readonly Network[])[] {
  let networks: readonly Network[] = [];
  return logItems(state.before).map(
    (start) => (networks = 'networks' in start ? start.networks : changedBy(state, networks, start.changes)),
  );
}

function changedBy(state: State, networks: readonly Network[], changes: Log<SimEvent>): readonly Network[] {
  const next = nextOf({ ...state, networks });
  for (const event of logItems(changes)) foldOne(next, event);
  return madeOf(next).networks;
}

/** Networks with more ties than this are known as changes at the starts of rounds. */
const LARGE = 1 << 16;

/** The start of a round, which says how that of the next one is known. */
function startRound(s: Next, round: number): void {
  const { networks, changing } = s;
  const start: RoundStart = changing ? { changes: changing } : { networks };
  const ties = networks.reduce((sum, { table }) => sum + table.total, 0);
  set(s, { round, contacts: emptyLog(), before: append(s.before, start), changing: ties > LARGE ? emptyLog() : null });
}

/** Folds change a copy of the state. The parts of the copy are shared until they are changed themselves. */
type Folds = { readonly [T in EventType]: (next: Next, event: EventOf<T>) => void };

const nothing = (): void => undefined;

const folds: Folds = {
  'run.started': (s) => move(s, { stage: 'opened' }),
  'run.ending': (s, e) => set(s, { ending: e.reason }),
  'run.ended': (s, e) => {
    s.ended = e.reason;
    move(s, { stage: 'ended' });
  },
  'run.forked': nothing,
  'state.overridden': overridden,
  'round.started': (s, e) => {
    startRound(s, e.round);
    move(s, { stage: 'round', program: 'round', phase: -1 });
  },
  'round.ended': (s) => move(s, { stage: 'round_ended', program: s.ending === null ? 'round' : 'end', phase: -1 }),
  'phase.started': phaseStarted,
  'phase.ended': (s) => move(s, { stage: 'phase_ended' }),
  'speaker.chosen': (s, e) => move(s, { order: [...s.agenda.order, indexOf(s.roster, e.agent)], talk: { next: null, done: false } }),
  'agent.joined': joined,
  'agents.joined': (s, { from, count, name, mind, waiting }) => {
    s.roster = joinCrowd(s.roster, { from, count, name, mind, waiting: waiting === true });
  },
  'agent.entered': (s, e) => attend(s, e.agent, true),
  'agent.left': (s, e) => attend(s, e.agent, false),
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
    setVariable(s, e.agent, e.name, e.value);
  },
  'variables.set': (s, e) => {
    const { rows, values, after } = rowsOf(e);
    setVariables(s, e.name, rows, values, after);
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
  'embedding.asked': (s, e) => set(s, { embeddings: embeddingAsked(s.embeddings, e) }),
  'embedding.received': (s, e) => set(s, { embeddings: embeddingReceived(s.embeddings, e, s.round) }),
  'question.asked': asked,
  'answer.received': answered,
  'act.chosen': chosen,
  'act.rejected': (s, e) => {
    const left = undealt(s, e);
    if (left !== null) agentIn(s, e.agent).dealt = left;
  },
  'claim.granted': (s, e) => move(s, { grants: { ...s.agenda.grants, [e.turn]: e.granted } }),
  'message.sent': (s, e) => {
    sent(s, e);
    s.sealed = sealing(s.sealed, e);
  },
  'message.intercepted': (s, e) => {
    if (e.change === 'changed') s.written = append(s.written, { message: s.messages.length - 1, text: e.text });
  },
  'reaction.given': reacted,
  'ties.decayed': (s, e) => changeNetwork(s, e.network, (n) => decayed(n, e.factor, e.least)),
  'tie.changed': tied,
  'ties.changed': (s, e) => {
    const { ends, strengths, after } = tieRowsOf(e);
    changeNetwork(s, e.network, (n) => withTies(n, ends, strengths, after));
  },
  'memory.written': (s, e) => {
    remembering(agentIn(s, e.agent), e, s.round);
    s.sealed = sealing(s.sealed, e);
  },
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
  'coach.advised': (s, e) => {
    set(agentIn(s, e.agent), { advice: { text: e.text, round: s.round } });
    s.sealed = sealing(s.sealed, e);
  },
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
  'expectation.checked': nothing,
  fault: (s, { at }) => {
    if (at !== null && s.faults[at] !== s.round) s.faults = { ...s.faults, [at]: s.round };
  },
};

const set = <T extends object>(fresh: T, changes: Partial<T>): void => void Object.assign(fresh, changes);

const move = (s: Next, changes: Partial<Agenda>): void => set(agendaIn(s), changes);

function attend(s: Next, agent: string, present: boolean): void {
  agentIn(s, agent).present = present;
  s.attendance = { changes: s.attendance.changes + 1 };
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

function asked(s: Next, e: EventOf<'question.asked'>): void {
  const agenda = agendaIn(s);
  const index = e.agent === null ? -1 : indexOf(s.roster, e.agent);
  agenda.questions = append(agenda.questions, {
    ...{ agent: index, turn: agenda.asked, hash: e.hash, seq: e.seq, networks: s.networks },
    ...(e.offers ? { offers: mapped(e.offers, (ids) => ids.map((id) => indexOf(s.roster, id))) } : {}),
  });
  agenda.part = 'observe';
  agenda.asked++;
  if (e.agent === null) return;
  const agent = agentIn(s, e.agent);
  agent.asked = append(agent.asked, markOf(e.hash));
  if (e.purpose === 'reflect') agent.stirred = 0;
}

const mapped = <T, U>(of: { readonly [key: string]: T }, change: (value: T) => U): { readonly [key: string]: U } =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));

/** Folds a change of a tie. For a tie that an act sets, the network at the time of its question is stored too. */
function tied(s: Next, e: EventOf<'tie.changed'>): void {
  const [from, to] = [indexOf(s.roster, e.from), indexOf(s.roster, e.to)];
  const { acting } = s;
  if (acting && acting.seq === e.cause && e.evidence === null && e.after > 0) {
    const asked = acting.networks.find(({ name }) => name === e.network) ?? emptyNetwork(e.network);
    const own = from === acting.agent;
    s.made = append(s.made, { round: s.round, asked, from, to, strength: e.after, own, offered: acting.offered });
  }
  changeNetwork(s, e.network, (n) => withTie(n, from, to, e.after));
}

function chosen(s: Next, e: EventOf<'act.chosen'>): void {
  const question = logAt(s.agenda.questions, s.agenda.taken);
  if (question) {
    const { networks, offers } = question;
    s.acting = { seq: e.seq, agent: indexOf(s.roster, e.agent), networks, offered: offers?.[e.action] ?? null };
  }
  const agent = agentIn(s, e.agent);
  agent.lastAct = { action: e.action, args: e.args };
  agent.dealt = dealt(s, agent, e);
  agent.busyUntil = e.until ?? agent.busyUntil;
  if (e.next === undefined && e.done === undefined) return;
  move(s, { talk: { next: typeof e.next === 'string' ? indexOf(s.roster, e.next) : null, done: e.done === true } });
}

function joined(s: Next, event: EventOf<'agent.joined'>): void {
  const { agent, name, mind, from = agent, waiting } = event;
  s.individuals = setSparse(s.individuals, s.roster.length, newAgent(agent, name, mind, from, waiting !== true));
  s.roster = join(s.roster, agent);
}

function answered(s: Next, event: EventOf<'answer.received'>): void {
  const agent = event.agent === null ? -1 : indexOf(s.roster, event.agent);
  const reason = event.status === 'fallback' ? fallbackReason(event.reason) : null;
  const agenda = agendaIn(s);
  const { turn } = agenda.questions.backing[agenda.answers.length]!;
  agenda.answers = append(agenda.answers, { agent, turn, seq: event.seq, value: event.value, reason });
  takeOverriddenAnswer(s, event.agent);
}

/** Reason of a turn whose answer could not be used. Unknown codes of minds mean `fault`. */
function fallbackReason(code: string | null): AgentState['lastTurn'] {
  if (code === 'empty-content') return 'empty';
  if (code === 'rate-limited') return 'rate_limited';
  if (code === 'timeout' || code === 'person-late') return 'timed_out';
  return code === 'refused' || code === 'empty' || code === 'unparsable' ? code : 'fault';
}

function measured(s: Next, { measure, value, error, estimate }: EventOf<'measure.taken'>): void {
  const known = s.measures.find((one) => one.measure === measure);
  const precision = { ...(error === undefined ? {} : { error }), ...(estimate ? { estimate } : {}) };
  const next = measuredIn(known, s.round, { measure, value, ...precision });
  s.measures = known ? s.measures.map((one) => (one === known ? next : one)) : [...s.measures, next];
}
