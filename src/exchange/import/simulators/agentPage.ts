/** Agents of the editor (`*.agent.md`): a header in YAML, and instructions as the text below it. */
import { marked } from '../../../core/util/l10n.js';
import { parse as parseYaml } from 'yaml';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type Draft, nothing, type SourceFile } from '../parse/draft.js';
import { isObject } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { Parsed } from '../parse/parse.js';
import { readPerson } from '../people/people.js';
import type { Rule } from '../people/record.js';

const RULES: readonly Rule[] = [
  ['name', 'name'],
  ['instructions', 'backstory'],
];

/** Keys of a persona that an export writes as instructions. */
const KEYS = ['age', 'gender', 'occupation', 'personality', 'traits', 'interests', 'values', 'goals', 'voice', 'bio', 'backstory'].concat([
  'secrets',
  'drives',
  'activity',
  'memories',
  'vars',
  'private',
]);

export function readAgentPage({ name: file }: SourceFile, { front, body }: Extract<Parsed, { kind: 'page' }>, log: Log): Draft {
  const own = personaIn(body);
  const { metadata, ...header } = front;
  const written = own && isObject(metadata) ? { ...own, extra: metadata } : null;
  const record: JsonObject = written ? { ...header, society: written } : { ...front, ...(own ? { society: own } : { instructions: body }) };
  // An export repeats the start of the bio in the header, where the editor shows it.
  const { description, ...rest } = record;
  const isRepeated = own !== null && description === String(own.bio ?? own.occupation ?? file.split('.')[0]).split('\n')[0];
  if (isRepeated) log.note('dropped', 'description', '', marked('it repeats the instructions'));
  const rules: readonly Rule[] = isRepeated ? RULES : [...RULES, ['description', 'bio']];
  const person = readPerson(isRepeated ? rest : record, { file, row: 0, line: 1 }, log, { rules });
  return { ...nothing, people: [{ ...person, id: /^[a-z][a-z0-9_]*(?=\.agent\.md$)/.exec(file)?.[0] }] };
}

function personaIn(body: string): JsonObject | null {
  try {
    const value = parseYaml(body) as Json;
    return isObject(value) && Object.keys(value).every((key) => KEYS.includes(key)) ? value : null;
  } catch {
    return null;
  }
}
