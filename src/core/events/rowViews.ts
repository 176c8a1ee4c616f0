/**
 * Events that hold many rows, read row by row: an event about a crowd as the events that each of its agents would have had alone. The
 * other readers of events need not know how rows are held.
 */
import { indexAt, type Indices, indexSlices, type IndexText, indicesInSlices, placeOf } from '../columns/indexText.js';
import { type TieEnds, tieEndsInSlices, tieEndsSlices } from '../columns/tieText.js';
import type { ColumnAfter } from '../columns/columnChanges.js';
import { hasNegativeZero, type Values, valueIn, valueSlices, valuesInSlices, type ValueText } from '../columns/valueText.js';
import type { AgentId } from '../util/ids.js';
import type { Json } from '../util/json.js';
import { groupedFor, type Wording } from '../util/l10n.js';
import { recent } from '../util/memo.js';
import { inSlices, isPause } from '../util/pauses.js';
import { finished } from '../util/slices.js';
import { bisect, lowerBound } from '../util/search.js';
import { addressed } from './audienceText.js';
import type { EventOf, SimEvent } from './events.js';
import type { TableAfter } from './tieChanges.js';
import { crowdAt, idAt, indexOf, memberName, type Roster } from './roster.js';

/** The agents of an event, and the values that it gives them. */
interface SetRows {
  readonly rows: Indices;
  readonly values: Values;
  /** What the column of the variable becomes, if that is known already. */
  readonly after: ColumnAfter | null;
}

/** The ties of an event, and the strengths that it gives them. */
interface TieRows {
  readonly ends: TieEnds;
  readonly strengths: Values;
  /** What the ties of the network become, if that is known already. */
  readonly after: TableAfter | null;
}

/** How many decoded events are kept: of variables, and of ties, which are larger. */
const KEPT = 4;
const KEPT_TIES = 1;

/** The decoded rows of an event by the object of its values, which a draft and its event share. */
interface KeptRows {
  text: string | null;
  rows: Indices | null;
  values: Values | null;
  after: ColumnAfter | null;
  read: SetRows | null;
}

interface KeptTies {
  from: string;
  to: string;
  ends: TieEnds | null;
  strengths: Values | null;
  after: TableAfter | null;
  read: TieRows | null;
}

const keptRows = recent(KEPT, (_values: ValueText): KeptRows => ({ text: null, rows: null, values: null, after: null, read: null }));

const keptTies = recent(
  KEPT_TIES,
  (_after: ValueText): KeptTies => ({
    ...{ from: '', to: '', ends: null, strengths: null, after: null, read: null },
  }),
);

function decodedRows({ agents, values }: EventOf<'variables.set'>): SetRows {
  const kept = keptRows(values);
  if (kept.text !== agents) Object.assign(kept, { text: agents, rows: null, values: null, after: null, read: null });
  return (kept.read ??= inSlices('rows', values, function* () {
    const rows = kept.rows ?? (yield* indicesInSlices(agents));
    return { rows, values: kept.values ?? (yield* valuesInSlices(values, rows.length)), after: kept.after };
  }));
}

function decodedTies({ from, to, after }: EventOf<'ties.changed'>): TieRows {
  const kept = keptTies(after);
  if (kept.from !== from || kept.to !== to) Object.assign(kept, { from, to, ends: null, strengths: null, after: null, read: null });
  return (kept.read ??= inSlices('ties', after, function* () {
    const ends = kept.ends ?? (yield* tieEndsInSlices({ from, to }));
    return { ends, strengths: kept.strengths ?? (yield* valuesInSlices(after, ends.to.length)), after: kept.after };
  }));
}

/**
 * Rows as the texts of an event. The fold of that event need not read the rows from its text, and takes the column `after`, if it is given
 * and the event follows its column.
 */
export function rowTexts(
  rows: Indices,
  values: Values,
  after: ColumnAfter | null = null,
): Pick<EventOf<'variables.set'>, 'agents' | 'values'> {
  const texts = inSlices('texts of rows', values, function* () {
    return { agents: yield* indexSlices(rows), values: yield* valueSlices(values) };
  });
  const again = readAgain(values, texts.values);
  // The column holds the values as they are read.
  Object.assign(keptRows(texts.values), { text: texts.agents, rows, values: again, after: again === values ? after : null, read: null });
  return texts;
}

