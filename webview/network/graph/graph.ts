/** The network as flat arrays in the order of agents and ties, for drawing and layout. No access to the page or a clock. */
import { eachTie, type Network, strengthOf, tieTotal } from '../../../src/core/events/ties.js';
import { edgeOf, type PanelModel } from '../../state/model.js';
import type { Weights } from './viewOptions.js';
import type { Tied } from './pulls.js';

export interface Ties extends Tied {
  /** 1 if the other direction also exists, so that both are curved. */
  readonly mutual: Uint8Array;
}

/** Ties below this share of the minimum strength of a tie are not drawn. */
export const FAINTEST = 0.4;

/** The ties to draw, weakest first, so that strong ties are on top. Ties with the same strength are in the order of agents. */
export function tiesOf(model: PanelModel, least = 0): Ties {
  const faintest = Math.max(0.01, least, least > 0 ? 0 : edgeOf(model) * FAINTEST);
  const { graph, away } = model.shown;
  const all = away.size > 0 ? tiedOf(graph, faintest, (agent) => !away.has(agent)) : wholeOf(graph, faintest);
  const order = byStrength(all);
  const ties: Ties = { ...newTied(all.count), mutual: new Uint8Array(all.count) };
  for (let i = 0; i < all.count; i++) {
    const tie = order[i]!;
    ties.from[i] = all.from[tie]!;
    ties.to[i] = all.to[tie]!;
    ties.strength[i] = all.strength[tie]!;
    ties.mutual[i] = graph && strengthOf(graph, ties.to[i]!, ties.from[i]!) > 0 ? 1 : 0;
  }
  return ties;
}

/** Ties of a network from a strength on, in the order of agents. */
function tiedOf(network: Network | null, faintest: number, isHere: (agent: number) => boolean = () => true): Tied {
  const { from, to, strength } = newTied(network ? tieTotal(network) : 0);
  let count = 0;
  if (network)
    eachTie(network, (a, b, value) => {
      if (value < faintest || !isHere(a) || !isHere(b)) return;
      from[count] = a;
      to[count] = b;
      strength[count++] = Math.min(1, value);
    });
  return { count, from: from.subarray(0, count), to: to.subarray(0, count), strength: strength.subarray(0, count) };
}

const wholes = new WeakMap<Network, { readonly faintest: number; readonly tied: Tied }>();

/** The ties of all agents, computed once for each network, because layout and drawing mostly use the same ties. */
function wholeOf(network: Network | null, faintest: number): Tied {
  const known = network && wholes.get(network);
  if (known?.faintest === faintest) return known.tied;
  const tied = tiedOf(network, faintest);
  if (network) wholes.set(network, { faintest, tied });
  return tied;
}

const newTied = (count: number): Tied => ({
  ...{ count, from: new Uint32Array(count), to: new Uint32Array(count), strength: new Float32Array(count) },
});

export const NO_TIES: Ties = { ...newTied(0), mutual: new Uint8Array(0) };

/** The order by strength. Each key has the strength in its high bits and the place in its low bits, because sorting numbers is faster than sorting with a function. */
function byStrength({ count, strength }: Tied): Uint32Array {
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = Math.floor(strength[i]! * 2 ** 24) * 2 ** 28 + i;
  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i]! % 2 ** 28;
  return order;
}

/**
 * The input of the layout: all ties of the run so far, independent of the shown moment and filters, and the radius of each agent.
 * So a run has one picture.
 */
export function groundOf(model: PanelModel): { readonly tied: Tied; readonly radii: Float32Array } {
  const tied = wholeOf(headOf(model), Math.max(0.01, edgeOf(model) * FAINTEST));
  const values = new Float64Array(model.agents.length);
  for (let i = 0; i < tied.count; i++) values[tied.to[i]!] = values[tied.to[i]!]! + tied.strength[i]!;
  const most = values.reduce((a, b) => Math.max(a, b), 1);
  const radii = new Float32Array(values.length);
  for (let i = 0; i < radii.length; i++) radii[i] = radiusOf(values.length, values[i]! / most);
  return { tied, radii };
}

/** The shown network after the last event. */
export const headOf = ({ ties, shown }: PanelModel): Network | null => ties[shown.network]?.head ?? null;

/** The unit of the layout: the size of a normal node. It is smaller with more agents. */
export const unitOf = (agents: number): number => Math.min(20, Math.max(5, 34 / Math.max(1, agents) ** 0.28));

/** The radius of an agent by its share, 0..1, of the largest weight. */
const radiusOf = (agents: number, share: number): number => unitOf(agents) * (0.82 + 0.46 * Math.sqrt(share));

/** The radius of each agent by its weight; 0 if the agent is away. */
export function radiiOf(model: PanelModel, { values, most }: Weights): Float32Array {
  const { away } = model.shown;
  const radii = new Float32Array(values.length);
  for (let i = 0; i < radii.length; i++) radii[i] = away.has(i) ? 0 : radiusOf(values.length, values[i]! / most);
  return radii;
}
