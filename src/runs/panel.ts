/** What the panel shows, folded from a run: one snapshot, then what changed since. */
import { at } from '../core/chunked.js';
import type { SimEvent } from '../core/events.js';
import type { NodeId } from '../core/ids.js';
import { indexOf } from '../core/roster.js';
import { type Message, messageIndex, networkOf, noScore, type State } from '../core/state.js';
import { eachTie, strengthOf } from '../core/ties.js';
import { type Model, specOf } from '../engine/index.js';
import type {
  PanelAgent,
  PanelCost,
  PanelDelta,
  PanelMeasure,
  PanelMessage,
  PanelPast,
  PanelSilence,
  PanelSnapshot,
  PanelTie,
  RunInfo,
  RunStatus,
} from '../protocol/messages.js';
import type { RunState } from '../trace/index.js';
import { usesLanguageModel } from './live.js';
import { mindWords } from './minds.js';

/** A run as the panel looks at it. */
export interface PanelSource {
  readonly id: string;
  readonly model: Model;
  readonly state: State;
  readonly events: readonly SimEvent[];
  readonly status: RunState;
  readonly problem: string | null;
  /** What language models took; null where none is asked. The same object until it changes. */
  readonly cost: PanelCost | null;
}

/** A run as it was behind an event. What was spent is spent: the cost is that of now. */
export const pastSource = (source: PanelSource, state: State): PanelSource => ({
  ...source,
  state,
  events: source.events.slice(0, state.seq + 1),
});

/** Where that is among the events that there are by now. */
export const pastOf = (source: PanelSource, seq: number): PanelPast => ({ event: seq + 1, of: source.events.length });

export function panelSnapshot(source: PanelSource, past: PanelPast | null = null): PanelSnapshot {
  const { model, state, events } = source;
  return {
    run: runInfo(source.id, model),
    status: statusOf(source.status),
    problem: source.problem,
    round: state.round,
    seq: state.seq,
    agents: panelAgents(model, state),
    ties: allTies(model, state),
    messages: state.messages.backing.slice(0, state.messages.length).map((message) => panelMessage(state, message, events)),
    silences: silences(state, events),
    measures: state.measures.map(({ measure, values }): PanelMeasure => ({ id: measure, values })),
    cost: source.cost,
    past,
  };
}

/** What the events since the last message to the panel changed; `cost` is what it was told of the cost. */
export function panelDelta(source: PanelSource, since: readonly SimEvent[], cost: PanelCost | null = null): PanelDelta {
  const { model, state } = source;
  const network = model.networks[0]?.name;
  const faded = since.some((e) => e.type === 'ties.decayed' && e.network === network);
  const tied = since.filter((e) => e.type === 'tie.changed' && e.network === network);
  const sent = since
    .filter((e) => e.type === 'message.sent')
    .map((e) => panelMessage(state, state.messages.backing[messageIndex(state, e.id)]!, source.events));
  const scored = [...new Set(since.flatMap((e) => (e.type === 'reaction.given' ? [e.message] : [])))];
  const quiet = silences(state, since);
  return {
    run: source.id,
    seq: state.seq,
    round: state.round,
    status: statusOf(source.status),
    problem: source.problem,
    ...(faded ? { ties: allTies(model, state) } : tied.length > 0 ? { ties: someTies(state, network!, tied) } : {}),
    ...(sent.length > 0 ? { messages: sent } : {}),
    ...(quiet.length > 0 ? { silences: quiet } : {}),
    ...(scored.length > 0 ? { scores: scored.map((id) => scoreOf(state, id)) } : {}),
    ...(since.some((e) => e.type === 'measure.taken')
      ? { measures: state.measures.map(({ measure, values }) => ({ id: measure, values })) }
      : {}),
    ...(source.cost && source.cost !== cost ? { cost: source.cost } : {}),
  };
}

function runInfo(id: string, model: Model): RunInfo {
  return {
    id,
    title: model.title,
    scenario: model.scenario,
    seed: model.seed,
    rounds: model.rounds,
    mind: mindWords(model),
    languageModel: usesLanguageModel(model),
    synthetic: true,
    network: model.networks[0]?.name ?? null,
    edge: model.networks[0]?.edge ?? 0,
    headline: headline(model),
  };
}