/** Numbers as they are read from their text; null for other values. */
function readAgain(values: Values, text: ValueText): Values | null {
  if (values.kind !== 'numbers' || !('numbers' in text || 'integers' in text)) return null;
  const { length, numbers } = values;
  return hasNegativeZero(numbers) ? { kind: 'numbers', length, numbers: Float64Array.from(numbers, (number) => number + 0) } : values;
}

/** The same for ties, sorted by their ends. The fold takes the table `after`, if it is given and the event follows its network. */
export function tieTexts(
  ends: TieEnds,
  strengths: Values,
  after: TableAfter | null = null,
): Pick<EventOf<'ties.changed'>, 'from' | 'to' | 'after'> {
  const texts = inSlices('texts of ties', ends.to, function* () {
    return { ...(yield* tieEndsSlices(ends)), after: yield* valueSlices(strengths) };
  });
  const { from, to } = texts;
  Object.assign(keptTies(texts.after), { from, to, ends, strengths: readAgain(strengths, texts.after), after, read: null });
  return texts;
}

/** The rows of an event. Throws, with the number of the event, if they are malformed. */
export const rowsOf = (event: EventOf<'variables.set'>): SetRows => decoded(event, decodedRows);

/** The ties of an event. Throws, with the number of the event, if they are malformed. */
export const tieRowsOf = (event: EventOf<'ties.changed'>): TieRows => decoded(event, decodedTies);

function decoded<T extends SimEvent, R>(event: T, decode: (event: T) => R): R {
  try {
    return decode(event);
  } catch (error) {
    if (isPause(error)) throw error;
    throw new Error(`event ${event.seq} (${event.type}): ${(error as Error).message}`, { cause: error });
  }
}

/** Ascending agent indices as the text of an event. */
export const indexText = (agents: Indices): IndexText => inSlices('text of agents', agents, () => indexSlices(agents));

/** An event that lists agents by their ids, or by their indices if they are many. */
type Reaching = EventOf<'intervention.applied'> | EventOf<'message.sent'>;

/** The agents that an intervention reaches, or for whom a message is, by index. Throws, with the number of the event, if they are malformed. */
export function reachedBy(event: Reaching, roster: Roster): { readonly length: number; at(i: number): number } {
  const { to } = event;
  const indices = reachedIndices(event);
  return indices ? { length: indices.length, at: (i) => indexAt(indices, i) } : { length: to.length, at: (i) => indexOf(roster, to[i]!) };
}

/** How many agents an event reaches. */
export const reachedCount = (event: Reaching): number => reachedIndices(event)?.length ?? event.to.length;

/** Like `addressed`, for the event of a message, with the number of agents if they are many. */
export const addressedBy = (event: EventOf<'message.sent'>, name: (id: AgentId) => string, t: Wording): string =>
  event.agents === undefined ? addressed(event, name, t) : t(' → {0} agents', groupedFor(reachedCount(event)));

/** Null if the event has the ids of the agents. */
const reachedIndices = (event: Reaching): Indices | null =>
  event.agents === undefined ? null : decoded(event, ({ agents = '' }) => finished(indicesInSlices(agents)));

/** An event that changes many agents. */
export type ManyChanged = EventOf<'variables.set'> | EventOf<'ties.changed'>;

export const changesMany = (event: SimEvent | undefined): event is ManyChanged =>
  event?.type === 'variables.set' || event?.type === 'ties.changed';

/** The rows of an event: agents, ascending. The agent of a tie is the one that it comes from; `other` is its other end, else −1. */
interface ChangedRows {
  readonly length: number;
  agent(row: number): number;
  other(row: number): number;
}

export function changedRows(event: ManyChanged): ChangedRows {
  if (event.type === 'variables.set') {
    const { rows } = rowsOf(event);
    return { length: rows.length, agent: (row) => indexAt(rows, row), other: () => -1 };
  }
  const { from, to } = tieRowsOf(event).ends;
  return { length: from.length, agent: (row) => from[row]!, other: (row) => to[row]! };
}

/** The first agent with a greater index that an event changes; undefined if there is none. */
export function changedAfter(event: ManyChanged, index: number): number | undefined {
  const { length, agent } = changedRows(event);
  const row = bisect(0, length, (i) => agent(i) <= index);
  return row < length ? agent(row) : undefined;
}

/** The last agent with a smaller index that an event changes; undefined if there is none. */
export function changedBefore(event: ManyChanged, index: number): number | undefined {
  const { length, agent } = changedRows(event);
  const row = bisect(0, length, (i) => agent(i) < index);
  return row > 0 ? agent(row - 1) : undefined;
}

