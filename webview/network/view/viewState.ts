/** What the picture is made from, and how a run and its news get into it. No canvas. */
import type { Network } from '../../../src/core/events/ties.js';
import type { Camera } from '../../messages/host.js';
import { type Changes, type PanelModel, nameOf } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { type Grouping, initials } from '../../ui/palette.js';
import { FIRST_LOOKS, type Looks, weightsOf } from '../graph/viewOptions.js';
import type { Theme } from '../../ui/theme.js';
import { groundOf, headOf, NO_TIES, radiiOf, type Ties, tiesOf } from '../graph/graph.js';
import { createLayout, type Layout, type Layouts } from '../layout/remoteLayout.js';
import { type Area, boxOf, type Frame, stretchFor } from '../graph/walk.js';

export interface State {
  model: PanelModel | null;
  grouping: Grouping;
  looks: Looks;
  layout: Layout;
  /** The network that agents are placed by; another one moves them. */
  ground: Network | null;
  ties: Ties;
  radii: Float32Array;
  names: readonly string[];
  letters: readonly string[];
  frame: Frame;
  /** Positions as they are drawn: those of the layout, drawn out to the shape of the pane. */
  x: Float32Array;
  y: Float32Array;
  stretch: number;
  /** What lies over the picture at the right and at the bottom. */
  inset: { readonly right: number; readonly bottom: number };
  /** The user's camera; null while the picture is fitted. */
  chosen: Camera | null;
  /** Whether a picture of this run and size was drawn: until then nothing drifts. */
  settled: boolean;
  tiesStale: boolean;
  /** When ties were taken up last, and how long that took. */
  taken: { readonly at: number; readonly took: number };
  theme: Theme | null;
  cursor: number | null;
  pulses: readonly { readonly agent: number; readonly from: number }[];
  size: { readonly width: number; readonly height: number };
  /** Time of the last frame, the usual time between two, and whether that was found too long. */
  pace: { last: number; usual: number; slow: boolean };
}

/** Milliseconds the sign of having spoken lasts. */
export const PULSE = 1_100;
/** When more speak at once than this, the sign says nothing any more. */
const MOST_PULSES = 24;
/** Milliseconds of layout before a run's first picture, so that it opens at rest and not in flight. */
const FIRST_BUDGET = 160;
/** Frames this far apart in a row are too slow; a longer gap is a rest between two movements. */
const TOO_SLOW = 21;
const A_REST = 120;
/** The part of the way that camera and shape go in one frame. */
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

/** A layout that was begun before all else of its run is known. */
export interface Begun {
  readonly model: PanelModel;
  readonly layout: Layout;
  readonly ground: Network | null;
}

/** Begins to lay a run out, from where it once stood, or from the start: its ties are enough for that. */
export function begin(model: PanelModel, places: readonly number[] | null, layouts: Layouts): Begun {
  const layout = layouts.of(model.agents.length, places);
  const { tied, radii } = groundOf(model);
  layout.ties(tied, radii, places === null);
  if (!places) layout.step(FIRST_BUDGET);
  return { model, layout, ground: headOf(model) };
}

/** Takes another run. */
export function open(state: State, { model, layout, ground }: Begun): void {
  const { theme, size, frame, inset, looks } = state;
  Object.assign(state, emptyState(), { theme, size, frame, inset, looks, model, layout, ground });
  state.names = model.agents.map((_, agent) => labelText(nameOf(model, agent)));
  state.letters = model.agents.map((_, agent) => initials(nameOf(model, agent)));
  state.x = layout.x.slice();
  state.y = layout.y.slice();
  state.tiesStale = true;
}

/** The part of the time that taking up ties may have while news of many ties comes in. */
const SHARE = 1 / 6;

/** Brings ties and sizes up to the model, unless that was just done; true while they wait. */
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

/** Who moves in time, or looks at fewer ties, sees ties come and go, and nobody jump: the whole run places agents. */
function settle(state: State, model: PanelModel): void {
  const head = headOf(model);
  if (head === state.ground) return;
  const { tied, radii } = groundOf(model);
  state.layout.ties(tied, radii, false);
  state.ground = head;
}

/** Notes news; ties are taken up with the next frame, however many deltas come before it. */
export function take(state: State, changes: Changes, calm: boolean): void {
  state.tiesStale ||= changes.ties;
  if (calm) return;
  const spoke = state.model?.messages.slice(changes.messagesFrom).slice(-MOST_PULSES) ?? [];
  pulse(
    state,
    spoke.map(({ author }) => author).filter((author) => author >= 0),
  );
}

/** These have just spoken. */
export function pulse(state: State, spoke: readonly number[]): void {
  const from = performance.now();
  state.pulses = [...state.pulses, ...spoke.map((agent) => ({ agent, from }))].slice(-MOST_PULSES);
}

/** Whether this screen is too slow for the full picture in motion. Once found so, it stays so for the run shown. */
export function keepPace({ pace }: State, time: number): boolean {
  const gap = time - pace.last;
  pace.last = time;
  if (gap < A_REST) pace.usual += (gap - pace.usual) * 0.12;
  pace.slow ||= pace.usual > TOO_SLOW;
  return pace.slow;
}

/** The part of the canvas that nothing lies over. */
export const areaOf = ({ size, inset }: State): Area => ({
  width: Math.max(120, size.width - inset.right),
  height: Math.max(80, size.height - inset.bottom),
});

/** Brings the drawn positions up to the layout; true while the shape still drifts towards that of the pane. */
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
