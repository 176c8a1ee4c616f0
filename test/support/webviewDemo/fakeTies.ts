/** Ties of a made-up run: what the file gives, how they grow and fade, and the measures of them. */
import type { PanelAgent, PanelDelta, PanelFade, PanelMeasure, PanelMessage, PanelTie } from '../../../src/protocol/course.js';

/** A made-up run while it is made. */
export interface World {
  readonly next: () => number;
  readonly agents: readonly PanelAgent[];
  readonly ties: Map<number, number>;
  readonly fans: Map<number, number[]>;
  readonly messages: PanelMessage[];
  readonly reciprocity: (number | null)[];
  readonly density: (number | null)[];
  readonly hostile: boolean;
  seq: number;
}

/** Strength from which a tie counts. */
export const EDGE = 0.2;
/** What is left of a tie after a round. */
const FADE = 0.95;

/** Ties that the file gives: every fourth knows the next two. */
export function given({ agents, ties }: World): readonly PanelTie[] {
  const n = agents.length;
  const pairs = agents.flatMap((_, i) => (i % 4 === 0 ? [1, 2].map((step) => [i, (i + step) % n] as const) : []));
  return pairs
    .filter(([from, to]) => from !== to)
    .map(([from, to], i) => {
      const strength = 0.22 + (i % 3) * 0.2;
      ties.set(from * n + to, strength);
      return [0, 0, from, to, strength];
    });
}

/** All ties fade; those of contacts grow, and those that are hardly there end. */
export function changeTies(world: World, contacts: ReadonlySet<number>): (PanelTie | PanelFade)[] {
  const n = world.agents.length;
  const changed: (PanelTie | PanelFade)[] = [[world.seq, 0, FADE]];
  const set = (pair: number, strength: number): void => {
    if (strength === 0) world.ties.delete(pair);
    else world.ties.set(pair, strength);
    changed.push([world.seq, 0, Math.floor(pair / n), pair % n, strength]);
  };
  for (const [pair, strength] of world.ties) {
    if (strength * FADE >= 0.01) world.ties.set(pair, strength * FADE);
    else if (!contacts.has(pair)) set(pair, 0);
  }
  for (const pair of contacts) {
    const before = world.ties.get(pair) ?? 0;
    set(pair, before + Math.min(0.3, (1 - before) * (0.25 + 0.3 * world.next())));
    const to = pair % n;
    const list = world.fans.get(to) ?? [];
    list.push(Math.floor(pair / n));
    world.fans.set(to, list.slice(-8));
  }
  return changed;
}

export function measure(world: World): PanelDelta['measures'] & object {
  const n = world.agents.length;
  const edges = [...world.ties].filter(([, strength]) => strength >= EDGE).map(([pair]) => pair);
  const set = new Set(edges);
  const mutual = edges.filter((pair) => set.has((pair % n) * n + Math.floor(pair / n))).length;
  world.reciprocity.push(edges.length ? mutual / edges.length : null);
  world.density.push(n > 1 ? edges.length / (n * (n - 1)) : null);
  return [measureOf('reciprocity', world.reciprocity), measureOf('density', world.density)].map((one) => {
    const from = one.values.length - 1;
    return { ...one, from, values: one.values.slice(from) };
  });
}

export const measureOf = (id: string, values: readonly (number | null)[]): PanelMeasure => ({
  ...{ id, title: id === 'density' ? 'Density' : 'Reciprocity', source: 'Wasserman and Faust 1994.', values: [...values] },
  doc: id === 'density' ? 'Ties as a share of all that are possible. 0 … 1.' : 'Share of ties that go both ways. 0 … 1.',
});
