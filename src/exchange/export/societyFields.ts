/**
 * A persona in another tool's fields, without what its file keeps private where that is wanted. What has no place there goes below one
 * key, `society`, from which an import takes it again: nothing is lost on the way there and back.
 */
import type { Persona } from '../../language/generated/society.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { readMemories } from '../../engine/population/readDocuments.js';
import { isObject } from '../import/parse/fields.js';
import { silentLog } from '../import/parse/importLog.js';
import { readRecord } from '../import/people/record.js';

/** A person who is exported. */
export interface Exported {
  readonly id: string;
  readonly persona: Persona;
}

/** A field of the persona, its target, and a conversion; a value that cannot be converted stays below `society`. */
export type FieldMapping = readonly [field: string, to: string, form?: (value: Json) => Json | undefined];

/** A persona without keys that have a meaning only in its own file. Its `reads` become memories. */
function plain({ extends: _bases, replace: _lists, model: _model, prompts: _prompts, reads, ...persona }: Persona): JsonObject {
  const { imported: _from, ...extra } = (persona.extra ?? {}) as JsonObject;
  const read = readMemories(reads, '').map(({ text, importance }) => ({ text, importance }));
  const memories = read.length === 0 ? {} : { memories: [...(persona.memories ?? []), ...read] };
  const kept = { ...persona, ...memories, extra: Object.keys(extra).length === 0 ? undefined : extra };
  return JSON.parse(JSON.stringify(kept)) as JsonObject;
}

/** The record of a person, in the order of `places`. */
export function apart({ id, persona }: Exported, places: readonly FieldMapping[]): { readonly [key: string]: Json } {
  const reader = readRecord(plain(persona), silentLog);
  const record: { [key: string]: Json } = {};
  for (const [field, to, form = (value: Json) => value] of places) {
    const value = reader.peek(field);
    const formed = value === undefined ? undefined : form(value);
    if (formed === undefined) continue;
    reader.take(field);
    setAt(record, to.split('.'), formed);
  }
  return { ...record, society: { id, ...reader.rest() } };
}

function setAt(record: { [key: string]: Json }, [head = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) record[head] = value;
  else {
    const inner = record[head];
    const map = { ...(isObject(inner) ? inner : {}) };
    setAt(map, rest, value);
    record[head] = map;
  }
}

/** Prose as paragraphs, if joining them gives the same prose. */
export const paragraphs = (value: Json): Json | undefined => {
  const parts = typeof value === 'string' ? value.trim().split('\n\n') : [];
  return parts.length > 0 && parts.every((part) => part.trim() === part && part !== '') ? parts : undefined;
};

/** Ties that are written as edges, of networks whose name fits: from, to and strength. */
export function edgesOf(ties: Json | undefined, named: RegExp): readonly (readonly [from: string, to: string, strength: number | null])[] {
  return Object.entries(isObject(ties) ? ties : {}).flatMap(([name, network]) =>
    named.test(name) && isObject(network) && Array.isArray(network.graph) ? network.graph.flatMap((edge) => ends(String(edge))) : [],
  );
}

function ends(edge: string): readonly (readonly [string, string, number | null])[] {
  const [, a, arrow, b, strength] = /^\s*(\w+)\s*(-|>)\s*(\w+)(?:\s+([\d.]+))?\s*$/.exec(edge) ?? [];
  if (a === undefined || b === undefined) return [];
  const weight = strength === undefined ? null : Number(strength);
  return arrow === '-'
    ? [
        [a, b, weight],
        [b, a, weight],
      ]
    : [[a, b, weight]];
}

// Removes private data from people.

/** Whether anyone has a secret or something `private`. */
export const havePrivate = (people: readonly Exported[]): boolean =>
  people.some(({ persona: { private: keys = [], secrets = {} } }) => keys.length > 0 || Object.keys(secrets).length > 0);

/** A person without secrets, and without the fields and variables that are `private`. */
export function withoutPrivate({ id, persona }: Exported): Exported {
  const { private: keys = [], secrets: _, vars = {}, ...fields } = persona;
  const own = without(vars, keys);
  const left: Persona = { ...without(fields, keys), ...(Object.keys(own).length === 0 ? {} : { vars: own }) };
  return { id, persona: left };
}

const without = <T extends object>(all: T, keys: readonly string[]): T =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key))) as T;
