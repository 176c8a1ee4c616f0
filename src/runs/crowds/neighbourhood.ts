/** One agent with the agents that it has the strongest ties with, and the ties among them. */
import type { Network } from '../../core/events/ties.js';
import type { Sliced } from '../../core/util/slices.js';
import { type TieEnd, tiesFrom, tiesTo } from './groupTies.js';

interface Neighbourhood {
  /** Indices: the agent, then the others, the strongest tie first. */
  readonly agents: readonly number[];
  /** `[from, to, strength]`, places in `agents`. */
  readonly ties: readonly (readonly [number, number, number])[];
  /** Number of agents that it has ties with and that are left out. */
  readonly more: number;
}

/** The agent with at most `most` others. A tie counts from the strength `edge` on. O(ties). */
export function* neighbourhood(network: Network, edge: number, index: number, most: number): Sliced<Neighbourhood> {
  const strongest = new Map<number, number>();
  for (const [other, strength] of [...tiesFrom(network, index), ...(yield* tiesTo(network, index))])
    if (strength >= edge && other !== index) strongest.set(other, Math.max(strength, strongest.get(other) ?? 0));
  const all = ordered([...strongest]);
  const agents = [index, ...all.slice(0, most).map(([other]) => other)];
  const places = new Map(agents.map((one, place) => [one, place]));
  const ties = agents.flatMap((from, place) =>
    tiesFrom(network, from).flatMap(([other, strength]): (readonly [number, number, number])[] => {
      const to = places.get(other);
      return to === undefined || strength < edge || to === place ? [] : [[place, to, strength]];
    }),
  );
  return { agents, ties, more: all.length - (agents.length - 1) };
}

/** The strongest first; equal ones by agent. */
export const ordered = (ties: readonly TieEnd[]): readonly TieEnd[] => [...ties].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
