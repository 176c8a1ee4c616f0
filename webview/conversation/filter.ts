/** Filters the rows of the conversation by text, kind and agent. No access to the page. */
import { lowerBound } from '../../src/core/util/search.js';
import type { PanelMessage, PanelNote } from '../../src/protocol/course.js';
import type { PanelModel, Row } from '../state/model.js';
import { type NoteRow, notesIn } from './notes.js';

export const KINDS = [
  'all',
  'unasked',
  'said',
  'open',
  'some',
  'private',
  'acts',
  'world',
  'silent',
  'advice',
  'answers',
  'changes',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Filter {
  /** A text that the message or the name of its author must contain. Case does not matter. */
  readonly text: string;
  readonly kind: Kind;
  /** Only messages from these agents, private messages to them, and messages that mention them; null for all agents. */
  readonly among: readonly number[] | null;
}

export const EVERYTHING: Filter = { text: '', kind: 'all', among: null };

export const isEverything = ({ text, kind, among }: Filter): boolean => text.trim() === '' && kind === 'all' && among === null;

/** Kinds of rows that are not messages. */
const BESIDE: ReadonlySet<Kind> = new Set(['silent', 'advice', 'answers', 'changes']);

/** Whether the filter has an agent or a text. Then results are shown in full. */
export const isNarrow = ({ text, among }: Filter): boolean => text.trim() !== '' || among !== null;

/** Whether the filter includes messages. */
export const isOfMessages = ({ kind }: Filter): boolean => !BESIDE.has(kind);

/** The rows that match, in order. The list changes with the conversation. */
export class TraceFilter {
  #rows: number[] = [];
  /** Number of rows that were checked. */
  #until = 0;
  #filter: Filter = EVERYTHING;

  get filter(): Filter {
    return this.#filter;
  }

  get count(): number {
    return this.#rows.length;
  }

  row(i: number): number {
    return this.#rows[i] ?? -1;
  }

  /** The position of a row among the matching rows; −1 if it does not match. */
  placeOf(row: number): number {
    const i = this.#firstFrom(row);
    return this.#rows[i] === row ? i : -1;
  }

  choose(filter: Filter): void {
    this.#filter = filter;
    this.#rows = [];
    this.#until = 0;
  }

  /** Marks the rows from this one on for another check. Returns the first place that can change. */
  forget({ rows }: PanelModel, row: number): number {
    let place = this.#firstFrom(row);
    this.#until = Math.min(this.#until, row);
    // A heading without rows is also checked again.
    while (place > 0 && rows[this.#rows[place - 1]!]?.kind === 'round') this.#until = Math.min(this.#until, this.#rows[--place]!);
    this.#rows.length = place;
    return place;
  }

  /** Checks the rows up to the shown moment. */
  look(model: PanelModel): void {
    const { rows, shown } = model;
    // A row with several entries can contain some of a later moment, so the last row is checked again.
    this.forget(model, Math.max(0, Math.min(this.#until, shown.rows) - 1));
    let round = -1;
    for (let i = this.#until; i < shown.rows; i++) {
      const row = rows[i]!;
      if (row.kind === 'round') round = i;
      else if (matches(model, row, this.#filter)) {
        if (round >= 0) this.#rows.push(round);
        round = -1;
        this.#rows.push(i);
      }
    }
    // The heading of the last round waits for the rows below it.
    this.#until = round >= 0 ? round : shown.rows;
  }

  #firstFrom(row: number): number {
    return lowerBound(this.#rows, row);
  }
}

type Wish = Omit<Filter, 'text'> & { readonly words: string };

function matches(model: PanelModel, row: Exclude<Row, { kind: 'round' }>, { text, kind, among }: Filter): boolean {
  const wish: Wish = { kind, among, words: text.trim().toLowerCase() };
  if (row.kind === 'silence') return silenceMatches(model, row, wish);
  return row.kind === 'note' ? noteMatches(model, row, wish) : messageMatches(model, model.messages[row.message]!, wish);
}

function silenceMatches(model: PanelModel, row: Extract<Row, { kind: 'silence' }>, { kind, among, words }: Wish): boolean {
  if (kind !== 'all' && kind !== 'unasked' && kind !== 'silent') return false;
  const silences = model.silences.slice(row.first, row.first + row.count);
  return silences.some(
    (one) =>
      one.seq <= model.shown.seq && (among === null || among.includes(one.agent)) && (words === '' || nameHas(model, one.agent, words)),
  );
}

function noteMatches(model: PanelModel, row: NoteRow, { kind, among, words }: Wish): boolean {
  return notesIn(model, row).some(
    (note) =>
      (kind === 'all' || (kind === 'unasked' ? note.kind !== 'answers' : kind === kindOf(note))) &&
      (among === null || note.agents.some((agent) => among.includes(agent))) &&
      (words === '' ||
        `${note.of} ${note.text}`.toLowerCase().includes(words) ||
        note.agents.some((agent) => nameHas(model, agent, words))),
  );
}

const kindOf = ({ kind }: PanelNote): Kind => (kind === 'advice' || kind === 'answers' ? kind : kind === 'private' ? 'acts' : 'changes');

function messageMatches(model: PanelModel, message: PanelMessage, { kind, among, words }: Wish): boolean {
  const { author, to, mentions, audience } = message;
  const concerns = (agent: number): boolean =>
    author === agent || mentions.includes(agent) || (audience === 'direct' && to.includes(agent));
  if (among !== null && !among.some(concerns)) return false;
  if (!isOfKind(message, kind)) return false;
  return words === '' || message.text.toLowerCase().includes(words) || nameHas(model, author, words);
}

const nameHas = (model: PanelModel, agent: number, words: string): boolean =>
  (model.agents[agent]?.name.toLowerCase() ?? '').includes(words);

function isOfKind(message: PanelMessage, kind: Kind): boolean {
  switch (kind) {
    case 'all':
    case 'unasked':
      return true;
    case 'said':
      return message.kind === 'said';
    case 'private':
      return message.audience === 'direct';
    case 'open':
      return message.kind === 'said' && message.audience === 'public';
    case 'some':
      return message.kind === 'said' && (message.audience === 'group' || message.audience === 'neighbours');
    case 'acts':
      return message.kind === 'act';
    case 'world':
      return message.kind === 'told';
    default:
      return false;
  }
}
