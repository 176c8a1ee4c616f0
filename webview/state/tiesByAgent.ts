/**
 * The ties of the shown network by agent, in both directions, for texts about one agent. They are computed on the first request,
 * because pictures and counts of all agents do not need them.
 */
import { eachTie, type Network } from '../../src/core/events/ties.js';

/** Strength by the other agent's index, for each agent. */
type Ways = readonly Map<number, number>[];

export class BothWays {
  #agents = 0;
  #network: Network | null = null;
  #made: { readonly out: Map<number, number>[]; readonly into: Map<number, number>[] } | null = null;

  /** Outgoing ties. */
  get out(): Ways {
    return this.#ways().out;
  }

  /** Incoming ties. */
  get into(): Ways {
    return this.#ways().into;
  }

  /** Adds an agent. */
  join(): void {
    this.#agents++;
    this.#made?.out.push(new Map());
    this.#made?.into.push(new Map());
  }

  /** Sets another network. */
  show(network: Network | null): void {
    this.#network = network;
    this.#made = null;
  }

  /** Changes some ties of the network, `[from, to, strength]`. The strength 0 removes a tie. */
  change(network: Network | null, ties: readonly (readonly [number, number, number])[]): void {
    this.#network = network;
    if (this.#made) for (const [from, to, strength] of ties) set(this.#made, from, to, strength);
  }

  #ways(): { readonly out: Ways; readonly into: Ways } {
    if (this.#made) return this.#made;
    const empty = (): Map<number, number>[] => Array.from({ length: this.#agents }, () => new Map<number, number>());
    const made = { out: empty(), into: empty() };
    if (this.#network) eachTie(this.#network, (from, to, strength) => set(made, from, to, strength));
    return (this.#made = made);
  }
}

function set({ out, into }: { readonly out: Ways; readonly into: Ways }, from: number, to: number, strength: number): void {
  if (strength > 0) {
    out[from]!.set(to, Math.min(1, strength));
    into[to]!.set(from, Math.min(1, strength));
  } else {
    out[from]!.delete(to);
    into[to]!.delete(from);
  }
}
