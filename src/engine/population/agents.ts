/** The cast of a scenario: personas as written, and members of populations drawn with the run's seed. */
import { type Values, valueIn } from '../../core/columns/valueText.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { clamp } from '../../core/util/math.js';
import type { Persona, Population, Scenario, Society } from '../../language/generated/society.js';
import type { AgentSpec, GivenMemory, PartSpec, PromptSpec, SecretSpec } from '../model/agentSpec.js';
import { crowdOf } from './crowd.js';
import { numberedName, takenNames } from './memberNames.js';
import type { Origin } from './memberRule.js';
import { memberValues } from './memberValues.js';
import { type Member, newcomer, populate, type PopulationOptions } from './population.js';
import type { Report } from '../model/faults.js';
import type { Self } from '../model/situationTypes.js';
import { readMemories } from './readDocuments.js';
import type { Table } from './tableRows.js';

/** The mind of an agent whose file names none. */
export const DEFAULT_MIND = 'builtin';

/** The words for levels in the format, as numbers in the middle of their fifth. */
const LEVELS: { readonly [word: string]: number } = { 'very low': 0.1, low: 0.3, medium: 0.5, high: 0.7, 'very high': 0.9 };

export interface Castable {
  readonly id: AgentId;
  readonly at: NodeId;
  /** Id of the persona or population that it comes from. */
  readonly from: string;
  readonly persona: Persona;
  /** Study variables with their values before the first round. */
  readonly vars: { readonly [name: string]: Json };
  /** For a member of a population: the rule or row that gave each field. */
  readonly origins?: { readonly [path: string]: Origin };
  /** Draws another member of the same population, with an id. */
  readonly another?: (id: AgentId) => Castable;
}

/** A large population whose members are made when they are read. */
interface CastCrowd {
  readonly at: NodeId;
  readonly from: string;
  readonly count: number;
  /** The name of each member, in which `{n}` stands for its number from 1. */
  readonly name: string;
  /** The study variables of all members. */
  readonly vars: ReadonlyMap<string, Values>;
  /** The member at a position from 0. */
  member(position: number): Castable;
  /** The position of the member with an id, or −1. */
  positionOf(id: AgentId): number;
  idOf(position: number): AgentId;
  /** Whether the members differ only in their ids, names and variables. */
  readonly isUniform: boolean;
  /** As `fieldOf` of the member. */
  field(position: number, path: string): Json;
}

export type CastMember = Castable | CastCrowd;

export const isCrowd = (member: CastMember): member is CastCrowd => 'count' in member;

export interface CastOptions {
  /** Rows of populations with `from`, by population id. A port reads them. */
  readonly tables?: ReadonlyMap<string, Table>;
  readonly report?: Report;
  /** As in `PopulationOptions`. */
  readonly decimals?: boolean;
  readonly lists?: boolean;
  /** Whether the members of a population are agents of their own, however many they are. */
  readonly apart?: (population: string) => boolean;
}

/**
 * The agents in a scenario's `cast`, in order, each once. All for `all` or without a cast. Each member gets a name that no other
 * agent has. A large population with plain rules is one crowd.
 */
export function castOf(
  society: Society,
  scenario: Scenario,
  seed: number,
  { tables, report, decimals = false, lists = false, apart = () => false }: CastOptions = {},
): readonly CastMember[] {
  const personas = Object.keys(society.personas ?? {});
  const populations = Object.keys(society.populations ?? {});
  const named = scenario.cast === undefined || scenario.cast === 'all' ? [...personas, ...populations] : castIds(scenario.cast);
  const taken = takenNames(Object.entries(society.personas ?? {}).map(([id, { name }]) => name ?? id));
  return [...new Set(named)].flatMap((id): readonly CastMember[] => {
    const persona = society.personas?.[id];
    if (persona) return [{ id, at: `personas.${id}`, from: id, persona, vars: literals(persona.vars) }];
    const population = society.populations?.[id];
    if (!population) return [];
    const table = tables?.get(id);
    if (population.from && !table)
      report?.('error', `populations.${id}.from`, 'The data file was not read: name an existing file under `csv` or `jsonl`.');
    const options = { seed, table, taken, decimals, lists, ...(report ? { report } : {}) };
    return members(id, population, { bases: fragmentsOf(society, population), apart: apart(id) }, options);
  });
}

function castIds(cast: NonNullable<Scenario['cast']>): readonly string[] {
  if (typeof cast === 'string') return [cast];
  if (Array.isArray(cast)) return cast as readonly string[];
  return Object.values(cast as { readonly [role: string]: { readonly play: string } }).map((part) => part.play);
}

interface Origins {
  /** The personas that a population extends. */
  readonly bases: readonly Persona[];
  readonly apart: boolean;
}

