/** Who takes part in a scenario: personas as written, members of populations drawn from the run's seed. */
import type { Json } from '../core/json.js';
import { type AgentId, memberId, type NodeId } from '../core/ids.js';
import { clamp } from '../core/math.js';
import { pick, rng } from '../core/rng.js';
import type { Persona, Population, Scenario, Society } from '../language/generated/society.js';
import type { AgentSpec, PromptSpec } from './model.js';
import type { Self } from './question.js';
import { draw } from './sample.js';

/** The mind of an agent whose file names none. */
export const DEFAULT_MIND = 'builtin';

/** Level words of the format as numbers in the middle of their fifth. */
const LEVELS: { readonly [word: string]: number } = { 'very low': 0.1, low: 0.3, medium: 0.5, high: 0.7, 'very high': 0.9 };

export interface Castable {
  readonly id: AgentId;
  readonly at: NodeId;
  readonly persona: Persona;
}

/** Ids named by a scenario's `cast`, in order, each once; everyone for `all` or where there is none. */
export function castOf(society: Society, scenario: Scenario, seed: number): readonly Castable[] {
  const personas = Object.keys(society.personas ?? {});
  const populations = Object.keys(society.populations ?? {});
  const named = scenario.cast === undefined || scenario.cast === 'all' ? [...personas, ...populations] : castIds(scenario.cast);
  return [...new Set(named)].flatMap((id) => {
    const persona = society.personas?.[id];
    if (persona) return [{ id, at: `personas.${id}`, persona }];
    const population = society.populations?.[id];
    return population ? members(id, population, fragmentsOf(society, population), seed) : [];
  });
}

function castIds(cast: NonNullable<Scenario['cast']>): readonly string[] {
  if (typeof cast === 'string') return [cast];
  if (Array.isArray(cast)) return cast as readonly string[];
  return Object.values(cast as { readonly [role: string]: { readonly play: string } }).map((part) => part.play);
}

/** Every member has streams of its own, so changing the size or a field leaves the others' draws alone. */
function members(id: string, population: Population, bases: readonly Persona[], seed: number): readonly Castable[] {
  const size = population.size ?? 0;
  return Array.from({ length: size }, (_, i) => {
    const member = memberId(id, i + 1, size);
    const fields: { [path: string]: Json } = {};
    for (const [path, spec] of Object.entries(population.sample ?? {}))
      fields[path] = draw(rng(seed, 'population', member, path), spec as Json);
    const names = population.names ?? [];
    const name =
      fields.name ??
      (names.length > 0 ? (pick(rng(seed, 'population', member, 'name'), names) as string) : `${population.name ?? id} ${i + 1}`);
    return { id: member, at: `populations.${id}`, persona: inherited(bases, persona({ ...fields, name }, population)) };
  });
}

const fragmentsOf = (society: Society, { extends: bases = [] }: Population): readonly Persona[] =>
  (typeof bases === 'string' ? [bases] : bases).flatMap((id) => society.fragments?.[id] ?? society.personas?.[id] ?? []);

/** A drawn persona over what its population extends: scalars override, maps merge, lists append, as for written ones. */
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

/** A persona from drawn fields; a dotted path such as `personality.openness` sets a part. */
function persona(fields: { readonly [path: string]: Json }, population: Population): Persona {
  const out: { [key: string]: unknown } = population.model === undefined ? {} : { model: population.model };
  for (const [path, value] of Object.entries(fields)) {
    const [key, part] = path.split('.') as [string, string | undefined];
    if (part === undefined) out[key] = key === 'age' ? Math.round(Number(value)) : value;
    else out[key] = { ...(out[key] as object | undefined), [part]: value };
  }
  return out as Persona;
}

/** A persona as the engine and the minds know it. */
export function agentSpec({ id, at, persona }: Castable, mind: string, prompt: PromptSpec): AgentSpec {
  return {
    at,
    mind,
    prompt,
    self: selfOf(id, persona),
    memories: (persona.memories ?? []).map((memory, i) => ({
      at: `${at}.memories.${i}`,
      text: memory.text.trim(),
      about: memory.about ?? [],
      importance: memory.importance ?? 5,
    })),
  };
}

function selfOf(id: AgentId, persona: Persona): Self {
  const personality = Object.entries(persona.personality ?? {}).map(([trait, value]) => [trait, level(value)] as const);
  const drives = Object.entries(persona.drives ?? {}).map(([drive, value]) => [drive, clamp(value ?? 0.5, 0, 1)] as const);
  return {
    id,
    name: persona.name ?? id,
    age: persona.age ?? null,
    occupation: persona.occupation ?? '',
    bio: (persona.bio ?? '').trim(),
    backstory: (persona.backstory ?? '').trim(),
    interests: persona.interests ?? [],
    values: persona.values ?? [],
    traits: persona.traits ?? [],
    goals: persona.goals ?? [],
    voice: (persona.voice ?? '').trim(),
    personality: Object.fromEntries(personality),
    drives: Object.fromEntries(drives),
    activity: persona.activity ?? 0.7,
  };
}

/** 0..1 of a number, a level word, or a sentence that begins with one; 0.5 where nothing is said. */
function level(value: number | string | undefined): number {
  if (typeof value === 'number') return clamp(value, 0, 1);
  const words = (value ?? '').toLowerCase();
  const found = Object.keys(LEVELS).find((word) => words.startsWith(word));
  return found === undefined ? 0.5 : LEVELS[found]!;
}
