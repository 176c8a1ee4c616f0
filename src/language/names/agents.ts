/** The type of an agent at a place: the fields of every persona, the variables of its world, codes and answers to surveys. */
import { literal } from '../../core/formats/markdown.js';
import type { Named, NameTypes, RecordType, Type } from '../../expr/index.js';
import { branches, follow, rootSchema, type Schema } from '../schema/schema.js';
import { type Entry, textOf, type TreeNode, valueAt } from '../syntax/node.js';
import type { Definition, FileModel } from '../incremental/file.js';
import type { Program } from '../program/program.js';
import { declaredAt, declaredIn, type Known } from './variables.js';
import { marked, t } from '../../core/util/l10n.js';

const unknown: Type = { kind: 'unknown' };
const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };
const boolean: Type = { kind: 'boolean' };

/** Keys of a persona that expressions cannot read. */
const HIDDEN = ['extends', 'replace', 'extra', 'prompts', 'model', 'private', 'secrets', 'memories', 'reads', 'vars'];

let persona: readonly [string, Named][] | null = null;

/** Fields of every agent, from the schema of personas. */
export function personaFields(): readonly [string, Named][] {
  if (persona) return persona;
  const fields = Object.entries(rootSchema.$defs?.persona?.properties ?? {}).filter(([key]) => !HIDDEN.includes(key));
  persona = [
    ['id', { type: text, doc: t('Its id.'), fixed: ofPersona('id') }],
    ...fields.map(([key, schema]) => [key, field(key, schema)] as [string, Named]),
  ];
  return persona;
}

const ofPersona = (key: string): string =>
  t('`{0}` is a fixed field of the person. Only variables that are declared under `agent_vars` can be changed.', key);

function field(key: string, schema: Schema): Named {
  const doc = follow(schema).description;
  return { type: typeOfSchema(schema), fixed: ofPersona(key), ...(doc === undefined ? {} : { doc }) };
}

function typeOfSchema(schema: Schema): Type {
  const parts = branches(schema);
  const [only] = parts;
  if (parts.length !== 1 || !only) return unknown;
  if (only.type === 'number' || only.type === 'integer') return number;
  if (only.type === 'string') return text;
  if (only.type === 'array') return { kind: 'list', of: only.items ? typeOfSchema(only.items) : unknown };
  if (!only.properties) return unknown;
  const fields = Object.entries(only.properties).map(([key, sub]): [string, Named] => [key, field(key, sub)]);
  return { kind: 'record', name: (only.title ?? 'record').toLowerCase(), fields: new Map(fields), open: false };
}

/** The type of a message in expressions. */
function messageType(agent: Type): RecordType {
  const of = (type: Type, doc: string): Named => ({ type, doc, fixed: t('A message does not change after it is sent.') });
  const fields: [string, Named][] = [
    ['id', of(text, t('Its id.'))],
    ['author', of(agent, t('The author.'))],
    ['text', of(text, t('The text of the message.'))],
    ['round', of(number, t('The round of the message.'))],
    ['up', of(number, t('The number of up votes.'))],
    ['down', of(number, t('The number of down votes.'))],
    ['reports', of(number, t('The number of reports.'))],
  ];
  return { kind: 'record', name: 'message', fields: new Map(fields), open: true };
}

/** A scenario or one of its bases, as written. */
interface ScenarioText {
  readonly file: FileModel;
  readonly node: TreeNode;
  readonly path: string;
}

