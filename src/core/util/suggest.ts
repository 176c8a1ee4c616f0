/** "Did you mean": the nearest of some words, or none if no word is near enough. */
import { t } from './l10n.js';
import { noun } from './nouns.js';

/** Edit distance with transpositions (optimal string alignment), or `limit + 1` if it is larger. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (limit === 0 || a === b) return a === b ? 0 : 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** The nearest word; on equal distance the first. Case and `-`/`_`/space do not count. */
export function nearest(word: string, words: Iterable<string>): string | null {
  const fold = (s: string): string => s.toLowerCase().replace(/[-\s]/g, '_');
  const wanted = fold(word.slice(0, 64));
  const limit = wanted.length <= 3 ? 1 : wanted.length <= 7 ? 2 : 3;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of words) {
    const d = distance(wanted, fold(candidate), Math.min(limit, bestDistance - 1));
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
      if (d === 0) break;
    }
  }
  return best;
}

/** ` Did you mean \`x\`?`, to append to a sentence; empty if no word is near. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const near = nearest(word, words);
  return near === null ? '' : t(' Did you mean `{0}`?', near);
}

/** As in ``There is no scenario `stars`. Did you mean `stairs`?``; if no word is near, the known words, at most `most`. */
export function noSuch(what: string, word: string, words: readonly string[], most = 8): string {
  const head = t('There is no {0} `{1}`.', noun(what), word);
  const near = didYouMean(word, words);
  if (near !== '' || words.length === 0) return `${head}${near}`;
  const listed = words.slice(0, most).map((one) => `\`${one}\``);
  const all = `${listed.join(', ')}${words.length > most ? ', …' : ''}`;
  return `${head} ${words.length === 1 ? t('There is {0}.', all) : t('There are {0}.', all)}`;
}

/** A person with an id and a name. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** The person that a word most likely means: by a similar id, a whole name, or a part of a name. Null if there is none. */
function nearestPerson<T extends Named>(word: string, people: readonly T[]): T | null {
  const byId = new Map(people.map((one) => [one.id, one]));
  const byName = new Map(people.flatMap((one) => [one.name, ...one.name.split(/\s+/)].map((part) => [part, one] as const)).toReversed());
  const id = nearest(word, byId.keys());
  const name = nearest(word, byName.keys());
  if (id === null || name === null) return (id !== null ? byId.get(id) : name !== null ? byName.get(name) : null) ?? null;
  const far = (other: string): number => distance(word.toLowerCase(), other.toLowerCase(), FARTHEST);
  return (far(name) < far(id) ? byName.get(name) : byId.get(id)) ?? null;
}

/** The largest distance of a suggestion. */
const FARTHEST = 4;

/** ` Did you mean \`claims_01\` (Anna Berg)?`, to append to a sentence; empty if there is no similar person. */
export function didYouMeanPerson(word: string, people: readonly Named[]): string {
  const near = nearestPerson(word, people);
  if (!near) return '';
  return near.name === near.id ? t(' Did you mean `{0}`?', near.id) : t(' Did you mean `{0}` ({1})?', near.id, near.name);
}