/**
 * Members as personas: their drawn fields over the fields of the bases. Drawn fields that a persona does not have are study
 * variables. Documents are those of the population and its bases.
 */
function members(id: string, population: Population, { bases, apart }: Origins, options: PopulationOptions): readonly CastMember[] {
  const isVariable = (path: string): boolean => path in (population.vars ?? {}) || !PERSONA_FIELDS.has(path.split('.')[0]!);
  const { seed, table, decimals = false, lists = false } = options;
  const at = `populations.${id}`;
  const another = (member: AgentId): Castable => castable(newcomer(id, population, member, { seed, table, decimals, lists }));
  const castable = ({ id: member, fields, origins }: Member): Castable => {
    const [vars, own]: [{ [name: string]: Json }, { [path: string]: Json }] = [{}, {}];
    for (const [path, value] of Object.entries(fields)) (isVariable(path) ? vars : own)[path] = value;
    const full = { ...inherited(bases, persona(own, population)), reads: population.reads ?? [] };
    return { id: member, at, from: id, persona: full, vars: { ...literals(full.vars), ...vars }, origins, another };
  };
  const crowd = apart || bases.some(isPersonal) ? null : crowdOf(id, population, isVariable, options);
  if (!crowd) return populate(id, population, options).map(castable);
  const { count, name, kept, idOf, positionOf } = crowd;
  const base = inherited(bases, {});
  const vars = withLiterals(literals(base.vars), kept, count);
  const member = (position: number): Castable => castable(crowd.member(position));
  const field = (position: number, path: string): Json => {
    const values = path.split('.')[0]! in base ? undefined : vars.get(path);
    return values ? valueIn(values, position) : fieldOf(member(position), path);
  };
  const isUniform = Object.keys(population.sample ?? {}).every(isVariable);
  return [{ at, from: id, count, name, vars, idOf, positionOf, member, field, isUniform }];
}

/** Whether a base gives more than data: the members of a crowd have no memories, secrets or templates of their own. */
const isPersonal = ({ memories, reads, secrets, prompts, model }: Persona): boolean =>
  [memories, reads, secrets, prompts, model].some((part) => part !== undefined);

/** Drawn variables over those that all members have. */
function withLiterals(
  shared: { readonly [name: string]: Json },
  drawn: ReadonlyMap<string, Values>,
  length: number,
): ReadonlyMap<string, Values> {
  const found = new Map(Object.entries(shared).map(([name, value]): [string, Values] => [name, { kind: 'one', length, value }]));
  for (const [name, values] of drawn) {
    const otherwise = shared[name];
    const all = otherwise === undefined ? values : memberValues(length, (i) => valueIn(values, i) ?? otherwise);
    if (all.kind !== 'one' || all.value !== null) found.set(name, all);
  }
  return found;
}

/** Fields of a persona that a population can draw. Other drawn names are variables. */
const DRAWN = [
  ...([
    'name',
    'age',
    'gender',
    'occupation',
    'personality',
    'traits',
    'interests',
    'values',
    'goals',
    'voice',
    'bio',
    'backstory',
  ] as const),
  ...(['drives', 'activity', 'memories', 'model'] as const),
] as const satisfies readonly (keyof Persona)[];

/** Fields of a persona that a population does not draw. */
type NotDrawn = 'extends' | 'secrets' | 'reads' | 'prompts' | 'vars' | 'private' | 'replace' | 'extra';

/** This line does not compile if the schema has a field that neither list names. */
const PERSONA_FIELDS: [Exclude<keyof Persona, (typeof DRAWN)[number] | NotDrawn>] extends [never] ? ReadonlySet<string> : never = new Set(
  DRAWN,
);

const literals = (vars: Persona['vars']): { readonly [name: string]: Json } => (vars ?? {}) as { readonly [name: string]: Json };

const fragmentsOf = (society: Society, { extends: bases = [] }: Population): readonly Persona[] =>
  (typeof bases === 'string' ? [bases] : bases).flatMap((id) => society.fragments?.[id] ?? society.personas?.[id] ?? []);

/** A drawn persona over the bases of its population: scalars override, maps merge, lists append, as in written personas. */
function inherited(bases: readonly Persona[], own: Persona): Persona {
  const merged: { [key: string]: unknown } = {};
  for (const [key, value] of [...bases, own].flatMap((one) => Object.entries(one))) {
    const known = merged[key];
    if (Array.isArray(known) && Array.isArray(value)) merged[key] = [...known, ...value];
    else if (isMap(known) && isMap(value)) merged[key] = { ...known, ...value };
    else merged[key] = value;
  }
  return merged as Persona;
}

const isMap = (value: unknown): value is object => value !== null && typeof value === 'object' && !Array.isArray(value);