/** The record of an agent, and the names that declarations at the place can use. It refers to itself, so it is filled at the end. */
export function agentType(
  program: Program,
  worlds: readonly Definition[],
  scenarios: readonly ScenarioText[],
  names: NameTypes,
): { agent: RecordType; known: Known } {
  const fields = new Map<string, Named>(personaFields());
  const agent: RecordType = { kind: 'record', name: 'agent', fields, open: false };
  const known: Known = { agent, message: messageType(agent), names };
  for (const [key, value] of studyVariables(program, known)) fields.set(key, value);
  for (const world of [...worlds].reverse()) for (const [key, value] of worldVariables(world, known)) fields.set(key, value);
  addPlace(fields, worlds);
  for (const scenario of [...scenarios].reverse()) {
    for (const [key, value] of partVariables(scenario, known)) fields.set(key, value);
    addSurveys(fields, scenario, agent);
  }
  addRewards(fields, scenarios);
  const codes = new Map([...(program.index.get('code') ?? [])].map(([id, [code]]): [string, Named] => [id, codeField(code)]));
  const counted: Type = { kind: 'record', name: 'codes', fields: codes, open: false };
  fields.set('seen', {
    type: counted,
    doc: t('By code: whether it applies to messages that the agent read.'),
    fixed: t('Values of codes cannot be set.'),
  });
  fields.set('said', {
    type: counted,
    doc: t('By code: whether it applies to messages that the agent wrote.'),
    fixed: t('Values of codes cannot be set.'),
  });
  return { agent, known };
}

/** `me.place`: the id of the place where an agent is, in a world that has places. */
function addPlace(fields: Map<string, Named>, worlds: readonly Definition[]): void {
  const words = worlds.flatMap(({ entry }) => {
    const places = valueAt(entry.value, 'places');
    return places?.kind === 'map' ? places.entries.map(({ key }) => key) : [];
  });
  if (words.length === 0) return;
  const fixed = t('The place of an agent changes with join(…) and leave(…).');
  fields.set('place', { type: { kind: 'optional', of: { kind: 'text', words } }, doc: t('The place where the agent is.'), fixed });
}

/** `me.rewards.social`: the last value of a reward. */
function addRewards(fields: Map<string, Named>, scenarios: readonly ScenarioText[]): void {
  const found = [...scenarios].reverse().flatMap(({ file, node, path }) => {
    const rewards = valueAt(node, 'rewards');
    const doc = t('The last value of the reward, 0 to 1.');
    const named = (entry: Entry): [string, Named] => [entry.key, { type: number, doc, ...declaredAt(file, `${path}.rewards`, entry) }];
    return rewards?.kind === 'map' ? rewards.entries.map(named) : [];
  });
  const type: Type = { kind: 'record', name: 'rewards', fields: new Map(found), open: false };
  fields.set('rewards', {
    type,
    doc: t('By reward: the last value for the agent.'),
    fixed: t('A reward is computed and cannot be set.'),
  });
}

function codeField(code: Definition | undefined): Named {
  const answer = textOf(valueAt(code?.entry.value, 'answer'));
  const whether = answer === null || answer === 'yes_no';
  const doc = textOf(valueAt(code?.entry.value, 'ask'));
  return {
    type: whether ? boolean : unknown,
    ...(doc === null ? {} : { doc }),
    ...(code ? declaredAt(code.file, 'codes', code.entry) : {}),
  };
}

/** Variables of personas and populations. */
function* studyVariables(program: Program, known: Known): Iterable<[string, Named]> {
  for (const { kind, file, entry, path } of withVariables(program)) {
    if (kind === 'population') yield* drawnVariables(valueAt(entry.value, 'sample'), file, `${path}.sample`);
    const section = kind === 'population' ? 'choice' : 'value';
    yield* declaredIn(valueAt(entry.value, 'vars'), section, known, { file, path: `${path}.vars` }, () => ({ doc: STUDY }));
  }
}

const STUDY = marked('A study variable.');

/** Variables that a population draws. They need no declaration, and persons have no such fields. */
function drawnVariables(sample: TreeNode | undefined, file: FileModel, path: string): [string, Named][] {
  const own = (sample?.kind === 'map' ? sample.entries : []).filter(({ key }) => !key.includes('.') && !isField(key));
  return own.map((entry) => [entry.key, { type: typeOfDrawn(entry.value), doc: STUDY, ...declaredAt(file, path, entry) }]);
}

const isField = (key: string): boolean => Object.hasOwn(rootSchema.$defs?.persona?.properties ?? {}, key);

