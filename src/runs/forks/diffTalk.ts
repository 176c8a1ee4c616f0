/** Acts and messages of two runs, side by side. */
import { bisect } from '../../core/util/search.js';
import { agentAt } from '../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { canonical, type JsonObject } from '../../core/util/json.js';
import { indexOf } from '../../core/events/roster.js';
import type { Message, State } from '../../core/events/state.js';
import { type Resolved, spanOf } from '../../language/api.js';
import { alignment } from './lineDiff.js';
import { sourceName } from '../load/sourceName.js';

export interface ActShown {
  readonly seq: number;
  readonly round: number;
  readonly agent: string;
  readonly name: string;
  readonly action: string;
  readonly args: JsonObject;
  /** The text of the act, where it has one. */
  readonly text: string | null;
  /** The line of the agent's persona or population, from 1. */
  readonly place: { readonly source: string; readonly line: number } | null;
}

export interface Said {
  readonly seq: number;
  /** Null for the voice of the world. */
  readonly author: string | null;
  readonly audience: Message['audience'];
  readonly to: readonly string[];
  readonly text: string;
}

export interface TalkRow {
  readonly round: number;
  /** Null where only the other run has it. */
  readonly a: Said | null;
  readonly b: Said | null;
  readonly same: boolean;
}

interface Acting {
  readonly events: readonly SimEvent[];
  readonly resolved: Pick<Resolved, 'nodes' | 'uri'>;
}

/** Acts from an event on, made as the caller reads them. */
export function* actsFrom({ events, resolved }: Acting, head: State, from: number): Generator<ActShown> {
  let round = 0;
  const nodes = new Map<string, string | null>();
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    else if (event.type === 'agent.joined') nodes.set(event.agent, event.at);
    else if (event.type === 'agents.joined') nodes.set(event.from, event.at);
    else if (event.type === 'act.chosen' && event.seq >= from) {
      const { seq, agent, action, args } = event;
      const span = spanOf(resolved.nodes, nodes.get(agent) ?? nodes.get(agentAt(head, indexOf(head.roster, agent))?.from ?? '') ?? '');
      const place = span ? { source: sourceName(resolved.uri, span.source), line: span.range.start.line + 1 } : null;
      yield { ...{ seq, round, agent, name: nameOf(head, agent), action, args }, text: wordsOf(events, event), place };
    }
  }
}

function wordsOf(events: readonly SimEvent[], { seq, agent }: EventOf<'act.chosen'>): string | null {
  for (let i = seq; i < events.length; i++) {
    const event = events[i]!;
    if (event.type === 'message.sent' && event.author === agent) return event.text;
    if (event.end) return null;
  }
  return null;
}

const nameOf = (state: State, id: string): string => agentAt(state, indexOf(state.roster, id))?.name ?? id;

/** The first place at which their acts differ; null where they never do. */
export function differingAct(
  a: Generator<ActShown>,
  b: Generator<ActShown>,
): { readonly a: ActShown | null; readonly b: ActShown | null } | null {
  for (;;) {
    const [x, y] = [a.next().value as ActShown | undefined, b.next().value as ActShown | undefined];
    if (!x && !y) return null;
    if (!x || !y || actText(x) !== actText(y)) return { a: x ?? null, b: y ?? null };
  }
}

const actText = ({ round, agent, action, args, text }: ActShown): string => canonical({ round, agent, action, args, text });

interface Talking {
  readonly state: State;
  /** The event from which messages are compared. */
  readonly from: number;
}

/** Messages of both runs by rounds, equal ones in one row. */
export function talkRows(a: Talking, b: Talking): readonly TalkRow[] {
  const [as, bs] = [byRound(a), byRound(b)];
  const rounds = [...new Set([...as.keys(), ...bs.keys()])].sort((x, y) => x - y);
  return rounds.flatMap((round) => aligned(as.get(round) ?? [], bs.get(round) ?? []).map((row) => ({ round, ...row })));
}

function byRound({ state, from }: Talking): ReadonlyMap<number, readonly Said[]> {
  const found = new Map<number, Said[]>();
  const { backing, length } = state.messages;
  for (let i = bisect(0, length, (i) => backing[i]!.seq < from); i < length; i++) {
    const message = backing[i]!;
    const said = saidOf(state, message);
    const known = found.get(message.round);
    if (known) known.push(said);
    else found.set(message.round, [said]);
  }
  return found;
}

function saidOf(state: State, { seq, author, audience, to, text }: Message): Said {
  const name = (index: number): string => agentAt(state, index)!.name;
  return { seq, author: author < 0 ? null : name(author), audience, to: to.map(name), text };
}

type Row = Omit<TalkRow, 'round'>;

/** Messages of a round, equal ones in one row. Where too much differs, they are side by side in the order of sending. */
function aligned(a: readonly Said[], b: readonly Said[]): readonly Row[] {
  const [x, y] = [a.map(saidText), b.map(saidText)];
  const steps = alignment(x, y);
  if (!steps)
    return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => ({ a: a[i] ?? null, b: b[i] ?? null, same: x[i] === y[i] }));
  let [i, j] = [0, 0];
  const rows = steps.map(
    ({ sign }): Row => ({
      a: sign === '+' ? null : a[i++]!,
      b: sign === '-' ? null : b[j++]!,
      same: sign === ' ',
    }),
  );
  return joined(rows);
}

const saidText = ({ author, to, text }: Said): string => canonical([author, to, text]);

/** Puts messages of only one run next to messages of only the other. */
function joined(rows: readonly Row[]): readonly Row[] {
  const found: Row[] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i;
    while (end < rows.length && !rows[end]!.same) end++;
    const apart = rows.slice(i, end);
    const [left, right] = [apart.flatMap(({ a }) => (a ? [a] : [])), apart.flatMap(({ b }) => (b ? [b] : []))];
    for (let n = 0; n < Math.max(left.length, right.length); n++) found.push({ a: left[n] ?? null, b: right[n] ?? null, same: false });
    if (end < rows.length) found.push(rows[end]!);
    i = end + 1;
  }
  return found;
}
