/**
 * The names that an expression can use at its place, with their types. Every world and scenario has its own set, which is
 * computed once for all its expressions. `locals.ts` adds the names of single places. If the format allows any name, so
 * does this.
 */
import { measureText, measureWords, type Named, type NameTypes, type RecordType, stepLimit, type Type } from '../../expr/index.js';
import { type Entry, type TreeNode, valueAt } from '../syntax/node.js';
import { agentType } from './agents.js';
import type { Definition, ExpressionUse, FileModel } from '../incremental/file.js';
import { agentsTogether, type Around, localNames } from './locals.js';
import { idsOf, type Program } from '../program/program.js';
import { noteNames, promptNames } from './promptNames.js';
import { declaredAt, declaredIn, type Known } from './variables.js';
import { builtinMeasures, castSize, isMember, largestCast, lineage, membersOf, scenarioLine, worldIdAt } from './worlds.js';
import { t } from '../../core/util/l10n.js';
import { noun } from '../../core/util/nouns.js';

export { promptNames };

const number: Type = { kind: 'number' };
const unknown: Type = { kind: 'unknown' };

const places = new WeakMap<Program, Map<string, Around>>();
let forPrompts: NameTypes | null = null;
let forNotes: NameTypes | null = null;

/** Names for one expression. */
export function namesAt(program: Program, file: FileModel, use: Pick<ExpressionUse, 'path'>): NameTypes {
  const path = use.path.split('.');
  if (path.includes('prompts') && path.at(-2) === 'notes') return (forNotes ??= noteNames());
  if (path.includes('prompts')) return (forPrompts ??= promptNames());
  if (path[0] !== 'worlds' && path[0] !== 'scenarios') return { names: new Map(), open: true };
  const known = places.get(program) ?? new Map<string, Around>();
  places.set(program, known);
  const key = `${file.uri} ${path[0]}.${path[1]}`;
  const place = known.get(key) ?? placeNames(program, file, path);
  known.set(key, place);
  return { ...place, ...localNames(place, path), together: agentsTogether(place, path) };
}

function placeNames(program: Program, file: FileModel, path: readonly string[]): Around {
  const [section, id = ''] = path;
  const worlds = lineage(program, worldIdAt(program, file, path.join('.')));
  const scenarios = section === 'scenarios' ? scenarioLine(program, file, id) : [];
  const size = section === 'scenarios' ? castSize(program, scenarios) : largestCast(program, file, id);
  const names = new NamesWithPeople();
  const lines = scenarios.map((scenario) => ({ file: scenario.file, node: scenario.entry.value, path: scenario.path }));
  const { agent, known } = agentType(program, worlds, lines, { names });
  addMoment(names);
  addMeasures(names, worlds, scenarios);
  addPeople(names, program, agent, size);
  for (const world of [...worlds].reverse()) addWorld(names, world, known, size);
  for (const [entry, at] of [...worlds].reverse().flatMap((world) => entriesOf(world, 'places')))
    names.set(entry.key, {
      type: { kind: 'list', of: agent, size },
      doc: t('The agents at this place.'),
      fixed: t('`{0}` is a place. Use join(…) and leave(…).', entry.key),
      ...at,
    });
  for (const scenario of [...scenarios].reverse())
    for (const [entry, at] of entriesOf(scenario, 'groups'))
      names.set(entry.key, {
        type: { kind: 'list', of: agent, size },
        doc: t('A group.'),
        fixed: t('`{0}` is a group. Use join(…) and leave(…).', entry.key),
        ...at,
      });
  return { names, worlds, agent, known, things: thingsOf(program, worlds, scenarios), size, steps: stepLimit(size, 0) };
}

const stays = (what: string): Pick<Named, 'fixed'> => ({ fixed: t('{0} cannot be changed.', what) });

function addMoment(names: Map<string, Named>): void {
  names.set('round', { type: number, doc: t('Number of the round, from 1.'), ...stays(t('The round')) });
  names.set('rounds', { type: number, doc: t('The maximum number of rounds.'), ...stays(t('The number of rounds')) });
  names.set('now', { type: unknown, doc: t('Time in the scenario.'), ...stays(t('The time')) });
}

function addMeasures(names: Map<string, Named>, worlds: readonly Definition[], scenarios: readonly Definition[]): void {
  const fixed = (id: string): string => t('`{0}` is a measure. It is computed and cannot be set.', id);
  for (const [id, words] of measureWords) names.set(id, { type: number, doc: measureText(words), fixed: fixed(id) });
  for (const [entry, at] of [...scenarios].reverse().flatMap((scenario) => entriesOf(scenario, 'rewards'))) {
    const id = `reward_${entry.key}`;
    names.set(id, { type: number, doc: t('Mean of the reward `{0}` over all present agents.', entry.key), fixed: fixed(id), ...at });
  }
  for (const definition of [...scenarios, ...worlds].reverse())
    for (const [entry, at] of entriesOf(definition, 'measures'))
      names.set(entry.key, { type: number, doc: formula(entry), fixed: fixed(entry.key), ...at });
}

const formula = (entry: Entry): string =>
  entry.value.kind === 'scalar' ? t('A measure: `{0}`.', String(entry.value.value).trim()) : t('A measure.');

