/** The network as drawing and layout need it: flat arrays in the order of agents and ties. No page, no time. */
import type { Model } from '../model.js';

export interface Ties {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float32Array;
  /** 1 where the other direction exists as well, so that both can bow apart. */
  readonly mutual: Uint8Array;
}

/** Ties below this share of what counts as one are not worth ink. */
const FAINTEST = 0.4;

/** The ties that are drawn, weakest first, so that strong ones lie on top; equal ones in the order of agents. */
export function tiesOf(model: Model): Ties {
  const faintest = Math.max(0.01, model.run.edge * FAINTEST);
  const list: [number, number, number][] = [];
  model.out.forEach((ties, from) => {
    if (model.agents[from]?.away) return;
    for (const [to, strength] of ties) if (strength >= faintest && !model.agents[to]?.away) list.push([from, to, strength]);
  });
  list.sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1]);
  const ties: Ties = {
    count: list.length,
    from: new Uint32Array(list.length),
    to: new Uint32Array(list.length),
    strength: new Float32Array(list.length),
    mutual: new Uint8Array(list.length),
  };
  list.forEach(([from, to, strength], i) => {
    ties.from[i] = from;
    ties.to[i] = to;
    ties.strength[i] = strength;
    ties.mutual[i] = model.out[to]?.has(from) ? 1 : 0;
  });
  return ties;
}

/** The unit of the layout: the size of a node nobody looks at, smaller the more there are. */
export const unitOf = (agents: number): number => Math.min(20, Math.max(5, 34 / Math.max(1, agents) ** 0.28));

/** Radius by how strongly others are tied to one; 0 for who is away. */
export function radiiOf(model: Model): Float32Array {
  const unit = unitOf(model.agents.length);
  const weight = model.into.map((ties) => {
    let sum = 0;
    for (const strength of ties.values()) sum += strength;
    return sum;
  });
  const most = weight.reduce((a, b) => Math.max(a, b), 1);
  return Float32Array.from(weight, (sum, i) => (model.agents[i]?.away ? 0 : unit * (0.82 + 0.46 * Math.sqrt(sum / most))));
}
