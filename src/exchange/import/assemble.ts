/** Assembles the drafts of all files to one society: pseudonyms, ids, ties and a scenario to run. */
import { marked } from '../../core/util/l10n.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import type { Draft, Person, Setting } from './parse/draft.js';
import { isEmpty, isObject, joined, put, slug } from './parse/fields.js';
import type { Format } from './people/format.js';
import { directory, giveIds, mergeNodes, numbered } from './people/ids.js';
import type { Log } from './parse/importLog.js';
import { createReplace, keepAll, type Pseudonym, type Replace } from './people/pseudonyms.js';
import { tiesOf } from './graphs/ties.js';

/** `auto`: names of people who could exist are replaced, those of invented characters stay. */
export type Names = 'auto' | 'keep' | 'replace';

export interface Read {
  readonly name: string;
  readonly format: Format;
  readonly draft: Draft;
}

/** Default rounds of a scenario. */
const ROUNDS = 10;

interface Assembled {
  readonly society: { readonly [key: string]: Json };
  readonly people: number;
  readonly ties: number;
  readonly pseudonyms: number;
}

export function assemble(read: readonly Read[], names: Names, log: Log): Assembled {
  const people = mergeNodes(
    read.flatMap(({ draft }) => draft.people),
    log,
  );
  const hidden = people.flatMap((person, i) => (isHidden(person, read, names) ? [[person, numbered(i, people.length)] as const] : []));
  const pseudonyms = new Map(hidden);
  const replace = hidden.length === 0 ? keepAll : createReplace(pseudonyms);
  if (hidden.length > 0) log.note('mapped', marked('(names and handles)'), 'name', marked('replaced by pseudonyms, in all texts too'));
  for (const person of people) rename(person, pseudonyms.get(person), replace);
  const settings = read.flatMap(({ draft }) => draft.settings.map((one) => replace(one as unknown as JsonObject) as unknown as Setting));
  dealGoals(people, settings, log);
  const ids = giveIds(people, pseudonyms, log);
  pruneNames(people, new Set(ids.values()), log);
  const relations = read.flatMap(({ draft }) => draft.relations);
  const { networks, kept } = tiesOf(relations, { find: directory(people), ids, replace, log });
  const extra = { ...fileExtra(read, replace), ...(kept.length === 0 ? {} : { relations: kept }) };
  const edges = Object.values(networks).map(({ graph }) => (graph as readonly Json[]).length);
  return {
    society: societyOf(read, settings, people, ids, networks, extra),
    people: people.filter(({ fragment }) => !fragment).length,
    ties: edges.reduce((sum, count) => sum + count, 0),
    pseudonyms: hidden.length,
  };
}

/** The sections in the order of the format, without empty ones. */
function societyOf(
  read: readonly Read[],
  settings: readonly Setting[],
  people: readonly Person[],
  ids: ReadonlyMap<Person, string>,
  ties: JsonObject,
  extra: JsonObject,
): JsonObject {
  const section = (fragments: boolean): JsonObject => {
    const members = people.filter(({ fragment = false }) => fragment === fragments);
    return Object.fromEntries(members.map((person) => [ids.get(person)!, entry(person, read.length)]));
  };
  const scenarios = scenariosOf(settings, people, read);
  const worlds = Object.values(scenarios).map(({ world }) => (isObject(world) ? world.use : world));
  const imports = [...new Set(worlds)].map((use) => `library/${String(use)}`);
  const title = titleOf(read, settings);
  const society = { society: 1, title, imports, fragments: section(true), personas: section(false), ties, scenarios, extra };
  return Object.fromEntries(Object.entries(society).filter(([, part]) => typeof part !== 'object' || Object.keys(part).length > 0));
}

function isHidden(person: Person, read: readonly Read[], names: Names): boolean {
  if (person.fragment || names === 'keep') return false;
  return names === 'replace' || read.some(({ name, format }) => name === person.file && !format.invented);
}

function rename(person: Person, pseudonym: Pseudonym | undefined, replace: Replace): void {
  const fields = replace(person.fields as JsonObject, person) as Person['fields'];
  person.fields = pseudonym ? { ...fields, name: pseudonym.name } : fields;
  person.extra = replace(person.extra, person, true);
}

