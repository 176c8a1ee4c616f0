/** The state of the picture, its updates by runs and deltas, and places on the canvas and in the layout. No access to a canvas. */
import type { Network } from '../../../src/core/events/ties.js';
import type { Camera } from '../../messages/host.js';
import { type Changes, type PanelModel, nameOf } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { type Grouping, initials } from '../../ui/palette.js';
import { FIRST_LOOKS, type Looks, weightsOf } from '../graph/viewOptions.js';
import type { Theme } from '../../ui/theme.js';
import { groundOf, headOf, NO_TIES, radiiOf, type Ties, tiesOf } from '../graph/graph.js';
import { createLayout, type Layout, type Layouts } from '../layout/remoteLayout.js';
import { type Area, boxOf, type Frame, stretchFor, agentAt } from '../graph/walk.js';
import { nodeScale } from '../painting/scene.js';
import type { Point } from '../sight/lasso.js';

export interface State {
  model: PanelModel | null;
  grouping: Grouping;
  looks: Looks;
  layout: Layout;
  /** The network that the layout uses. Another network moves the agents. */
  ground: Network | null;
  ties: Ties;
  radii: Float32Array;
  names: readonly string[];
  letters: readonly string[];
  frame: Frame;
  /** Drawn positions: those of the layout, stretched to the shape of the pane. */
  x: Float32Array;
  y: Float32Array;
  stretch: number;
  /** The space that other elements cover at the right and at the bottom. */
  inset: { readonly right: number; readonly bottom: number };
  /** The user's camera; null while the picture is fitted. */
  chosen: Camera | null;
  /** Whether a picture of this run and size was drawn. Before that, nothing moves gradually. */
  settled: boolean;
  tiesStale: boolean;
  /** When ties were last updated, and how long it took. */
  taken: { readonly at: number; readonly took: number };
  theme: Theme | null;
  cursor: number | null;
  pulses: readonly { readonly agent: number; readonly from: number }[];
  size: { readonly width: number; readonly height: number };
  /** The time of the last frame, the usual time between two frames, and whether that is too long. */
  pace: { last: number; usual: number; slow: boolean };
}

/** Duration of the pulse of an agent that has spoken, in milliseconds. */
export const PULSE = 1_100;
/** Maximum number of pulses. More would be unreadable. */
const MOST_PULSES = 24;
/** Milliseconds of layout before the first picture of a run, so that it opens at rest and not in motion. */
const FIRST_BUDGET = 160;
/** Consecutive frames with this many milliseconds between them are too slow. A longer gap is a pause between two movements. */
const TOO_SLOW = 21;
const A_REST = 120;
/** The share of the remaining way that camera and shape move in one frame. */
export const DRIFT = 0.14;

const NONE = new Float32Array(0);

export const emptyState = (): State => ({
  model: null,
  grouping: { hue: [], legend: [] },
  looks: FIRST_LOOKS,
  layout: createLayout(0, null),
  ground: null,
  ties: NO_TIES,
  radii: NONE,
  names: [],
  letters: [],
  frame: { k: 1, x: 0, y: 0 },
  x: NONE,
  y: NONE,
  stretch: 1,
  inset: { right: 0, bottom: 0 },
  chosen: null,
  settled: false,
  tiesStale: false,
  taken: { at: 0, took: 0 },
  theme: null,
  cursor: null,
  pulses: [],
  size: { width: 0, height: 0 },
  pace: { last: 0, usual: 16, slow: false },
});

/** A layout that was started before the rest of its run is loaded. */
export interface Begun {
  readonly model: PanelModel;
  readonly layout: Layout;
  readonly ground: Network | null;
}

/** Starts the layout of a run, from earlier positions or from the beginning. It needs only the ties. */
export function begin(model: PanelModel, places: readonly number[] | null, layouts: Layouts): Begun {
  const layout = layouts.of(model.agents.length, places);
  const { tied, radii } = groundOf(model);
  layout.ties(tied, radii, places === null);
  if (!places) layout.step(FIRST_BUDGET);
  return { model, layout, ground: headOf(model) };
}

/** Opens another run. */
export function open(state: State, { model, layout, ground }: Begun): void {
  const { theme, size, frame, inset, looks } = state;
  Object.assign(state, emptyState(), { theme, size, frame, inset, looks, model, layout, ground });
  state.names = model.agents.map((_, agent) => labelText(nameOf(model, agent)));
  state.letters = model.agents.map((_, agent) => initials(nameOf(model, agent)));
  state.x = layout.x.slice();
  state.y = layout.y.slice();
  state.tiesStale = true;
}

/** Maximum share of time for updating ties while many changes arrive. */
const SHARE = 1 / 6;

/** Updates ties and sizes from the model, unless this was just done; true while an update waits. */
export function catchUp(state: State): boolean {
  const { model, looks, taken } = state;
  const start = performance.now();
  if (!state.tiesStale || !model) return false;
  if (start - taken.at < taken.took / SHARE) return true;
  state.ties = tiesOf(model, looks.least);
  state.radii = radiiOf(model, weightsOf(model, looks.size));
  state.tiesStale = false;
  if (model.moment === null) settle(state, model);
  state.taken = { at: start, took: performance.now() - start };
  return false;
}

/** Passes the ties of the whole run to the layout. So agents do not jump when the user changes the moment or hides ties. */
function settle(state: State, model: PanelModel): void {
  const head = headOf(model);
  if (head === state.ground) return;
  const { tied, radii } = groundOf(model);
  state.layout.ties(tied, radii, false);
  state.ground = head;
}

/** Records changes. Ties are updated in the next frame, once for all deltas before it. */
export function take(state: State, changes: Changes, calm: boolean): void {
  state.tiesStale ||= changes.ties;
  if (calm) return;
  const spoke = state.model?.messages.slice(changes.messagesFrom).slice(-MOST_PULSES) ?? [];
  pulse(
    state,
    spoke.map(({ author }) => author).filter((author) => author >= 0),
  );
}

/** Starts the pulse of agents that have just spoken. */
export function pulse(state: State, spoke: readonly number[]): void {
  const from = performance.now();
  state.pulses = [...state.pulses, ...spoke.map((agent) => ({ agent, from }))].slice(-MOST_PULSES);
}

/** Whether this screen is too slow for moving pictures in full. Once true, it stays true for the shown run. */
export function keepPace({ pace }: State, time: number): boolean {
  const gap = time - pace.last;
  pace.last = time;
  if (gap < A_REST) pace.usual += (gap - pace.usual) * 0.12;
  pace.slow ||= pace.usual > TOO_SLOW;
  return pace.slow;
}

/** The part of the canvas that nothing covers. */
export const areaOf = ({ size, inset }: State): Area => ({
  width: Math.max(120, size.width - inset.right),
  height: Math.max(80, size.height - inset.bottom),
});

/** Updates the drawn positions from the layout; true while the shape still changes towards that of the pane. */
export function place(state: State, jump: boolean): boolean {
  const { layout, radii } = state;
  let drifting = false;
  if (!state.chosen || !state.settled) {
    const goal = stretchFor(boxOf(layout.x, layout.y, radii), areaOf(state));
    drifting = !jump && Math.abs(goal - state.stretch) > 0.004;
    state.stretch = drifting ? state.stretch + (goal - state.stretch) * DRIFT : goal;
  }
  for (let i = 0; i < layout.x.length; i++) {
    state.x[i] = (layout.x[i] ?? 0) * state.stretch;
    state.y[i] = (layout.y[i] ?? 0) / state.stretch;
  }
  return drifting;
}

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