const DRAWN_NUMBER = /^\s*(?:(?:normal|lognormal|uniform|beta|gamma|poisson)\(|-?[0-9][0-9.]*\s*\.\.)/;

/** The type of a drawn value; `any` for several rules or for words. */
const typeOfDrawn = (node: TreeNode): Type => (node.kind === 'scalar' && DRAWN_NUMBER.test(String(node.value)) ? number : unknown);

const variables = new WeakMap<object, readonly Definition[]>();

/** The personas and populations that declare variables, usually a few of very many. */
export function withVariables({ shape, index }: Program): readonly Definition[] {
  const known = variables.get(shape);
  if (known) return known;
  const found: Definition[] = [];
  for (const kind of ['persona', 'fragment', 'population'] as const)
    for (const list of index.get(kind)?.values() ?? [])
      for (const one of list) if (valueAt(one.entry.value, 'vars') ?? valueAt(one.entry.value, 'sample')) found.push(one);
  variables.set(shape, found);
  return found;
}

function* worldVariables({ file, path, entry: { value } }: Definition, known: Known): Iterable<[string, Named]> {
  yield* declaredIn(valueAt(value, 'agent_vars'), 'choice', known, { file, path: `${path}.agent_vars` }, () => ({
    doc: t('A variable of each agent.'),
  }));
  const roles = valueAt(value, 'roles');
  for (const role of roles?.kind === 'map' ? roles.entries : [])
    yield* declaredIn(valueAt(role.value, 'vars'), 'choice', known, { file, path: `${path}.roles.${role.key}.vars` }, () => ({
      doc: t('A variable of the role {0}.', role.key),
    }));
}

/** Variables of parts of the cast. */
function* partVariables({ file, node, path }: ScenarioText, known: Known): Iterable<[string, Named]> {
  const cast = valueAt(node, 'cast');
  for (const part of cast?.kind === 'map' ? cast.entries : [])
    yield* declaredIn(valueAt(part.value, 'vars'), 'value', known, { file, path: `${path}.cast.${part.key}.vars` }, () => ({
      doc: t('A variable of the part {0}.', part.key),
    }));
}

function addSurveys(
  fields: Map<string, Named>,
  { file, node, path }: { readonly file: FileModel; readonly node: TreeNode; readonly path: string },
  agent: Type,
): void {
  const surveys = valueAt(node, 'surveys');
  for (const survey of surveys?.kind === 'map' ? surveys.entries : []) {
    const ask = valueAt(survey.value, 'ask');
    const answers = (ask?.kind === 'map' ? ask.entries : []).map((question): [string, Named] => {
      const doc = textOf(valueAt(question.value, 'text'));
      const at = declaredAt(file, `${path}.surveys.${survey.key}.ask`, question);
      return [
        question.key,
        {
          type: answerType(question.value, agent),
          fixed: t('An answer to a survey cannot be changed.'),
          ...(doc === null ? {} : { doc }),
          ...at,
        },
      ];
    });
    const type: Type = { kind: 'record', name: 'survey', fields: new Map(answers), open: false };
    fields.set(survey.key, {
      type,
      doc: t('Answers to the survey.'),
      fixed: t('A survey cannot be changed.'),
      ...declaredAt(file, `${path}.surveys`, survey),
    });
  }
}

/** The type of an answer: for a matrix a record with an answer for each row, for `some_of` a list. */
function answerType(question: TreeNode, agent: Type): Type {
  const rows = valueAt(question, 'rows');
  if (rows?.kind !== 'map') return singleType(question, agent);
  const type = singleType(question, agent);
  const fixed = t('An answer to a survey cannot be changed.');
  const fields = rows.entries.map(({ key, value }): [string, Named] => [key, { type, doc: literal(textOf(value) ?? t('A row.')), fixed }]);
  return { kind: 'record', name: 'answers', fields: new Map(fields), open: false };
}

function singleType(question: TreeNode, agent: Type): Type {
  if (['scale', 'rating', 'number'].some((key) => valueAt(question, key))) return number;
  if (valueAt(question, 'yes_no')) return boolean;
  const several = valueAt(question, 'some_of');
  const from = several ?? valueAt(question, 'one_of');
  const one: Type = from?.kind === 'list' ? { kind: 'text', words: from.items.flatMap((item) => textOf(item) ?? []) } : agent;
  if (from) return several ? { kind: 'list', of: one } : one;
  return text;
}
