/** Builds answers of a closed schema: the mind's value if it has one, otherwise a plain value. */
import type { Json } from '../../core/util/json.js';
import { below, pick, type Rng } from '../../core/random/rng.js';
import type { AnswerSchema } from '../../engine/model/question.js';

/** The mind's value for a place of the answer; undefined if it has none. The path has no list positions. */
export type ValueSource = (path: readonly string[], schema: AnswerSchema) => Json | undefined;

/** Words for a text at a place of the answer. */
type Worded = (path: readonly string[], longest: number) => string;

/** The most items of a random list, and the width of the range of numbers without a bound. */
const ITEMS = 3;
const WIDTH = 100;

const typeOf = (schema: AnswerSchema): string => (typeof schema.type === 'string' ? schema.type : schema.type[0]);
const mayBeNull = (schema: AnswerSchema): boolean => typeof schema.type !== 'string';

/** Bounds of a number; a missing bound is `WIDTH` away from the other. Whole for an integer. */
function boundsOf(schema: AnswerSchema): readonly [number, number] {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  const low = minimum ?? (maximum === undefined ? 0 : maximum - WIDTH);
  const high = maximum ?? low + WIDTH;
  return typeOf(schema) === 'integer' ? [Math.ceil(low), Math.floor(high)] : [low, high];
}

const enumOf = (schema: AnswerSchema): readonly string[] | null => {
  const words = (schema as { enum?: readonly (string | null)[] }).enum;
  return words ? words.filter((word) => word !== null) : null;
};

function fitsText(schema: AnswerSchema, value: Json): boolean {
  const among = enumOf(schema);
  const longest = (schema as { maxLength?: number }).maxLength ?? Infinity;
  return typeof value === 'string' && (among ? among.includes(value) : value.length <= longest);
}

/** Whether the schema allows a single value. */
function fits(schema: AnswerSchema, value: Json): boolean {
  if (value === null) return mayBeNull(schema);
  const [low, high] = boundsOf(schema);
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  switch (typeOf(schema)) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum && low <= high;
    case 'number':
      return typeof value === 'number' && value >= minimum && value <= maximum;
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return fitsText(schema, value);
    default:
      return true;
  }
}

/** The default value: null if allowed, otherwise the first word, the lower bound, or an empty value. */
function plain(schema: AnswerSchema): Json {
  if (mayBeNull(schema)) return null;
  const type = typeOf(schema);
  if (type === 'string') return enumOf(schema)?.[0] ?? '';
  if (type === 'boolean') return false;
  return boundsOf(schema)[0];
}

/** The answer with the mind's values where they fit the schema. If the mind gives a list, its fitting items are used. */
export function filled(schema: AnswerSchema, want: ValueSource, path: readonly string[] = []): Json {
  if (schema.type === 'object')
    return Object.fromEntries(Object.entries(schema.properties).map(([key, child]) => [key, filled(child, want, [...path, key])]));
  const wanted = want(path, schema);
  if (schema.type === 'array') {
    const items = Array.isArray(wanted) ? (wanted as readonly Json[]) : [];
    return items.slice(0, schema.maxItems).map((item) => filled(schema.items, inside(item, path.length), path));
  }
  return wanted !== undefined && fits(schema, wanted) ? wanted : plain(schema);
}

/** The values within one item of a list. */
function inside(item: Json, depth: number): ValueSource {
  return (path) => {
    let here: Json | undefined = item;
    for (const key of path.slice(depth))
      here =
        here !== null && typeof here === 'object' && !Array.isArray(here) ? (here as { readonly [key: string]: Json })[key] : undefined;
    return here;
  };
}

/** A uniform value of the schema: all words, numbers and numbers of items are equally likely. */
export function drawn(random: Rng, schema: AnswerSchema, words: Worded, path: readonly string[] = []): Json {
  if (schema.type === 'object')
    return Object.fromEntries(Object.entries(schema.properties).map(([key, child]) => [key, drawn(random, child, words, [...path, key])]));
  if (schema.type === 'array')
    return Array.from({ length: below(random, Math.min(schema.maxItems, ITEMS) + 1) }, () => drawn(random, schema.items, words, path));
  const type = typeOf(schema);
  const among = enumOf(schema);
  if (among) {
    const picked = pick(random, mayBeNull(schema) ? [...among, null] : among);
    return picked ?? (mayBeNull(schema) ? null : '');
  }
  if (type === 'boolean') return random() < 0.5;
  if (type === 'string') return words(path, (schema as { maxLength?: number }).maxLength ?? WIDTH);
  return drawnNumber(random, boundsOf(schema), type === 'integer');
}

/** Uniform between the bounds; a fraction is given to three digits. */
export function drawnNumber(random: Rng, [low, high]: readonly [number, number], whole: boolean): number {
  if (high <= low) return low;
  if (whole) return low + below(random, high - low + 1);
  return Math.min(high, Math.max(low, Math.round((low + random() * (high - low)) * 1000) / 1000));
}
