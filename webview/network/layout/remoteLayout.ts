/** The layout of the network: on the page, and for a large network in a worker, so that the page stays responsive. */
import type { Tied } from '../graph/pulls.js';
import { isMoving, newSimulation, pin, retie, tick } from './simulation.js';
import type { FromLayout, ToLayout } from './layoutWorker.js';

/** Up to so many agents the page settles a picture before it is first drawn, and needs no worker. */
const ON_PAGE = 300;

export interface Layouts {
  /** A layout of so many agents will be asked for: a worker takes a while to start. For a few none is kept. */
  prepare(count: number): void;
  /** The layout that is worked on from now on; the one before is over. */
  of(count: number, places: ArrayLike<number> | null): Layout;
}

/** `spawn` starts the worker; it gives null where that is known not to work. */
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
    // A policy that forbids workers is told of by this event alone.
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

/** What the worker reports of a layout before this one has another number than `run`. One that is over says no more. */
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
      // What is dragged follows the pointer, not the news of it.
      for (const [agent, at] of pins) [x[agent], y[agent]] = [at.x, at.y];
      return isMoving;
    },
    end() {
      send({ type: 'end' });
      over.abort();
    },
  };
}

// Where agents stand, as the panel sees it: positions that change step by step. Here on the page's own thread, in slices,
// which is enough for a few hundred agents; remoteLayout.ts gives the same from a worker. No randomness and no clock
// in the positions: the same ties give the same picture, and news reheats gently instead of throwing it about.

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
