/**
 * The panel's picture of a run: a fold of one snapshot and the deltas after it, of which any moment can be shown. No page
 * in here. The model owns its containers and grows in place, so that a delta costs what it changes and not what the run
 * holds; nobody else writes.
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
  /** The last event there is by now. */
  seq: number;
  /** The first event of the last step. */
  edge: number;
  /** The ties of each of the run's networks. */
  readonly ties: readonly TieHistory[];
  readonly presence: PanelPresence[];
  readonly messages: PanelMessage[];
  readonly places: Map<MessageId, number>;
  /** Answers to each message that has any, all by place, in their order. */
  readonly answers: Map<number, number[]>;
  /** Reactions by the place of the message, in their order. */
  readonly reactions: Map<number, PanelReaction[]>;
  readonly silences: PanelSilence[];
  readonly notes: PanelNote[];
  /** Values by the place of their series, in their order. */
  readonly values: readonly PanelValue[][];
  /** Where each round begins. */
  readonly rounds: number[];
  readonly marks: PanelMark[];
  /** Where breakpoints of the debugger hold, in order; none while nothing is debugged. */
  breakpoints: readonly number[];
  readonly rows: Row[];
  /** Row of each message, by the message's place. */
  readonly rowOf: number[];
  readonly measures: Map<string, PanelMeasure>;
  cost: PanelCost | null;
  /** What became of the run, once it is over. */
  summary: RunSummary | null;
  /** Measures of another run. */
  beside: PanelBeside | null;
  /** The shown moment is after this event; null follows the run. */
  moment: number | null;
  shown: Shown;
}

/** What a delta touched, so that views redraw that and no more. */
export interface Changes {
  readonly ties: boolean;
  readonly cast: boolean;
  readonly measures: boolean;
  /** First row that is new or different; equal to the number of rows when none is. */
  readonly rowsFrom: number;
  /** Older messages with other reactions or more answers than before. */
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

/** Takes the next part of the course of the snapshot. Once the ties are in, `look` shows them; all else is shown as it comes. */
export function takePart(model: PanelModel, part: Partial<PanelCourse>, left: Left): Changes {
  const { rowsFrom, scored } = add(model, part);
  if (left !== 'ties') setCounts(model, model.moment ?? model.seq);
  return { ties: false, cast: false, measures: false, rowsFrom, scored, messagesFrom: model.messages.length };
}

/** Applies a delta; null when it belongs to another run. What is shown stays at its moment. */
export function applyDelta(model: PanelModel, delta: PanelDelta): Changes | null {
  if (delta.run !== model.run.id) return null;
  const { status, problem, seq, edge, agents = [], measures = [], cost, summary } = delta;
  Object.assign(model, { status, problem, seq, edge, ...(cost ? { cost } : {}), ...(summary ? { summary } : {}) });
  join(model, agents);
  const messagesFrom = model.messages.length;
  const known = model.presence.length;
  const { rowsFrom, ties, scored } = add(model, delta.course);
  for (const measure of measures) model.measures.set(measure.id, measure);
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

/** What came goes into the lists. */
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

/** What is shown goes on with the run. */
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

/** Whether the run is not over and waits for nobody but, perhaps, the debugger. */
export const isUnderWay = ({ status }: Pick<PanelModel, 'status'>): boolean => isLiveState(status);

/** Whether what is shown is a past moment. A debugger within the last step is at the current end of the run. */
export const isPast = ({ moment, edge, status }: Pick<PanelModel, 'moment' | 'edge' | 'status'>): boolean =>
  moment !== null && !(status === 'waiting' && moment >= edge);

/** Rounds whose measures were taken by the moment shown: at their end. */
export function roundsMeasured({ moment, rounds, shown }: PanelModel): number {
  if (moment === null) return Infinity;
  const next = rounds[shown.round];
  return next !== undefined && shown.seq >= next - 1 ? shown.round : Math.max(0, shown.round - 1);
}

/** From this strength on a tie of the shown network counts. */
export const edgeOf = ({ run, shown }: PanelModel): number => run.networks[shown.network]?.edge ?? 0;

/** Ties strong enough to count. */
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

/** An agent's ties that count, strongest first; equal ones in the order of agents. */
export function strongest(model: PanelModel, ties: ReadonlyMap<number, number> | undefined): (readonly [number, number])[] {
  return [...(ties ?? [])].filter(([, strength]) => strength >= edgeOf(model)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** How often a message was reacted to in one way, by the moment shown. */
export function reactionsTo(model: PanelModel, place: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [seq, , , kind] of model.reactions.get(place) ?? []) if (seq <= model.shown.seq) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** The agent's name, or its id where the name is blank: a label is never empty. */
export function nameOf(model: PanelModel, agent: number): string {
  const one = model.agents[agent];
  return one ? one.name.trim() || one.id : '';
}

// What of a run is shown: where it stood at one moment. No page.

/** The run as it stood at the moment that is shown. */
interface Shown {
  /** Index of the network whose ties these are. */
  network: number;
  seq: number;
  round: number;
  /** Its ties; null before the first one. */
  graph: Network | null;
  readonly ways: BothWays;
  /** Strength by the other agent's index, for each agent: ties that go out, and ties that come in. */
  readonly out: BothWays['out'];
  readonly into: BothWays['into'];
  /** Who has not come yet, or has left. */
  readonly away: Set<number>;
  /** How many rows and messages of the conversation there were. */
  rows: number;
  messages: number;
}

/** The state after an event, before anything is known of it. */
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
