/**
 * Networks that are there before the first round, from the short forms in `graphForms`. A link goes both ways, or one way where
 * the form, an edge or `reciprocity` says so.
 *
 * Every member draws its links to those before it from a stream named by its id. So with `random`, `blocks`, `shared`
 * and `preferential` a member that is added at the end gets links and moves nobody else's; with `small_world` the same
 * members rewire, and only the ends of the ring and the targets change.
 */
import type { AgentId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { rng, type Rng } from '../../core/random/rng.js';
import { type GraphForm, graphForms, type Link } from './graphForms.js';

/** Whom a graph is drawn among, in order. */
export interface GraphMembers {
  readonly ids: readonly AgentId[];
  /** What is said of a member under a field such as `gender` or `interests`; null for nothing. */
  field(member: number, path: string): Json;
}

/** A directed tie between positions among the members; a strength of null is the network's own. */
export type GraphTie = readonly [from: number, to: number, strength: number | null];

export interface GraphOptions {
  /** Expected share of ties whose way back is a tie too, 0..1; what the form has of itself where absent. */
  readonly reciprocity?: number | undefined;
  /** A member's stream for which way its links go. */
  readonly ways?: (id: AgentId) => Rng;
  /** As in `Ground`. */
  readonly lenient?: boolean;
}

type Grown = { readonly ok: true; readonly ties: readonly GraphTie[] } | { readonly ok: false; readonly message: string };

/**
 * The ties of a form such as `small_world(4, 0.1)` or of a list of edges, ascending. `stream` gives a member's own
 * stream. Where the form is not known or an argument is wrong, a sentence says what is.
 */
export function growGraph(
  form: string | readonly string[],
  members: GraphMembers,
  stream: (id: AgentId) => Rng,
  { reciprocity, ways = stream, lenient = false }: GraphOptions = {},
): Grown {
  const call = typeof form === 'string' ? callOf(form) : { name: 'edges', args: form };
  const known = call && graphForms.find(({ name }) => name === call.name);
  if (!known)
    return { ok: false, message: `\`${String(form)}\` is not a graph. Known are ${listed(graphForms.map(({ usage }) => usage))}.` };
  const made = known.make(call.args, { ...members, n: members.ids.length, lenient, stream: (member) => stream(members.ids[member]!) });
  if (typeof made === 'string') return { ok: false, message: `\`${known.usage}\`: ${made}` };
  if (known.ways === 'written' && reciprocity !== undefined)
    return {
      ok: false,
      message: 'Each edge of a list says itself which way it goes: `ada - ben` or `ada > ben`. Leave out `reciprocity`.',
    };
  const wanted = reciprocity ?? (known.ways === 'one_way' ? 0 : 1);
  const links = wanted === 1 ? made : turned(made, wanted, known, (member) => ways(members.ids[member]!));
  return { ok: true, ties: directed(links) };
}

/**
 * Links of which some go one way. With the chance r / (2 − r) a link goes both ways, so that of the ties that come of them the share r is
 * mutual. The others go out from the newcomer where one comes and chooses, else from either end with the same chance.
 */
function turned(links: readonly Link[], reciprocity: number, form: GraphForm, ways: (member: number) => Rng): readonly Link[] {
  const mutual = reciprocity / (2 - reciprocity);
  const byNewcomer = form.name === 'followers' || form.name === 'preferential';
  const streams = new Map<number, Rng>();
  return links.map((link): Link => {
    const random = streams.get(link.from) ?? ways(link.from);
    streams.set(link.from, random);
    const [isMutual, isForward] = [random() < mutual, random() < 0.5];
    if (link.oneWay || isMutual) return link;
    const { from, to } = link;
    return byNewcomer || isForward ? { ...link, oneWay: true } : { ...link, from: to, to: from, oneWay: true };
  });
}

/** Streams of a network's members under the run's seed. */
export const graphStream =
  (seed: number, network: string) =>
  (id: AgentId): Rng =>
    rng(seed, 'graph', network, id);

/** Streams for the ways of their links. */
export const waysStream =
  (seed: number, network: string) =>
  (id: AgentId): Rng =>
    rng(seed, 'graph.ways', network, id);

/** A name with its arguments, split at commas outside brackets. */
function callOf(form: string): { readonly name: string; readonly args: readonly string[] } | null {
  const [, name, inner] = /^\s*([a-z_]+)\s*(?:\((.*)\))?\s*$/s.exec(form) ?? [];
  if (name === undefined) return null;
  const args = (inner ?? '').match(/(?:\[[^\]]*\]|[^,[\]])+/g) ?? [];
  return { name, args: args.map((arg) => arg.trim()).filter((arg) => arg !== '') };
}

/** Both ways for a link, one for an edge; doubles keep the first. */
function directed(links: readonly Link[]): readonly GraphTie[] {
  const ties = new Map<string, GraphTie>();
  for (const { from, to, strength = null, oneWay } of links) {
    for (const [a, b] of oneWay
      ? [[from, to] as const]
      : ([
          [from, to],
          [to, from],
        ] as const)) {
      if (a !== b && !ties.has(`${a} ${b}`)) ties.set(`${a} ${b}`, [a, b, strength]);
    }
  }
  return [...ties.values()].sort((x, y) => x[0] - y[0] || x[1] - y[1]);
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
