/** The rows of the list, their actions, and the state of the conversation while it is shown. */
import type { PanelModel } from '../state/model.js';
import type { TraceFilter } from './filter.js';
import { firstChange, type Listed, type Thread, threadOf } from './thread.js';
import type { Why } from './whySaid.js';
import { el } from '../ui/dom.js';
import { stand } from './keys.js';
import { drawRow, guessHeight, type RowEvents } from './rows.js';
import type { Rows, VirtualList } from './virtualList.js';

export interface TraceEvents {
  readonly select: (agent: number, reveal: boolean) => void;
  readonly follow: (on: boolean) => void;
  /** Goes to the moment of a message. */
  readonly go: (seq: number) => void;
  readonly revealNode: (node: string) => void;
  /** The explanation of the message of an event. */
  readonly why: (seq: number) => Promise<Why>;
  readonly copy: (text: string) => void;
  readonly save: (name: string, text: string) => void;
}

export function rowsOf(state: State, list: () => VirtualList, events: TraceEvents & Pick<RowEvents, 'thread'>): Rows {
  const placeOf = (message: number): number => listed(state).placeOf(state.model?.rowOf[message] ?? -1);
  const redraw = (message: number): void => list().redraw(placeOf(message));
  const rowEvents: RowEvents = {
    select: events.select,
    go: events.go,
    revealNode: events.revealNode,
    thread: events.thread,
    why: (message) => void askWhy(state, message, { list: list(), placeOf }, events),
    jump: (message) => {
      const row = placeOf(message);
      // If the filter hides the answered message, the thread shows both.
      if (row < 0) return events.thread(message);
      list().onEnd(false);
      bringTo(list(), row, false);
    },
    unfold: (row) => {
      const first = state.model?.rows[row];
      if (first?.kind !== 'note') return;
      if (!state.unfolded.delete(first.first)) state.unfolded.add(first.first);
      list().redraw(listed(state).placeOf(row));
    },
    toggle: (message) => {
      if (!state.open.delete(message)) state.open.add(message);
      redraw(message);
    },
  };
  return {
    count: () => listed(state).count,
    guess: (row, width) => (state.model ? guessHeight(state.model, listed(state).row(row), width) : 0),
    draw: (row) => {
      const shown = listed(state);
      const node = state.model ? drawRow(state.model, shown.row(row), state, rowEvents) : el('div');
      node.setAttribute('aria-posinset', String(row + 1));
      node.setAttribute('aria-setsize', String(shown.count));
      return node;
    },
  };
}

interface Placed {
  readonly list: VirtualList;
  readonly placeOf: (message: number) => number;
}

/** Opens the box and fills it when the answer arrives; a second time closes it. The text that the user reads does not move. */
async function askWhy(state: State, message: number, { list, placeOf }: Placed, events: TraceEvents): Promise<void> {
  const { model, whys } = state;
  const seq = model?.messages[message]?.seq;
  if (seq === undefined) return;
  const redraw = (): void => list.redraw(placeOf(message));
  if (whys.delete(message)) return redraw();
  list.onEnd(false);
  list.follow(false);
  whys.set(message, { state: 'asked' });
  redraw();
  const why = await events.why(seq);
  if (state.model !== model || !whys.has(message)) return;
  whys.set(message, why);
  redraw();
  showFromStart(list, placeOf(message));
}

/** Scrolls a row that has grown into view, as far as there is room, from its start. */
function showFromStart({ scroller }: VirtualList, row: number): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const box = scroller.querySelector(`[data-row="${row}"]`)?.getBoundingClientRect();
      const view = scroller.getBoundingClientRect();
      if (box) scroller.scrollTop += Math.max(0, Math.min(box.bottom - view.bottom, box.top - view.top));
    }),
  );
}

/** Scrolls a row into view and highlights it briefly; `held`: it gets the keyboard focus. */
export function bringTo(list: VirtualList, row: number, held: boolean): void {
  if (row < 0) return;
  list.scrollTo(row, 'centre');
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const node = list.scroller.querySelector<HTMLElement>(`[data-row="${row}"]`);
      if (held) stand(node);
      node?.classList.add('flash');
      setTimeout(() => node?.classList.remove('flash'), 1_200);
    }),
  );
}

// The state of the conversation view. No access to the page.

export interface State {
  model: PanelModel | null;
  hue: readonly number[];
  /** Rows of the model that match the filter. */
  readonly wanted: TraceFilter;
  readonly open: Set<number>;
  readonly whys: Map<number, Why>;
  /** Expanded rows of answers, by their first note. */
  readonly unfolded: Set<number>;
  selected: number | null;
  /** The group. */
  group: readonly number[];
  following: boolean;
  /** Number of messages since the user left the end. */
  unseen: number;
  /** The shown thread, and the message from which the user opened it. */
  thread: Thread | null;
  from: number;
}

/** The content of the list. */
export const listed = ({ thread, wanted }: State): Listed => thread ?? wanted;

/** Updates the thread to the moment; returns the first changed position, or null if no thread is shown or nothing changed. */
export function rethread(state: State, model: PanelModel): number | null {
  const before = state.thread;
  if (!before) return null;
  state.thread = threadOf(model, before.root);
  const changed = firstChange(before, state.thread);
  return changed === before.count && changed === state.thread.count ? null : changed;
}
