/**
 * Which names an expression can use at its place, and of what type. Every world and scenario has its own set; where
 * the format leaves names open, so does this.
 */
import type { FunctionType, Named, NameTypes, RecordType, Type } from '../../expr/index.js';
import { branches, follow, rootSchema, type Schema } from '../schema/schema.js';
import { entryOf, textOf, type TreeNode, valueAt } from '../tree/node.js';
import type { Definition, ExpressionUse, FileModel } from './file.js';
import { idsOf, type Program } from './program.js';
import { builtinMeasures, lineage, worldIdAt } from './worlds.js';

const unknown: Type = { kind: 'unknown' };
const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };
const list = (of: Type): Type => ({ kind: 'list', of });
const named = (type: Type, doc?: string): Named => (doc === undefined ? { type } : { type, doc });

/** Names of a template of prompts. They are the parts of the question's situation. */
export function promptNames(): NameTypes {
  const agent = recordOf('agent', new Map([...agentFields(), ['tie', named(number, 'Strength of the own tie to it, 0 to 1.')]]), true);
  const message = recordOf(
    'message',
    new Map(
      Object.entries<Named>({
        id: named(text),
        author: named(text),
        name: named(text, 'Name of the author.'),
        round: named(number),
        text: named(text, 'What it says.'),
        direct: named({ kind: 'boolean' }),
        replyTo: named(unknown),
        answersMe: named({ kind: 'boolean' }),
        mentionsMe: named({ kind: 'boolean' }),
        up: named(number),
        down: named(number),
      }),
    ),
    true,
  );
  const open = (name: string): Type => recordOf(name, new Map(), true);
  const names = new Map(
    Object.entries<Named>({
      me: named(agent, 'The one who is asked.'),
      round: named(number, 'Number of the round, from 1.'),
      rounds: named(number, 'How many rounds at most.'),
      phase: named(text, 'Id of the phase.'),
      premise: named(text, 'What everybody knows when it starts.'),
      language: named(text, 'Language of talk.'),
      params: named(open('parameters'), "The world's parameters in force."),
      seen: named(list(message), 'Messages that reached the agent.'),
      cut: named(number, 'How many messages the feed kept back.'),
      mine: named(list(message), "The agent's own last messages."),
      memories: named(list(open('memory')), 'What comes to mind.'),
      known: named(list(agent), 'Agents it knows of.'),
      options: named(list(open('option')), 'What it can do now.'),
      riders: named(list(open('rider')), 'Reactions that may ride along.'),
    }),
  );
  return { names, functions: promptFunctions };
}

const helper = (doc: string, name: string): FunctionType => ({ doc, params: [{ name, type: unknown }], result: text });
const promptFunctions: ReadonlyMap<string, FunctionType> = new Map(
  Object.entries({
    words: helper('The word for the strength of a tie.', 'x'),
    band: helper('The word for a level from 0 to 1.', 'x'),
    quote: helper("Others' text, fenced so that it cannot pose as an instruction.", 'text'),
  }),
);

function recordOf(name: string, fields: ReadonlyMap<string, Named>, open: boolean): RecordType {
  return { kind: 'record', name, fields, open };
}

/** Fields every agent has, by the schema of personas. */
function agentFields(): [string, Named][] {
  const persona = rootSchema.$defs?.persona;
  const fields = Object.entries(persona?.properties ?? {}).filter(
    ([key]) => !['extends', 'replace', 'extra', 'prompts', 'model', 'private', 'secrets', 'memories', 'vars'].includes(key),
  );
  return [
    ['id', named(text, 'Its id.')],
    ...fields.map(([key, schema]): [string, Named] => [key, named(typeOfSchema(schema), follow(schema).description)]),
  ];
}

function typeOfSchema(schema: Schema): Type {
  const parts = branches(schema);
  const [only] = parts;
  if (parts.length !== 1 || !only) return unknown;
  if (only.type === 'number' || only.type === 'integer') return number;
  if (only.type === 'string') return text;
  if (only.type === 'array') return list(only.items ? typeOfSchema(only.items) : unknown);
  if (only.properties)
    return recordOf(
      (only.title ?? 'record').toLowerCase(),
      new Map(Object.entries(only.properties).map(([key, sub]) => [key, named(typeOfSchema(sub), follow(sub).description)])),
      false,
    );
  return unknown;
}

/** Type of a declared variable, from the value or short form it is declared with. */
function typeOfValue(node: TreeNode | undefined): Type {
  if (node?.kind === 'list') return unknown;
  if (node?.kind !== 'scalar') return unknown;
  if (typeof node.value === 'number') return number;
  if (typeof node.value === 'boolean') return { kind: 'boolean' };
  if (typeof node.value !== 'string' || /^=|\?$/.test(node.value) || /^[a-z_]+$/.test(node.value)) return unknown;
  return /^-?[0-9.]+\.\.\S+$/.test(node.value) ? number : text;
}

function declared(node: TreeNode | undefined): [string, Named][] {
  return node?.kind === 'map'
    ? node.entries.map((entry) => [entry.key, named(typeOfValue(entry.value.kind === 'map' ? valueAt(entry.value, 'start') : entry.value))])
    : [];
}

/** Names of a world or scenario, made once for all expressions in it. */
interface Place extends NameTypes {
  readonly worlds: readonly Definition[];
  readonly agent: RecordType;
}

const places = new WeakMap<Program, Map<string, Place>>();
let forPrompts: NameTypes | null = null;

