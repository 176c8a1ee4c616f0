/** What pointer, wheel and keys do to the network. It owns no picture: it asks the view. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import type { Camera } from '../../messages/host.js';
import { listenToKeys } from './keys.js';
import type { Point } from '../sight/lasso.js';
import { listenToPointer } from './pointer.js';
import type { NetworkView } from '../view/view.js';

export interface InputEvents {
  /** An agent was chosen by click or keys; null clears. */
  readonly select: (agent: number | null) => void;
  /** The agent's text is asked for. */
  readonly reveal: (agent: number) => void;
  /** The pointer came to an agent, or left. */
  readonly hover: (agent: number | null) => void;
  /** The user moved the camera; null: fitted again. */
  readonly camera: (camera: Camera | null) => void;
  /** The keyboard focus moves to another agent. */
  readonly walk: (agent: number) => void;
  readonly selected: () => number | null;
  /** Whom an agent has ties with, strongest first. */
  readonly tied: (agent: number) => readonly number[];
  /** An agent was put somewhere, or let go. */
  readonly pinned: (agent: number) => void;
  readonly unpinAll: () => void;
  /** Several were chosen together. */
  readonly group: (agents: readonly number[]) => void;
  /** One more is to be with those chosen together, or one less. */
  readonly gather: (agent: number) => void;
  /** The way from the selected agent to another is asked for. */
  readonly path: (to: number) => void;
  /** All, or only those near: the next in turn. */
  readonly turnSteps: () => void;
  /** Back from what is looked at, one thing at a time. */
  readonly escape: () => void;
  /** Whether a drag on the ground draws a line around agents. */
  readonly isDrawing: () => boolean;
}

export interface Input {
  zoomBy(factor: number): void;
  zoomToFit(): void;
  restore(camera: Camera | null): void;
  reset(): void;
}

const NEAREST = 8;
const FARTHEST = 0.05;
const NOWHERE: Point = { x: -1e6, y: -1e6 };

export function listen(view: NetworkView, events: InputEvents): Input {
  const canvas = select(view.canvas);
  let quiet = false;
  const isOnGround = (event: MouseEvent | TouchEvent): boolean => {
    if (event.type === 'wheel') return true;
    if (event.ctrlKey || event.shiftKey || ('button' in event && event.button !== 0) || events.isDrawing()) return false;
    const at = 'touches' in event ? touched(event, view.canvas) : { x: event.offsetX, y: event.offsetY };
    return view.agentAt(at.x, at.y) === null;
  };
  const behavior = zoom<HTMLCanvasElement, unknown>().scaleExtent([FARTHEST, NEAREST]).clickDistance(4).filter(isOnGround);
  // Asking the page for the size would make it work out its layout in each frame.
  behavior.extent(() => [
    [0, 0],
    [view.size.width, view.size.height],
  ]);
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

/** Where one finger is; with two, the ground is pinched wherever they are. */
function touched({ touches }: TouchEvent, canvas: HTMLElement): Point {
  const box = canvas.getBoundingClientRect();
  const [first] = touches;
  return first && touches.length === 1 ? { x: first.clientX - box.left, y: first.clientY - box.top } : NOWHERE;
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
