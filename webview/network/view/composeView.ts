/** Combines the run and the overlay into the scene that is painted or saved as a picture. */
import { edgeOf, type PanelModel } from '../../state/model.js';
import type { Theme } from '../../ui/theme.js';
import { LabelMaker } from '../painting/labelMaker.js';
import { flying, type Overlay, type Seen, seenOf } from '../painting/overlay.js';
import type { Bare, Scene } from '../painting/scene.js';
import { areaOf, DRIFT, place, PULSE, type State } from './viewState.js';
import { boxOf, type Frame, frameFor } from '../graph/walk.js';

/** Maximum scale of a fitted picture. */
const CLOSEST = 1.7;

/** The camera with which everything shown fits. */
const closestFrame = (state: State, seen: Seen | null): Frame =>
  frameFor(boxOf(state.x, state.y, seen?.radii ?? state.radii, seen?.only), areaOf(state), CLOSEST);

/** Moves a camera that the user did not set one step towards the fitted position, or directly to it; true while it moves. */
export function moveCamera(state: State, seen: Seen | null, jump: boolean): boolean {
  if (state.chosen) return false;
  const [from, goal] = [state.frame, closestFrame(state, seen)];
  const isThere = jump || (Math.abs(goal.k / from.k - 1) < 0.001 && Math.abs(goal.x - from.x) + Math.abs(goal.y - from.y) < 0.5);
  const part = isThere ? 1 : DRIFT;
  const step = (a: number, b: number): number => a + (b - a) * part;
  state.frame = { k: step(from.k, goal.k), x: step(from.x, goal.x), y: step(from.y, goal.y) };
  return !isThere;
}

export function sceneOf(
  state: State,
  overlay: Overlay,
  model: PanelModel,
  theme: Theme,
  at: { readonly time: number; readonly ratio: number; readonly hasty: boolean },
): Bare {
  const { ties, radii, given, ghosts } = seenOf(overlay, model, state.ties, state.radii);
  const { fading, sight, pinned, lasso } = overlay;
  return {
    ...{ ...state.size, camera: state.frame, x: state.x, y: state.y, radii, ties, given, ghosts, edge: edgeOf(model) },
    ...{ hue: state.grouping.hue, initials: state.letters, names: state.names, theme },
    focus: fading,
    ...{ selected: sight.selected, cursor: state.cursor, pinned, lasso },
    pulses: state.pulses.map(({ agent, from }) => ({ agent, age: Math.min(1, Math.max(0, (at.time - from) / PULSE)) })),
    flights: flying(overlay, at.time),
    ...{ hasty: at.hasty, ratio: at.ratio },
  };
}

/** Transient parts that a saved picture does not have. */
const PASSING = { pulses: [], flights: [], lasso: [], cursor: null } as const;
/** The size of a picture that is not visible. */
const USUAL = { width: 1_200, height: 800 } as const;

/** The current picture, in full and without animations; if none is visible, one of the usual size. */
export function keptScene(ctx: CanvasRenderingContext2D, from: State, overlay: Overlay): Scene | null {
  const { model, theme, size } = from;
  if (!theme || !model) return null;
  const state = size.width > 0 ? from : unseen(from, seenOf(overlay, model, from.ties, from.radii));
  const scene = { ...sceneOf(state, overlay, model, theme, { time: 0, ratio: 1, hasty: false }), ...PASSING };
  return { ...scene, labels: new LabelMaker().make(ctx, scene) };
}

function unseen(from: State, seen: Seen): State {
  const state = { ...from, size: USUAL, inset: { right: 0, bottom: 0 }, chosen: null };
  place(state, true);
  return { ...state, frame: closestFrame(state, seen) };
}
