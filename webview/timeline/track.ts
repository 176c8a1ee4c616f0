/**
 * The timeline: rounds, marks, the values of a measure, and the shown moment. It is a slider for pointer and keys. It is drawn as one
 * SVG over the width of the panel. At one place, only the most important mark is drawn.
 */
import { upperBoundBy } from '../../src/core/util/search.js';
import { el, svg } from '../ui/dom.js';
import { figure } from '../ui/format.js';
import { type Goal, offerMenu } from '../ui/menu.js';
import { type PanelModel, roundsMeasured } from '../state/model.js';
import { words } from '../ui/strings.js';
import { scaleLinear } from 'd3-scale';
import { markShapes } from './marks.js';
import { across, type Across, SIDE } from './scale.js';
import { nextRound, nextStop, previousRound, previousStop } from './stops.js';
import { linePath, type Point } from '../ui/sparkline.js';

const HEIGHT = 44;
/** The vertical position of the end of the chart and the start of the marks. */
const BASE = 31;
const TOP = 4;
/** Minimum distance of round lines in pixels. Closer lines are not drawn; closer marks are drawn as one. */
const APART = 7;

export interface Track {
  readonly node: HTMLElement;
  show(model: PanelModel, measure: string | null): void;
  /** Updates the track for another moment, or after changes of the run. */
  update(): void;
}

interface TrackEvents {
  /** The user goes to the moment after an event; `done` when they release the pointer. */
  readonly go: (seq: number, done: boolean) => void;
  readonly toggle: () => void;
}

export function createTrack(events: TrackEvents): Track {
  const picture = svg('svg', { class: 'track-picture', height: HEIGHT, 'aria-hidden': 'true' });
  const node = el(
    'div',
    { class: 'track', attrs: { role: 'slider', tabindex: '0', 'aria-label': words.timeline } },
    picture as unknown as Node,
  );
  const under = createUnder(HEIGHT);
  const state: { model: PanelModel | null; measure: string | null; width: number } = { model: null, measure: null, width: 0 };
  const draw = (): void => {
    if (!state.model || state.width === 0) return;
    picture.setAttribute('width', String(state.width));
    picture.replaceChildren(...drawn(state.model, state.measure, state.width), under.node);
    speak(node, state.model);
  };
  new ResizeObserver(() => {
    state.width = node.clientWidth;
    draw();
  }).observe(node);
  listen(node, state, events);
  node.addEventListener('pointermove', (event) => {
    const { model, measure, width } = state;
    if (!model || width === 0) return;
    const x = event.clientX - node.getBoundingClientRect().left;
    under.show(x, wordsAt(model, measure, across(model, width).goal(x)), width);
  });
  node.addEventListener('pointerleave', () => under.hide());
  return {
    node,
    show(model, measure) {
      Object.assign(state, { model, measure });
      draw();
    },
    update: draw,
  };
}

function drawn(model: PanelModel, measure: string | null, width: number): SVGElement[] {
  const line = across(model, width);
  const { x, now } = line;
  const here = x(model.shown.seq);
  return [
    svg('line', { class: 'axis', x1: SIDE, x2: now, y1: BASE + 0.5, y2: BASE + 0.5 }),
    ...(line.toCome > 0 ? roundsToCome(model, line, width) : []),
    ...roundLines(model.rounds.map(x), 'round-line'),
    ...course(model, measure, x, here),
    ...markShapes(model, x, BASE + 8, APART),
    svg('line', { class: 'here', x1: here, x2: here, y1: 0, y2: HEIGHT }),
    svg('circle', { class: 'here', cx: here, cy: BASE + 0.5, r: 4.5 }),
  ];
}

/** Round lines that are far enough from one another. */
function roundLines(places: readonly number[], name: string): SVGElement[] {
  let last = -Infinity;
  return places.flatMap((place) => {
    const at = Math.round(place) + 0.5;
    if (at - last < APART) return [];
    last = at;
    return [svg('line', { class: name, x1: at, x2: at, y1: BASE - 4, y2: BASE + 4 })];
  });
}

/** The future rounds, to which the user can let the run continue. */
function roundsToCome({ rounds, run }: PanelModel, { now, toCome, xToCome }: Across, width: number): SVGElement[] {
  const title = svg('title', {});
  title.textContent = words.toCome(rounds.length + 1, run.rounds);
  const every = Math.max(1, Math.ceil((toCome * APART) / (width - now)));
  const places = Array.from({ length: Math.floor(toCome / every) }, (_, i) => xToCome((i + 1) * every));
  return [
    svg('line', { class: 'axis to-come', x1: now, x2: width - SIDE, y1: BASE + 0.5, y2: BASE + 0.5 }),
    ...roundLines(places, 'round-line to-come'),
    svg('rect', { class: 'to-come needs-editor', x: now, y: 0, width: Math.max(0, width - now), height: HEIGHT }, title),
  ];
}

