/** Threads: a message with the messages it answers and the answers to it, up to the shown moment. No access to the page. */
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

/** A message with all its direct and indirect answers, each below the message that it answers, in the order of events. */
export interface Thread extends Listed {
  /** The place of the first message, which answers no other. */
  readonly root: number;
  readonly rows: readonly number[];
  /** The depth below the root, by the place of the message. */
  readonly depth: ReadonlyMap<number, number>;
}

/** Maximum indentation. Deeper answers are indented by this depth. */
export const DEEPEST = 6;

/** The first message of a thread, from any message in it. */
export function rootOf({ messages, places }: PanelModel, place: number): number {
  let root = place;
  for (;;) {
    const { replyTo } = messages[root] ?? { replyTo: null };
    const parent = replyTo === null ? undefined : places.get(replyTo);
    if (parent === undefined || parent >= root) return root;
    root = parent;
  }
}

/** The number of direct answers to a message. */
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

/** The first place at which two threads differ; their length if they are equal. */
export function firstChange(before: Thread, now: Thread): number {
  const place = now.rows.findIndex((row, i) => row !== before.rows[i]);
  return place < 0 ? Math.min(now.count, before.count) : place;
}

/** The author who started a thread. */
export function beginner(model: PanelModel, { root }: Thread): string {
  const { author } = model.messages[root]!;
  return author < 0 ? words.world : labelText(nameOf(model, author));
}
