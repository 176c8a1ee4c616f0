/**
 * The panel's model of a run: a fold of one snapshot and the deltas after it. It can show any moment. No access to the page. The
 * model owns its containers and grows in place, so that the cost of a delta depends on its changes and not on the size of the run.
 * No other code writes to it.
 */
import { eachTie, type Network } from '../../src/core/events/ties.js';
import { BothWays } from './tiesByAgent.js';
import { upperBoundBy } from '../../src/core/util/search.js';
import type { MessageId } from '../../src/core/util/ids.js';
import type { PanelCost } from '../../src/protocol/panelRequests.js';
import type {
  PanelAgent,
  PanelBeside,
  PanelCourse,
  PanelDelta,
  PanelMark,
  PanelMeasure,
  PanelMeasureValues,
  PanelMessage,
  PanelNote,
  PanelPresence,
  PanelReaction,
  PanelSilence,
  PanelSnapshot,
  PanelValue,
  RunInfo,
} from '../../src/protocol/course.js';
import { isLiveState, type RunState, type RunSummary } from '../../src/protocol/summary.js';
import type { Left } from '../../src/protocol/messages.js';
import { appendRows, type Row, rowSeq } from './rows.js';
import { addChange, isFade, networkAt, newHistory, type TieChange, type TieHistory } from './tieHistory.js';

export type { Row } from './rows.js';

export interface PanelModel {
  readonly run: RunInfo;
  readonly agents: PanelAgent[];
  status: RunState;
  problem: string | null;
  /** The last event so far. */
  seq: number;
  /** The first event of the last step. */
  edge: number;
  /** The ties of each of the run's networks. */
  readonly ties: readonly TieHistory[];
  readonly presence: PanelPresence[];
  readonly messages: PanelMessage[];
  readonly places: Map<MessageId, number>;
  /** The answers to each message, by place, in their order. */
  readonly answers: Map<number, number[]>;
  /** Reactions by the place of the message, in their order. */
  readonly reactions: Map<number, PanelReaction[]>;
  readonly silences: PanelSilence[];
  readonly notes: PanelNote[];
  /** Values by the place of their series, in their order. */
  readonly values: readonly PanelValue[][];
  /** The event at which each round begins. */
  readonly rounds: number[];
  readonly marks: PanelMark[];
  /** The events at which breakpoints of the debugger stop, in order; empty without a debugger. */
  breakpoints: readonly number[];
  readonly rows: Row[];
  /** Row of each message, by the message's place. */
  readonly rowOf: number[];
  readonly measures: Map<string, PanelMeasure>;
  cost: PanelCost | null;
  /** The result of the run, after its end. */
  summary: RunSummary | null;
  /** Measures of another run. */
  beside: PanelBeside | null;
  /** The shown moment is after this event; null follows the run. */
  moment: number | null;
  shown: Shown;
}

/** The changes of a delta, so that views redraw only these. */
export interface Changes {
  readonly ties: boolean;
  readonly cast: boolean;
  readonly measures: boolean;
  /** The first row that is new or different; the number of rows if there is none. */
  readonly rowsFrom: number;
  /** Older messages with changed reactions or new answers. */
  readonly scored: readonly number[];
  /** Messages from this place on are new. */
  readonly messagesFrom: number;
}

export function createModel(snapshot: PanelSnapshot): PanelModel {
  const { run, status, problem, seq, edge, cost } = snapshot;
  const shown = newShown(seq);
  const model: PanelModel = {
    ...{ run, status, problem, seq, edge, cost, summary: snapshot.summary ?? null, moment: null, shown, agents: [], beside: null },
    ties: run.networks.map(({ name }) => newHistory(name)),
    values: run.series.map(() => []),
    ...{ presence: [], messages: [], silences: [], notes: [], rounds: [], marks: [], breakpoints: [], rows: [], rowOf: [] },
    ...{ places: new Map(), answers: new Map(), reactions: new Map() },
    measures: new Map(snapshot.measures.map((measure) => [measure.id, measure])),
  };
  join(model, snapshot.agents);
  add(model, snapshot.course);
  look(model, snapshot.moment);
  return model;
}

/** Takes the next part of the course of the snapshot. When the ties are complete, `look` shows them; everything else is shown when it arrives. */
export function takePart(model: PanelModel, part: Partial<PanelCourse>, left: Left): Changes {
  const { rowsFrom, scored } = add(model, part);
  if (left !== 'ties') setCounts(model, model.moment ?? model.seq);
  return { ties: false, cast: false, measures: false, rowsFrom, scored, messagesFrom: model.messages.length };
}

