/** Threads: what a message answers, and what answers it, as far as it was said by the moment that is shown. No page. */
import { upperBoundBy } from '../../src/core/util/search.js';
import { type PanelModel, nameOf } from '../state/model.js';
import { labelText } from '../state/names.js';
import { words } from '../ui/strings.js';

/** The part of the conversation that is in the list, in its order. */
export interface Listed {
  readonly count: number;
  /** The model's row at a place of the list. */
  row(i: number): number;
  /** The position of a row of the model; −1 if it is not in the list. */
  placeOf(row: number): number;
}

/** A message with all that answers it, each answer under what it answers, in the order of events. */
export interface Thread extends Listed {
  /** The message that answers none, by its place. */
  readonly root: number;
  readonly rows: readonly number[];
  /** Answers on the way from the root, by the place of the message. */
  readonly depth: ReadonlyMap<number, number>;
}

/** Answers further from the beginning than this stand no further in. */
export const DEEPEST = 6;

/** The message that a thread begins with, from any message of it. */
export function rootOf({ messages, places }: PanelModel, place: number): number {
  let root = place;
  for (;;) {
    const { replyTo } = messages[root] ?? { replyTo: null };
    const parent = replyTo === null ? undefined : places.get(replyTo);
    if (parent === undefined || parent >= root) return root;
    root = parent;
  }
}

/** How many messages answer one directly. */
export const answersTo = ({ answers, shown }: PanelModel, place: number): number =>
  upperBoundBy(answers.get(place) ?? [], shown.messages - 1, (at) => at);

export function threadOf(model: PanelModel, root: number): Thread {
  const rows: number[] = [];
  const depth = new Map<number, number>();
  const waiting: [number, number][] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [place, deep] = next;
    depth.set(place, deep);
    rows.push(model.rowOf[place]!);
    for (const answer of (model.answers.get(place) ?? []).slice(0, answersTo(model, place)).reverse()) waiting.push([answer, deep + 1]);
  }
  const places = new Map(rows.map((row, i) => [row, i]));
  return { root, rows, depth, count: rows.length, row: (i) => rows[i] ?? -1, placeOf: (row) => places.get(row) ?? -1 };
}

/** The first place at which two threads differ; the length of both where they do not. */
export function firstChange(before: Thread, now: Thread): number {
  const place = now.rows.findIndex((row, i) => row !== before.rows[i]);
  return place < 0 ? Math.min(now.count, before.count) : place;
}

/** Who began a thread. */
export function beginner(model: PanelModel, { root }: Thread): string {
  const { author } = model.messages[root]!;
  return author < 0 ? words.world : labelText(nameOf(model, author));
}
