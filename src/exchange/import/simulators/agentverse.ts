/** AgentVerse: the configuration of a task (`config.yaml`) with its agents and the rule of its environment. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Draft, Fields, SourceFile } from '../parse/draft.js';
import { isObject, isScalar, put } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { LineOf } from '../parse/parse.js';
import { readPerson } from '../people/people.js';
import { type RecordReader, readRecord, type Rule, takeRounds } from '../people/record.js';

const RULES: readonly Rule[] = [
  ['name', 'name'],
  ['personality', 'traits'],
  ['traits', 'traits', ''],
];

export const isAgentVerse = (value: Json): value is JsonObject =>
  isObject(value) &&
  Array.isArray(value.agents) &&
  isObject(value.environment) &&
  value.agents.every((one) => isObject(one) && isScalar(one.name));

export function readAgentVerse({ name: file }: SourceFile, value: JsonObject, lineOf: LineOf, log: Log): Draft {
  const reader = readRecord(value, log);
  const agents = reader.take('agents') as readonly JsonObject[];
  const people = agents.map((agent, row) =>
    readPerson(agent, { file, row, line: lineOf(['agents', row]) }, log, {
      rules: RULES,
      within: 'agents.',
      more: (one, fields) => fillIn(one, fields, log),
    }),
  );
  const title = isScalar(reader.peek('name')) ? String(reader.take('name')) : null;
  if (title !== null) log.note('mapped', 'name', 'title');
  const rounds = takeRounds(reader, 'environment.max_turns', log);
  const setting = { name: title ?? file.replace(/\.\w+$/, ''), ...rounds, extra: reader.rest() };
  return { people, relations: [], settings: [setting], extra: {} };
}

/** A role can name other fields of its agent as `${personality}`: the values are filled in, and the original role is kept too. */
function fillIn(reader: RecordReader, fields: Fields, log: Log): void {
  const role = reader.peek('role_description');
  if (typeof role !== 'string') return;
  const filled = role.replace(/\$\{(\w+)\}/g, (hole, key: string) => {
    const value = reader.peek(key);
    return isScalar(value) ? String(value) : hole;
  });
  if (put(fields, 'backstory', filled) === null) return;
  if (filled === role) reader.take('role_description');
  log.note('mapped', 'agents.role_description', 'backstory', filled === role ? '' : marked('with what its ${…} stand for'));
}
