/**
 * A list that has only its visible rows in the page. Rows have different heights; visible rows stay
 * in place when rows above are higher or lower than estimated. It does not know the content of rows.
 */
import { el } from '../ui/dom.js';
import { atMostEvery, type Frames, frames } from '../ui/frame.js';
import { Heights, visibleRows } from './heights.js';

export interface Rows {
  count(): number;
  /** An estimate of the height of a row that was never drawn. */
  guess(row: number, width: number): number;
  draw(row: number): HTMLElement;
}

export interface VirtualList {
  readonly scroller: HTMLElement;
  /** Rows from this one on are new or different. */
  changed(from: number): void;
  /** Only one row is different. */
  redraw(row: number): void;
  /** The content of the rows has changed, but probably not their heights. */
  redrawAll(): void;
  /** Everything is different. */
  reset(): void;
  scrollTo(row: number, align: 'centre' | 'nearest'): void;
  /** Keeps the end in view when rows are added. */
  follow(on: boolean): void;
  /** The user scrolled away from the end, or back to it. */
  onEnd: (atEnd: boolean) => void;
}

/** Milliseconds between two additions of new rows. Users cannot read faster, and the network can use the time. */
const NEWS = 160;
const SPARE = 320;
/** Distance to the end, in pixels, that counts as the end. */
const END = 24;

interface State {
  readonly rows: Rows;
  readonly scroller: HTMLElement;
  readonly space: HTMLElement;
  readonly heights: Heights;
  readonly drawn: Map<number, HTMLElement>;
  readonly sizes: ResizeObserver;
  width: number;
  following: boolean;
  /** The scroll position that the list itself has set, to distinguish it from scrolling by the user. */
  placed: number;
}

export function createVirtualList(rows: Rows, scroller: HTMLElement): VirtualList {
  const space = el('div', { class: 'rows' });
  scroller.append(space);
  const loop = frames(() => {
    lay(state);
    return false;
  });
  const news = atMostEvery(NEWS, loop.ask);
  const sizes = new ResizeObserver((entries) => {
    if (!measure(state, entries)) return;
    // Rows move immediately. The needed rows are computed in the next frame, because an observer must not trigger itself.
    position(state);
    loop.ask();
  });
  const state: State = { rows, scroller, space, heights: new Heights(), drawn: new Map(), sizes, width: 0, following: true, placed: -1 };
  const list: VirtualList = listOf(state, news, loop);
  listen(state, list, loop);
  new ResizeObserver(() => {
    if (widthChanged(state)) loop.ask();
  }).observe(scroller);
  return list;
}

function listOf(state: State, news: () => void, loop: Frames): VirtualList {
  const { scroller } = state;
  return {
    scroller,
    changed: (from) => {
      forget(state, from);
      news();
    },
    redrawAll: () => {
      for (const row of [...state.drawn.keys()]) drop(state, row);
      loop.ask();
    },
    redraw: (row) => {
      drop(state, row);
      loop.ask();
    },
    reset: () => {
      state.placed = -1;
      forget(state, 0);
      scroller.scrollTop = 0;
      loop.ask();
    },
    scrollTo: (row, align) => {
      bringTo(state, row, align);
      loop.ask();
    },
    follow: (on) => {
      state.following = on;
      loop.ask();
    },
    onEnd: () => undefined,
  };
}

function listen(state: State, list: VirtualList, loop: Frames): void {
  const { scroller } = state;
  scroller.addEventListener(
    'scroll',
    () => {
      if (Math.abs(scroller.scrollTop - state.placed) > 1)
        list.onEnd(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < END);
      loop.ask();
    },
    { passive: true },
  );
}

function forget(state: State, from: number): void {
  for (const row of [...state.drawn.keys()]) if (row >= from) drop(state, row);
  state.heights.truncate(from);
}

function drop(state: State, row: number): void {
  const node = state.drawn.get(row);
  if (!node) return;
  state.sizes.unobserve(node);
  node.remove();
  state.drawn.delete(row);
}