/** A persona from drawn fields. A dotted path such as `personality.openness` sets one part. */
function persona(fields: { readonly [path: string]: Json }, population: Population): Persona {
  const out: { [key: string]: unknown } = population.model === undefined ? {} : { model: population.model };
  for (const [path, value] of Object.entries(fields)) {
    const [key, part] = path.split('.') as [string, string | undefined];
    if (part === undefined) out[key] = key === 'age' ? Math.round(Number(value)) : value;
    else out[key] = { ...(out[key] as object | undefined), [part]: value };
  }
  return out as Persona;
}

/** The value of a field or variable, such as `gender`, `personality.openness` or `trust`; null if there is none. */
export function fieldOf({ persona, vars }: Castable, path: string): Json {
  const own = path
    .split('.')
    .reduce<unknown>((value, key) => (isMap(value) ? (value as { [key: string]: unknown })[key] : undefined), persona);
  return (own as Json | undefined) ?? vars[path] ?? null;
}

/** What a scenario adds to a persona. */
interface Casting {
  readonly part?: PartSpec | null;
  /** Variables that its part sets. They replace its own. */
  readonly vars?: { readonly [name: string]: Json };
  readonly waiting?: boolean;
  /** Documents that all agents have read. */
  readonly read?: readonly GivenMemory[];
  /** Secrets of the person. */
  readonly secrets?: readonly SecretSpec[];
}

/** The specification of an agent, from its persona. */
export function agentSpec(one: Castable, mind: string, prompt: PromptSpec, casting: Casting = {}): AgentSpec {
  const { id, at, from, persona, vars, another } = one;
  return {
    at,
    from,
    mind,
    prompt,
    self: selfOf(id, persona),
    memories: [...givenMemories(persona, at), ...readMemories(persona.reads, at), ...(casting.read ?? [])],
    secrets: casting.secrets ?? [],
    part: casting.part ?? null,
    vars: { ...vars, ...casting.vars },
    waiting: casting.waiting ?? false,
    ...(persona.private === undefined ? {} : { private: persona.private }),
    ...(another ? { another: (later: AgentId) => agentSpec(another(later), mind, prompt, casting) } : {}),
  };
}

/** The specifications of the members of a crowd, by position from 0. */
export function crowdSpecs(crowd: CastCrowd, mind: string, prompt: PromptSpec, casting: Casting): (position: number) => AgentSpec {
  const { name, idOf, vars, isUniform, member } = crowd;
  if (!isUniform) return (position) => agentSpec(member(position), mind, prompt, casting);
  const first = agentSpec(member(0), mind, prompt, casting);
  return (position) => {
    const own: { [name: string]: Json } = {};
    for (const [key, values] of vars) {
      const value = valueIn(values, position);
      if (value !== null) own[key] = value;
    }
    return { ...first, self: { ...first.self, id: idOf(position), name: numberedName(name, position + 1) }, vars: own };
  };
}

const givenMemories = ({ memories = [] }: Persona, at: NodeId): readonly GivenMemory[] =>
  memories.map(({ text, about = [], importance = 5 }, i) => ({
    at: `${at}.memories.${i}`,
    kind: 'given',
    text: text.trim(),
    about,
    importance,
  }));

function selfOf(id: AgentId, persona: Persona): Self {
  const personality = Object.entries(persona.personality ?? {}).map(([trait, value]) => [trait, level(value)] as const);
  const drives = Object.entries(persona.drives ?? {}).map(([drive, value]) => [drive, clamp(value ?? 0.5, 0, 1)] as const);
  return {
    id,
    name: persona.name ?? id,
    age: persona.age ?? null,
    ...(persona.gender === undefined ? {} : { gender: inWords(persona.gender) }),
    occupation: inWords(persona.occupation),
    bio: inWords(persona.bio).trim(),
    backstory: inWords(persona.backstory).trim(),
    interests: persona.interests ?? [],
    values: persona.values ?? [],
    traits: persona.traits ?? [],
    goals: persona.goals ?? [],
    voice: inWords(persona.voice).trim(),
    personality: Object.fromEntries(personality),
    drives: Object.fromEntries(drives),
    activity: persona.activity ?? 0.7,
  };
}

/** A text. A list that a population drew with `1 of […]` is joined, and a number that it drew is written. */
const inWords = (value: Json | undefined): string => (Array.isArray(value) ? (value as readonly Json[]).join(', ') : String(value ?? ''));

/** A level 0..1 from a number, a word, or a sentence that begins with one; 0.5 if absent. */
function level(value: Json | undefined): number {
  if (typeof value === 'number') return clamp(value, 0, 1);
  const words = inWords(value).toLowerCase();
  const found = Object.keys(LEVELS).find((word) => words.startsWith(word));
  return found === undefined ? 0.5 : LEVELS[found]!;
}
