/**
 * Texts that are English where they are made, because a run records them or a program reads them: faults of a run, and what the engine
 * and the minds report. They are translated where a reader sees them, by the words around their arguments.
 */
import { memoBy } from './memo.js';
import { english, type Translations, type Wording } from './l10n.js';

/** The text in the language of the reader. A text that the table does not have, with any arguments, stays as it is. */
export function translated(text: string): string {
  const table = globalThis.societyTranslations;
  if (!table || text === '') return text;
  if (Object.hasOwn(table, text)) return table[text]!;
  const pattern = patternsOf(table).find((one) => text.startsWith(one.start) && text.endsWith(one.end) && one.whole.test(text));
  if (!pattern) return text;
  const values = pattern.whole.exec(text)!.slice(1);
  const byPlace = new Map(pattern.places.map((place, i) => [place, values[i]!]));
  // An argument can be a recorded text too, such as a piece of advice at the end.
  const shown = (value: string): string => (value.includes(' ') ? counted(table, value) : value);
  return table[pattern.english]!.replace(/\{\d+\}/g, (place) => shown(byPlace.get(place) ?? place));
}

/** A recorded text as the other texts of a place: translated for a reader, or in English. */
export const recordedFor = (t: Wording): ((text: string) => string) => (t === english ? (text) => text : translated);

/** The message of an error in the language of the reader. */
export const errorText = (error: unknown): string => translated(error instanceof Error ? error.message : String(error));

/** A count such as `3 turns` is two texts of the table, `{0} turn` and `{0} turns`; any other argument is a text. */
function counted(table: Translations, value: string): string {
  const [, number, noun] = /^(\d+) (.+)$/.exec(value) ?? [];
  const words = number === undefined ? undefined : table[`{0} ${noun}`];
  return words === undefined || number === undefined ? translated(value) : words.replace('{0}', number);
}

/** A text of the table with arguments, as a pattern of the texts that are made with it. */
interface Pattern {
  readonly english: string;
  readonly start: string;
  readonly end: string;
  readonly places: readonly string[];
  readonly whole: RegExp;
}

/** The patterns of a table; those with more words of their own come first. */
const patternsOf = memoBy((table: Translations): readonly Pattern[] =>
  Object.keys(table)
    .filter(isTelling)
    .map(patternOf)
    .sort((a, b) => ownLength(b) - ownLength(a)),
);

/** Characters that a text needs outside of its places: `{0} of {1}` would match too much. */
const FEWEST = 12;

const isTelling = (english: string): boolean =>
  english.includes('{0}') && /\p{L}{2,} \p{L}+/u.test(english) && english.replace(/\{\d+\}/g, '').length >= FEWEST;

const ownLength = ({ english, places }: Pattern): number => english.length - '{0}'.length * places.length;

function patternOf(english: string): Pattern {
  const parts = english.split(/(\{\d+\})/);
  const escaped = parts.map((part, i) => (i % 2 === 1 ? '(.*?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  const places = parts.filter((_part, i) => i % 2 === 1);
  return { english, start: parts[0]!, end: parts.at(-1)!, places, whole: new RegExp(`^${escaped.join('')}$`, 's') };
}
