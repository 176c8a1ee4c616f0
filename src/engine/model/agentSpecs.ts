/**
 * The agents of a model as a list. The members of a crowd (a large population that is drawn by plain rules) are made when they are
 * read, so that a cast of a million agents does not need a million objects.
 */
import { type Values, valueIn } from '../../core/columns/valueText.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { memoBy, recent } from '../../core/util/memo.js';
import type { AgentSpec } from './agentSpec.js';

/** Number of members of a crowd that are kept after they are read; up to twice as many. */
const KEPT = 16_384;

/** A population whose members differ only in what a rule gives them. Their ids are `memberId(from, 1..count, count)`. */
export interface CrowdSpec {
  /** Index of its first member in the cast. The others follow. */
  readonly first: number;
  readonly count: number;
  /** Id of the population, and its node. */
  readonly from: string;
  readonly at: NodeId;
  /** The name of each member, in which `{n}` stands for its number from 1. */
  readonly name: string;
  readonly mind: string;
  readonly waiting: boolean;
  /** Study variables before the first round, by position from 0. Null stands for a member without the variable. */
  readonly vars: ReadonlyMap<string, Values>;
}

/** A crowd before it has a place in a cast. */
interface CrowdMembers extends Omit<CrowdSpec, 'first'> {
  /** The specification of the member at a position from 0. */
  member(position: number): AgentSpec;
  idOf(position: number): AgentId;
  /** The position of the member with an id, or −1. */
  positionOf(id: AgentId): number;
}

/** The agents of a model, in the order of the cast. */
export interface AgentSpecs extends Iterable<AgentSpec> {
  readonly length: number;
  at(index: number): AgentSpec | undefined;
  /** The id of the agent at an index. Throws a `RangeError` for an unknown index. */
  idAt(index: number): AgentId;
  /** Index of the agent with an id, or −1. */
  indexOf(id: AgentId): number;
  /** Index of the first agent of a persona or population, or −1. */
  firstOf(from: string): number;
  readonly crowds: readonly CrowdSpec[];
  /**
   * All agents outside crowds, and the first member of each crowd, which stands for its members: they have the same mind, node,
   * prompts, private keys, secrets and memories.
   */
  readonly representatives: readonly AgentSpec[];
}

type Part = AgentSpec | CrowdMembers;

interface PlacedCrowd extends CrowdMembers {
  readonly first: number;
}

const isCrowd = (part: Part): part is CrowdMembers => 'count' in part;

/** The agents of these parts, in their order. */
export function agentSpecsOf(parts: readonly Part[]): AgentSpecs {
  const own: AgentSpec[] = [];
  const crowds: PlacedCrowd[] = [];
  let length = 0;
  for (const part of parts) {
    if (isCrowd(part)) crowds.push({ ...part, first: length, member: recent(KEPT, (position) => part.member(position)) });
    else own.push(part);
    length += isCrowd(part) ? part.count : 1;
  }
  const at = (index: number): AgentSpec | undefined => {
    let before = 0;
    for (const { first, count, member } of crowds) {
      if (index < first) break;
      if (index < first + count) return member(index - first);
      before += count;
    }
    return own[index - before];
  };
  const specs: AgentSpecs = {
    length,
    at,
    crowds,
    representatives: crowds.length === 0 ? own : parts.map((part) => (isCrowd(part) ? part.member(0) : part)),
    idAt: (index) => {
      const crowd = crowdOf(crowds, index);
      const id = crowd ? crowd.idOf(index - crowd.first) : at(index)?.self.id;
      if (id === undefined) throw new RangeError(`no agent ${index}`);
      return id;
    },
    indexOf: (id) => {
      const single = placesOf(specs).ids.get(id);
      if (single !== undefined) return single;
      for (const { first, positionOf } of crowds) {
        const position = positionOf(id);
        if (position >= 0) return first + position;
      }
      return -1;
    },
    firstOf: (from) => placesOf(specs).firsts.get(from) ?? -1,
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield at(i)!;
    },
  };
  return specs;
}

const crowdOf = <C extends CrowdSpec>(crowds: readonly C[], index: number): C | undefined =>
  crowds.find(({ first, count }) => index >= first && index < first + count);

/** The crowd that an agent is a member of; undefined if it is of none. */
export const crowdAt = ({ crowds }: AgentSpecs, index: number): CrowdSpec | undefined => crowdOf(crowds, index);

/** Each representative with its index, and the crowd that it stands for. */
export function* eachPart(specs: AgentSpecs): Generator<readonly [spec: AgentSpec, index: number, crowd: CrowdSpec | null]> {
  let [index, next] = [0, 0];
  for (const spec of specs.representatives) {
    const crowd = specs.crowds[next]?.first === index ? specs.crowds[next++]! : null;
    yield [spec, index, crowd];
    index += crowd?.count ?? 1;
  }
}

/** Indices by id, without the members of crowds, and the first index of each origin. */
const placesOf = memoBy((specs: AgentSpecs) => {
  const ids = new Map<AgentId, number>();
  const firsts = new Map<string, number>();
  for (const [{ self, from }, index, crowd] of eachPart(specs)) {
    if (!firsts.has(from)) firsts.set(from, index);
    if (!crowd) ids.set(self.id, index);
  }
  return { ids, firsts };
});

/** Each representative with the number of agents that it stands for. */
export const agentCounts = (specs: AgentSpecs): readonly (readonly [spec: AgentSpec, count: number])[] =>
  [...eachPart(specs)].map(([spec, , crowd]) => [spec, crowd?.count ?? 1]);

/** The agents with a change to each. Ids, minds, origins and variables stay the same. */
export function mapSpecs(specs: AgentSpecs, change: (spec: AgentSpec) => AgentSpec): AgentSpecs {
  const changed = memoBy(change);
  return {
    ...specs,
    at: (index) => {
      const spec = specs.at(index);
      return spec && changed(spec);
    },
    representatives: specs.representatives.map(changed),
    *[Symbol.iterator]() {
      for (const spec of specs) yield changed(spec);
    },
  };
}

/** Names of the variables that agents have before the first round, in the order in which agents first have them. */
export function variableNames(specs: AgentSpecs): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [{ vars }, , crowd] of eachPart(specs)) for (const name of crowd ? crowd.vars.keys() : Object.keys(vars)) names.add(name);
  return names;
}

/** The values of a variable before the first round, in the order of the cast. Of a crowd, each word is given once. */
export function* firstValues(specs: AgentSpecs, name: string): Generator<Json> {
  for (const [{ vars }, , crowd] of eachPart(specs)) {
    const values = crowd?.vars.get(name);
    if (values) yield* eachValue(values);
    else if (!crowd && vars[name] !== undefined) yield vars[name];
  }
}

function* eachValue(values: Values): Generator<Json> {
  if (values.kind === 'words') yield* values.words.filter((word) => word !== null);
  else
    for (let i = 0; i < (values.kind === 'one' ? 1 : values.length); i++) {
      const value = valueIn(values, i);
      if (value !== null) yield value;
    }
}
