/** What is compared with an empirical network, and how. */
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import type { Label } from '../../analysis/network/mixing.js';
import { noSuch } from '../../core/util/suggest.js';

/** A property that divides agents and people into groups. */
interface GroupSetting {
  readonly id: string;
  /** Expression of the value of an agent, `me`. */
  readonly of: string;
  /** Attribute of the network file. */
  readonly column: string;
  /** What values of the attribute mean, as agents have them; empty to take them as they are. */
  readonly words: ReadonlyMap<string, Label>;
  /** Numbers at which a new group begins, ascending; empty for values as they are. */
  readonly cuts: readonly number[];
}

export interface NetworkSettings {
  /** The ties of the runs; null for the only ones. */
  readonly ties: string | null;
  /** False counts pairs with a tie either way; null as in the file. */
  readonly directed: boolean | null;
  readonly groups: readonly GroupSetting[];
  /** Which node is which agent: an expression of the agent, and an attribute of the node, or `id`; null to try ids and names. */
  readonly by: { readonly of: string; readonly column: string } | null;
  /** Terms of a random graph model, or `usual` for the usual ones; null for none. */
  readonly terms: readonly string[] | 'usual' | null;
  /** Random graphs that each network is compared with, and networks that the bootstrap draws; null for the usual numbers. */
  readonly draws: number | null;
  readonly bootstrap: number | null;
  readonly seed: number;
}

/** A group of the empirical network, as agents have it. Throws a message for an unknown attribute. */
export function groupOfPeople({ attributes }: EmpiricalNetwork, setting: GroupSetting): readonly Label[] {
  const { column, words } = setting;
  const values = attributes.get(column);
  if (!values) {
    const known = [...attributes.keys()];
    throw new Error(
      known.length === 0 ? `The network has no attributes of people, so no \`${column}\`.` : noSuch('attribute', column, known),
    );
  }
  return values.map((value) => cutInto(words.size === 0 ? value : (words.get(String(value)) ?? null), setting));
}

/** The group of a value: itself, or the number of cuts up to it. */
export function cutInto(value: Label, { cuts, id }: GroupSetting): Label {
  if (cuts.length === 0 || value === null) return value;
  if (typeof value !== 'number') throw new Error(`\`cuts\` of ${id} divide numbers, and there is ${JSON.stringify(value)}.`);
  return cuts.filter((cut) => value >= cut).length;
}

/** Positions in the network file of agents, by the name of each; null where no agent, or not every node, is found, or two have the same name. */
export function matched(nodes: readonly Label[], agents: readonly Label[]): readonly number[] | null {
  const place = new Map(nodes.map((label, i) => [String(label), i]));
  const found = agents.map((label) => place.get(String(label)) ?? -1);
  const places = new Set(found);
  return place.size === nodes.length && !places.has(-1) && places.size === nodes.length && found.length === nodes.length ? found : null;
}
