/** Restores the fields of a persona from the key `society` of an exported record. The data is not trusted: values of another form are kept as data. */
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Persona } from '../../../language/generated/society.js';
import type { Fields } from '../parse/draft.js';
import { isObject, isScalar, put } from '../parse/fields.js';

const ID = /^(?!constructor$)[a-z][a-z0-9_]*$/;
const WHO = (value: Json | undefined): boolean =>
  value === undefined || value === 'all' || (Array.isArray(value) && value.every((one) => typeof one === 'string' && ID.test(one)));
const DRIVES = ['social_interaction', 'information_seeking', 'self_presentation', 'coordination', 'emotional_support'];

const isSecret = (value: Json): boolean =>
  isObject(value) &&
  typeof value.text === 'string' &&
  WHO(value.keep_from) &&
  WHO(value.known_to) &&
  isOnly(value, ['text', 'keep_from', 'known_to']);
const isMemory = (value: Json): boolean =>
  isObject(value) &&
  typeof value.text === 'string' &&
  value.about !== 'all' &&
  WHO(value.about) &&
  isImportance(value.importance) &&
  isOnly(value, ['text', 'about', 'importance']);
const isImportance = (value: Json | undefined): boolean =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10);
const isOnly = (value: JsonObject, keys: readonly string[]): boolean => Object.keys(value).every((key) => keys.includes(key));

/** Takes values that fit. Returns the original id of the persona, and the remaining data. */
export function restore(fields: Fields, { id, extra, ...own }: JsonObject): { readonly id: string | undefined; readonly rest: JsonObject } {
  const left = Object.entries(own).filter(([field, value]) => !restored(fields, field, value));
  const rest = { ...(isObject(extra) ? extra : {}), ...(left.length === 0 ? {} : { society: Object.fromEntries(left) }) };
  return { id: typeof id === 'string' && ID.test(id) ? id : undefined, rest };
}

function restored(fields: Fields, field: string, value: Json): boolean {
  if (field === 'vars' && isObject(value))
    return (
      Object.entries(value).every(([name, one]) => ID.test(name) && isScalar(one)) &&
      Object.entries(value).every(([name, one]) => put(fields, `vars.${name}`, one) !== null)
    );
  if (field === 'secrets' && isObject(value) && Object.entries(value).every(([key, one]) => ID.test(key) && isSecret(one))) {
    fields.secrets = value as unknown as NonNullable<Persona['secrets']>;
    return true;
  }
  if (field === 'memories' && Array.isArray(value) && value.every(isMemory)) {
    fields.memories = value as unknown as NonNullable<Persona['memories']>;
    return true;
  }
  if (
    field === 'drives' &&
    isObject(value) &&
    isOnly(value, DRIVES) &&
    Object.values(value).every((one) => typeof one === 'number' && one >= 0 && one <= 1)
  ) {
    fields.drives = value as NonNullable<Persona['drives']>;
    return true;
  }
  if (field === 'private' && Array.isArray(value) && value.every((one) => typeof one === 'string' && ID.test(one))) {
    fields.private = value as readonly string[] as string[];
    return true;
  }
  return !['vars', 'secrets', 'memories', 'drives', 'private'].includes(field) && put(fields, field, value) !== null;
}