/** Calls `visit` for each agent whose variable an event sets; the index −1 is the world. */
export function eachSetVariable(event: SimEvent, roster: Roster, visit: (index: number, name: string, value: Json) => void): void {
  if (event.type === 'variable.set') visit(event.agent === null ? -1 : indexOf(roster, event.agent), event.name, event.value);
  if (event.type !== 'variables.set') return;
  const { rows, values } = rowsOf(event);
  for (let i = 0; i < rows.length; i++) visit(indexAt(rows, i), event.name, valueIn(values, i));
}

/** An agent of each crowd, and each single agent, whose variable an event sets. */
export function originsOf(event: EventOf<'variables.set'>, roster: Roster): readonly AgentId[] {
  const { rows } = rowsOf(event);
  const found: AgentId[] = [];
  for (let i = 0; i < rows.length; ) {
    const crowd = crowdAt(roster, indexAt(rows, i));
    found.push(idAt(roster, indexAt(rows, i++)));
    if (crowd) while (i < rows.length && indexAt(rows, i) < crowd.first + crowd.count) i++;
  }
  return found;
}

/** The event that an agent would have had alone; undefined if the event does not set one of its variables. */
export function variableChangeOf(event: SimEvent, roster: Roster, index: number): EventOf<'variable.set'> | undefined {
  if (event.type === 'variable.set') return event.agent !== null && indexOf(roster, event.agent) === index ? event : undefined;
  if (event.type !== 'variables.set') return undefined;
  const { rows, values } = rowsOf(event);
  const place = placeOf(rows, index);
  return place < 0 ? undefined : singleSet(event, idAt(roster, index), valueIn(values, place));
}

function singleSet(
  { agents: _agents, values: _values, ...rest }: EventOf<'variables.set'>,
  agent: string,
  value: Json,
): EventOf<'variable.set'> {
  return { ...rest, type: 'variable.set', agent, value };
}

/** Calls `visit` for each tie that an event changes. */
export function eachChangedTie(event: SimEvent, roster: Roster, visit: (from: number, to: number, after: number) => void): void {
  if (event.type === 'tie.changed') visit(indexOf(roster, event.from), indexOf(roster, event.to), event.after);
  if (event.type !== 'ties.changed') return;
  const { ends, strengths } = tieRowsOf(event);
  for (let i = 0; i < ends.from.length; i++) visit(ends.from[i]!, ends.to[i]!, Number(valueIn(strengths, i)));
}

/** Calls `visit` for each outgoing tie of an agent that an event of many ties changes. */
export function eachChangedTieOf(event: EventOf<'ties.changed'>, from: number, visit: (to: number, after: number) => void): void {
  const { ends, strengths } = tieRowsOf(event);
  for (let i = lowerBound(ends.from, from); ends.from[i] === from; i++) visit(ends.to[i]!, Number(valueIn(strengths, i)));
}

/** The strength that an event gives to a tie; undefined if it does not change the tie. */
export function tieChangeOf(event: SimEvent, roster: Roster, from: number, to: number): number | undefined {
  if (event.type === 'tie.changed')
    return indexOf(roster, event.from) === from && indexOf(roster, event.to) === to ? event.after : undefined;
  if (event.type !== 'ties.changed') return undefined;
  const { ends, strengths } = tieRowsOf(event);
  for (let i = lowerBound(ends.from, from); ends.from[i] === from; i++) if (ends.to[i] === to) return Number(valueIn(strengths, i));
  return undefined;
}

/** Calls `visit` for each agent that joins in an event. `roster` is the roster after the event. */
export function eachJoined(event: SimEvent, roster: Roster, visit: (index: number, name: string, event: JoinEvent) => void): void {
  if (event.type === 'agent.joined') visit(indexOf(roster, event.agent), event.name, event);
  if (event.type !== 'agents.joined') return;
  const crowd = roster.crowds.find(({ from }) => from === event.from)!;
  for (let index = crowd.first; index < crowd.first + crowd.count; index++) visit(index, memberName(crowd, index), event);
}

type JoinEvent = EventOf<'agent.joined'> | EventOf<'agents.joined'>;

/** Whether an agent joins in an event. `roster` is the roster after the event. */
export function joinsIn(event: SimEvent, roster: Roster, index: number): boolean {
  if (event.type === 'agent.joined') return indexOf(roster, event.agent) === index;
  return event.type === 'agents.joined' && crowdAt(roster, index)?.from === event.from;
}
