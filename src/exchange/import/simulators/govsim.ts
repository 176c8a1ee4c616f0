/** GovSim: the configuration of an experiment with its personas, and personas in separate files. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type Draft, nothing, type SourceFile } from '../parse/draft.js';
import { isObject, isScalar } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { LineOf } from '../parse/parse.js';
import { readPerson } from '../people/people.js';
import { readRecord, type Rule, takeRounds } from '../people/record.js';

const RULES: readonly Rule[] = [
  ['name', 'name'],
  ['goals', 'goals'],
];

const isPersona = (value: JsonObject): boolean => isScalar(value.name) && Object.hasOwn(value, 'goals') && Object.keys(value).length <= 3;

export const isGovSim = (value: Json): value is JsonObject =>
  isObject(value) && ((isObject(value.personas) && isObject(value.env)) || isPersona(value));

export function readGovSim({ name: file }: SourceFile, value: JsonObject, lineOf: LineOf, log: Log): Draft {
  if (!isObject(value.personas)) return { ...nothing, people: [readPerson(value, { file, row: 0, line: 1 }, log, { rules: RULES })] };
  const reader = readRecord(value, log);
  const personas = Object.entries(value.personas).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  const people = personas.map(([key, persona], row) => {
    reader.take(`personas.${key}`);
    return readPerson(persona, { file, row, line: lineOf(['personas', key]) }, log, { rules: RULES, within: 'personas.' });
  });
  const scenario = reader.peek('scenario');
  const rounds = takeRounds(reader, 'env.max_num_rounds', log);
  const stock = typeof reader.peek('env.initial_resource_in_pool') === 'number' ? reader.take('env.initial_resource_in_pool') : undefined;
  if (stock !== undefined)
    log.note('mapped', 'env.initial_resource_in_pool', 'scenarios.world.with.capacity', marked('the stock starts full'));
  return {
    people,
    relations: [],
    settings: [
      {
        name: isScalar(scenario) ? String(scenario) : file.replace(/\.\w+$/, ''),
        ...rounds,
        world: { use: 'commons', ...(stock === undefined ? {} : { with: { capacity: stock } }) },
        extra: reader.rest(),
      },
    ],
    extra: {},
  };
}