/** The line of a measure. A value is at the end of its round. Later values are faint, those of another run dashed. */
function course(model: PanelModel, measure: string | null, x: (seq: number) => number, here: number): SVGElement[] {
  const values = valuesOf(model.measures.get(measure ?? ''));
  const beside = valuesOf(model.beside?.measures.find(({ id }) => id === measure));
  const finite = [...values, ...beside].filter((value): value is number => value !== null && Number.isFinite(value));
  if (finite.length === 0) return [];
  const y = scaleLinear()
    .domain([Math.min(0, ...finite), Math.max(0.1, ...finite)])
    .range([BASE - 2, TOP]);
  const placed = (list: readonly (number | null)[]): readonly (Point | null)[] =>
    list.map((value, i) => (value !== null && Number.isFinite(value) ? [x(model.rounds[i + 1] ?? model.seq), y(value)] : null));
  const points = placed(values);
  const done = points.filter((point) => point === null || point[0] <= here + 0.5);
  return [
    ...(beside.length > 0 ? [svg('path', { class: 'course other', d: linePath(placed(beside.slice(0, model.rounds.length))) })] : []),
    svg('path', { class: 'course to-come', d: linePath(points.slice(Math.max(0, done.length - 1))) }),
    svg('path', { class: 'course', d: linePath(done) }),
  ];
}

const valuesOf = (measure: { readonly values: readonly (number | null)[] } | undefined): readonly (number | null)[] =>
  measure?.values ?? [];

function speak(node: HTMLElement, model: PanelModel): void {
  node.setAttribute('aria-valuemin', '-1');
  node.setAttribute('aria-valuemax', String(model.seq));
  node.setAttribute('aria-valuenow', String(model.shown.seq));
  node.setAttribute('aria-valuetext', words.place(model.shown.round, model.run.rounds, model.shown.seq, model.seq));
}

/** The event that each key goes to. As on any slider, up means forward: PageUp has the same direction as ArrowUp. */
const KEYS: Readonly<Partial<Record<string, (model: PanelModel) => number>>> = {
  ArrowLeft: (model) => previousStop(model, model.shown.seq),
  ArrowRight: (model) => nextStop(model, model.shown.seq),
  ArrowDown: (model) => previousStop(model, model.shown.seq),
  ArrowUp: (model) => nextStop(model, model.shown.seq),
  PageUp: (model) => nextRound(model, model.shown.seq),
  PageDown: (model) => previousRound(model, model.shown.seq),
  Home: () => -1,
  End: (model) => model.seq,
};

function listen(node: HTMLElement, state: { readonly model: PanelModel | null; readonly width: number }, events: TrackEvents): void {
  const goal = (event: MouseEvent): Goal =>
    state.model ? across(state.model, state.width).goal(event.clientX - node.getBoundingClientRect().left) : { seq: -1 };
  const at = (event: PointerEvent): number => {
    const to = goal(event);
    return 'seq' in to ? to.seq : (state.model?.seq ?? -1);
  };
  node.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    node.setPointerCapture(event.pointerId);
    events.go(at(event), false);
  });
  node.addEventListener('pointermove', (event) => {
    if (node.hasPointerCapture(event.pointerId)) events.go(at(event), false);
  });
  // Also if the system cancels the pointer. Otherwise the drag would never end.
  for (const end of ['pointerup', 'pointercancel'] as const)
    node.addEventListener(end, (event) => {
      if (node.hasPointerCapture(event.pointerId)) events.go(at(event), true);
    });
  // The keyboard opens the menu for the shown moment.
  node.addEventListener('contextmenu', (event) => {
    const isPointed = event.button === 2 || event.ctrlKey;
    offerMenu(node, isPointed ? goal(event) : { seq: state.model?.shown.seq ?? -1 });
  });
  node.addEventListener('keydown', (event) => {
    const goal = state.model && KEYS[event.key]?.(state.model);
    if (typeof goal === 'number') events.go(goal, true);
    else if (event.key === ' ') events.toggle();
    else return;
    event.preventDefault();
  });
}

/** The text of a measure's value at the shown moment; empty if there is none. */
export function valueHere(model: PanelModel, measure: string | null): string {
  const values = measure === null ? undefined : model.measures.get(measure)?.values;
  const value = values?.[Math.min(values.length, roundsMeasured(model)) - 1];
  return values === undefined || value === undefined ? '' : figure(value, values);
}

// The note at the pointer on the timeline: the round, and the value of the measure in it.

interface Under {
  readonly node: SVGElement;
  show(x: number, text: string, width: number): void;
  hide(): void;
}

/** @param height the height of the timeline, in pixels */
function createUnder(height: number): Under {
  const line = svg('line', { y1: 0, y2: height });
  const text = svg('text', { y: 12 });
  const node = svg('g', { class: 'under', visibility: 'hidden' }, line, text);
  return {
    node,
    show(x, said, width) {
      for (const end of ['x1', 'x2']) line.setAttribute(end, String(x));
      const isLeft = x > width / 2;
      text.setAttribute('x', String(isLeft ? x - 5 : x + 5));
      text.setAttribute('text-anchor', isLeft ? 'end' : 'start');
      text.textContent = said;
      node.setAttribute('visibility', 'visible');
    },
    hide: () => node.setAttribute('visibility', 'hidden'),
  };
}

/** The text for a place of the line: the round, and the value of the measure in it, if there is one. */
export function wordsAt(
  { rounds, run, measures }: Pick<PanelModel, 'rounds' | 'run' | 'measures'>,
  measure: string | null,
  goal: Goal,
): string {
  const round = 'seq' in goal ? upperBoundBy(rounds, goal.seq, (at) => at) : goal.round;
  if (round === 0) return words.beforeRounds;
  const values = valuesOf(measures.get(measure ?? ''));
  const value = values[round - 1];
  const where = words.round(round, run.rounds);
  return measure === null || typeof value !== 'number' ? where : `${where} · ${words.measure(measure)} ${figure(value, values)}`;
}
