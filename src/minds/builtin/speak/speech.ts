/**
 * Combines lines of the book into an utterance. The variants of a list are used in turn from a start of the
 * agent's own, one step a round, without the visible ones: no agent soon repeats its own sentence or its neighbour's.
 */
import { pick, type Rng } from '../../../core/random/rng.js';
import type { Inner } from '../perceive/attitude.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { fill, type Line, type LineList } from '../phrases/line.js';
import type { Profile } from '../perceive/profile.js';

/** One utterance in the making. */
export interface Speech {
  readonly book: PhraseBook;
  readonly profile: Profile;
  readonly random: Rng;
  readonly round: number;
  /** Place of the speaker in the cast, or null where it is not known. */
  readonly place: number | null;
  /** Whether a line is visible, by its id. */
  isUsed(line: number): boolean;
  /** Values of holes; slots are added when first drawn, so that one day stays one day. */
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
 * Variants of a list in this agent's order of the round: the k-th, from 0. All walk the same circle of the list, each from
 * their place in the cast, so that no two of as many people as there are variants stand on the same one. Without a place
 * the agent's own number takes its part.
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
 * The next line of the list that can be filled in: unused where there is one, else the first; null for none.
 * `fresh` leaves out lines with a slot that was drawn already, so that a frame does not echo what it frames.
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

/** As `utter`, from a moment of the book. */
export const utterMoment = (speech: Speech, moment: string, fresh = false): string | null =>
  utter(speech, speech.book.moments.get(moment), fresh);

// A line of a moment for an answer that is no act, with the agent's own interest where none is given.

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

/** A line of the first moment that the book has; empty where it has none of them. */
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
