/** The rows of the list, and what they do where somebody uses them. */
import { el } from '../dom.js';
import { stand } from './keys.js';
import { drawRow, guessHeight, type RowEvents } from './rows.js';
import { listed, type State } from './state.js';
import type { Rows, VirtualList } from './virtualList.js';
import type { Why } from './why.js';

export interface TraceEvents {
  readonly select: (agent: number, reveal: boolean) => void;
  readonly follow: (on: boolean) => void;
  /** Go to the moment of a message. */
  readonly go: (seq: number) => void;
  readonly revealNode: (node: string) => void;
  /** Why the message of an event was said. */
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
    why: (message) => void askWhy(state, message, redraw, events),
    jump: (message) => {
      const row = placeOf(message);
      // What is looked for may not be what is answered: its thread has both.
      if (row < 0) return events.thread(message);
      list().onEnd(false);
      bringTo(list(), row, false);
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

/** Opens the box, and fills it when the answer comes; a second time closes it. */
async function askWhy(state: State, message: number, redraw: (message: number) => void, events: TraceEvents): Promise<void> {
  const { model, whys } = state;
  const seq = model?.messages[message]?.seq;
  if (seq === undefined) return;
  if (whys.delete(message)) return redraw(message);
  whys.set(message, { state: 'asked' });
  redraw(message);
  const why = await events.why(seq);
  if (state.model !== model || !whys.has(message)) return;
  whys.set(message, why);
  redraw(message);
}

/** Brings a row into view and marks it for a moment; `held`: the keyboard stands on it. */
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