type Values = Pick<PanelMeasureValues, 'from' | 'values'>;

/** The values of a measure from a round on: those before, replaced and continued by the next. Rounds between them have no value. */
export function valuesFrom(from: number, before: Values | undefined, next: Values): PanelMeasure['values'] {
  const kept = (before?.values ?? []).slice(0, Math.max(0, next.from - (before?.from ?? 0)));
  const missing = Array<null>(Math.max(0, next.from - from - kept.length)).fill(null);
  return [...kept, ...missing, ...next.values];
}

/** Applies a delta; null if it belongs to another run. The shown moment stays the same. */
export function applyDelta(model: PanelModel, delta: PanelDelta): Changes | null {
  if (delta.run !== model.run.id) return null;
  const { status, problem, seq, edge, agents = [], measures = [], cost, summary } = delta;
  Object.assign(model, { status, problem, seq, edge, ...(cost ? { cost } : {}), ...(summary ? { summary } : {}) });
  join(model, agents);
  const messagesFrom = model.messages.length;
  const known = model.presence.length;
  const { rowsFrom, ties, scored } = add(model, delta.course);
  for (const { from, values, ...measure } of measures) {
    const before = { from: 0, values: model.measures.get(measure.id)?.values ?? [] };
    model.measures.set(measure.id, { ...measure, values: valuesFrom(0, before, { from, values }) });
  }
  const live = model.moment === null;
  if (live) follow(model, delta.course.ties ?? []);
  return {
    ties: live && ties,
    cast: agents.length > 0 || (live && model.presence.length > known),
    measures: measures.length > 0,
    rowsFrom: live ? rowsFrom : model.shown.rows,
    scored: live ? scored.filter((place) => place < messagesFrom) : [],
    messagesFrom: live ? messagesFrom : model.messages.length,
  };
}

/** Shows the ties of another network. */
export function showNetwork(model: PanelModel, network: number): void {
  model.shown.network = Math.min(Math.max(0, network), Math.max(0, model.ties.length - 1));
  look(model, model.moment);
}

/** Shows the run after an event. For null and for the last event, it follows the run. */
export function look(model: PanelModel, moment: number | null): void {
  model.moment = moment === null || moment >= model.seq ? null : Math.max(-1, moment);
  const { shown } = model;
  const seq = model.moment ?? model.seq;
  setCounts(model, seq);
  shown.away.clear();
  for (const [at, agent, here] of model.presence) if (at <= seq) setAway(shown, agent, !here);
  const history = model.ties[shown.network];
  fill(model, history ? networkAt(history, seq) : null);
}

function join(model: PanelModel, agents: readonly PanelAgent[]): void {
  for (const agent of agents) {
    model.agents.push(agent);
    model.shown.ways.join();
  }
}

/** Adds new data to the lists. */
function add(
  model: PanelModel,
  course: Partial<PanelCourse>,
): { readonly rowsFrom: number; readonly ties: boolean; readonly scored: readonly number[] } {
  const {
    ties = [],
    presence = [],
    messages = [],
    reactions = [],
    silences = [],
    notes = [],
    values = [],
    rounds = [],
    marks = [],
  } = course;
  for (const change of ties) if (isTieOf(model, change)) addChange(model.ties[change[1]]!, change);
  model.presence.push(...presence.filter(([, agent]) => model.agents[agent]));
  for (const value of values) model.values[value[1]]?.push(value);
  for (const seq of rounds) model.rounds.push(seq);
  for (const mark of marks) model.marks.push(mark);
  const before = model.messages.length;
  const rowsFrom = appendRows(model, { messages, silences, notes });
  const touched = new Set(model.messages.slice(before).flatMap(({ replyTo }) => model.places.get(replyTo ?? '') ?? []));
  react(model, reactions, touched);
  return { rowsFrom, ties: ties.some(([, network]) => network === model.shown.network), scored: [...touched] };
}

function isTieOf({ ties, agents }: PanelModel, change: TieChange): boolean {
  if (!ties[change[1]]) return false;
  return isFade(change) || (change[2] !== change[3] && agents[change[2]] !== undefined && agents[change[3]] !== undefined);
}

function react(model: PanelModel, reactions: readonly PanelReaction[], touched: Set<number>): void {
  for (const reaction of reactions) {
    const place = model.places.get(reaction[2]);
    if (place === undefined) continue;
    const known = model.reactions.get(place);
    if (known) known.push(reaction);
    else model.reactions.set(place, [reaction]);
    touched.add(place);
  }
}

