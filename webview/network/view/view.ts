/**
 * The living picture: it paints what the state holds when that changes, and lets the camera and the look drift to where
 * they should be. What pointer and keys mean is in input.ts, what a picture looks like in draw.ts.
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
import { agentOnCanvas, inLayout, onCanvas } from './nodePlaces.js';
import type { Scene } from '../painting/scene.js';
import type { Sight } from '../sight/sight.js';
import { begin, type Begun, catchUp, emptyState, keepPace, open, PULSE, place, pulse, type State, take } from './viewState.js';
import type { Frame } from '../graph/walk.js';
import { spawnLayout, spawnPaint } from '../layout/workers.js';

/** Milliseconds of layout in one frame; the rest of the frame is for drawing and the conversation. */
const LAYOUT_BUDGET = 6;
/** The same where motion is not wanted: the picture changes when it is settled. */
const CALM_BUDGET = 40;
/** If a frame takes more milliseconds than this, its picture is drawn in the next frame. */
const LONG = 8;
/** Milliseconds that the rest of the panel waits for a first picture at most. */
const LONGEST_WAIT = 400;

export class NetworkView {
  readonly canvas: HTMLCanvasElement;
  /** Tells of each camera the view itself chose, and of coming to rest. */
  onFrame: (frame: Frame) => void = () => undefined;
  onRest: () => void = () => undefined;
  readonly #ctx: CanvasRenderingContext2D | null;
  readonly #painter: Painter | null;
  readonly #layouts = createLayouts(spawnLayout);
  readonly #state: State = emptyState();
  /** The layout of the run that is shown next. */
  #begun: Begun | null = null;
  #overlay: Overlay = emptyOverlay();
  /** The user drags an agent: the move is drawn at once, whatever else moves. */
  #isDragged = false;
  /** Whether it moved when it was last painted; a new picture has to come to rest first. */
  #isMoving = true;
  readonly #loop: Frames;
  /** Pictures that come onto the canvas. */
  readonly #picture = awaited(LONGEST_WAIT);

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#ctx = canvas.getContext('2d');
    this.#painter = this.#ctx && createPainter(this.#ctx, spawnPaint, this.#picture.came);
    this.#loop = frames((time) => this.#paint(time));
    new ResizeObserver(() => this.#resized()).observe(canvas);
  }

  /** Begins to lay out a run of which no more than the ties is known yet. */
  begin(model: PanelModel, places: readonly number[] | null): void {
    this.#begun = begin(model, places, this.#layouts);
  }

  /** Shows a run, from where it was laid out to by now; `pins` are `[agent, x, y]` in the layout. */
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

  /** Resolves with the next picture on the canvas, or soon, where nobody can see one. */
  pictured(): Promise<void> {
    return document.hidden || this.#state.size.width === 0 ? Promise.resolve() : this.#picture.next();
  }

  /** A run with so many agents is about to be shown: what takes its time to start is started. */
  prepare(agents: number): void {
    this.#layouts.prepare(agents);
    this.#painter?.prepare(agents);
  }

  /** All of the run is known by now; nothing of it is news. */
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

  /** The ties are those of another moment. */
  moved(): void {
    const { model } = this.#state;
    this.#state.tiesStale = true;
    if (model) pulse(this.#state, this.#hear(model));
    this.#loop.ask();
  }

  /** Messages that came are seen on their way, unless motion is not wanted. */
  #hear(model: PanelModel): readonly number[] {
    const spoke = hear(this.#overlay, model, performance.now());
    if (!prefersCalm()) return spoke;
    this.#overlay.flights = [];
    return [];
  }

  /** Other colours, sizes or ties of the same moment. */
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

  /** What the user looks at: the rest steps back, or is not shown. */
  sight(sight: Sight): void {
    this.#overlay.sight = sight;
    this.#loop.ask();
  }

  /** The line that is being drawn around agents; empty when that is over. */
  lasso(line: readonly Point[]): void {
    this.#overlay.lasso = line;
    this.#loop.ask();
  }

  /** Agents that a line on the canvas takes in. */
  takenIn(line: readonly Point[]): readonly number[] {
    return takenIn(line, this.#state.x.length, (agent) => (this.isAway(agent) ? null : this.where(agent)));
  }

  /** Puts an agent at a place on the canvas, where it stays; null lets it go. */
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

  /** Who was put somewhere: `[agent, x, y]` in the layout. */
  get pins(): readonly Pin[] {
    return pinsOf(this.#overlay);
  }

  isPinned(agent: number): boolean {
    return this.#overlay.pins.has(agent);
  }

  /** Keeps the camera as it is, so that nothing slips away under the pointer; gives what goes back to how it was. */
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

  /** The user's camera; null goes back to fitting. */
  camera(camera: Camera | null): void {
    this.#state.chosen = camera;
    if (camera) this.#state.frame = camera;
    this.#loop.ask();
  }

  /** The camera that the user chose; null where the picture is fitted. */
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

  /** It has not come yet, has left, or is not near enough to be shown. */
  isAway(agent: number): boolean {
    return !this.#radii[agent];
  }

  /** Those that are drawn. */
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

  /** Whether any tie that is drawn was there from the start while others grew. */
  get hasGiven(): boolean {
    const given = this.#seen?.given;
    return given?.includes(1) === true && given.includes(0);
  }

  /** Where agents stand in the layout, whatever the shape of the pane. */
  get positions(): { readonly x: Float32Array; readonly y: Float32Array } {
    return this.#state.layout;
  }

  get size(): State['size'] {
    return this.#state.size;
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
    const waiting = catchUp(state);
    // A first picture of many ties takes two frames, so that neither holds up the page.
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
    // A hasty last picture is followed by one in full.
    return waiting || moving || panning || fading || flown || hasty || state.pulses.length > 0;
  }
}
