/**
 * Replaces names and handles of real people by pseudonyms everywhere: in fields, free text, relations and unmapped data. Only
 * whole words are replaced.
 */
import type { Json } from '../../../core/util/json.js';
import type { Person } from '../parse/draft.js';

export interface Pseudonym {
  /** As in `Person 07`. */
  readonly name: string;
  /** As in `person_07`: for handles, and the id. */
  readonly id: string;
}

/**
 * Replaces names in any data. `self` is the person of the data, who is preferred among several people of one name. `own`: a
 * text that is only a handle of this person is replaced, even if it could be a word.
 */
export type Replace = <T extends Json>(value: T, self?: Person, own?: boolean) => T;

interface Entry {
  readonly owner: Person;
  readonly by: string;
  /** Whether only words with a capital match. First names are often normal words too. */
  readonly capital: boolean;
  /** Whether it matches only after `@` or as the whole text. Short handles are often normal words too. */
  readonly alone: boolean;
}

const WORD = /([\p{L}\p{M}\p{N}_]+)/u;
/** Addresses and mentions. Lengths are limited, because long words would take quadratic time. */
const MENTION = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}|@[\p{L}\p{N}_]{2,}/gu;
/** Scripts without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Shorter handles with only letters are replaced only where they cannot be words. */
const LONG_HANDLE = 8;

const keyOf = (name: string): string =>
  name
    .split(WORD)
    .filter((_, i) => i % 2 === 1)
    .join(' ')
    .toLowerCase();

/** Replaces nothing. */
export const keepAll: Replace = (value) => value;

export function createReplace(pseudonyms: ReadonlyMap<Person, Pseudonym>): Replace {
  const entries = entriesOf(pseudonyms);
  const longest = longestByHead([...entries.keys()]);
  const unspaced = [...pseudonyms].flatMap(([owner, { name }]) =>
    owner.known.full !== undefined && UNSPACED.test(owner.known.full) ? [[owner.known.full, name] as const] : [],
  );
  const others = new Map<string, string>();
  const otherOf = (handle: string): string => {
    const key = handle.toLowerCase();
    const known = others.get(key) ?? `other_${others.size + 1}`;
    others.set(key, known);
    return known;
  };
  const find = (key: string, self: Person | undefined, fits: (entry: Entry) => boolean): Entry | undefined => {
    const found = (entries.get(key) ?? []).filter(fits);
    return found.find(({ owner }) => owner === self) ?? found[0];
  };
  const inText = (text: string, self?: Person, own = false): string => {
    const isWhole = ({ alone, owner, capital }: Entry): boolean =>
      alone ? (own && owner === self) || /^\d+$/.test(text) : !capital || isCapital(text.trim());
    const whole = find(keyOf(text), self, isWhole);
    if (whole) return text.trim().startsWith('@') ? `@${whole.by}` : whole.by;
    const mentions = text.replace(MENTION, (mention) => {
      const entry = find(keyOf(mention), self, () => true);
      const by = entry ? pseudonyms.get(entry.owner)!.id : otherOf(mention);
      return mention.startsWith('@') ? `@${by}` : by;
    });
    const spaced = unspaced.reduce((all, [name, by]) => all.replaceAll(name, by), mentions);
    return inWords(spaced, longest, (key, word) => find(key, self, ({ capital, alone }) => !alone && (!capital || isCapital(word)))?.by);
  };
  const inAny = (value: Json, self?: Person, own?: boolean): Json => {
    if (typeof value === 'string') return inText(value, self, own);
    if (typeof value === 'number') return find(String(value), self, ({ alone }) => alone)?.by ?? value;
    if (Array.isArray(value)) return value.map((one: Json) => inAny(one, self, own));
    if (typeof value !== 'object' || value === null) return value;
    // Keys of unmapped data can be names, but keys that look like fields are not replaced.
    const keyOfOne = (key: string): string => (own && /[\p{Lu}\d@]/u.test(key) ? inText(key, self) : key);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [keyOfOne(key), inAny(one, self, own)]));
  };
  return inAny as Replace;
}

/** All names and handles of each person. */
function entriesOf(pseudonyms: ReadonlyMap<Person, Pseudonym>): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>();
  const add = (name: string, entry: Entry): void => {
    const key = keyOf(name);
    if (key !== '') entries.set(key, [...(entries.get(key) ?? []), entry]);
  };
  for (const [owner, { name, id }] of pseudonyms) {
    const { full, parts, handles } = owner.known;
    for (const handle of handles) add(handle, { owner, by: id, capital: false, alone: isWordLike(handle) });
    if (full !== undefined) add(full, { owner, by: name, capital: !full.includes(' '), alone: false });
    for (const part of parts) add(part, { owner, by: name, capital: true, alone: false });
  }
  return entries;
}

const isCapital = (word: string): boolean => /^[^\p{Ll}]/u.test(word);
const isWordLike = (handle: string): boolean => /^\d+$/.test(handle) || (/^\p{Ll}+$/u.test(handle) && handle.length < LONG_HANDLE);

/** The largest number of words of names, by their first word. */
function longestByHead(keys: readonly string[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const key of keys) {
    const words = key.split(' ');
    longest.set(words[0]!, Math.max(longest.get(words[0]!) ?? 0, words.length));
  }
  return longest;
}

/** Replaces runs of words, the longest known run first. */
function inWords(text: string, longest: ReadonlyMap<string, number>, byOf: (key: string, first: string) => string | undefined): string {
  const pieces = text.split(WORD);
  let out = pieces[0] ?? '';
  for (let i = 1; i < pieces.length; ) {
    let [by, length]: [string | undefined, number] = [
      undefined,
      Math.min(longest.get(pieces[i]!.toLowerCase()) ?? 0, (pieces.length - i) >> 1),
    ];
    for (; length > 0; length--) {
      const words = Array.from({ length }, (_, n) => pieces[i + 2 * n]!);
      const near = words.every((_, n) => n === 0 || pieces[i + 2 * n - 1]!.length <= 2);
      by = near ? byOf(words.join(' ').toLowerCase(), words[0]!) : undefined;
      if (by !== undefined) break;
    }
    const taken = Math.max(1, length);
    out += (by ?? pieces[i]!) + (pieces[i + 2 * taken - 1] ?? '');
    i += 2 * taken;
  }
  return out;
}