/** Updates the shown state when the run continues. */
function follow(model: PanelModel, ties: readonly TieChange[]): void {
  const { shown } = model;
  for (const [at, agent, here] of model.presence.slice(upperBoundBy(model.presence, shown.seq, ([seq]) => seq)))
    if (at <= model.seq) setAway(shown, agent, !here);
  setCounts(model, model.seq);
  const head = model.ties[shown.network]?.head ?? null;
  const changes = ties.filter((change) => change[1] === shown.network && isTieOf(model, change));
  if (changes.some(isFade)) return fill(model, head);
  shown.graph = head;
  shown.ways.change(
    head,
    changes.flatMap((change) => (isFade(change) ? [] : [[change[2], change[3], change[4]] as const])),
  );
}

function setCounts(model: PanelModel, seq: number): void {
  const { shown, rounds, messages, rows } = model;
  shown.seq = seq;
  shown.round = upperBoundBy(rounds, seq, (at) => at);
  shown.messages = upperBoundBy(messages, seq, (message) => message.seq);
  shown.rows = upperBoundBy(rows, seq, (row) => rowSeq(model, row));
}

function setAway({ away }: Shown, agent: number, is: boolean): void {
  if (is) away.add(agent);
  else away.delete(agent);
}

function fill({ shown }: PanelModel, network: Network | null): void {
  shown.graph = network;
  shown.ways.show(network);
}

/** Whether the run is active: it has not ended and waits at most for the debugger. */
export const isUnderWay = ({ status }: Pick<PanelModel, 'status'>): boolean => isLiveState(status);

/** Whether the shown moment is in the past. A debugger in the last step is at the current end of the run. */
export const isPast = ({ moment, edge, status }: Pick<PanelModel, 'moment' | 'edge' | 'status'>): boolean =>
  moment !== null && !(status === 'waiting' && moment >= edge);

/** Number of rounds whose measures were taken up to the shown moment. Measures are taken at the end of a round. */
export function roundsMeasured({ moment, rounds, shown }: PanelModel): number {
  if (moment === null) return Infinity;
  const next = rounds[shown.round];
  return next !== undefined && shown.seq >= next - 1 ? shown.round : Math.max(0, shown.round - 1);
}

/** The minimum strength at which a tie of the shown network counts. */
export const edgeOf = ({ run, shown }: PanelModel): number => run.networks[shown.network]?.edge ?? 0;

/** The number of ties that are strong enough to count. */
export function edgeCount(model: PanelModel): number {
  const edge = edgeOf(model);
  const { graph } = model.shown;
  let n = 0;
  if (graph)
    eachTie(graph, (_from, _to, strength) => {
      if (strength >= edge) n++;
    });
  return n;
}

/** An agent's ties that count, strongest first; equally strong ties in the order of agents. */
export function strongest(model: PanelModel, ties: ReadonlyMap<number, number> | undefined): (readonly [number, number])[] {
  return [...(ties ?? [])].filter(([, strength]) => strength >= edgeOf(model)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** The number of reactions to a message by kind, up to the shown moment. */
export function reactionsTo(model: PanelModel, place: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [seq, , , kind] of model.reactions.get(place) ?? []) if (seq <= model.shown.seq) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** The agent's name, or its id if the name is blank, so that a label is never empty. */
export function nameOf(model: PanelModel, agent: number): string {
  const one = model.agents[agent];
  return one ? one.name.trim() || one.id : '';
}

// The state of the run at the shown moment. No access to the page.

/** The state of the run at the shown moment. */
interface Shown {
  /** Index of the shown network. */
  network: number;
  seq: number;
  round: number;
  /** Its ties; null before the first one. */
  graph: Network | null;
  readonly ways: BothWays;
  /** Strength by the other agent's index, for each agent: outgoing and incoming ties. */
  readonly out: BothWays['out'];
  readonly into: BothWays['into'];
  /** Agents that have not joined yet, or have left. */
  readonly away: Set<number>;
  /** Number of rows and messages of the conversation up to the moment. */
  rows: number;
  messages: number;
}

/** An empty state after an event. */
function newShown(seq: number): Shown {
  const ways = new BothWays();
  return {
    ...{ network: 0, seq, round: 0, graph: null, ways, away: new Set(), rows: 0, messages: 0 },
    get out() {
      return ways.out;
    },
    get into() {
      return ways.into;
    },
  };
}
