/**
 * Combines lines of the book into an utterance. Each agent uses the variants of a list in turn from its own start, one step
 * per round, and skips visible ones, so that it does not soon repeat its own sentence or a neighbour's.
 */
import { pick, type Rng } from '../../../core/random/rng.js';
import type { Inner } from '../perceive/attitude.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { fill, type Line, type LineList } from '../phrases/line.js';
import type { Profile } from '../perceive/profile.js';

/** The state of an utterance that is being built. */
export interface Speech {
  readonly book: PhraseBook;
  readonly profile: Profile;
  readonly random: Rng;
  readonly round: number;
  /** Place of the speaker in the cast, or null if unknown. */
  readonly place: number | null;
  /** Whether a line is visible, by its id. */
  isUsed(line: number): boolean;
  /** Values of holes; slots are added at their first draw, so that a value such as a day stays the same. */
  readonly values: Map<string, string>;
}

/** Spreads a number over 32 bits (MurmurHash3's finaliser). */
function mixed(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * The k-th variant of a list, from 0, in this agent's order of the round. All agents walk through the same cycle of the
 * list, each from its place in the cast, so that as many agents as there are variants all use different ones. Without a
 * place, the agent's own number is used.
 */
function walk({ profile, place, round }: Speech, { id, lines }: LineList): (k: number) => Line {
  const n = lines.length;
  const start = mixed(profile.seed ^ Math.imul(id + 1, 0x9e3779b9));
  let stride = 1 + ((start >>> 8) % n);
  while (gcd(stride, n) !== 1) stride++;
  const own = place ?? profile.salt % n;
  return (k) => lines[(start + (own + round + k) * stride) % n]!;
}

function valueFor(speech: Speech, hole: string): string | undefined {
  const known = speech.values.get(hole);
  if (known !== undefined) return known;
  const slot = speech.book.slots.get(hole);
  if (!slot || slot.length === 0) return undefined;
  const drawn = slot[Math.floor(speech.random() * slot.length)];
  if (drawn !== undefined) speech.values.set(hole, drawn);
  return drawn;
}

/**
 * The next line of the list that can be filled in: an unused line if there is one, otherwise the first; null if there is
 * none. `fresh` skips lines with a slot that was already drawn, so that a frame does not repeat its content.
 */
export function utter(speech: Speech, list: LineList | undefined, fresh = false): string | null {
  if (!list || list.lines.length === 0) return null;
  const variant = walk(speech, list);
  let second: Line | null = null;
  for (let k = 0; k < list.lines.length; k++) {
    const line = variant(k);
    if (!line.holes.every((hole) => speech.values.has(hole) || speech.book.slots.has(hole))) continue;
    if (fresh && line.holes.some((hole) => speech.book.slots.has(hole) && speech.values.has(hole))) continue;
    if (!speech.isUsed(line.id)) return fill(line, (hole) => valueFor(speech, hole));
    second ??= line;
  }
  return second && fill(second, (hole) => valueFor(speech, hole));
}

/** Like `utter`, from a moment of the book. */
export const utterMoment = (speech: Speech, moment: string, fresh = false): string | null =>
  utter(speech, speech.book.moments.get(moment), fresh);

// A line of a moment for an answer that is not an act, with the agent's own interest if none is given.

export interface Sayer {
  readonly inner: Inner;
  /** Lines said so far in this answer; each takes one step further along its list. */
  readonly said: { count: number };
}

export interface Values {
  readonly interest?: string;
  readonly name?: string;
  readonly told?: string;
}

/** A line of the first moment that the book has; empty if it has none of them. */
export function say({ inner, said }: Sayer, random: Rng, moments: string | readonly string[], given: Values): string {
  const { book, profile, situation } = inner;
  const values = new Map<string, string>([['me', profile.first]]);
  const interest = given.interest ?? pick(random, profile.interests)?.text ?? book.topics[0]?.name;
  if (interest !== undefined) values.set('interest', interest);
  if (given.name !== undefined) values.set('name', given.name);
  if (given.told !== undefined) values.set('told', given.told);
  const speech: Speech = { book, profile, random, round: situation.round + said.count, place: null, isUsed: () => false, values };
  for (const moment of typeof moments === 'string' ? [moments] : moments) {
    const text = utterMoment(speech, moment);
    if (text === null) continue;
    said.count++;
    return text;
  }
  return '';
}
