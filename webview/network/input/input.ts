/** The input of pointer, wheel and keys for the network. It owns no picture; it calls the view. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import type { Camera } from '../../messages/host.js';
import { listenToKeys } from './keys.js';
import type { Point } from '../sight/lasso.js';
import { listenToPointer } from './pointer.js';
import type { NetworkView } from '../view/view.js';

export interface InputEvents {
  /** The user selected an agent by click or keys; null clears the selection. */
  readonly select: (agent: number | null) => void;
  /** The user asks for the text of an agent. */
  readonly reveal: (agent: number) => void;
  /** The pointer enters or leaves an agent. */
  readonly hover: (agent: number | null) => void;
  /** The user moved the camera; null fits the picture again. */
  readonly camera: (camera: Camera | null) => void;
  /** The keyboard focus moves to another agent. */
  readonly walk: (agent: number) => void;
  readonly selected: () => number | null;
  /** The neighbours of an agent, strongest tie first. */
  readonly tied: (agent: number) => readonly number[];
  /** The user pinned or unpinned an agent. */
  readonly pinned: (agent: number) => void;
  readonly unpinAll: () => void;
  /** The user selected a group. */
  readonly group: (agents: readonly number[]) => void;
  /** The user adds an agent to the group, or removes it. */
  readonly gather: (agent: number) => void;
  /** The user asks for the path from the selected agent to another. */
  readonly path: (to: number) => void;
  /** The user chooses the next size of the neighbourhood, or all agents. */
  readonly turnSteps: () => void;
  /** Goes back one step in the selection. */
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
  // Reading the size from the page would compute its layout in each frame.
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
  /** Updates d3 after the view has moved the camera itself, without an event for the user. */
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

/** The position of a single finger. Two fingers zoom, independent of their position. */
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