/** Names for one expression. */
export function namesAt(program: Program, file: FileModel, use: Pick<ExpressionUse, 'path'>): NameTypes {
  const path = use.path.split('.');
  if (path.includes('prompts')) return (forPrompts ??= promptNames());
  if (path[0] !== 'worlds' && path[0] !== 'scenarios') return { names: new Map(), open: true };
  const known = places.get(program) ?? new Map<string, Place>();
  places.set(program, known);
  const key = `${file.uri} ${path[0]}.${path[1]}`;
  const place = known.get(key) ?? placeNames(program, file, path);
  known.set(key, place);
  const names = new Map(place.names);
  addLocal(names, path, place.worlds, place.agent);
  return { ...place, names };
}

function placeNames(program: Program, file: FileModel, path: readonly string[]): Place {
  const worlds = lineage(program, worldIdAt(program, file, path.join('.')));
  const scenario = path[0] === 'scenarios' ? valueAt(valueAt(file.tree.root, 'scenarios'), path[1] ?? '') : undefined;
  const agent = agentType(program, worlds, scenario);
  const names = new Map<string, Named>([
    ['round', named(number, 'Number of the round, from 1.')],
    ['rounds', named(number, 'How many rounds at most.')],
    ['now', named(unknown, 'Time of the story.')],
    ['all', named(list(agent), 'Everybody in the cast.')],
    ['cast', named(list(agent), 'Everybody in the cast.')],
  ]);
  for (const id of idsOf(program.index, ['persona', 'population'])) names.set(id, named(agent));
  addWorlds(names, worlds, agent);
  const measures = measuresOf(worlds, scenario);
  for (const id of measures) names.set(id, named(number, 'A measure.'));
  for (const entry of mapEntries(valueAt(scenario, 'groups'))) names.set(entry, named(list(agent), 'A group.'));
  return {
    names,
    worlds,
    agent,
    things: {
      measure: new Set(measures),
      code: new Set(idsOf(program.index, ['code'])),
      network: new Set(idsOf(program.index, ['network'])),
    },
  };
}

const mapEntries = (node: TreeNode | undefined): readonly string[] => (node?.kind === 'map' ? node.entries.map((entry) => entry.key) : []);

function measuresOf(worlds: readonly Definition[], scenario: TreeNode | undefined): readonly string[] {
  return [
    ...builtinMeasures,
    ...worlds.flatMap((world) => mapEntries(valueAt(world.entry.value, 'measures'))),
    ...mapEntries(valueAt(scenario, 'measures')),
  ];
}

function agentType(program: Program, worlds: readonly Definition[], scenario: TreeNode | undefined): RecordType {
  const fields = new Map(agentFields());
  for (const kind of ['persona', 'population', 'fragment'] as const) {
    for (const definitions of program.index.get(kind)?.values() ?? [])
      for (const d of definitions) for (const [key, value] of declared(valueAt(d.entry.value, 'vars'))) fields.set(key, value);
  }
  for (const world of worlds) {
    for (const [key, value] of declared(valueAt(world.entry.value, 'agent_vars'))) fields.set(key, value);
    const roles = valueAt(world.entry.value, 'roles');
    if (roles?.kind === 'map')
      for (const role of roles.entries) for (const [key, value] of declared(valueAt(role.value, 'vars'))) fields.set(key, value);
  }
  const surveys = valueAt(scenario, 'surveys');
  for (const survey of surveys?.kind === 'map' ? surveys.entries : []) {
    fields.set(
      survey.key,
      named(
        recordOf('survey', new Map(mapEntries(valueAt(survey.value, 'ask')).map((id) => [id, named(unknown)])), false),
        'Answers to the survey.',
      ),
    );
  }
  const codes = new Map(idsOf(program.index, ['code']).map((id) => [id, named({ kind: 'boolean' })]));
  for (const key of ['seen', 'said']) fields.set(key, named(recordOf('codes', codes, false), 'By code: whether it was met.'));
  return recordOf('agent', fields, false);
}

function addWorlds(names: Map<string, Named>, worlds: readonly Definition[], agent: RecordType): void {
  const params = new Map(worlds.flatMap((world) => declared(valueAt(world.entry.value, 'params'))));
  for (const [key, value] of params) names.set(key, value);
  names.set('params', named(recordOf('parameters', params, false), "The world's parameters."));
  for (const world of worlds) {
    for (const [key, value] of declared(valueAt(world.entry.value, 'vars'))) names.set(key, value);
    for (const role of mapEntries(valueAt(world.entry.value, 'roles'))) names.set(role, named(agent, 'The one who plays this role.'));
  }
}

/** Names that exist only here: the acting agent, arguments, what was granted. */
function addLocal(names: Map<string, Named>, path: readonly string[], worlds: readonly Definition[], agent: RecordType): void {
  const inWorld = path[0] === 'worlds';
  if (inWorld) {
    names.set('me', named(agent, 'The one who acts.'));
    names.set('target', named(agent, 'The one it is done to.'));
  }
  if (path.includes('if') || path.includes('who') || path.includes('to')) names.set('agent', named(agent, 'The one looked at.'));
  if (path.includes('rewards') || path.includes('pick') || path.includes('replace')) names.set('me', named(agent, 'The one looked at.'));
  if (!inWorld || path[2] !== 'actions' || path[3] === undefined) return;
  const id = path[3];
  const actions = worlds.map((world) => valueAt(valueAt(world.entry.value, 'actions'), id));
  const args = new Map(actions.flatMap((action) => declared(valueAt(action, 'args'))));
  for (const [key, value] of args) names.set(key, value);
  names.set('args', named(recordOf('arguments', args, false), 'What was chosen with the action.'));
  if (actions.some((action) => entryOf(action, 'share'))) names.set('granted', named(number, 'What was granted of what was asked for.'));
  if (actions.some((action) => textOf(valueAt(action, 'on')) === 'message'))
    names.set('message', named(recordOf('message', new Map(), true), 'The message it is about.'));
}
