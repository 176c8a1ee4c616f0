/** Sotopia: profiles of agents, of environments and of relations, and the configurations of its experiments. */
import { english, marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import { type Draft, nothing, type Person, type Relation, type Setting, type SourceFile } from '../parse/draft.js';
import { isEmpty, isObject, isScalar } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { LineOf } from '../parse/parse.js';
import { type RecordOrigin, readPerson } from '../people/people.js';
import { type RecordReader, readRecord, type Rule, takeRounds } from '../people/record.js';

const PROFILE: readonly Rule[] = [
  ['age', 'age'],
  ['gender', 'gender'],
  ['gender_pronoun', 'vars.pronouns'],
  ['occupation', 'occupation'],
  ['public_info', 'bio'],
  ['big_five', 'personality'],
  ['moral_values', 'values'],
  ['schwartz_personal_values', 'values'],
  ['personality_and_values', 'backstory'],
  ['decision_making_style', 'vars.decision_making_style'],
  ['secret', 'secrets'],
  ['mbti', 'vars.mbti'],
  ['goal', 'goals'],
  ['role', 'vars.role'],
  ['team', 'vars.team'],
];
const RULES: readonly Rule[] = [
  ['name', 'name'],
  ...['', 'profile.', 'background.'].flatMap((within) => PROFILE.map(([from, to]): Rule => [within + from, to])),
];

/** From stranger, 0, to family, 5. */
const CLOSEST = 5;

const has = (one: Json, ...keys: readonly string[]): boolean => isObject(one) && keys.every((key) => Object.hasOwn(one, key));
const isAgent = (one: Json): boolean =>
  has(one, 'first_name') && ['last_name', 'public_info', 'big_five', 'secret', 'profile', 'moral_values'].some((key) => has(one, key));
const isEnvironment = (one: Json): boolean =>
  has(one, 'scenario') && ['agent_goals', 'agents', 'role_goals', 'state_properties'].some((key) => has(one, key));
const isRoster = (one: Json): boolean =>
  isObject(one) && Array.isArray(one.agents) && one.agents.length > 0 && one.agents.every((agent) => has(agent, 'name', 'role'));
const isRelation = (one: Json): boolean => has(one, 'agent_1_id', 'agent_2_id');

export function isSotopia(value: Json): boolean {
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((one: Json) => [isAgent, isEnvironment, isRoster, isRelation].some((is) => is(one)));
}

export function readSotopia({ name: file }: SourceFile, value: Json, lineOf: LineOf, log: Log): Draft {
  const drafts = (Array.isArray(value) ? value : [value]).map((one: Json, row): Draft => {
    const path = Array.isArray(value) ? [row] : [];
    const [record, place] = [one as JsonObject, { file, row, line: lineOf(path) }];
    if (isAgent(one)) return { ...nothing, people: [readAgent(record, place, log)] };
    if (isRelation(one)) return { ...nothing, relations: [readRelation(record, place, log)] };
    return readEnvironment(record, place, (i) => lineOf([...path, 'agents', i]), log);
  });
  return {
    people: drafts.flatMap(({ people }) => people),
    relations: drafts.flatMap(({ relations }) => relations),
    settings: drafts.flatMap(({ settings }) => settings),
    extra: {},
  };
}

function readAgent(record: JsonObject, place: RecordOrigin, log: Log, within = ''): Person {
  return readPerson(record, place, log, {
    rules: RULES,
    ids: ['pk'],
    within,
    more: (reader, fields) => {
      const names = ['first_name', 'last_name'].filter((key) => isScalar(reader.peek(key)) && !isEmpty(reader.peek(key)));
      if (names.length === 0) return;
      fields.name = names.map((key) => String(reader.take(key)).trim()).join(' ');
      for (const key of names) log.note('mapped', within + key, 'name');
    },
  });
}

function readRelation(record: JsonObject, { file, line }: RecordOrigin, log: Log): Relation {
  const reader = readRecord(record, log);
  const [from, to] = ['agent_1_id', 'agent_2_id'].map((key) => String(reader.take(key)));
  for (const key of ['agent_1_id', 'agent_2_id']) log.note('mapped', key, 'ties.relationship');
  const kind = reader.peek('relationship');
  const weight = typeof kind === 'number' && kind >= 0 && kind <= CLOSEST ? kind : null;
  if (weight !== null) {
    reader.take('relationship');
    log.note('mapped', 'relationship', 'ties.relationship', english(marked('strength is its share of {0}'), CLOSEST));
  }
  const told = takeStory(reader, log);
  return { file, line, network: 'relationship', from: from!, to: to!, both: true, weight, most: CLOSEST, extra: reader.rest(), ...told };
}

function takeStory(reader: RecordReader, log: Log): { readonly story?: string } {
  const story = reader.peek('background_story');
  if (!isScalar(story) || isEmpty(story)) return {};
  reader.take('background_story');
  log.note('mapped', 'background_story', 'memories');
  return { story: String(story) };
}

function readEnvironment(record: JsonObject, place: RecordOrigin, lineOf: (agent: number) => number, log: Log): Draft {
  const reader = readRecord(record, log);
  const agents = reader.peek('agents');
  const people =
    Array.isArray(agents) && agents.every(isObject)
      ? agents.map((one, row) => readAgent(one, { file: place.file, row, line: lineOf(row) }, log, 'agents.'))
      : [];
  if (people.length > 0) reader.take('agents');
  const [premise, goals] = [reader.peek('description') ?? reader.peek('scenario'), reader.peek('agent_goals')];
  const setting: { -readonly [Key in keyof Setting]: Setting[Key] } = { name: nameOf(record, place), extra: {} };
  if (isScalar(premise) && !isEmpty(premise)) {
    setting.premise = String(premise);
    const key = reader.peek('description') === undefined ? 'scenario' : 'description';
    reader.take(key);
    log.note('mapped', key, 'scenarios.premise');
  }
  if (Array.isArray(goals) && goals.every(isScalar)) setting.goals = goals.map(String);
  const byRole = { goals: reader.peek('role_goals'), secrets: reader.peek('role_secrets') };
  if (isObject(byRole.goals) || isObject(byRole.secrets)) setting.byRole = byRole;
  Object.assign(setting, takeRounds(reader, 'max_turns', log));
  const extra = reader.rest();
  const isNothing = setting.premise === undefined && Object.keys(extra).length === 0;
  return { ...nothing, people, settings: isNothing ? [] : [{ ...setting, extra }] };
}

const nameOf = ({ codename, scenario, pk }: JsonObject, { file, row }: RecordOrigin): string => {
  const short = [codename, scenario, pk].find((one) => typeof one === 'string' && one.trim() !== '' && one.length <= 60);
  return typeof short === 'string' ? short : `${file.replace(/\.\w+$/, '')} ${row + 1}`;
};
