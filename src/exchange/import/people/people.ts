/** Makes a person from a record, with the names by which the person can be found. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Fields, Person } from '../parse/draft.js';
import { isObject, isScalar, joined } from '../parse/fields.js';
import { type RecordReader, readRecord, type Rule } from './record.js';
import type { Log } from '../parse/importLog.js';
import { restore } from './restore.js';

export interface RecordOrigin {
  readonly file: string;
  readonly line: number;
  readonly row: number;
}

export interface PersonForm {
  readonly rules: readonly Rule[];
  /** Fields that hold an id of the source, by which relations can name the person. */
  readonly ids?: readonly string[];
  /** Fields that hold the name of an account. The first of them is kept. */
  readonly handles?: readonly string[];
  /** Prefix of the paths of notes. */
  readonly within?: string;
  /** Reads fields that rules cannot express. */
  readonly more?: (reader: RecordReader, fields: Fields) => void;
}

/** A number that looks like the id of an account. */
const ACCOUNT = /^\d{6,}$/;

const text = (value: Json | undefined): string => (isScalar(value) ? String(value).trim() : '');
const texts = (values: readonly (Json | undefined)[]): readonly string[] => values.map(text).filter((one) => one !== '');

/** A person, by the form of a record. Ids and handles remain in the kept data. */
export function readPerson(record: JsonObject, place: RecordOrigin, log: Log, form: PersonForm): Person {
  const fields: Fields = {};
  const reader = readRecord(record, log, form.within);
  const ids = texts((form.ids ?? []).map(reader.peek));
  const accounts = texts((form.handles ?? []).map(reader.peek));
  const handles = [...accounts, ...ids.filter((id) => ACCOUNT.test(id))];
  form.more?.(reader, fields);
  reader.map(fields, form.rules);
  const { id, rest: own } = takeOwn(reader, fields, log);
  const full = fields.name;
  if (full === undefined && accounts[0] !== undefined) {
    fields.name = accounts[0];
    log.note('guessed', form.handles![0]!, 'name', marked('there is no other name'));
  }
  return {
    ...place,
    id,
    keys: [...ids, ...texts([full]), ...accounts],
    known: { ...(full === undefined ? {} : { full }), parts: nameParts(full), handles },
    fields,
    extra: joined(own, reader.rest()),
  };
}

/** Reads the key `society` of our own exports, as data or, in a table, as JSON text. */
function takeOwn(reader: RecordReader, fields: Fields, log: Log): ReturnType<typeof restore> {
  const written = reader.peek('society');
  const own = typeof written === 'string' && written.startsWith('{') ? parsed(written) : written;
  if (!isObject(own)) return { id: undefined, rest: {} };
  reader.take('society');
  log.note('mapped', 'society', 'personas', marked('as it was exported'));
  return restore(fields, own);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** First and last names: the parts of a name with two or more words that start with a capital. */
const nameParts = (name = ''): readonly string[] => {
  const words = name.split(/\s+/);
  return words.length < 2 ? [] : words.filter((word) => /^[^\p{Ll}\P{L}][\p{L}'’-]{2,}$/u.test(word));
};
