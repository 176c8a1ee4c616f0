/**
 * The layout of a large network: worked out in a worker, so that the page stays free. Where no worker starts, the page does
 * the same in slices. One worker serves one layout after the other.
 */
import { createLayout, type Layout } from './layout.js';
import type { FromLayout, ToLayout } from './layoutWorker.js';
import type { Tied } from '../graph/pulls.js';

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
