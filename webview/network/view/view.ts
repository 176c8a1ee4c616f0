/**
 * The animated picture. It paints the state when it changes, and moves the camera and the focus gradually to their targets.
 * input.ts handles pointer and keys, draw.ts paints.
 */
import { prefersCalm } from '../../ui/dom.js';
import { awaited, type Frames, frames } from '../../ui/frame.js';
import type { Camera } from '../../messages/host.js';
import type { Changes, PanelModel } from '../../state/model.js';
import type { Grouping } from '../../ui/palette.js';
import type { Theme } from '../../ui/theme.js';
import { keptScene, moveCamera, sceneOf } from './composeView.js';
import { draw } from '../painting/draw.js';
import { type Point, takenIn } from '../sight/lasso.js';
import type { Looks } from '../graph/viewOptions.js';
import { emptyOverlay, fade, fly, hear, hold, type Overlay, type Pin, pinsOf, type Seen, seenOf } from '../painting/overlay.js';
import { fitPixels } from '../painting/pixels.js';
import { createLayouts } from '../layout/remoteLayout.js';
import type { Painting } from '../save/png.js';
import { createPainter, type Painter } from '../painting/painter.js';
import { agentOnCanvas, inLayout, onCanvas } from './viewState.js';
import type { Scene } from '../painting/scene.js';
import type { Sight } from '../sight/sight.js';
import { begin, type Begun, catchUp, emptyState, keepPace, open, PULSE, place, pulse, type State, take } from './viewState.js';
import type { Frame } from '../graph/walk.js';
import { spawnLayout, spawnPaint } from '../layout/workers.js';

/** Milliseconds of layout in one frame; the rest of the frame is for drawing and the conversation. */
const LAYOUT_BUDGET = 6;
/** Milliseconds of layout in one frame with reduced motion. The picture changes only when the layout is at rest. */
const CALM_BUDGET = 40;
/** If taking up the ties needs more milliseconds than this, the picture is drawn in the next frame. */
const LONG = 8;
/** Maximum milliseconds that the rest of the panel waits for a first picture. */
const LONGEST_WAIT = 400;

export class NetworkView {
  readonly canvas: HTMLCanvasElement;
  /** Called with each camera that the view itself sets, and when the picture comes to rest. */
  onFrame: (frame: Frame) => void = () => undefined;
  onRest: () => void = () => undefined;
  readonly #ctx: CanvasRenderingContext2D | null;
  readonly #painter: Painter | null;
  readonly #layouts = createLayouts(spawnLayout);
  readonly #state: State = emptyState();
  /** The layout of the run that is shown next. */
  #begun: Begun | null = null;
  #overlay: Overlay = emptyOverlay();
  /** The user drags an agent. The move is drawn immediately. */
  #isDragged = false;
  /** Whether the picture moved when it was last painted. A new picture must first come to rest. */
  #isMoving = true;
  readonly #loop: Frames;
  /** Resolves waiting callers when a picture is on the canvas. */
  readonly #picture = awaited(LONGEST_WAIT);

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#ctx = canvas.getContext('2d');
    this.#painter = this.#ctx && createPainter(this.#ctx, spawnPaint, this.#picture.came);
    this.#loop = frames((time) => this.#paint(time));
    new ResizeObserver(() => this.#resized()).observe(canvas);
  }

  /** Starts the layout of a run of which only the ties are loaded. */
  begin(model: PanelModel, places: readonly number[] | null): void {
    this.#begun = begin(model, places, this.#layouts);
  }

