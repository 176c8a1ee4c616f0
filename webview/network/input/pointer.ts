/** The pointer in the network: a click selects, a drag of an agent moves and pins it, a drag with Shift selects a group. */
import type { InputEvents } from './input.js';
import type { Point } from '../sight/lasso.js';
import type { NetworkView } from '../view/view.js';

/** A press that moves less than this is a click. */
const A_DRAG = 4;

/** The kind of action that a press of the pointer has started. */
type Press = { readonly from: Point } & (
  | { readonly of: 'agent'; readonly agent: number; release: (() => void) | null }
  | { readonly of: 'ground'; readonly line: Point[] }
);

export function listenToPointer(view: NetworkView, events: InputEvents): void {
  listenToDrags(view, events);
  const { canvas } = view;
  const over = (event: MouseEvent): number | null => view.agentAt(event.offsetX, event.offsetY);
  canvas.addEventListener('pointermove', (event) => {
    const agent = event.buttons === 0 ? over(event) : null;
    canvas.classList.toggle('over-agent', agent !== null);
    events.hover(agent);
  });
  canvas.addEventListener('pointerleave', () => events.hover(null));
  canvas.addEventListener('click', (event) => {
    const agent = over(event);
    if (agent !== null && event.altKey) events.path(agent);
    else if (agent !== null && (event.ctrlKey || event.metaKey || event.shiftKey)) events.gather(agent);
    else events.select(agent);
  });
  canvas.addEventListener('dblclick', (event) => {
    const agent = over(event);
    if (agent === null) return;
    if (!view.isPinned(agent)) return events.reveal(agent);
    view.pin(agent, null);
    events.pinned(agent);
  });
}

function listenToDrags(view: NetworkView, events: InputEvents): void {
  const { canvas } = view;
  let press: Press | null = null;
  let dragged = false;
  const pointOf = ({ offsetX: x, offsetY: y }: PointerEvent): Point => ({ x, y });
  canvas.addEventListener('pointerdown', (event) => {
    dragged = false;
    press = event.button === 0 && event.isPrimary ? pressAt(view, events, pointOf(event), event.shiftKey) : null;
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!press) return;
    const at = pointOf(event);
    if (!dragged && Math.hypot(at.x - press.from.x, at.y - press.from.y) < A_DRAG) return;
    if (!dragged) canvas.setPointerCapture(event.pointerId);
    dragged = true;
    drag(view, press, at);
  });
  const end = (): void => {
    if (press && dragged) finish(view, events, press);
    press = null;
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  // The click at the end of a drag selects nothing.
  const swallow = (event: Event): void => {
    if (dragged) event.stopImmediatePropagation();
    dragged = false;
  };
  canvas.addEventListener('click', swallow, { capture: true });
}

function pressAt(view: NetworkView, events: InputEvents, from: Point, shift: boolean): Press | null {
  const agent = view.agentAt(from.x, from.y);
  if (agent !== null) return { of: 'agent', from, agent, release: null };
  return shift || events.isDrawing() ? { of: 'ground', from, line: [from] } : null;
}

function drag(view: NetworkView, press: Press, at: Point): void {
  if (press.of === 'agent') {
    press.release ??= view.still();
    view.pin(press.agent, at);
  } else {
    press.line.push(at);
    view.lasso(press.line);
  }
}

function finish(view: NetworkView, events: InputEvents, press: Press): void {
  if (press.of === 'agent') {
    press.release?.();
    events.pinned(press.agent);
  } else {
    const taken = view.takenIn(press.line);
    view.lasso([]);
    events.group(taken);
  }
}