function addPeople(names: NamesWithPeople, program: Program, agent: RecordType, size: number): void {
  const everybody: Type = { kind: 'list', of: agent, size };
  names.set('all', { type: everybody, doc: t('All agents of the cast.'), ...stays(t('The cast')) });
  names.set('cast', { type: everybody, doc: t('All agents of the cast.'), ...stays(t('The cast')) });
  const one = (kind: 'persona' | 'population', id: string, type: Type): Named => {
    const definition = program.index.get(kind)?.get(id)?.[0];
    const at = definition ? declaredAt(definition.file, `${kind}s`, definition.entry) : {};
    const doc = nameOf(definition?.entry.value) ?? (kind === 'persona' ? t('A persona.') : t('A population.'));
    return { type, doc, fixed: t('`{0}` is a {1} and cannot be changed.', id, noun(kind)), ...at };
  };
  const personas = program.index.get('persona') ?? new Map<string, unknown>();
  const people = { keys: () => personas.keys(), has: (id: string) => personas.has(id) || isMember(program, id) };
  names.addPeople(people, (id) => one('persona', id, agent));
  for (const id of idsOf(program.index, ['population']))
    names.set(id, one('population', id, { kind: 'list', of: agent, size: membersOf(program, id) }));
}

function nameOf(node: TreeNode | undefined): string | null {
  const name = valueAt(node, 'name');
  return name?.kind === 'scalar' && name.value !== null ? String(name.value) : null;
}

function addWorld(names: Map<string, Named>, world: Definition, known: Known, size: number): void {
  const { file, path } = world;
  const { value } = world.entry;
  const params = declaredIn(valueAt(value, 'params'), 'value', known, { file, path: `${path}.params` }, (id) => ({
    doc: t('A parameter.'),
    fixed: t('`{0}` is a parameter, which is constant in a run. To change it in a run, declare it under `vars`.', id),
  }));
  for (const [key, param] of params) names.set(key, param);
  const before = names.get('params')?.type;
  const fields = new Map([...(before?.kind === 'record' ? before.fields : []), ...params]);
  const all: Type = { kind: 'record', name: 'parameters', fields, open: false };
  names.set('params', { type: all, doc: t("The world's parameters."), ...stays('`params`') });
  const vars = declaredIn(valueAt(value, 'vars'), 'choice', known, { file, path: `${path}.vars` }, () => ({
    doc: t('A variable of the world.'),
  }));
  for (const [key, variable] of vars) names.set(key, variable);
  for (const [entry, at] of entriesOf(world, 'roles')) {
    const several = valueAt(entry.value, 'size');
    const many = several?.kind === 'scalar' && several.value !== null && several.value !== 1;
    const type: Type = many ? { kind: 'list', of: known.agent, size } : known.agent;
    names.set(entry.key, {
      type,
      doc: many ? t('The agents that play this role.') : t('The agent that plays this role.'),
      ...stays(t('The role `{0}`', entry.key)),
      ...at,
    });
  }
}

type WithPlace = readonly [Entry, Pick<Named, 'declared'>];

function entriesOf(definition: Definition, section: string): readonly WithPlace[] {
  const node = valueAt(definition.entry.value, section);
  if (node?.kind !== 'map') return [];
  return node.entries.map((entry) => [entry, declaredAt(definition.file, `${definition.path}.${section}`, entry)]);
}

function thingsOf(program: Program, worlds: readonly Definition[], scenarios: readonly Definition[]): NonNullable<NameTypes['things']> {
  const keys = (section: string): string[] =>
    [...scenarios, ...worlds].flatMap((from) => entriesOf(from, section).map(([entry]) => entry.key));
  return {
    measure: new Set([...keys('measures'), ...keys('rewards').map((id) => `reward_${id}`), ...builtinMeasures]),
    code: new Set(idsOf(program.index, ['code'])),
    network: new Set(idsOf(program.index, ['network'])),
    ...(scenarios.length > 0 ? { group: new Set([...keys('groups'), ...keys('places')]) } : {}),
  };
}

// A map of names, of which very many are persons. The entry of a person is created at first use.

/** Known ids. `keys` lists only the ids that are written in the file. */
type Ids = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

class NamesWithPeople extends Map<string, Named> {
  #people: { readonly ids: Ids; readonly named: (id: string) => Named } | null = null;
  readonly #made = new Map<string, Named>();

  /** Adds persons. They replace earlier names, and later names can replace them. */
  addPeople(ids: Ids, named: (id: string) => Named): void {
    for (const id of this.keys()) if (ids.has(id)) super.set(id, named(id));
    this.#people = { ids, named };
  }
  override get(id: string): Named | undefined {
    const known = super.get(id) ?? this.#made.get(id);
    if (known || !this.#people?.ids.has(id)) return known;
    const named = this.#people.named(id);
    this.#made.set(id, named);
    return named;
  }
  override has(id: string): boolean {
    return super.has(id) || (this.#people?.ids.has(id) ?? false);
  }
  override *[Symbol.iterator](): MapIterator<[string, Named]> {
    yield* super.entries();
    for (const id of this.#people?.ids.keys() ?? []) if (!super.has(id)) yield [id, this.get(id) as Named];
  }
  override *entries(): MapIterator<[string, Named]> {
    yield* this;
  }
  override *keys(): MapIterator<string> {
    yield* super.keys();
    for (const id of this.#people?.ids.keys() ?? []) if (!super.has(id)) yield id;
  }
}
