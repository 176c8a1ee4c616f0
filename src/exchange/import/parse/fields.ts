/** Converts values of a source to values of a persona's fields. A value that does not fit stays unmapped. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Personality } from '../../../language/generated/society.js';
import type { Fields } from './draft.js';

/** The target of a value: a field, `personality.openness`, `vars.country`, or `backstory` under a label, as `backstory#skills`. */
export type Target = string;

/** Why a value is ambiguous, '' if it is not; null if it does not fit. */
type Fit = string | null;

export const isScalar = (value: Json | undefined): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Data of several kinds in one map. If they have the same name, the later one gets a `_` at its end. */
export function joined(...parts: readonly JsonObject[]): JsonObject {
  const out = new Map<string, Json>();
  for (const part of parts)
    for (const [name, value] of Object.entries(part)) {
      let free = name;
      while (out.has(free)) free += '_';
      out.set(free, value);
    }
  return Object.fromEntries(out);
}

/** Whether a value is null, blank text, or contains only such values. */
export const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));

/** Letters that do not decompose into a plain letter and a mark. */
const PLAIN: { readonly [letter: string]: string } = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** A lower-case id from any text; '' if no character is usable. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ıøłđßæœ]/g, (letter) => PLAIN[letter]!)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');

/** Prose that consists only of such a path would be read from a file. */
const PATH = /^\.\.?\/[^\n]*\.md$/i;

const prose = (value: Json): string | null => {
  const text = isScalar(value) ? String(value).trim() : '';
  return text === '' || PATH.test(text) ? null : text;
};

const LISTS = ['traits', 'interests', 'values', 'goals'] as const;
const TEXTS = ['name', 'gender', 'occupation', 'voice', 'bio'] as const;
const FACTORS = ['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'] as const;
type Factor = (typeof FACTORS)[number];

const oneOf = <T extends string>(words: readonly T[], word: string): word is T => (words as readonly string[]).includes(word);

/** Whether a target exists, for mappings by the user. */
export const isTarget = (target: Target): boolean =>
  oneOf([...TEXTS, ...LISTS, 'age', 'backstory', 'activity', 'secrets', 'memories', 'personality', 'extra', 'id'], target) ||
  /^vars\.[a-z][a-z0-9_]*$/.test(target) ||
  (target.startsWith('personality.') && oneOf(FACTORS, target.slice(12)));

