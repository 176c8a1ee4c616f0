/**
 * The cast of a scenario: agents that take part, agents that join later, and roles. People, populations and members of populations that
 * an intervention adds wait from the start, if the cast does not name them or names all.
 */
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { CastPart, Role, Scenario, Society } from '../../language/generated/society.js';
import type { PartSpec } from '../model/agentSpec.js';
import type { Report } from '../model/faults.js';
import { secretSpecs } from '../privacy/secrets.js';
import { type CastMember, castOf, type CastOptions, isCrowd } from './agents.js';

interface Arrivals {
  /** All agents, including those that wait, in the order of the file. */
  readonly cast: readonly CastMember[];
  readonly waiting: ReadonlySet<CastMember>;
}

/** The cast of a scenario, with the agents that wait for an intervention. An unknown id in `join` is reported. */
export function arrivals(
  society: Society,
  scenario: Scenario,
  seed: number,
  at: string,
  options: Omit<CastOptions, 'apart'> & { readonly report: Report },
): Arrivals {
  const { report } = options;
  const joining = joiners(scenario);
  const drawn = { ...options, apart: isApart(scenario, joining) };
  if (joining.length === 0) return { cast: castOf(society, scenario, seed, drawn), waiting: new Set() };
  const named = namedIn(scenario.cast);
  const added = joining.map((id) => baseOf(society, id)).filter((id) => id !== null);
  for (const id of joining)
    if (baseOf(society, id) === null) report('error', `${at}.interventions`, `Unknown agent or population \`${id}\`.`);
  const all = castOf(society, named ? { ...scenario, cast: [...named, ...added] } : scenario, seed, drawn);
  const idsOf = (one: CastMember): readonly string[] => (isCrowd(one) ? [one.from] : [one.id, one.from]);
  const isNamed = (one: CastMember): boolean => named !== null && idsOf(one).some((id) => named.includes(id));
  const joins = (one: CastMember): boolean => idsOf(one).some((id) => joining.includes(id));
  const cast = all.filter((one) => !named || isNamed(one) || joins(one));
  return { cast, waiting: new Set(cast.filter((one) => joins(one) && !isNamed(one))) };
}

/** Whether the scenario gives something to single members of a population: a part, a passage to read, or a time to join. */
function isApart({ cast, reads = [] }: Scenario, joining: readonly string[]): (population: string) => boolean {
  if (reads.length > 0) return () => true;
  const isMap = typeof cast === 'object' && !Array.isArray(cast);
  const ids = [...(isMap ? (namedIn(cast) ?? []) : []), ...joining.filter((id) => MEMBER.test(id))];
  const populations = new Set(ids.flatMap((id) => [id, MEMBER.exec(id)?.[1] ?? id]));
  return (population) => populations.has(population);
}

/** The id of a member of a population, such as `regulars_07`. */
const MEMBER = /^(.+)_\d+$/;

/** Ids that any intervention adds, each once. */
function joiners({ interventions = {} }: Scenario): readonly string[] {
  return [...new Set(Object.values(interventions).flatMap(({ join }) => joinIds(join)))];
}

/** Ids in the `join` of an intervention, which is one id or a list. */
export const joinIds = (join: unknown): readonly string[] =>
  (Array.isArray(join) ? (join as readonly unknown[]) : [join]).filter((id): id is string => typeof id === 'string');

/** Ids that a cast names; null if it names all agents. */
function namedIn(cast: Scenario['cast']): readonly string[] | null {
  if (cast === undefined || cast === 'all') return null;
  if (typeof cast === 'string') return [cast];
  if (Array.isArray(cast)) return cast as readonly string[];
  return Object.values(cast as { readonly [role: string]: { readonly play: string } }).map(({ play }) => play);
}

/** The person, or the population of a member such as `regulars_07`; null if there is none. */
function baseOf({ personas = {}, populations = {} }: Society, id: string): string | null {
  if (Object.hasOwn(personas, id) || Object.hasOwn(populations, id)) return id;
  const [, population = ''] = MEMBER.exec(id) ?? [];
  return Object.hasOwn(populations, population) ? population : null;
}

// Roles in the cast of a scenario: their agents, goals, knowledge and variables.

interface Part {
  readonly spec: PartSpec;
  readonly vars: { readonly [name: string]: Json };
  readonly model: string | undefined;
}

/** Parts by agent. Empty if the cast is not a map of roles. */
export function partsOf(
  { cast }: Scenario,
  roles: { readonly [id: string]: Role },
  at: NodeId,
  report: Report,
): ReadonlyMap<AgentId, Part> {
  const parts = new Map<AgentId, Part>();
  if (cast === undefined || typeof cast === 'string' || Array.isArray(cast)) return parts;
  for (const [role, part] of Object.entries(cast as { readonly [role: string]: CastPart | string }))
    for (const [agent, one] of players(part))
      parts.set(agent, partOf(role, one, roles[role], secretSpecs(one.secrets, `${at}.cast.${role}`, report)));
  return parts;
}

const players = (part: CastPart | string): readonly (readonly [AgentId, Partial<CastPart>])[] =>
  typeof part === 'string' ? [[part, {}]] : [[part.play, part]];

const partOf = (role: string, part: Partial<CastPart>, from: Role | undefined, secrets: PartSpec['secrets']): Part => ({
  spec: { role, does: (from?.does ?? '').trim(), goal: (part.goal ?? from?.goal ?? '').trim(), knows: part.knows ?? [], secrets },
  vars: (part.vars ?? {}) as { readonly [name: string]: Json },
  model: part.model,
});