  /** Shows a run with its layout so far; `pins` are `[agent, x, y]` in the layout. */
  show(model: PanelModel, places: readonly number[] | null, pins: readonly Pin[]): void {
    if (this.#begun?.model !== model) this.begin(model, places);
    open(this.#state, this.#begun!);
    this.#begun = null;
    this.#isMoving = true;
    this.#overlay = { ...emptyOverlay(), heard: model.shown.messages };
    for (const [agent, x, y] of pins) this.#hold(agent, { x, y });
    this.#painter?.reset();
    this.#loop.ask();
  }

  /** Resolves with the next picture on the canvas, or shortly afterwards if the picture is not visible. */
  pictured(): Promise<void> {
    return document.hidden || this.#state.size.width === 0 ? Promise.resolve() : this.#picture.next();
  }

  /** Prepares for a run with this number of agents: starts what takes time to start. */
  prepare(agents: number): void {
    this.#layouts.prepare(agents);
    this.#painter?.prepare(agents);
  }

  /** The whole run is loaded. None of its messages counts as new. */
  complete(): void {
    const { model } = this.#state;
    if (model) this.#overlay.heard = model.shown.messages;
    this.#state.tiesStale = true;
    this.#loop.ask();
  }

  update(changes: Changes): void {
    take(this.#state, changes, prefersCalm());
    const { model } = this.#state;
    if (model) this.#hear(model);
    this.#loop.ask();
  }

  /** The ties have changed to those of another moment. */
  moved(): void {
    const { model } = this.#state;
    this.#state.tiesStale = true;
    if (model) pulse(this.#state, this.#hear(model));
    this.#loop.ask();
  }

  /** Shows new messages as moving marks, except with reduced motion. */
  #hear(model: PanelModel): readonly number[] {
    const spoke = hear(this.#overlay, model, performance.now());
    if (!prefersCalm()) return spoke;
    this.#overlay.flights = [];
    return [];
  }

  /** Sets other colours, sizes or ties for the same moment. */
  look(looks: Looks, grouping: Grouping): void {
    Object.assign(this.#state, { looks, grouping, tiesStale: true });
    this.#overlay.ghosts = looks.ghosts;
    this.#loop.ask();
  }

  theme(theme: Theme): void {
    this.#state.theme = theme;
    this.#painter?.reset();
    this.#loop.ask();
  }

  /** Sets the sight. The rest is dimmed or hidden. */
  sight(sight: Sight): void {
    this.#overlay.sight = sight;
    this.#loop.ask();
  }

  /** Sets the line that the user draws around agents; empty at the end. */
  lasso(line: readonly Point[]): void {
    this.#overlay.lasso = line;
    this.#loop.ask();
  }

  /** The agents inside a line on the canvas. */
  takenIn(line: readonly Point[]): readonly number[] {
    return takenIn(line, this.#state.x.length, (agent) => (this.isAway(agent) ? null : this.where(agent)));
  }

  /** Pins an agent at a place on the canvas; null unpins it. */
  pin(agent: number, at: Point | null): void {
    this.#hold(agent, at && inLayout(this.#state, at));
    this.#loop.ask();
  }

  #hold(agent: number, at: Point | null): void {
    const { layout } = this.#state;
    if (agent < 0 || agent >= layout.x.length) return;
    layout.pin(agent, at);
    hold(this.#overlay, agent, at);
  }

  /** The pinned agents: `[agent, x, y]` in the layout. */
  get pins(): readonly Pin[] {
    return pinsOf(this.#overlay);
  }

  isPinned(agent: number): boolean {
    return this.#overlay.pins.has(agent);
  }

  /** Stops the camera, so that nothing moves under the pointer. Returns a function that restores the camera. */
  still(): () => void {
    const isFitted = this.#state.chosen === null;
    this.#isDragged = true;
    if (isFitted) this.camera(this.#state.frame);
    return () => {
      this.#isDragged = false;
      if (isFitted) this.camera(null);
      this.#loop.ask();
    };
  }

  cursor(agent: number | null): void {
    this.#state.cursor = agent;
    this.#loop.ask();
  }

  /** Sets the user's camera; null fits the picture again. */
  camera(camera: Camera | null): void {
    this.#state.chosen = camera;
    if (camera) this.#state.frame = camera;
    this.#loop.ask();
  }

  /** The camera that the user has set; null if the picture is fitted. */
  get chosen(): Camera | null {
    return this.#state.chosen;
  }

  /** The agent at a place on the canvas. */
  agentAt(left: number, top: number): number | null {
    return agentOnCanvas(this.#state, this.#radii, { x: left, y: top });
  }

  /** The place of an agent on the canvas. */
  where(agent: number): Point {
    return onCanvas(this.#state, agent);
  }

  /** Whether an agent has not joined yet, has left, or is outside the shown neighbourhood. */
  isAway(agent: number): boolean {
    return !this.#radii[agent];
  }

  /** The radii that are drawn. */
  get #radii(): Float32Array {
    return this.#seen?.radii ?? this.#state.radii;
  }

  get #seen(): Seen | null {
    const { model, ties, radii } = this.#state;
    return model && seenOf(this.#overlay, model, ties, radii);
  }

  /** The current picture, in full and without animations; if none is visible, one of the usual size. */
  get scene(): Scene | null {
    return this.#ctx && keptScene(this.#ctx, this.#state, this.#overlay);
  }

  get painting(): Painting | null {
    const { scene } = this;
    return scene && { width: scene.width, height: scene.height, paint: (ctx, ratio) => draw(ctx, { ...scene, ratio }) };
  }

  /** Whether the drawn ties include both initial ties and ties that grew. */
  get hasGiven(): boolean {
    const given = this.#seen?.given;
    return given?.includes(1) === true && given.includes(0);
  }

  /** The positions in the layout, independent of the shape of the pane. */
  get positions(): { readonly x: Float32Array; readonly y: Float32Array } {
    return this.#state.layout;
  }

  get size(): State['size'] {
    return this.#state.size;
  }

  /** Keeps the fitted picture clear of the elements above it. */
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
    const waiting = catchUp(state);
    // A first picture of many ties takes two frames, so that neither blocks the page.
    if (!state.settled && state.taken.at >= time && state.taken.took > LONG) return true;
    const moving = state.layout.step(calm ? CALM_BUDGET : LAYOUT_BUDGET);
    if (!state.layout.isReady) return true;
    const jump = calm || !state.settled;
    const shaping = place(state, jump);
    const panning = moveCamera(state, this.#seen, jump) || shaping;
    if (!state.chosen) this.onFrame(state.frame);
    const fading = fade(this.#overlay, model, this.#seen, calm);
    const flown = fly(this.#overlay, time);
    state.pulses = state.pulses.filter((pulse) => time - pulse.from < PULSE);
    if (!moving && this.#isMoving) this.onRest();
    this.#isMoving = moving;
    if (calm && moving && state.settled && !this.#isDragged) return true;
    state.settled = true;
    const ratio = fitPixels(this.canvas, size);
    const hasty = (keepPace(state, time) || this.#painter?.isSlow === true) && (moving || panning);
    this.#painter?.paint(sceneOf(state, this.#overlay, model, theme, { time, ratio, hasty }));
    // After a simplified last picture, a complete one follows.
    return waiting || moving || panning || fading || flown || hasty || state.pulses.length > 0;
  }
}
