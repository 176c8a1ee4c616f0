/** AgentSociety: the profiles of its citizens, with their attitudes, friends and connections. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type ColumnMap, columnsOf, formOf } from '../people/aliases.js';
import { type Draft, type Fields, nothing, type Relation, type SourceFile } from '../parse/draft.js';
import { isObject, isScalar, put, slug } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import { type RecordOrigin, readPerson } from '../people/people.js';
import type { RecordReader, Rule } from '../people/record.js';
import type { Records } from '../people/tables.js';

const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const isConnection = (value: Json): value is JsonObject => isObject(value) && isScalar(value.source) && isScalar(value.target);

const isAttitude = (value: Json | undefined): value is JsonObject =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'number');

/** Whether a record has a field that only such profiles have. */
const isMarked = ({ friends, connections, attitude, marriage_status, home, work, consumption }: JsonObject): boolean =>
  (Array.isArray(friends) && friends.every((friend) => typeof friend === 'number')) ||
  listIn(connections).some(isConnection) ||
  isAttitude(attitude) ||
  isScalar(marriage_status) ||
  (home !== undefined && work !== undefined && isScalar(consumption));

/** Whether all records have a numeric `id`, and at least one has such a field. */
export const areCitizens = (records: readonly JsonObject[]): boolean =>
  records.length > 0 && records.every(({ id }) => typeof id === 'number') && records.some(isMarked);

/** The type of a person, and a personality in words, which no factor expresses. */
const WORDS: readonly Rule[] = [
  ['persona', 'traits', marked('the name of a type of people')],
  ['personality', 'traits', marked('a personality in words')],
];

const VARIABLES = ['marriage_status', 'consumption', 'family_consumption', 'currency'];

const RULES: readonly Rule[] = [...WORDS, ['skill', 'backstory#skill'], ...VARIABLES.map((name): Rule => [name, `vars.${name}`])];

/** Fields with the name of a persona's field are mapped to it; relations use `id`, also across files. */
export function readAgentSociety({ name: file }: SourceFile, { records, lineOf }: Records, { map }: ColumnMap, log: Log): Draft {
  const own = RULES.filter(([column]) => !Object.hasOwn(map, column));
  const form = formOf(columnsOf(records), map, '');
  const rules = [...form.rules.filter(([column]) => !own.some(([mine]) => mine === column)), ...own];
  const relations: Relation[] = [];
  const people = records.map((record, row) => {
    const place = { file, row, line: lineOf(row) };
    const more = (reader: RecordReader, fields: Fields): void => {
      takeAttitudes(reader, fields, log);
      relations.push(...takeFriends(reader, place, log), ...takeConnections(reader, place, log));
    };
    return readPerson(record, place, log, { ...form, rules, more });
  });
  return { ...nothing, people, relations };
}

/** Maps the number for each question to a variable named by the question. If one has no name, all are kept as data. */
function takeAttitudes(reader: RecordReader, fields: Fields, log: Log): void {
  const attitude = reader.peek('attitude');
  if (!isAttitude(attitude)) return;
  const questions = Object.keys(attitude).map(slug);
  if (questions.includes('') || new Set(questions).size < questions.length) return;
  reader.take('attitude');
  Object.values(attitude).forEach((value, i) => {
    put(fields, `vars.${questions[i]}`, value);
    log.note('mapped', 'attitude', `vars.${questions[i]}`);
  });
}

const tie = ({ file, line }: RecordOrigin, network: string, from: Json, to: Json): Relation => ({
  ...{ file, line, network, from: String(from), to: String(to), both: false, weight: null, extra: {} },
});

function takeFriends(reader: RecordReader, place: RecordOrigin, log: Log): readonly Relation[] {
  const friends = listIn(reader.peek('friends'));
  if (friends.length === 0 || !friends.every(isScalar)) return [];
  const id = reader.peek('id')!;
  reader.take('friends');
  log.note('mapped', 'friends', 'ties.friends');
  return friends.map((friend) => tie(place, 'friends', id, friend));
}

/** Connections of each kind, such as `spouse`, form a separate network. */
function takeConnections(reader: RecordReader, place: RecordOrigin, log: Log): readonly Relation[] {
  const connections = listIn(reader.peek('connections'));
  if (connections.length === 0 || !connections.every(isConnection)) return [];
  reader.take('connections');
  log.note('mapped', 'connections', 'ties', marked('a network for each kind'));
  return connections.map(({ source, target, kind, strength, ...extra }) => {
    const network = isScalar(kind) ? String(kind) : 'connections';
    const one = tie(place, network, source!, target!);
    return typeof strength === 'number' ? { ...one, weight: strength, most: 1, extra } : { ...one, extra };
  });
}
