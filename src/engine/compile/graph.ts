/**
 * The ties of networks before the first round, from the short forms in `graphForms`. A link goes both ways, or one way if the form,
 * an edge or `reciprocity` says so.
 *
 * Every member draws its links to earlier members from a stream named by its id. With `random`, `blocks`, `shared` and
 * `preferential`, a member that is added at the end gets links and does not change those of others. With `small_world`, the same
 * members are rewired, and only the ends of the ring and the targets change.
 */
import type { AgentId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { type Numbered, numberedStreams, numberedTable, prepared, type Rng, streamTable, type StreamTable } from '../../core/random/rng.js';
import { type GraphForm, graphForms } from './graphForms.js';
import { directed, type GraphTies, type Links } from './links.js';

/** The members of a graph, in order. */
export interface GraphMembers {
  readonly n: number;
  idOf(member: number): AgentId;
  /** If the ids of the members differ only in a number, the text of the ids, and the number of the first member. */
  readonly numbered?: Numbered & { readonly first: number };
  /** The value of a member's field, such as `gender` or `interests`; null if it has none. */
  field(member: number, path: string): Json;
}

export interface GraphOptions {
  /** Expected share of ties that have a tie back, 0..1. If absent, the form decides. */
  readonly reciprocity?: number | undefined;
  /** The stream of a member for the direction of its links. */
  readonly ways?: GraphStreams;
  /** As in `Ground`. */
  readonly lenient?: boolean;
  /** The name of the network. */
  readonly name?: string;
}

type Grown = { readonly ok: true; readonly ties: GraphTies } | { readonly ok: false; readonly message: string };

/**
 * The ties of a form such as `small_world(4, 0.1)`, or of a list of edges, ascending. If the
 * form is unknown or an argument is wrong, the result has a message that says so.
 */
export const growGraph = (
  form: string | readonly string[],
  members: GraphMembers,
  streams: GraphStreams,
  options: GraphOptions = {},
): Grown => inSlices('graph', options.name ?? form, () => growing(form, members, streams, options));

function* growing(
  form: string | readonly string[],
  members: GraphMembers,
  streams: GraphStreams,
  { reciprocity, ways = streams, lenient = false }: GraphOptions,
): Slices<Grown> {
  const call = typeof form === 'string' ? callOf(form) : { name: 'edges', args: form };
  const known = call && graphForms.find(({ name }) => name === call.name);
  if (!known)
    return {
      ok: false,
      message: `\`${String(form)}\` is not a graph form. The forms are ${listed(graphForms.map(({ usage }) => usage))}.`,
    };
  const begun = known.make(call.args, { ...members, lenient, streams: streams(members) });
  const made = typeof begun === 'object' && 'next' in begun ? yield* begun : begun;
  if (typeof made === 'string') return { ok: false, message: `\`${known.usage}\`: ${made}` };
  if (known.ways === 'written' && reciprocity !== undefined)
    return {
      ok: false,
      message: 'Each edge of a list has its own direction: `ada - ben` or `ada > ben`. Leave out `reciprocity`.',
    };
  const wanted = reciprocity ?? (known.ways === 'one_way' ? 0 : 1);
  const links = wanted === 1 ? made : turned(made, wanted, known, ways(members).all());
  return { ok: true, ties: yield* directed(links, members.n) };
}

/**
 * Makes some links one-way. A link goes both ways with chance r / (2 − r), so that the share r of the resulting ties is mutual. A
 * one-way link starts at the newcomer if the form adds members one by one, else at either end with equal chance.
 */
function turned(links: Links, reciprocity: number, form: GraphForm, ways: StreamTable): Links {
  const mutual = reciprocity / (2 - reciprocity);
  const byNewcomer = form.name === 'followers' || form.name === 'preferential';
  if (byNewcomer && mutual === 0) return { ...links, oneWay: new Uint8Array(links.length).fill(1) };
  const [from, to] = [links.from.slice(), links.to.slice()];
  const oneWay = links.oneWay?.slice() ?? new Uint8Array(links.length);
  for (let i = 0; i < links.length; i++) {
    const start = links.from[i]!;
    const isMutual = ways.next(start) < mutual;
    const isForward = ways.next(start) < 0.5;
    if (oneWay[i] === 1 || isMutual) continue;
    oneWay[i] = 1;
    if (byNewcomer || isForward) continue;
    from[i] = links.to[i]!;
    to[i] = start;
  }
  return { ...links, from, to, oneWay };
}

/** The stream of a member by its position, and the streams of all members. */
export interface MemberStreams {
  of(member: number): Rng;
  all(): StreamTable;
}

type GraphStreams = (members: GraphMembers) => MemberStreams;

/** The stream of each member of a network, under the run's seed. */
export const graphStream = (seed: number, network: string): GraphStreams => streamsBy(seed, 'graph', network);

/** The stream of each member for the direction of its links. */
export const waysStream = (seed: number, network: string): GraphStreams => streamsBy(seed, 'graph.ways', network);

function streamsBy(seed: number, purpose: string, network: string): GraphStreams {
  return ({ n, idOf, numbered }) => {
    if (!numbered) {
      const stream = prepared(seed, purpose, network);
      return { of: (member) => stream(idOf(member)), all: () => streamTable(n, idOf, seed, purpose, network) };
    }
    const stream = numberedStreams(numbered, seed, purpose, [network], []);
    return { of: (member) => stream(numbered.first + member), all: () => numberedTable(n, numbered, seed, purpose, network) };
  };
}

/** The name and arguments of a form. Commas outside brackets separate arguments. */
function callOf(form: string): { readonly name: string; readonly args: readonly string[] } | null {
  const [, name, inner] = /^\s*([a-z_]+)\s*(?:\((.*)\))?\s*$/s.exec(form) ?? [];
  if (name === undefined) return null;
  const args = (inner ?? '').match(/(?:\[[^\]]*\]|[^,[\]])+/g) ?? [];
  return { name, args: args.map((arg) => arg.trim()).filter((arg) => arg !== '') };
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
