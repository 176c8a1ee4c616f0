/** What pointer, wheel and keys do to the network. It owns no picture: it asks the view. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import type { Camera } from '../host.js';
import type { NetworkView } from './view.js';
import { neighbourTowards, type Direction } from './walk.js';

export interface InputEvents {
  /** An agent was chosen by click or keys; null clears. */
  readonly select: (agent: number | null) => void;
  /** The agent's text is asked for. */
  readonly reveal: (agent: number) => void;
  /** The pointer came to an agent, or left. */
  readonly hover: (agent: number | null) => void;
  /** The user moved the camera; null: fitted again. */
  readonly camera: (camera: Camera | null) => void;
  /** The keyboard stands on another agent. */
  readonly walk: (agent: number) => void;
  readonly selected: () => number | null;
}

export interface Input {
  zoomBy(factor: number): void;
  zoomToFit(): void;
  restore(camera: Camera | null): void;
  reset(): void;
}

const NEAREST = 8;
const FARTHEST = 0.05;

export function listen(view: NetworkView, events: InputEvents): Input {
  const canvas = select(view.canvas);
  let quiet = false;
  const behavior = zoom<HTMLCanvasElement, unknown>().scaleExtent([FARTHEST, NEAREST]).clickDistance(4);
  behavior.on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
    if (quiet) return;
    const { k, x, y } = event.transform;
    view.camera({ k, x, y });
    events.camera({ k, x, y });
  });
  /** Tells d3 where the view went by itself, without taking it for the user's wish. */
  const follow = (frame: Camera): void => {
    quiet = true;
    behavior.transform(canvas, zoomIdentity.translate(frame.x, frame.y).scale(frame.k));
    quiet = false;
  };
  canvas.call(behavior).on('dblclick.zoom', null);
  view.onFrame = follow;
  const input = makeInput(view, events, behavior, canvas, follow);
  listenToPointer(view, events);
  const keys = listenToKeys(view, events, input);
  return { ...input, reset: keys.reset };
}

function makeInput(
  view: NetworkView,
  events: InputEvents,
  behavior: ZoomBehavior<HTMLCanvasElement, unknown>,
  canvas: ReturnType<typeof select<HTMLCanvasElement, unknown>>,
  follow: (frame: Camera) => void,
): Omit<Input, 'reset'> {
  return {
    zoomBy: (factor) => behavior.scaleBy(canvas, factor),
    zoomToFit: () => {
      view.camera(null);
      events.camera(null);
    },
    restore: (camera) => {
      view.camera(camera);
      if (camera) follow(camera);
    },
  };
}

function listenToPointer(view: NetworkView, events: InputEvents): void {
  const { canvas } = view;
  const over = (event: MouseEvent): number | null => view.agentAt(event.offsetX, event.offsetY);
  canvas.addEventListener('pointermove', (event) => {
    const agent = event.buttons === 0 ? over(event) : null;
    canvas.classList.toggle('over-agent', agent !== null);
    events.hover(agent);
  });
  canvas.addEventListener('pointerleave', () => events.hover(null));
  canvas.addEventListener('click', (event) => events.select(over(event)));
  canvas.addEventListener('dblclick', (event) => {
    const agent = over(event);
    if (agent !== null) events.reveal(agent);
  });
}

const ARROWS: Readonly<Partial<Record<string, Direction>>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

function listenToKeys(view: NetworkView, events: InputEvents, input: Omit<Input, 'reset'>): { reset(): void } {
  let standing: number | null = null;
  const stand = (agent: number): void => {
    standing = agent;
    view.cursor(agent);
    events.walk(agent);
  };
  const walk = (direction: Direction): void => {
    const { x, y } = view.positions;
    const first = events.selected() ?? x.findIndex((_, agent) => !view.isAway(agent));
    if (first < 0) return;
    stand(standing === null ? first : (neighbourTowards(x, y, standing, direction, (agent) => view.isAway(agent)) ?? standing));
  };
  const acts = keyActs(events, input, () => standing);
  view.canvas.addEventListener('keydown', (event) => {
    const direction = ARROWS[event.key];
    const act = direction ? (): void => walk(direction) : acts[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  view.canvas.addEventListener('blur', () => view.cursor(null));
  view.canvas.addEventListener('focus', () => {
    if (standing !== null && view.canvas.matches(':focus-visible')) view.cursor(standing);
  });
  return {
    reset: () => {
      standing = null;
    },
  };
}

function keyActs(
  events: InputEvents,
  input: Omit<Input, 'reset'>,
  standing: () => number | null,
): Readonly<Partial<Record<string, () => void>>> {
  const choose = (reveal: boolean): void => {
    const agent = standing();
    if (agent === null) return;
    events.select(agent);
    if (reveal) events.reveal(agent);
  };
  return {
    Enter: () => choose(true),
    ' ': () => choose(false),
    Escape: () => events.select(null),
    '+': () => input.zoomBy(1.3),
    '=': () => input.zoomBy(1.3),
    '-': () => input.zoomBy(1 / 1.3),
    0: () => input.zoomToFit(),
  };
}