/** Sets a field to a value that is not empty, if it fits. */
export function put(fields: Fields, target: Target, value: Json): Fit {
  const [field, ...rest] = target.split(/[.#]/) as [string, ...string[]];
  const label = rest.join('.');
  if (oneOf(TEXTS, field)) return putText(fields, field, value);
  if (oneOf(LISTS, field)) return putList(fields, field, value);
  if (field === 'backstory') return putBackstory(fields, label, value);
  if (field === 'personality') return label === '' ? putPersonality(fields, value) : putFactor(fields, label as Factor, value);
  if (field === 'vars') return putVariable(fields, label, value);
  if (field === 'age') return putAge(fields, value);
  if (field === 'activity') return putActivity(fields, value);
  if (field === 'memories') return putMemories(fields, value);
  return field === 'secrets' ? putSecret(fields, value) : null;
}

function putText(fields: Fields, field: (typeof TEXTS)[number], value: Json): Fit {
  const text = prose(value);
  if (text === null || fields[field] !== undefined) return null;
  fields[field] = text;
  return '';
}

function putList(fields: Fields, field: (typeof LISTS)[number], value: Json): Fit {
  const list = typeof value === 'string' ? partsOf(value, field === 'goals') : value;
  if (!Array.isArray(list) || !list.every(isScalar)) return null;
  fields[field] = [...(fields[field] ?? []), ...list.map((one) => String(one).trim()).filter((one) => one !== '')];
  return list.length > 1 && typeof value === 'string' ? marked('a text, taken apart') : '';
}

/** The most words of an item in a list with commas. With more words, the text is a sentence with commas. */
const MOST_WORDS = 4;

/** Splits a text at semicolons and lines, or at commas between few words. */
function partsOf(text: string, lines: boolean): readonly string[] {
  const parts = text.split(lines ? '\n' : /[;\n]/);
  if (lines || parts.length > 1) return parts;
  const words = text.split(',').map((word) => word.trim());
  return words.every((word) => word.split(/\s+/).length <= MOST_WORDS) ? words : parts;
}

/** Prose as a paragraph, a list of prose as several; with a label, as a list of facts. */
function putBackstory(fields: Fields, label: string, value: Json): Fit {
  const plain = Array.isArray(value) && value.every(isScalar) ? value.join('\n\n') : value;
  const text = label === '' ? prose(plain) : facts(label, value, '').join('\n');
  if (text === null) return null;
  fields.backstory = fields.backstory === undefined ? text : `${fields.backstory}\n\n${text}`;
  return '';
}

/** A value below its label, as readable lines. */
function facts(label: string, value: Json, indent: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}${label}: ${value}`];
  const lines = Array.isArray(value)
    ? value.flatMap((one: Json) => (isScalar(one) ? [`${indent}- ${one}`] : facts('-', one, indent)))
    : Object.entries(value).flatMap(([key, one]) => facts(key, one, `${indent}  `));
  return [`${indent}${label}:`, ...lines];
}

const LEVELS =
  /\b(very low|very high|low|medium|moderate|average|high)\s+(openness|conscientiousness|extraversion|agreeableness|neuroticism)\b/gi;

/** A map of factors, or words such as `high openness, low neuroticism`. */
function putPersonality(fields: Fields, value: Json): Fit {
  if (typeof value === 'string') {
    const found = [...value.matchAll(LEVELS)];
    const other = value.replace(LEVELS, '').replace(/\band\b|[\s,;.]/gi, '');
    if (found.length === 0 || other !== '') return null;
    for (const [, level, factor] of found)
      putFactor(fields, factor!.toLowerCase() as Factor, level!.toLowerCase().replace(/moderate|average/, 'medium'));
    return found.some(([, level]) => /moderate|average/i.test(level!)) ? marked('moderate is medium') : '';
  }
  if (!isObject(value) || !Object.keys(value).every((key) => oneOf(FACTORS, key))) return null;
  const trial: Fields = {};
  const fits = Object.entries(value).map(([factor, level]) => putFactor(trial, factor as Factor, level));
  if (fits.includes(null)) return null;
  fields.personality = { ...fields.personality, ...trial.personality };
  return '';
}

function putFactor(fields: Fields, factor: Factor, value: Json): Fit {
  if (typeof value === 'number' ? value < 0 || value > 1 : typeof value !== 'string') return null;
  fields.personality = { ...fields.personality, [factor]: value } as Personality;
  return '';
}

/** Sets a variable, which the mind reads and expressions can use. A text that starts with `=` would be an expression. */
function putVariable(fields: Fields, name: string, value: Json): Fit {
  if (!isScalar(value) || (typeof value === 'string' && value.trim().startsWith('=')) || Object.hasOwn(fields.vars ?? {}, name))
    return null;
  fields.vars = { ...fields.vars, [name]: value };
  return '';
}

function putAge(fields: Fields, value: Json): Fit {
  const age = typeof value === 'string' && /^\d{1,3}$/.test(value.trim()) ? Number(value) : value;
  if (typeof age !== 'number' || age < 0 || age > 130 || !Number.isInteger(age)) return null;
  fields.age = age;
  return '';
}

function putActivity(fields: Fields, value: Json): Fit {
  if (typeof value !== 'number' || value < 0 || value > 1) return null;
  fields.activity = value;
  return '';
}

function putMemories(fields: Fields, value: Json): Fit {
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => !isEmpty(one)).map(prose);
  if (texts.includes(null)) return null;
  fields.memories = [...(fields.memories ?? []), ...texts.map((text) => ({ text: text! }))];
  return '';
}

function putSecret(fields: Fields, value: Json): Fit {
  const text = prose(value);
  if (text === null) return null;
  const count = Object.keys(fields.secrets ?? {}).length;
  fields.secrets = { ...fields.secrets, [count === 0 ? 'own' : `own_${count + 1}`]: { text, keep_from: 'all' } };
  return '';
}
