/**
 * The living picture: it paints what the state holds when that changes, and lets the camera and the look drift to where
 * they should be. What pointer and keys mean is in input.ts, what a picture looks like in draw.ts.
 */
import { prefersCalm } from '../dom.js';
import { type Frames, frames } from '../frame.js';
import type { Camera } from '../host.js';
import { type Changes, type Model, strongest } from '../model.js';
import type { Theme } from '../theme.js';
import { draw } from './draw.js';
import { LabelMaker } from './labelMaker.js';
import { nodeScale, type Scene } from './scene.js';
import { areaOf, DRIFT, emptyState, keepPace, open, PULSE, place, refresh, type State, take } from './viewState.js';
import { agentAt, boxOf, type Frame, frameFor } from './walk.js';

/** Milliseconds of layout in one frame; the rest of the frame is for drawing and the conversation. */
const LAYOUT_BUDGET = 6;
/** The same where motion is not wanted: the picture changes when it is settled. */
const CALM_BUDGET = 40;
/** A fitted picture is not blown up further than this. */
const CLOSEST = 1.7;

export class NetworkView {
  readonly canvas: HTMLCanvasElement;
  /** Tells of each camera the view itself chose, and of coming to rest. */
  onFrame: (frame: Frame) => void = () => undefined;
  onRest: () => void = () => undefined;
  readonly #ctx: CanvasRenderingContext2D | null;
  readonly #labels = new LabelMaker();
  readonly #state: State = emptyState();
  readonly #loop: Frames;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#ctx = canvas.getContext('2d');
    this.#loop = frames((time) => this.#paint(time));
    new ResizeObserver(() => this.#resized()).observe(canvas);
  }

  show(model: Model, places: readonly number[] | null): void {
    open(this.#state, model, places);
    this.#labels.reset();
    this.#loop.ask();
  }

  update(changes: Changes): void {
    take(this.#state, changes, prefersCalm());
    this.#loop.ask();
  }

  theme(theme: Theme): void {
    this.#state.theme = theme;
    this.#labels.reset();
    this.#loop.ask();
  }

  select(agent: number | null): void {
    this.#state.selected = agent;
    this.#loop.ask();
  }

  /** Whom the user looks at: the rest steps back. */
  look(agent: number | null): void {
    this.#state.looked = agent;
    this.#loop.ask();
  }

  cursor(agent: number | null): void {
    this.#state.cursor = agent;
    this.#loop.ask();
  }

  /** The user's camera; null goes back to fitting. */
  camera(camera: Camera | null): void {
    this.#state.chosen = camera;
    if (camera) this.#state.frame = camera;
    this.#loop.ask();
  }

  /** The agent at a place on the canvas. */
  agentAt(left: number, top: number): number | null {
    const { radii } = this.#state;
    const { k, x, y } = this.#state.frame;
    return agentAt(this.#state.x, this.#state.y, radii, nodeScale(k) / k, (left - x) / k, (top - y) / k, 4 / k);
  }

  /** Where an agent stands on the canvas. */
  where(agent: number): { readonly x: number; readonly y: number } {
    const { x, y, frame } = this.#state;
    return { x: (x[agent] ?? 0) * frame.k + frame.x, y: (y[agent] ?? 0) * frame.k + frame.y };
  }

  /** It has not come yet, or has left, and is not drawn. */
  isAway(agent: number): boolean {
    return this.#state.radii[agent] === 0;
  }

  /** Where agents stand in the layout, whatever the shape of the pane. */
  get positions(): { readonly x: Float32Array; readonly y: Float32Array } {
    return this.#state.layout;
  }

  /** Keeps the fitted picture out of what lies over it. */
  inset(right: number, bottom: number): void {
    const { inset } = this.#state;
    if (inset.right === right && inset.bottom === bottom) return;
    this.#state.inset = { right, bottom };
    this.#loop.ask();
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const { size } = this.#state;
    if (width === size.width && height === size.height) return;
    this.#state.size = { width, height };
    this.#state.settled = false;
    this.#loop.ask();
  }

  /** One frame; true asks for the next. */
  #paint(time: number): boolean {
    const state = this.#state;
    const { theme, model, size } = state;
    if (!this.#ctx || !theme || !model || size.width === 0 || size.height === 0) return false;
    const calm = prefersCalm();
    if (state.tiesStale) refresh(state, false);
    const moving = state.layout.step(calm ? CALM_BUDGET : LAYOUT_BUDGET);
    const jump = calm || !state.settled;
    const shaping = place(state, jump);
    const panning = this.#moveCamera(jump) || shaping;
    const fading = fade(state, calm);
    state.pulses = state.pulses.filter((pulse) => time - pulse.from < PULSE);
    if (!moving) this.onRest();
    if (calm && moving && state.settled) return true;
    state.settled = true;
    const ratio = fitPixels(this.canvas, size);
    const hasty = keepPace(state, time) && (moving || panning);
    const scene = sceneOf(state, model, theme, time, ratio, hasty);
    draw(this.#ctx, { ...scene, labels: this.#labels.make(this.#ctx, scene) });
    // A hasty last picture is followed by one in full.
    return moving || panning || fading || hasty || state.pulses.length > 0;
  }

  #moveCamera(jump: boolean): boolean {
    const state = this.#state;
    if (state.chosen) return false;
    const goal = frameFor(boxOf(state.x, state.y, state.radii), areaOf(state), CLOSEST);
    const from = state.frame;
    const near = Math.abs(goal.k / from.k - 1) < 0.001 && Math.abs(goal.x - from.x) + Math.abs(goal.y - from.y) < 0.5;
    const part = jump || near ? 1 : DRIFT;
    state.frame = { k: from.k + (goal.k - from.k) * part, x: from.x + (goal.x - from.x) * part, y: from.y + (goal.y - from.y) * part };
    this.onFrame(state.frame);
    return part < 1;
  }
}

/** The picture's resolution follows the screen's. */
function fitPixels(canvas: HTMLCanvasElement, size: State['size']): number {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return ratio;
}

function fade(state: State, calm: boolean): boolean {
  const goal = state.looked === null ? 0 : 1;
  if (state.looked !== null) state.fading = state.looked;
  const rest = goal - state.mix;
  state.mix = calm || Math.abs(rest) < 0.03 ? goal : state.mix + rest * 0.28;
  if (state.mix === 0) state.fading = null;
  return state.mix !== goal;
}

function sceneOf(state: State, model: Model, theme: Theme, time: number, ratio: number, hasty: boolean): Omit<Scene, 'labels'> {
  const { fading, mix } = state;
  return {
    ...state.size,
    camera: state.frame,
    x: state.x,
    y: state.y,
    radii: state.radii,
    ties: state.ties,
    edge: model.run.edge,
    hue: state.grouping.hue,
    initials: state.letters,
    names: state.names,
    theme,
    focus: fading === null ? null : { agent: fading, near: nearOf(model, fading), mix },
    selected: state.selected,
    cursor: state.cursor,
    pulses: state.pulses.map(({ agent, from }) => ({ agent, age: Math.min(1, Math.max(0, (time - from) / PULSE)) })),
    hasty,
    ratio,
  };
}

/** The agent and those it has ties with that count. */
function nearOf(model: Model, agent: number): Set<number> {
  const others = [...strongest(model, model.out[agent]), ...strongest(model, model.into[agent])].map(([other]) => other);
  return new Set([agent, ...others]);
}
