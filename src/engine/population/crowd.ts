/**
 * A large population whose members are drawn one by one, by rules that depend on no other member. Its members are not kept: a member
 * is drawn again when it is read, and is the same as in `populate`.
 */
import { type Values, valueIn } from '../../core/columns/valueText.js';
import { numberedStreams } from '../../core/random/rng.js';
import { type AgentId, memberId, numberedIds } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import type { Population } from '../../language/generated/society.js';
import { CROWD } from '../model/crowdSize.js';
import { branchFinder, isGiven, isShared } from './apportion.js';
import { isDerived } from './derivedFields.js';
import { numberedName, numberedPattern, takeNumbered, takenNames } from './memberNames.js';
import { type Draws, memberRule, type MemberRule, type Place, ruleFault } from './memberRule.js';
import { memberValues } from './memberValues.js';
import { formsOf, type Member, type PopulationOptions } from './population.js';

interface Crowd {
  readonly count: number;
  /** The name of each member, in which `{n}` stands for its number from 1. */
  readonly name: string;
  /** The member at a position from 0. */
  member(position: number): Member;
  idOf(position: number): AgentId;
  /** The position of the member with an id, or −1. */
  positionOf(id: AgentId): number;
  /** The values of the fields that `isKept` names; null where a member has none. */
  readonly kept: ReadonlyMap<string, Values>;
}

/** Fields by which the members of a population differ in more than data. */
const PERSONAL: ReadonlySet<string> = new Set(['name', 'memories', 'reads', 'model', 'prompts', 'secrets', 'extends', 'private']);

/**
 * The members of a population as a crowd; null if it is small, or if a member depends on others. `isKept` says which fields are drawn
 * at once for all members. A fault in a rule is reported for the first member that has it.
 */
export function crowdOf(id: string, population: Population, isKept: (path: string) => boolean, options: PopulationOptions): Crowd | null {
  const { size = 0, sample = {}, from, names = [], reads = [] } = population;
  if (size < CROWD || from || names.length + reads.length > 0) return null;
  const rules = Object.entries(sample) as readonly (readonly [string, Json])[];
  if (rules.some(([path, spec]) => PERSONAL.has(path.split('.')[0]!) || isShared(spec))) return null;
  const pattern = numberedPattern(population.name ?? id);
  if (!takeNumbered(options.taken ?? takenNames(), pattern, size)) return null;
  return crowdBy(id, population, { rules, pattern, size, isKept }, options);
}

interface Plain {
  readonly rules: readonly (readonly [path: string, spec: Json])[];
  readonly pattern: string;
  readonly size: number;
  readonly isKept: (path: string) => boolean;
}

