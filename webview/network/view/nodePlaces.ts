/** Converts between places on the canvas and places in the layout. No access to the page. */
import { nodeScale } from '../painting/scene.js';
import type { Point } from '../sight/lasso.js';
import type { State } from './viewState.js';
import { agentAt } from '../graph/walk.js';

/** The place of an agent on the canvas. */
export const onCanvas = ({ x, y, frame }: State, agent: number): Point => ({
  x: (x[agent] ?? 0) * frame.k + frame.x,
  y: (y[agent] ?? 0) * frame.k + frame.y,
});

/** The place in the layout for a place on the canvas. The layout does not depend on the camera and the shape of the pane. */
export const inLayout = ({ frame, stretch }: State, at: Point): Point => ({
  x: (at.x - frame.x) / frame.k / stretch,
  y: ((at.y - frame.y) / frame.k) * stretch,
});

/** The agent at a place on the canvas, or close to it; `radii` are those that are drawn. */
export function agentOnCanvas({ x, y, frame: { k, ...origin } }: State, radii: Float32Array, at: Point): number | null {
  return agentAt(x, y, radii, nodeScale(k) / k, (at.x - origin.x) / k, (at.y - origin.y) / k, 4 / k);
}
