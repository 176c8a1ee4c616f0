/**
 * How one field of one member is drawn or computed. The draws of a member come from streams named by its id and the field. A member
 * that is added at the end, or another field, therefore does not change the draws of others.
 */
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { Rng } from '../../core/random/rng.js';
import { isQuota } from './apportion.js';
import { derivedField, isDerived } from './derivedFields.js';
import type { Report } from '../model/faults.js';
import { draw, sampleFault } from './weightedSample.js';

/** How a field was made. `shared` is the same for all members. `fallback` is a value that nothing in the file gives. */
export type OriginKind = 'drawn' | 'shared' | 'quota' | 'dealt' | 'derived' | 'row' | 'named' | 'fallback';

/** The rule of a field, for display. */
export interface Origin {
  readonly kind: OriginKind;
  /** Node of the rule. */
  readonly at: NodeId;
  /** The rule as written, in JSON if it is not a text. */
  readonly rule: string;
  /** Values of other fields that selected branches, as `gender: woman`. */
  readonly branch?: string;
  /** Purpose and path of its random stream, under `seed`. */
  readonly stream?: readonly string[];
  readonly seed?: number;
  /** File and line of the row. */
  readonly row?: { readonly file: string; readonly line: number };
}

/** Everything that a field needs. Members are positions from 0. */
export interface Draws {
  readonly id: string;
  /** Number of members. */
  readonly size: number;
  idOf(member: number): AgentId;
  readonly seed: number;
  /** The stream of each member for a field: `rng(seed, 'population', id, path)`. */
  stream(path: string): (member: number) => Rng;
  readonly paths: readonly string[];
  readonly report: Report;
  /** The value of a rule in the form of the field: whole if the field is a whole number. */
  held(path: string, value: Json): Json;
  /** The value of a short form: `1 of [a, b]` is one value, unless the field is a list. */
  single(path: string, value: Json): Json;
  /** Value of a member's field; undefined if the field does not exist. */
  value(path: string, member: number): Json | undefined;
}

export interface Cell {
  readonly value: Json;
  readonly origin: Origin;
}

export interface Place {
  readonly draws: Draws;
  readonly path: string;
  /** Node of the rule, and the branches that led to it. */
  readonly node: NodeId;
  readonly branch: readonly string[];
}

/** The origin of a value, without its kind. */
export function ruleOrigin({ draws, node, branch }: Place, spec: Json): Omit<Origin, 'kind'> {
  const rule = typeof spec === 'string' ? spec : JSON.stringify(spec);
  return { at: node, rule, ...(branch.length > 0 ? { branch: branch.join(', ') } : {}), seed: draws.seed };
}

/** What is wrong with a rule without branches, as a sentence; null if nothing is. */
export const ruleFault = (spec: Json): string | null =>
  isQuota(spec) ? sampleFault(spec.quota) : isDerived(spec) ? null : sampleFault(spec);

/** The field of each member by a rule. */
export interface MemberRule {
  value(member: number): Json;
  /** How a value of this member was made. */
  origin(member: number, value: Json): Origin;
}

/** A rule without branches that has no fault. A quota is drawn by its weights. */
export function memberRule(place: Place, spec: Json): MemberRule {
  const { draws, path, node } = place;
  const origin = ruleOrigin(place, spec);
  const { rule } = origin;
  if (isDerived(spec)) {
    const derive = derivedField(draws, node, spec);
    return { value: (member) => draws.held(path, derive(member)), origin: () => ({ kind: 'derived', at: node, rule }) };
  }
  const shared = spec === null || typeof spec === 'number' || typeof spec === 'boolean';
  const [stream, from, isText] = [draws.stream(path), isQuota(spec) ? spec.quota : spec, typeof spec === 'string'];
  return {
    value: (member) => {
      const one = draw(stream(member), from);
      return draws.held(path, isText ? draws.single(path, one) : one);
    },
    origin: (member, value) =>
      shared || value === spec
        ? { kind: 'shared', at: node, rule }
        : { kind: 'drawn', ...origin, stream: ['population', draws.idOf(member), path] },
  };
}
