/**
 * Networks that are there before the first round, from the short forms in `graphForms`. A link goes both ways unless an
 * edge list says otherwise.
 *
 * Every member draws its links to those before it from a stream named by its id. So with `random`, `blocks`, `shared`
 * and `preferential` a member that is added at the end gets links and moves nobody else's; with `small_world` the same
 * members rewire, and only the ends of the ring and the targets change.
 */
import type { AgentId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import { rng, type Rng } from '../core/rng.js';
import { graphForms, type Link } from './graphForms.js';

/** Whom a graph is drawn among, in order. */
export interface GraphMembers {
  readonly ids: readonly AgentId[];
  /** What is said of a member under a field such as `gender` or `interests`; null for nothing. */
  field(member: number, path: string): Json;
}

/** A directed tie between positions among the members; a strength of null is the network's own. */
export type GraphTie = readonly [from: number, to: number, strength: number | null];

export type Grown = { readonly ok: true; readonly ties: readonly GraphTie[] } | { readonly ok: false; readonly message: string };

/**
 * The ties of a form such as `small_world(4, 0.1)` or of a list of edges, ascending. `stream` gives a member's own
 * stream. Where the form is not known or an argument is wrong, a sentence says what is.
 */
export function growGraph(form: string | readonly string[], members: GraphMembers, stream: (id: AgentId) => Rng): Grown {
  const call = typeof form === 'string' ? callOf(form) : { name: 'edges', args: form };
  const known = call && graphForms.find(({ name }) => name === call.name);
  if (!known)
    return { ok: false, message: `\`${String(form)}\` is not a graph. Known are ${listed(graphForms.map(({ usage }) => usage))}.` };
  const made = known.make(call.args, { ...members, n: members.ids.length, stream: (member) => stream(members.ids[member]!) });
  return typeof made === 'string' ? { ok: false, message: `\`${known.usage}\`: ${made}` } : { ok: true, ties: directed(made) };
}

/** Streams of a network's members under the run's seed. */
export const graphStream =
  (seed: number, network: string) =>
  (id: AgentId): Rng =>
    rng(seed, 'graph', network, id);

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

export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