function crowdBy(id: string, population: Population, { rules, pattern, size, isKept }: Plain, options: PopulationOptions): Crowd {
  const report = options.report ?? (() => {});
  const at = `populations.${id}`;
  const kept = new Map<string, Values>();
  const unmatched: Unmatched[] = [];
  const drawing = new Set<string>();
  const cyclic = new Set<string>();
  const idOf = (position: number): AgentId => memberId(id, position + 1, size);
  const nameOf = (position: number): string => numberedName(pattern, position + 1);
  const value = (path: string, position: number): Json | undefined => {
    const values = drawing.has(path) ? undefined : kept.get(path);
    if (values) return valueIn(values, position);
    return path === 'name' ? nameOf(position) : drawnValue(path, position);
  };
  const paths = [...rules.map(([path]) => path), 'name'];
  const { seed } = options;
  const stream: Draws['stream'] = (path) => {
    const of = numberedStreams(numberedIds(id, size), seed, 'population', [], [path]);
    return (position) => of(position + 1);
  };
  const draws: Draws = { ...{ id, size, idOf, seed, stream, paths, report, value }, ...formsOf(population, options) };
  const made = new Map(
    rules.map(([path, spec]) => [path, ruleOf({ draws, path, node: `${at}.sample.${path}`, branch: [] }, spec, unmatched)]),
  );
  /** A field that depends on itself is reported once and has no value. */
  const drawnValue = (path: string, position: number): Json | undefined => {
    if (drawing.has(path)) {
      if (!cyclic.has(path)) report('error', `${at}.sample.${path}`, `\`${path}\` depends on itself.`);
      cyclic.add(path);
      return undefined;
    }
    drawing.add(path);
    const found = made.get(path)?.(position)?.value(position);
    drawing.delete(path);
    return found;
  };
  /** The rule that gave a member its value, found as then: a field that depends on itself has no value meanwhile. */
  const ruleThen = (path: string, position: number): MemberRule | undefined => {
    drawing.add(path);
    const rule = made.get(path)!(position);
    drawing.delete(path);
    return rule;
  };
  for (const [path, spec] of rules) {
    const one = (position: number): Json => drawnValue(path, position) ?? null;
    if (isKept(path)) kept.set(path, memberValues(size, one));
    else if (isGiven(spec) || isDerived(spec)) for (let i = 0; i < size; i++) one(i);
    else one(0);
  }
  for (const { node, other, values } of unmatched)
    if (values.size > 0) report('warning', node, `Nothing is said for \`${other}\` ${[...values].slice(0, 5).join(', ')}; add \`else\`.`);
  return {
    ...{ count: size, name: pattern, kept, idOf },
    positionOf: (member) => {
      const number = member.startsWith(`${id}_`) ? Number(member.slice(id.length + 1)) : Number.NaN;
      return number >= 1 && number <= size && idOf(number - 1) === member ? number - 1 : -1;
    },
    member: (position) => {
      const origin = { kind: 'fallback', at: `${at}.name`, rule: population.name ?? id } as const;
      const own = rules.flatMap(([path]) => {
        const found = value(path, position) ?? null;
        if (found === null) return [];
        // Fields that depend on each other in a circle, which is an error, can have values of no rule.
        const how = ruleThen(path, position)?.origin(position, found) ?? { ...origin, at: `${at}.sample.${path}` };
        return [[path, found, how] as const];
      });
      const all = [...own, ['name', nameOf(position), origin] as const];
      return {
        id: idOf(position),
        fields: Object.fromEntries(all.map(([path, found]) => [path, found])),
        origins: Object.fromEntries(all.map(([path, , how]) => [path, how])),
      };
    },
  };
}

/** Values of another field for which a rule has no branch. */
interface Unmatched {
  readonly node: string;
  readonly other: string;
  readonly values: Set<string>;
}

/** The rule that applies to a member; undefined if none does. */
type Branches = (position: number) => MemberRule | undefined;

/** The rules of a field, by its branches. */
function ruleOf(place: Place, spec: Json, unmatched: Unmatched[]): Branches {
  const { draws, node } = place;
  if (isGiven(spec)) return branching(place, spec, unmatched);
  const fault = ruleFault(spec);
  if (fault !== null) draws.report('error', node, fault);
  const rule = fault === null ? memberRule(place, spec) : undefined;
  return () => rule;
}

function branching(place: Place, spec: JsonObject & { readonly given: string }, unmatched: Unmatched[]): Branches {
  const { draws, node, branch } = place;
  const other = spec.given;
  if (!draws.paths.includes(other)) {
    draws.report('error', `${node}.given`, `There is no field \`${other}\` in this population. There are: ${draws.paths.join(', ')}.`);
    return () => undefined;
  }
  const branches = new Map<string, Branches>();
  const values = new Set<string>();
  unmatched.push({ node, other, values });
  const keyOf = branchFinder(spec);
  return (position) => {
    const value = draws.value(other, position) ?? null;
    const key = keyOf(value);
    if (key === null) {
      values.add(String(value));
      return undefined;
    }
    let rules = branches.get(key);
    if (!rules) {
      rules = ruleOf({ ...place, node: `${node}.${key}`, branch: [...branch, `${other}: ${key}`] }, spec[key]!, unmatched);
      branches.set(key, rules);
    }
    return rules(position);
  };
}
