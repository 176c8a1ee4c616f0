/**
 * Splits a snapshot into messages: its head first, then its course in parts, so that a long run is visible immediately and
 * no part blocks the editor or the page.
 */
import type { PanelCourse, PanelSnapshot } from './course.js';
import { type Left, PROTOCOL_VERSION, type ToPanel } from './messages.js';
import { pack } from './packedLists.js';

/** The most items of one list in a part. */
const MOST = 4_000;

/** The messages of a snapshot, in the order in which they must be sent. */
export function snapshotMessages(snapshot: PanelSnapshot | null, most = MOST): readonly ToPanel[] {
  const version = PROTOCOL_VERSION;
  if (!snapshot) return [{ type: 'snapshot', version, snapshot, left: 'nothing' }];
  const [grounds, talk] = partsOf(snapshot.course, most);
  const parts = [...grounds, ...talk];
  const left = (i: number): Left => (i < grounds.length - 1 ? 'ties' : i < parts.length - 1 ? 'talk' : 'nothing');
  return parts.map((whole, i) => {
    const { part, packed } = pack(whole);
    return i === 0
      ? { type: 'snapshot', version, snapshot: { ...snapshot, course: { ...EMPTY, ...part } }, packed, left: left(i) }
      : { type: 'part', version, part, packed, left: left(i) };
  });
}

const EMPTY: PanelCourse = {
  ...{ ties: [], presence: [], messages: [], reactions: [], silences: [], notes: [], values: [], rounds: [], marks: [] },
};

type Part = Partial<PanelCourse>;

/** First the parts that the network view needs, then the messages in the order of events, then the data about messages. At least one part. */
function partsOf(course: PanelCourse, most: number): readonly [grounds: readonly Part[], talk: readonly Part[]] {
  const { ties, presence, rounds, marks, reactions, values } = course;
  const [first = [], ...more] = pieces(ties, most);
  return [
    [{ ties: first, presence, rounds, marks }, ...more.map((piece): Part => ({ ties: piece }))],
    [
      ...talkOf(course, most),
      ...pieces(reactions, most).map((piece): Part => ({ reactions: piece })),
      ...pieces(values, most).map((piece): Part => ({ values: piece })),
    ],
  ];
}

function pieces<T>(list: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, i) => list.slice(i * most, (i + 1) * most));
}

/** Messages, silences and notes form one list of rows, so each part ends at the same event for all three. */
function talkOf({ messages, silences, notes }: PanelCourse, most: number): readonly Part[] {
  const takers = [taker(messages), taker(silences), taker(notes)] as const;
  const parts: Part[] = [];
  while (takers.some(({ isEmpty }) => !isEmpty())) {
    const end = Math.min(...takers.map(({ reach }) => reach(most)));
    parts.push({ messages: takers[0].until(end), silences: takers[1].until(end), notes: takers[2].until(end) });
  }
  return parts;
}

interface Taker<T> {
  isEmpty(): boolean;
  /** The event of the last of the next `most` items; undefined if there are not more. */
  reach(most: number): number;
  /** The next items up to an event. */
  until(seq: number): readonly T[];
}

function taker<T extends { readonly seq: number }>(list: readonly T[]): Taker<T> {
  let at = 0;
  return {
    isEmpty: () => at >= list.length,
    reach: (most) => (at + most < list.length ? list[at + most - 1]!.seq : Infinity),
    until(seq) {
      const from = at;
      while (at < list.length && list[at]!.seq <= seq) at++;
      return list.slice(from, at);
    },
  };
}