/** People named in exported memories and secrets must be in the import; other names are left out, and the report says so. */
function pruneNames(people: readonly Person[], ids: ReadonlySet<string>, log: Log): void {
  const known = <T>(names: T): T => {
    if (!Array.isArray(names)) return names;
    const here = names.filter((name) => ids.has(String(name)));
    if (here.length < names.length) log.note('dropped', 'society', '', marked('a person who is not in the import'));
    return here as T;
  };
  for (const { fields } of people) {
    if (fields.memories) fields.memories = fields.memories.map((one) => (one.about ? { ...one, about: known(one.about) } : one));
    if (fields.secrets)
      fields.secrets = Object.fromEntries(
        Object.entries(fields.secrets).map(([id, { keep_from: from, known_to: to, ...one }]) => [
          id,
          { ...one, ...(from === undefined ? {} : { keep_from: known(from) }), ...(to === undefined ? {} : { known_to: known(to) }) },
        ]),
      );
  }
}

/** Assigns the goals of an environment to its people in order, if the numbers match and it is the only environment; goals of roles by role. */
function dealGoals(people: readonly Person[], settings: readonly Setting[], log: Log): void {
  const [only, ...others] = settings;
  const players = people.filter(({ fragment }) => !fragment);
  for (const { byRole } of settings)
    for (const to of ['goals', 'secrets'] as const)
      if (dealByRole(players, byRole?.[to], to)) log.note('mapped', `role_${to}`, to, marked('by the role of each'));
  if (others.length > 0 || !only?.goals || only.goals.length !== players.length) return;
  for (const [i, { fields }] of players.entries()) fields.goals = [...(fields.goals ?? []), only.goals[i]!];
  log.note('guessed', 'agent_goals', 'goals', marked('in the order of the agents'));
}

function dealByRole(people: readonly Person[], byRole: Json | undefined, to: 'goals' | 'secrets'): boolean {
  if (!isObject(byRole)) return false;
  const dealt = people.map(({ fields }) => {
    const role = fields.vars?.role;
    const said = typeof role === 'string' && Object.hasOwn(byRole, role) ? byRole[role] : undefined;
    return said !== undefined && !isEmpty(said) && put(fields, to, said) !== null;
  });
  return dealt.includes(true);
}

/** Order of a persona's keys. */
const ORDER = [
  'name',
  'age',
  'gender',
  'occupation',
  'traits',
  'personality',
  'interests',
  'values',
  'goals',
  'voice',
  'bio',
  'backstory',
].concat(['secrets', 'drives', 'activity', 'memories', 'vars', 'private']);

/** The fields in order, then the source of the person and the unmapped data. */
function entry({ fields, extra, file, row, line }: Person, files: number): JsonObject {
  const values = fields as JsonObject;
  const named = ORDER.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const]));
  const source = { row, ...(files > 1 ? { file, line } : {}) };
  return { ...Object.fromEntries(named), extra: joined({ imported: source }, extra) };
}

function scenariosOf(
  settings: readonly Setting[],
  people: readonly Person[],
  read: readonly Read[],
): { readonly [id: string]: JsonObject } {
  if (people.every(({ fragment }) => fragment)) return {};
  const fallback = read[0]!.format.world;
  if (settings.length === 0) return { meet: { world: fallback, rounds: ROUNDS } };
  const used = new Set<string>();
  return Object.fromEntries(
    settings.map(({ name, premise, rounds, world, extra }) => {
      const plain = slug(name).slice(0, 40) || 'meet';
      let id = plain;
      for (let n = 2; used.has(id); n++) id = `${plain}_${n}`;
      used.add(id);
      const scenario: JsonObject = {
        title: name,
        // In a premise `$(` starts an expression.
        ...(premise === undefined ? {} : { premise: premise.trim().replaceAll('$(', '$$$$(') }),
        world: world ? (world.with ? { ...world, with: world.with } : world.use) : fallback,
        rounds: rounds ?? ROUNDS,
        ...(Object.keys(extra).length === 0 ? {} : { extra }),
      };
      return [id, scenario];
    }),
  );
}

/** Unmapped data of whole files: by file, if there are several. Settings without people are kept too. */
function fileExtra(read: readonly Read[], replace: Replace): JsonObject {
  const noPeople = read.every(({ draft }) => draft.people.every(({ fragment }) => fragment));
  const parts = read.flatMap(({ name, draft }) => {
    const settings = noPeople && draft.settings.length > 0 ? { settings: draft.settings as unknown as Json } : {};
    const own = { ...draft.extra, ...settings };
    return Object.keys(own).length === 0 ? [] : [[name, replace(own)] as const];
  });
  return read.length === 1 ? (parts[0]?.[1] ?? {}) : Object.fromEntries(parts);
}

const titleOf = (read: readonly Read[], settings: readonly Setting[]): string =>
  settings.length === 1 ? settings[0]!.name : read[0]!.name.replace(/\.[\w.]*$/, '').replace(/[_-]+/g, ' ');
