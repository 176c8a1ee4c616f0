/** Reads people from tables and lists of records: RecAgent, PersonaHub, and any other with or without a map of its columns. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Table } from '../../../engine/population/tableRows.js';
import { type ColumnMap, columnsOf, formOf } from './aliases.js';
import { type Draft, nothing, type SourceFile } from '../parse/draft.js';
import { isScalar } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import { type PersonForm, readPerson } from './people.js';

export interface Records {
  readonly records: readonly JsonObject[];
  /** Line of a record, from 1. */
  readonly lineOf: (row: number) => number;
}

/** The rows of a table; irregular rows are reported. */
export function tableRecords({ name, rows, problems }: Table, log: Log): Records {
  for (const { line, message } of problems) log.warn('import-row', name, line, message);
  return { records: rows.map(({ cells }) => cells), lineOf: (row) => rows[row]?.line ?? 1 };
}

/** Never throws. Columns without a rule are kept. */
export function readRecords({ name: file }: SourceFile, { records, lineOf }: Records, { map }: ColumnMap, log: Log): Draft {
  const columns = columnsOf(records);
  for (const column of Object.keys(map).filter((one) => !columns.includes(one)))
    log.warn(
      'import-column',
      file,
      1,
      `There is no column \`${column}\`. There are ${columns
        .slice(0, 20)
        .map((one) => `\`${one}\``)
        .join(', ')}.`,
    );
  const form = formOf(columns, map);
  if (form.rules.length === 0 && (form.handles ?? []).length === 0)
    log.warn(
      'import-column',
      file,
      1,
      'No column is named like a field of a persona, so all of it is under `extra`. Say which is which with --map COLUMN=FIELD.',
    );
  return read(file, records, lineOf, log, form);
}

/** The most words of an occupation. A longer text describes a situation. */
const OCCUPATION = 2;

/** Users of RecAgent: lists are separated by commas and semicolons. */
export const readRecAgent = ({ name: file }: SourceFile, { records, lineOf }: Records, log: Log): Draft =>
  read(file, records, lineOf, log, {
    ids: ['id'],
    rules: [
      ['name', 'name'],
      ['gender', 'gender'],
      ['age', 'age'],
      ['traits', 'traits', ''],
      ['interest', 'interests', ''],
      ['feature', 'vars.feature'],
      ['observations', 'backstory'],
    ],
    more: (reader, fields) => {
      const isShort =
        String(reader.peek('status') ?? '')
          .trim()
          .split(/\s+/).length <= OCCUPATION;
      reader.map(fields, [isShort ? ['status', 'occupation', marked('a word or two of what they do')] : ['status', 'backstory#status']]);
    },
  });

/** Lines of PersonaHub: a person described in one sentence, sometimes with a text that was generated from it. */
export const readPersonaHub = ({ name: file }: SourceFile, { records, lineOf }: Records, log: Log): Draft =>
  read(file, records, lineOf, log, {
    rules: [
      ['persona', 'bio'],
      ['input persona', 'bio'],
    ],
  });

const read = (file: string, records: readonly JsonObject[], lineOf: (row: number) => number, log: Log, form: PersonForm): Draft => ({
  ...nothing,
  people: records.map((record, row) => {
    const person = readPerson(record, { file, row, line: lineOf(row) }, log, form);
    return { ...person, keys: [...person.keys, `#${row}`] };
  }),
});

export const isRecAgent = ({ columns }: Table): boolean =>
  ['name', 'traits', 'status'].every((column) => columns.includes(column)) &&
  ['interest', 'observations'].some((column) => columns.includes(column));

const HUB = ['persona', 'input persona', 'synthesized text', 'description'];

/** Whether records have only the fields of PersonaHub, with a text as the person. */
export const isPersonaHub = (records: readonly JsonObject[]): boolean =>
  records.length > 0 &&
  records.slice(0, 50).every((one) => {
    const text: Json | undefined = one.persona ?? one['input persona'];
    return isScalar(text) && Object.keys(one).every((key) => HUB.includes(key));
  });
