/** YuLan-OneSim: the profiles of a role, `profile/data/ROLE.json` of a scenario. Its `Relationship.csv` is a list of ties. */
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type ColumnMap, columnsOf, formOf } from '../people/aliases.js';
import { type Draft, nothing, type SourceFile } from '../parse/draft.js';
import { isObject, isScalar, slug } from '../parse/fields.js';
import { ImportError, type Log } from '../parse/importLog.js';
import { readPerson } from '../people/people.js';
import type { Rule } from '../people/record.js';
import type { Records } from '../people/tables.js';

export const areOneSimProfiles = (records: readonly JsonObject[]): boolean =>
  records.length > 0 && records.every(({ id, agent_type }) => isScalar(id) && typeof agent_type === 'string');

/** Whether a value is the schema of such profiles, from `profile/schema`. */
export const isOneSimSchema = (value: Json): boolean =>
  isObject(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((one) => isObject(one) && typeof one.type === 'string' && typeof one.sampling === 'string');

export function refuseSchema(): never {
  throw new ImportError(
    'import-format',
    1,
    'This file describes how profiles of OneSim are drawn, and has no people. Import the file of the same name in `profile/data`.',
  );
}

/** Each scenario has its own fields: a field that a persona does not have becomes a variable, and a field with several values is kept as data. */
export function readOneSim({ name: file }: SourceFile, { records, lineOf }: Records, { map }: ColumnMap, log: Log): Draft {
  const columns = columnsOf(records);
  const form = formOf(columns, map);
  const named = new Set(form.rules.map(([column]) => column));
  const own = columns
    .filter((column) => !named.has(column) && column !== 'id' && !Object.hasOwn(map, column) && slug(column) !== '')
    .map((column): Rule => [column, `vars.${slug(column)}`]);
  const rules = [...form.rules, ...own];
  return {
    ...nothing,
    people: records.map((record, row) => readPerson(record, { file, row, line: lineOf(row) }, log, { ...form, rules })),
  };
}
