/** TinyTroupe: agents and fragments (`*.agent.json`, `*.fragment.json`). */
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type Draft, nothing, type Person, type Relation, type SourceFile } from '../parse/draft.js';
import { isObject, isScalar } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { LineOf } from '../parse/parse.js';
import { readPerson } from '../people/people.js';
import type { Rule } from '../people/record.js';

const RULES: readonly Rule[] = [
  ['name', 'name'],
  ['age', 'age'],
  ['gender', 'gender'],
  ['nationality', 'vars.nationality'],
  ['residence', 'vars.residence'],
  ['occupation.title', 'occupation'],
  ['occupation', 'occupation'],
  ['style', 'voice'],
  ['personality.traits', 'traits'],
  ['personality.big_five', 'personality'],
  ['preferences.interests', 'interests'],
  ['beliefs', 'values'],
  ['long_term_goals', 'goals'],
  ['other_facts', 'backstory'],
  ['occupation.description', 'backstory'],
  ['education', 'backstory#education'],
  ['skills', 'backstory#skills'],
  ['preferences.likes', 'backstory#likes'],
  ['preferences.dislikes', 'backstory#dislikes'],
  ['behaviors', 'backstory#behaviors'],
  ['health', 'backstory#health'],
];

const isTiny = (value: Json): value is JsonObject =>
  isObject(value) && (value.type === 'TinyPerson' || value.type === 'Fragment') && isObject(value.persona);

/** The agents of a file: one, or a list. */
export function tinyPeople(value: Json): readonly JsonObject[] | null {
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every(isTiny) ? list : null;
}

export function readTinyTroupe({ name: file }: SourceFile, value: Json, lineOf: LineOf, log: Log): Draft {
  const drafts = (tinyPeople(value) ?? []).map((agent, row) =>
    readAgent(agent, { file, row, line: lineOf(Array.isArray(value) ? [row] : []) }, log),
  );
  return { ...nothing, people: drafts.map(({ person }) => person), relations: drafts.flatMap(({ relations }) => relations) };
}

function readAgent({ type, persona, ...beside }: JsonObject, place: { file: string; row: number; line: number }, log: Log) {
  const fragment = type === 'Fragment';
  const relations: Relation[] = [];
  log.note('mapped', 'type', fragment ? 'fragments' : 'personas');
  const record = { ...(persona as JsonObject), ...(Object.keys(beside).length === 0 ? {} : { 'beside persona': beside }) };
  const person = readPerson(record, place, log, {
    rules: RULES,
    within: 'persona.',
    ids: ['name'],
    more: (reader) => {
      const [name, listed] = [reader.peek('name'), reader.peek('relationships')];
      if (!isScalar(name) || !Array.isArray(listed) || !listed.every(isRelationship)) return;
      reader.take('relationships');
      log.note('mapped', 'persona.relationships', 'ties.relationships');
      for (const { name: to, description, ...extra } of listed) {
        const story = isScalar(description) ? { story: String(description) } : {};
        relations.push({
          file: place.file,
          line: place.line,
          network: 'relationships',
          from: String(name),
          to: String(to),
          both: false,
          weight: null,
          extra,
          ...story,
        });
      }
    },
  });
  const named =
    fragment && person.fields.name === undefined ? { ...person, keys: [place.file.replace(/\.(agent|fragment|json)\b/g, '')] } : person;
  return { relations, person: fragment ? ({ ...named, fragment: true } satisfies Person) : named };
}

const isRelationship = (value: Json): value is JsonObject => isObject(value) && isScalar(value.name);
