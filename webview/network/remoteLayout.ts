/**
 * The layout of a large network: worked out in a worker, so that the page stays free. Where no worker starts, the page does
 * the same in slices.
 */
import { createLayout, type Layout } from './layout.js';
import type { FromLayout, ToLayout } from './layoutWorker.js';
import type { Tied } from './pulls.js';

/** Up to so many agents the page settles a picture before it is first drawn, and needs no worker. */
const ON_PAGE = 300;

/** Starts the worker; null where that is known not to work. */
export type Spawn = () => Worker | null;

let runs = 0;

export function layoutFor(count: number, places: ArrayLike<number> | null, spawn: Spawn): Layout {
  const worker = count > ON_PAGE ? spawn() : null;
  return worker ? remote(worker, count, places) : createLayout(count, places);
}

interface Known {
  ties: Tied | null;
  radii: Float32Array;
  fresh: boolean;
}

function remote(worker: Worker, count: number, places: ArrayLike<number> | null): Layout {
  const start = createLayout(count, places);
  const { x, y } = start;
  const run = ++runs;
  const known: Known = { ties: null, radii: new Float32Array(0), fresh: false };
  const pins = new Map<number, { readonly x: number; readonly y: number }>();
  let instead: Layout | null = null;
  let latest: FromLayout | null = null;
  let isReady = places !== null;
  let isMoving = false;
  const send = (message: ToLayout): void => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<FromLayout>) => {
    if (data.run !== run) return;
    latest = data;
    isReady = true;
  };
  // A policy that forbids workers is told of by this event alone.
  worker.onerror = () => {
    instead = start;
    isReady = true;
    if (known.ties) start.ties(known.ties, known.radii, known.fresh);
    for (const [agent, at] of pins) start.pin(agent, at);
  };
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
    end: () => worker.terminate(),
  };
}