/** A new width changes line breaks, so heights are estimated again and visible rows are measured again. */
function widthChanged(state: State): boolean {
  const { clientWidth } = state.scroller;
  if (clientWidth === state.width || clientWidth === 0) return clientWidth !== 0;
  const first = state.heights.rowAt(state.scroller.scrollTop);
  const into = state.scroller.scrollTop - state.heights.offset(first);
  state.width = clientWidth;
  for (let row = 0; row < state.heights.count; row++) {
    const node = state.drawn.get(row);
    state.heights.set(row, node ? node.offsetHeight : state.rows.guess(row, clientWidth));
  }
  place(state, state.heights.offset(first) + into);
  return true;
}

/** Takes measured heights; true if something moved. Changes above the view also move the scroll bar. */
function measure(state: State, entries: readonly ResizeObserverEntry[]): boolean {
  let shift = 0;
  let moved = false;
  const top = state.scroller.scrollTop;
  for (const { target } of entries) {
    const node = target as HTMLElement;
    const row = Number(node.dataset['row']);
    const height = node.offsetHeight;
    if (!node.isConnected || state.drawn.get(row) !== node || height === 0 || height === state.heights.get(row)) continue;
    if (state.heights.offset(row) + state.heights.get(row) <= top) shift += height - state.heights.get(row);
    state.heights.set(row, height);
    moved = true;
  }
  if (shift !== 0 && !state.following) {
    state.space.style.height = `${state.heights.total}px`;
    place(state, top + shift);
  }
  return moved;
}

function lay(state: State): void {
  const { rows, scroller, space, heights, drawn } = state;
  if (scroller.clientHeight === 0) return;
  state.width ||= scroller.clientWidth;
  while (heights.count < rows.count()) heights.push(rows.guess(heights.count, state.width));
  space.style.height = `${heights.total}px`;
  if (state.following) place(state, Math.max(0, heights.total - scroller.clientHeight));
  const [from, to] = visibleRows(heights, scroller.scrollTop, scroller.clientHeight, SPARE);
  for (const row of [...drawn.keys()]) if ((row < from || row >= to) && !drawn.get(row)?.contains(document.activeElement)) drop(state, row);
  for (let row = from; row < to; row++) if (!drawn.has(row)) insert(state, row);
  position(state);
}

/** Positions the drawn rows, and keeps the end in view in follow mode. */
function position(state: State): void {
  const { scroller, space, heights, drawn } = state;
  space.style.height = `${heights.total}px`;
  if (state.following) place(state, Math.max(0, heights.total - scroller.clientHeight));
  for (const [row, node] of drawn) {
    const y = `translateY(${heights.offset(row)}px)`;
    if (node.style.transform !== y) node.style.transform = y;
  }
}

/** Inserts a row in reading order, for screen readers. */
function insert(state: State, row: number): void {
  const node = state.rows.draw(row);
  node.classList.add('row');
  node.dataset['row'] = String(row);
  let next: HTMLElement | null = null;
  let nearest = Infinity;
  for (const [other, existing] of state.drawn) if (other > row && other < nearest) [next, nearest] = [existing, other];
  state.space.insertBefore(node, next);
  state.drawn.set(row, node);
  state.sizes.observe(node);
}

function bringTo(state: State, row: number, align: 'centre' | 'nearest'): void {
  const { heights, scroller, rows } = state;
  while (heights.count < rows.count()) heights.push(rows.guess(heights.count, state.width));
  const top = heights.offset(row);
  const bottom = top + heights.get(row);
  const view = scroller.clientHeight;
  state.space.style.height = `${heights.total}px`;
  if (align === 'centre') place(state, Math.max(0, (top + bottom - view) / 2));
  else if (top < scroller.scrollTop) place(state, top);
  else if (bottom > scroller.scrollTop + view) place(state, bottom - view);
}

function place(state: State, top: number): void {
  state.placed = top;
  state.scroller.scrollTop = top;
  state.placed = state.scroller.scrollTop;
}
