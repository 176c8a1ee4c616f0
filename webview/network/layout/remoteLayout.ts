/** The layout of the network: on the page, and for a large network in a worker, so that the page stays responsive. */
import type { Tied } from '../graph/pulls.js';
import { isMoving, newSimulation, pin, retie, tick } from './simulation.js';
import type { FromLayout, ToLayout } from './layoutWorker.js';

/** Up to this number of agents, the page computes the layout before the first drawing and needs no worker. */
const ON_PAGE = 300;

export interface Layouts {
  /** Prepares for a layout of this number of agents, because a worker takes time to start. A small layout needs no worker. */
  prepare(count: number): void;
  /** Starts a layout and ends the one before. */
  of(count: number, places: ArrayLike<number> | null): Layout;
}

/** `spawn` starts the worker, or returns null if workers are known to fail. */
export function createLayouts(spawn: () => Worker | null): Layouts {
  let worker: Worker | null | undefined;
  let run = 0;
  let last: Layout | null = null;
  const prepare = (count: number): void => {
    if (count <= ON_PAGE && worker) {
      worker.terminate();
      worker = undefined;
    }
    if (worker !== undefined || count <= ON_PAGE) return;
    const spawned = (worker = spawn());
    // If a policy forbids workers, only this event reports it.
    spawned?.addEventListener('error', () => {
      if (worker === spawned) worker = null;
    });
  };
  return {
    prepare,
    of(count, places) {
      prepare(count);
      last?.end();
      last = worker && count > ON_PAGE ? remote(worker, ++run, count, places) : createLayout(count, places);
      return last;
    },
  };
}

interface Known {
  ties: Tied | null;
  radii: Float32Array;
  fresh: boolean;
}

/** A layout in the worker. Reports for an earlier layout have another number than `run`. A layout that has ended sends no reports. */
function remote(worker: Worker, run: number, count: number, places: ArrayLike<number> | null): Layout {
  const start = createLayout(count, places);
  const { x, y } = start;
  const known: Known = { ties: null, radii: new Float32Array(0), fresh: false };
  const pins = new Map<number, { readonly x: number; readonly y: number }>();
  let instead: Layout | null = null;
  let latest: FromLayout | null = null;
  let isReady = places !== null;
  let isMoving = false;
  const over = new AbortController();
  const send = (message: ToLayout): void => {
    if (!over.signal.aborted) worker.postMessage(message);
  };
  const hear = ({ data }: MessageEvent<FromLayout>): void => {
    if (data.run !== run) return;
    latest = data;
    isReady = true;
  };
  const fail = (): void => {
    instead = start;
    isReady = true;
    if (known.ties) start.ties(known.ties, known.radii, known.fresh);
    for (const [agent, at] of pins) start.pin(agent, at);
  };
  worker.addEventListener('message', hear, over);
  worker.addEventListener('error', fail, over);
  send({ type: 'start', run, count, places });
  return {
    x,
    y,
    get isReady() {
      return isReady;
    },
    ties(ties, radii, fresh) {
      if (instead) return instead.ties(ties, radii, fresh);
      Object.assign(known, { ties, radii, fresh: known.fresh || fresh });
      isMoving = true;
      const { count: n, from, to, strength } = ties;
      return send({ type: 'ties', ties: { count: n, from, to, strength }, radii, fresh });
    },
    pin(agent, at) {
      if (at) pins.set(agent, at);
      else pins.delete(agent);
      if (instead) return instead.pin(agent, at);
      isMoving = true;
      return send({ type: 'pin', agent, at });
    },
    step(milliseconds) {
      if (instead) return instead.step(milliseconds);
      if (latest) {
        x.set(latest.x);
        y.set(latest.y);
        isMoving = latest.isMoving;
        latest = null;
      }
      // A dragged agent follows the pointer, not the reports of the worker.
      for (const [agent, at] of pins) [x[agent], y[agent]] = [at.x, at.y];
      return isMoving;
    },
    end() {
      send({ type: 'end' });
      over.abort();
    },
  };
}

// The layout interface: positions that change step by step. A few hundred agents are laid out on the page's own thread, in slices;
// larger networks in a worker with the same interface. Positions depend on no randomness and no clock: the same ties give the
// same picture, and new ties move it only gently.

export interface Layout {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** False until the positions are good enough for a first picture. */
  readonly isReady: boolean;
  /** Takes the current ties and sizes. `fresh` lays out from the current positions with full force, otherwise gently. */
  ties(ties: Tied, radii: Float32Array, fresh: boolean): void;
  /** Pins an agent at a place, and the others make room; null unpins it. */
  pin(agent: number, at: { readonly x: number; readonly y: number } | null): void;
  /** Updates the positions and works for at most the given time; true while there is movement. */
  step(milliseconds: number): boolean;
  /** Ends the layout. */
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
