/**
 * Checks the answer of a mind against the closed schema of its question. The answer is accepted, repaired with a reason, or refused
 * with a reason. Nothing outside the schema is used.
 */
import type { Json, JsonObject } from '../../core/util/json.js';
import { embeddedJson, parsedJson } from './embeddedJson.js';
import type { AnswerSchema, Question } from '../model/question.js';
import type { MindAnswer } from '../model/mind.js';

export type Verdict =
  | { readonly status: 'accepted'; readonly reason: null; readonly value: JsonObject }
  | { readonly status: 'repaired'; readonly reason: string; readonly value: JsonObject }
  | { readonly status: 'fallback'; readonly reason: 'empty' | 'unparsable'; readonly value: null };

/** The answer of an agent that is to act and has no open action. */
export const NOTHING_OPEN: JsonObject = Object.freeze({});

/**
 * Judges an answer by the schema of its question. A verdict `fallback` has no value: the answer is empty, or no JSON in it fits the
 * schema.
 */
export function judge(question: Question, answer: MindAnswer): Verdict {
  const verdict = judged(question, answer);
  if (answer.repaired === undefined || verdict.status === 'fallback') return verdict;
  return { status: 'repaired', reason: answer.repaired, value: verdict.value };
}

/** The same, with the names and ids of the run, for a question whose mind got others. */
export function understood(question: Question, answer: MindAnswer): Verdict {
  const verdict = judge(question, answer);
  return question.restored && verdict.value !== null ? { ...verdict, value: question.restored(verdict.value) } : verdict;
}

function judged(question: Question, answer: MindAnswer): Verdict {
  if (answer.value !== undefined) return checked(question.answer, answer.value, null);
  const text = (answer.text ?? '').trim();
  if (text === '') return { status: 'fallback', reason: 'empty', value: null };
  const whole = parsedJson(text);
  if (whole !== undefined) return checked(question.answer, whole, null);
  const inner = embeddedJson(text);
  return inner === undefined ? unparsable : checked(question.answer, inner, 'prose_around_json');
}

const unparsable: Verdict = { status: 'fallback', reason: 'unparsable', value: null };

function checked(schema: AnswerSchema, value: Json, repair: string | null): Verdict {
  const fitted = fitValue(schema, value);
  if (fitted === undefined || fitted.value === null || typeof fitted.value !== 'object' || Array.isArray(fitted.value)) return unparsable;
  const object = fitted.value as JsonObject;
  const reason = repair ?? fitted.repair;
  return reason === null ? { status: 'accepted', reason, value: object } : { status: 'repaired', reason, value: object };
}

type ObjectSchema = Extract<AnswerSchema, { type: 'object' }>;
type ArraySchema = Extract<AnswerSchema, { type: 'array' }>;

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Fitted {
  readonly value: Json;
  readonly repair: string | null;
}

/** The value with the least change that fits the schema, or undefined if none does. A value that may be absent becomes null. */
function fitValue(schema: AnswerSchema, value: Json | undefined): Fitted | undefined {
  if (Array.isArray(schema.type)) {
    if (value === null || value === undefined || value === '') return { value: null, repair: null };
    // The bounds of an argument are tested when the act is carried out. The rejection names the allowed values.
    return fitPlain(schema, schema.type[0], value, true) ?? { value: null, repair: 'unknown_value' };
  }
  return fitPlain(schema, schema.type as string, value, false);
}

/** Fits a value that is present. `open`: every number of the type fits. */
function fitPlain(schema: AnswerSchema, type: string, value: Json | undefined, open: boolean): Fitted | undefined {
  switch (type) {
    case 'object':
      return fitObject(schema as ObjectSchema, value);
    case 'array':
      return fitArray(schema as ArraySchema, value);
    case 'integer':
    case 'number':
      return fitNumber(type, open ? {} : (schema as Bounds), value);
    case 'boolean':
      return fitBoolean(value);
    default:
      return fitString(schema as { enum?: readonly string[]; maxLength?: number }, value);
  }
}

/** A number may be written as text. An `integer` takes only whole numbers within its bounds. */
function fitNumber(type: string, { minimum = -Infinity, maximum = Infinity }: Bounds, value: Json | undefined): Fitted | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || (type === 'integer' && !Number.isInteger(number))) return undefined;
  if (number < minimum || number > maximum) return undefined;
  return { value: number, repair: number === value ? null : 'number_as_text' };
}

function fitBoolean(value: Json | undefined): Fitted | undefined {
  if (typeof value === 'boolean') return { value, repair: null };
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return word === 'true' || word === 'false' ? { value: word === 'true', repair: 'boolean_as_text' } : undefined;
}

function fitString(
  schema: { readonly enum?: readonly (string | null)[]; readonly maxLength?: number },
  value: Json | undefined,
): Fitted | undefined {
  if (typeof value !== 'string') return undefined;
  if (schema.enum) {
    if (schema.enum.includes(value)) return { value, repair: null };
    const near = schema.enum.find((known) => known?.toLowerCase() === value.trim().toLowerCase());
    return near === undefined ? undefined : { value: near, repair: 'spelling' };
  }
  const most = schema.maxLength ?? Infinity;
  return value.length <= most ? { value, repair: null } : { value: value.slice(0, most), repair: 'too_long' };
}

function fitArray(schema: ArraySchema, value: Json | undefined): Fitted {
  if (!Array.isArray(value)) return { value: [], repair: value === undefined || value === null ? null : 'not_a_list' };
  const fitted = value.map((item: Json) => fitValue(schema.items, item)).filter((item) => item !== undefined);
  const kept = fitted.slice(0, schema.maxItems);
  return {
    value: kept.map((item) => item.value),
    repair: kept.length < value.length ? 'items_dropped' : (kept.find((i) => i.repair)?.repair ?? null),
  };
}

function fitObject(schema: ObjectSchema, value: Json | undefined): Fitted | undefined {
  const given = value === undefined || value === null ? {} : value;
  if (typeof given !== 'object' || Array.isArray(given)) return undefined;
  const object = given as JsonObject;
  const out: { [key: string]: Json } = {};
  const isExtra = (key: string): boolean => !Object.hasOwn(schema.properties, key) && !isNothing(object[key]);
  let repair: string | null = Object.keys(object).some(isExtra) ? 'extra_fields' : null;
  for (const [key, child] of Object.entries(schema.properties)) {
    const fitted = fitValue(child, Object.hasOwn(object, key) ? object[key] : undefined);
    if (!fitted) return undefined;
    out[key] = fitted.value;
    repair ??= fitted.repair;
  }
  return { value: out, repair };
}

/** Whether a given value means nothing. */
const isNothing = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