/** What the file measures says most about it; how ties stand is shown beside it where they can change. */
function headline({ measures, networks }: Model): readonly string[] {
  const declared = measures.filter(({ formula }) => formula !== null).map(({ id }) => id);
  const ties = networks.length > 0 && (declared.length === 0 || networks[0]?.rule) ? ['reciprocity', 'density'] : [];
  return [...declared.slice(0, MOST_MEASURES - ties.length), ...ties];
}

const MOST_MEASURES = 4;

/** Whether somebody came or went, so that the panel has to begin with a snapshot again. */
export function castChanged({ model, state }: Pick<PanelSource, 'model' | 'state'>, since: readonly SimEvent[]): boolean {
  return since.some(
    (e) =>
      e.type === 'agent.left' ||
      e.type === 'agent.entered' ||
      (e.type === 'agent.joined' && indexOf(state.roster, e.agent) >= model.agents.length),
  );
}

/** Where an agent is written; null for one without text. */
export const nodeOf = (model: Model, state: State, index: number): NodeId | null => specOf(model, state, index).at;

function panelAgents(model: Model, state: State): readonly PanelAgent[] {
  if (state.roster.length === 0) return model.agents.map((spec) => panelAgent(spec, !spec.waiting));
  return Array.from({ length: state.roster.length }, (_, i) => panelAgent(specOf(model, state, i), at(state.agents, i)?.present !== false));
}

const statusOf = (state: RunState): RunStatus => (state === 'ended' ? 'done' : state);

function panelAgent({ self, at: node }: Model['agents'][number], present: boolean): PanelAgent {
  const about = [self.occupation, self.age === null ? '' : String(self.age)].filter((part) => part !== '').join(', ');
  return { id: self.id, name: self.name, about, interests: self.interests, node, ...(present ? {} : { away: true }) };
}

function allTies(model: Model, state: State): readonly PanelTie[] {
  const network = networkOf(state, model.networks[0]?.name ?? '');
  const ties: PanelTie[] = [];
  if (network) eachTie(network, (from, to, strength) => ties.push([from, to, strength]));
  return ties;
}

function someTies(state: State, name: string, events: readonly SimEvent[]): readonly PanelTie[] {
  const network = networkOf(state, name)!;
  return events.flatMap((e): PanelTie[] => {
    if (e.type !== 'tie.changed') return [];
    const [from, to] = [indexOf(state.roster, e.from), indexOf(state.roster, e.to)];
    return [[from, to, strengthOf(network, from, to)]];
  });
}

function panelMessage(state: State, message: Message, events: readonly SimEvent[]): PanelMessage {
  const { id, seq, round, kind, author, action, audience, to, replyTo, mentions, text } = message;
  const { up, down } = at(state.scores, messageIndex(state, id)) ?? noScore;
  const instead = standIn(events, seq);
  const direct = audience === 'direct';
  return { id, seq, round, kind, author, action, direct, to, replyTo, mentions, text, up, down, ...(instead ? { instead } : {}) };
}

/** Steps from a message back to the answer it comes from, at most. */
const MOST_CAUSES = 4;

function standIn(events: readonly SimEvent[], seq: number): PanelMessage['instead'] {
  let event = events[seq];
  for (let step = 0; step < MOST_CAUSES && event && event.type !== 'answer.received'; step++)
    event = event.cause === null ? undefined : events[event.cause];
  if (event?.type !== 'answer.received' || event.by === undefined) return undefined;
  return { by: event.by, because: event.because ?? '' };
}

function scoreOf(state: State, id: string): readonly [string, number, number] {
  const { up, down } = at(state.scores, messageIndex(state, id)) ?? noScore;
  return [id, up, down];
}

/** Turns that left no message. The round of each is counted along the events, from the state's back. */
function silences(state: State, events: readonly SimEvent[]): readonly PanelSilence[] {
  const found: PanelSilence[] = [];
  let round = state.round - events.filter((e) => e.type === 'round.started').length;
  for (const e of events) {
    if (e.type === 'round.started') round = e.round;
    if (e.type === 'turn.ended' && e.agent !== null && e.reason !== 'acted' && e.reason !== 'answered')
      found.push({ seq: e.seq, round, agent: indexOf(state.roster, e.agent), reason: e.reason });
  }
  return found;
}
