/** The layout in a worker: it ticks as fast as possible until it first comes to rest, then at the pace of the screen. Owns no picture. */
import type { Tied } from '../graph/pulls.js';
import { isMoving, newSimulation, pin, retie, type Simulation, tick } from './simulation.js';

export type ToLayout =
  | { readonly type: 'start'; readonly run: number; readonly count: number; readonly places: ArrayLike<number> | null }
  | { readonly type: 'ties'; readonly ties: Tied; readonly radii: Float32Array; readonly fresh: boolean }
  | { readonly type: 'pin'; readonly agent: number; readonly at: { readonly x: number; readonly y: number } | null }
  | { readonly type: 'end' };

export interface FromLayout {
  /** The number of the layout that this message belongs to. */
  readonly run: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly isMoving: boolean;
}

/** Milliseconds of a slice of work, after which messages are handled, and between two reports. */
const SLICE = 20;
/** Milliseconds to the first report, so that a picture does not open in fast motion. */
const FIRST = 32;
/** Milliseconds between ticks after changes. */
const FRAME = 16;

let simulation: Simulation | null = null;
let run = 0;
let isDue = false;
/** Whether the layout runs at full speed, which it does until it first comes to rest. */
let hasty = false;
let firstDue = 0;

addEventListener('message', ({ data }: MessageEvent<ToLayout>): void => {
  switch (data.type) {
    case 'start':
      simulation = newSimulation(data.count, data.places);
      run = data.run;
      break;
    case 'ties':
      if (simulation) retie(simulation, data.ties, data.radii, data.fresh);
      hasty ||= data.fresh;
      firstDue = data.fresh ? performance.now() + FIRST : firstDue;
      break;
    case 'pin':
      if (simulation) pin(simulation, data.agent, data.at);
      break;
    case 'end':
      simulation = null;
  }
  if (!isDue) later(0);
});

/** Runs the layout on made-up data while the worker waits for its first run, so that the code is compiled by then. */
function warm(): void {
  const nobody = newSimulation(WARM, null);
  const from = Uint32Array.from({ length: 4 * WARM }, (_, i) => i % WARM);
  const ties = {
    count: from.length,
    from,
    to: from.map((agent, i) => (agent + 1 + i) % WARM),
    strength: new Float32Array(from.length).fill(0.5),
  };
  retie(nobody, ties, new Float32Array(WARM).fill(5), true);
  for (let i = 0; i < 12; i++) tick(nobody);
}

/** Number of agents in the made-up data. */
const WARM = 400;

warm();

function later(milliseconds: number): void {
  isDue = true;
  setTimeout(work, milliseconds);
}

function work(): void {
  isDue = false;
  if (!simulation) return;
  const end = performance.now() + SLICE;
  do tick(simulation);
  while (hasty && isMoving(simulation) && performance.now() < end);
  const moving = isMoving(simulation);
  if (!moving || performance.now() >= firstDue) report(simulation, moving);
  if (!moving) hasty = false;
  else later(hasty ? 0 : FRAME);
}

function report({ x, y }: Simulation, moving: boolean): void {
  const news: FromLayout = { run, x: Float32Array.from(x), y: Float32Array.from(y), isMoving: moving };
  postMessage(news, { transfer: [news.x.buffer, news.y.buffer] });
}
