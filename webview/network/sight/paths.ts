/** Who is near whom, and by which way: over ties that count, at the moment that is shown. No page. */
import { type PanelModel, strongest } from '../../state/model.js';

/** Those an agent has ties with, to them or from them, strongest first. */
export function tiedTo(model: PanelModel, agent: number): readonly number[] {
  const both = [...strongest(model, model.shown.out[agent]), ...strongest(model, model.shown.into[agent])];
  both.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return [...new Set(both.map(([other]) => other))].filter((other) => !model.shown.away.has(other));
}

/** The agent and all it reaches in so many steps, whichever way the ties go. */
export function within(model: PanelModel, agent: number, steps: number): ReadonlySet<number> {
  const near = new Set([agent]);
  let rim: readonly number[] = [agent];
  for (let step = 0; step < steps; step++) {
    rim = rim.flatMap((one) => tiedTo(model, one)).filter((other) => !near.has(other));
    for (const one of rim) near.add(one);
  }
  return near;
}

/**
 * A shortest path along the direction of ties, both ends included; null where there is none. Of equally short ones it is
 * the one whose ties are strongest from the start on.
 */
export function pathBetween(model: PanelModel, from: number, to: number): readonly number[] | null {
  const before = new Map<number, number>([[from, from]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !before.has(to); at++) {
    for (const [next] of strongest(model, model.shown.out[queue[at]!])) {
      if (before.has(next) || model.shown.away.has(next)) continue;
      before.set(next, queue[at]!);
      queue.push(next);
    }
  }
  if (!before.has(to)) return null;
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0]!)!);
  return path;
}
