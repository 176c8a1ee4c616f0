/**
 * Where agents stand, as the panel sees it: positions that change step by step. Here on the page's own thread, in slices,
 * which is enough for a few hundred agents; remoteLayout.ts gives the same from a worker. No randomness and no clock
 * in the positions: the same ties give the same picture, and news reheats gently instead of throwing it about.
 */
import type { Tied } from '../graph/pulls.js';
import { isMoving, newSimulation, pin, retie, tick } from './simulation.js';

export interface Layout {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** False until there is something worth a first picture. */
  readonly isReady: boolean;
  /** Takes the present ties and sizes; `fresh` lays out from where things stand with full force, else gently. */
  ties(ties: Tied, radii: Float32Array, fresh: boolean): void;
  /** Puts an agent somewhere, where it stays while the others make room; null lets it go. */
  pin(agent: number, at: { readonly x: number; readonly y: number } | null): void;
  /** Brings positions up to date, working on them for the given time at most; true while there is movement left. */
  step(milliseconds: number): boolean;
  /** It is not needed any more. */
  end(): void;
}

export function createLayout(count: number, places: ArrayLike<number> | null): Layout {
  const simulation = newSimulation(count, places);
  const x = Float32Array.from(simulation.x);
  const y = Float32Array.from(simulation.y);
  return {
    x,
    y,
    isReady: true,
    ties: (ties, radii, fresh) => retie(simulation, ties, radii, fresh),
    pin: (agent, at) => pin(simulation, agent, at),
    step(milliseconds) {
      if (!isMoving(simulation)) return false;
      const end = performance.now() + milliseconds;
      do tick(simulation);
      while (isMoving(simulation) && performance.now() < end);
      x.set(simulation.x);
      y.set(simulation.y);
      return isMoving(simulation);
    },
    end: () => undefined,
  };
}
