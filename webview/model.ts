/**
 * The panel's picture of a run: a fold of one snapshot and the deltas after it. No page in here. The model owns its
 * containers and grows in place, so that a delta costs what it changes and not what the run holds; nobody else writes.
 */
import type {
  MessageId,
  PanelAgent,
  PanelCost,
  PanelDelta,
  PanelMessage,
  PanelPast,
  PanelSilence,
  PanelSnapshot,
  PanelTie,
  RunInfo,
  RunStatus,
} from '../src/protocol/messages.js';

/** One row of the conversation. Neighbouring silent turns of a round share a row. */
export type Row =
  | { readonly kind: 'round'; readonly round: number }
  | { readonly kind: 'message'; readonly message: number }
  | { readonly kind: 'silence'; readonly first: number; readonly count: number };

export interface Model {
  readonly run: RunInfo;
  readonly agents: readonly PanelAgent[];
  status: RunStatus;
  problem: string | null;
  round: number;
  seq: number;
  /** Strength by the other agent's index, for each agent: ties that go out, and ties that come in. */
  readonly out: readonly Map<number, number>[];
  readonly into: readonly Map<number, number>[];
  readonly messages: PanelMessage[];
  readonly places: Map<MessageId, number>;
  readonly silences: PanelSilence[];
  readonly rows: Row[];
  /** Row of each message, by the message's place. */
  readonly rowOf: number[];
  readonly measures: Map<string, readonly (number | null)[]>;
  cost: PanelCost | null;
  /** Null while the panel follows the run. */
  past: PanelPast | null;
  /** Round of the last row. */
  lastRound: number;
}

/** What a delta touched, so that views redraw that and no more. */
export interface Changes {
  readonly ties: boolean;
  readonly measures: boolean;
  /** First row that is new or different; equal to the number of rows when none is. */
  readonly rowsFrom: number;
  /** Older messages with other votes than before. */
  readonly scored: readonly number[];
  /** Messages from this place on are new. */
  readonly messagesFrom: number;
}

export function createModel(snapshot: PanelSnapshot): Model {
  const model: Model = {
    run: snapshot.run,
    agents: snapshot.agents,
    status: snapshot.status,
    problem: snapshot.problem,
    round: snapshot.round,
    seq: snapshot.seq,
    out: snapshot.agents.map(() => new Map<number, number>()),
    into: snapshot.agents.map(() => new Map<number, number>()),
    messages: [],
    places: new Map(),
    silences: [],
    rows: [],
    rowOf: [],
    measures: new Map(snapshot.measures.map((measure) => [measure.id, measure.values])),
    cost: snapshot.cost,
    past: snapshot.past,
    lastRound: 0,
  };
  for (const tie of snapshot.ties) setTie(model, tie);
  append(model, snapshot.messages, snapshot.silences);
  return model;
}

/** Applies a delta; null when it belongs to another run. */
export function applyDelta(model: Model, delta: PanelDelta): Changes | null {
  if (delta.run !== model.run.id) return null;
  model.status = delta.status;
  model.problem = delta.problem;
  model.round = delta.round;
  model.seq = delta.seq;
  if (delta.cost) model.cost = delta.cost;
  for (const tie of delta.ties ?? []) setTie(model, tie);
  const messagesFrom = model.messages.length;
  const rowsFrom = append(model, delta.messages ?? [], delta.silences ?? []);
  const scored = score(model, delta.scores ?? [], messagesFrom);
  for (const measure of delta.measures ?? []) model.measures.set(measure.id, measure.values);
  return { ties: (delta.ties?.length ?? 0) > 0, measures: (delta.measures?.length ?? 0) > 0, rowsFrom, scored, messagesFrom };
}

function setTie(model: Model, [from, to, strength]: PanelTie): void {
  const out = model.out[from];
  const into = model.into[to];
  if (!out || !into || from === to) return;
  if (strength > 0) {
    out.set(to, Math.min(1, strength));
    into.set(from, Math.min(1, strength));
  } else {
    out.delete(to);
    into.delete(from);
  }
}

function score(model: Model, scores: NonNullable<PanelDelta['scores']>, before: number): number[] {
  const touched: number[] = [];
  for (const [id, up, down] of scores) {
    const place = model.places.get(id);
    const message = place === undefined ? undefined : model.messages[place];
    if (place === undefined || !message) continue;
    model.messages[place] = { ...message, up, down };
    if (place < before) touched.push(place);
  }
  return touched;
}

/** Appends both lists in the order of the stream and returns the first row that changed. */
function append(model: Model, messages: readonly PanelMessage[], silences: readonly PanelSilence[]): number {
  let changed = model.rows.length;
  let m = 0;
  let s = 0;
  while (m < messages.length || s < silences.length) {
    const message = messages[m];
    const silence = silences[s];
    if (message && (!silence || message.seq < silence.seq)) {
      addMessage(model, message);
      m++;
    } else if (silence) {
      changed = Math.min(changed, addSilence(model, silence));
      s++;
    }
  }
  return changed;
}

function addMessage(model: Model, message: PanelMessage): void {
  if ((message.author >= 0 && !model.agents[message.author]) || model.places.has(message.id)) return;
  startRound(model, message.round);
  const place = model.messages.push(message) - 1;
  model.places.set(message.id, place);
  model.rowOf.push(model.rows.push({ kind: 'message', message: place }) - 1);
}

function addSilence(model: Model, silence: PanelSilence): number {
  if (!model.agents[silence.agent]) return model.rows.length;
  startRound(model, silence.round);
  const place = model.silences.push(silence) - 1;
  const last = model.rows[model.rows.length - 1];
  if (last?.kind === 'silence') model.rows[model.rows.length - 1] = { ...last, count: last.count + 1 };
  else model.rows.push({ kind: 'silence', first: place, count: 1 });
  return model.rows.length - 1;
}

function startRound(model: Model, round: number): void {
  if (round === model.lastRound) return;
  model.lastRound = round;
  model.rows.push({ kind: 'round', round });
}

/** Ties strong enough to count. */
export function edgeCount(model: Model): number {
  let n = 0;
  for (const ties of model.out) for (const strength of ties.values()) if (strength >= model.run.edge) n++;
  return n;
}

/** An agent's ties that count, strongest first; equal ones in the order of agents. */
export function strongest(model: Model, ties: ReadonlyMap<number, number> | undefined): (readonly [number, number])[] {
  return [...(ties ?? [])].filter(([, strength]) => strength >= model.run.edge).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** The agent's name, or its id where the name is blank: a label is never empty. */
export function nameOf(model: Model, agent: number): string {
  const one = model.agents[agent];
  return one ? one.name.trim() || one.id : '';
}
