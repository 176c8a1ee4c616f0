/** OASIS: profiles of Reddit (JSON) and of Twitter (CSV), also with the further fields that programs built on it write. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Table } from '../../../engine/population/tableRows.js';
import { columnsOf, formOf } from '../people/aliases.js';
import { type Draft, nothing, type Person, type Relation, type SourceFile } from '../parse/draft.js';
import { isScalar } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import { readPerson } from '../people/people.js';
import type { RecordReader } from '../people/record.js';

const FOLLOWS = ['following_agentid_list', 'following_list', 'following'];

/** Records of users, whose ids are the order of the rows. With `realname`, `name` is the handle. */
export function readOasis({ name: file }: SourceFile, records: readonly JsonObject[], lineOf: (row: number) => number, log: Log): Draft {
  const columns = columnsOf(records);
  const form = formOf(columns, columns.includes('realname') && columns.includes('name') ? { name: 'extra' } : {}, '');
  const relations: Relation[] = [];
  const people = records.map((record, row): Person => {
    const place = { file, row, line: lineOf(row) };
    const more = (reader: RecordReader): void => {
      if (reader.peek('') === row) {
        reader.take('');
        log.note('mapped', marked('(first column)'), 'extra.imported.row');
      }
      for (const key of FOLLOWS) {
        const follows = listOf(reader.peek(key));
        if (!follows) continue;
        reader.take(key);
        if (follows.length > 0) log.note('mapped', key, 'ties.follows');
        for (const to of follows)
          relations.push({
            file,
            line: place.line,
            network: 'follows',
            from: `#${row}`,
            to: `#${String(to)}`,
            both: false,
            weight: null,
            extra: {},
          });
      }
    };
    const person = readPerson(tweetsAsList(record), place, log, { ...form, more });
    return { ...person, keys: [`#${row}`, ...person.keys] };
  });
  return { ...nothing, people, relations };
}

/** Converts tweets to memories. */
function tweetsAsList(record: JsonObject): JsonObject {
  const tweets = listOf(record.previous_tweets);
  return tweets ? { ...record, previous_tweets: [...tweets] } : record;
}

function listOf(value: Json | undefined): readonly (string | number)[] | null {
  const list = Array.isArray(value) ? (value as readonly Json[]) : typeof value === 'string' ? pythonList(value) : null;
  return list?.every((one) => isScalar(one)) ? (list as readonly (string | number)[]) : null;
}

export const isOasisTable = ({ columns }: Table): boolean =>
  columns.includes('username') && ['user_char', 'following_agentid_list', 'previous_tweets'].some((column) => columns.includes(column));

export const areOasisUsers = (records: readonly JsonObject[]): boolean =>
  records.every((one) => isScalar(one.username) && (isScalar(one.persona) || isScalar(one.bio) || isScalar(one.user_char)));

// Lists in Python syntax, as found in columns of tables: `['a', "b's", 3, None]`.

const TOKEN = /\s*(?:(\[|\]|,)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|(None|True|False|nan))/y;
const WORDS: { readonly [word: string]: Json } = { None: null, True: true, False: false, nan: null };

/** The items of a list, or null if the text is not a list. Nested lists are not read. */
function pythonList(text: string): readonly Json[] | null {
  const items: Json[] = [];
  let [at, wants] = [0, 'start' as 'start' | 'item' | 'comma' | 'end'];
  while (wants !== 'end') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return null;
    at = TOKEN.lastIndex;
    const [, mark, single, double, number, word] = found;
    if (mark === '[' && wants === 'start') wants = 'item';
    else if (mark === ']' && wants !== 'start') wants = 'end';
    else if (mark === ',' && wants === 'comma') wants = 'item';
    else if (mark === undefined && wants === 'item') {
      items.push(number !== undefined ? numberOf(number) : word !== undefined ? WORDS[word]! : unescaped(single ?? double ?? ''));
      wants = 'comma';
    } else return null;
  }
  return text.slice(at).trim() === '' ? items : null;
}

/** Ids that are too long for a number stay text. */
const numberOf = (digits: string): Json => (digits.length > 15 ? digits : Number(digits));

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|(.))/gi, (_, hex: string | undefined, unicode: string | undefined, letter: string) =>
    hex || unicode ? String.fromCharCode(Number.parseInt(hex ?? unicode!, 16)) : (ESCAPES[letter] ?? letter),
  );
