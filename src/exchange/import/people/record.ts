/** Reads one record of a source field by field. Fields that no reader takes are kept, so that nothing is lost. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Fields } from '../parse/draft.js';
import { isEmpty, isObject, put, type Target } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';

/** A field of the source, as a path with dots, and its target. */
export type Rule = readonly [from: string, to: Target, why?: string];

export interface RecordReader {
  /** Reads a value without taking it. */
  readonly peek: (path: string) => Json | undefined;
  /** Takes a value out of the rest. The caller notes its use with `Log.note`. */
  readonly take: (path: string) => Json | undefined;
  /** Takes values into fields by rules. Values that do not fit stay. */
  readonly map: (fields: Fields, rules: readonly Rule[]) => void;
  /** The remaining data, logged as kept; empty values are logged as dropped. */
  readonly rest: () => JsonObject;
}

/** `within` is the prefix of the paths of notes, as in `persona.`. */
export function readRecord(record: JsonObject, log: Log, within = ''): RecordReader {
  const left = structuredClone(record) as { [key: string]: Json };
  const take = (path: string): Json | undefined => takeFrom(left, path);
  const peek = (path: string): Json | undefined => (Object.hasOwn(left, path) ? left[path] : valueAt(left, path.split('.')));
  return {
    peek,
    take,
    map(fields, rules) {
      for (const [from, to, why] of rules) {
        const value = peek(from);
        if (value === undefined || isEmpty(value)) continue;
        const fit = put(fields, to, value);
        if (fit === null) continue;
        // Words that were converted to levels are kept too.
        if (to !== 'personality' || typeof value !== 'string') take(from);
        const guess = why ?? fit;
        log.note(guess === '' ? 'mapped' : 'guessed', within + from, to, guess);
      }
    },
    rest() {
      const kept = Object.entries(left).filter(([key, value]) => {
        if (isEmpty(value)) log.note('dropped', within + key, '', marked('holds nothing'));
        else for (const path of pathsOf(key, value, record[key])) log.note('kept', within + path, 'extra');
        return !isEmpty(value);
      });
      return Object.fromEntries(kept);
    },
  };
}

/** The paths of the remaining parts of a value. */
const pathsOf = (path: string, left: Json, whole: Json | undefined): readonly string[] =>
  isObject(left) && isObject(whole) && Object.keys(left).length < Object.keys(whole).length
    ? Object.entries(left).flatMap(([key, value]) => pathsOf(`${path}.${key}`, value, whole[key]))
    : [path];

const valueAt = (value: Json | undefined, [head, ...rest]: readonly string[]): Json | undefined =>
  head === undefined ? value : isObject(value) && Object.hasOwn(value, head) ? valueAt(value[head], rest) : undefined;

/** Removes a value, and maps that are empty afterwards. */
function takeFrom(object: { [key: string]: Json }, path: string): Json | undefined {
  const [head = '', ...rest] = Object.hasOwn(object, path) ? [path] : path.split('.');
  if (!Object.hasOwn(object, head)) return undefined;
  const inner = object[head];
  if (rest.length === 0) {
    delete object[head];
    return inner;
  }
  if (!isObject(inner)) return undefined;
  const taken = takeFrom(inner as { [key: string]: Json }, rest.join('.'));
  if (taken !== undefined && Object.keys(inner).length === 0) delete object[head];
  return taken;
}

/** Takes the number of rounds, if there is one. */
export function takeRounds(reader: RecordReader, path: string, log: Log): { readonly rounds?: number } {
  const rounds = reader.peek(path);
  if (typeof rounds !== 'number' || !Number.isInteger(rounds) || rounds < 1 || rounds > 100_000) return {};
  reader.take(path);
  log.note('mapped', path, 'scenarios.rounds');
  return { rounds };
}
