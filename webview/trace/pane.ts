/** The conversation beside the network: heading, follow switch, the virtual list, and the way back to the newest. */
import { el, setText, show } from '../dom.js';
import { icon } from '../icons.js';
import type { Changes, Model } from '../model.js';
import { checkbox } from '../toolkit.js';
import { words } from '../words.js';
import { drawRow, guessHeight, type RowEvents } from './rows.js';
import { createVirtualList, type VirtualList } from './virtualList.js';

export interface TracePane {
  readonly node: HTMLElement;
  show(model: Model, hue: readonly number[]): void;
  update(model: Model, changes: Changes): void;
  select(agent: number | null): void;
}

export interface TraceEvents {
  readonly select: (agent: number, reveal: boolean) => void;
  readonly follow: (on: boolean) => void;
  /** Go to the moment of a message. */
  readonly go: (seq: number) => void;
}

interface State {
  model: Model | null;
  hue: readonly number[];
  readonly open: Set<number>;
  selected: number | null;
  following: boolean;
  /** Messages that came since the user left the end. */
  unseen: number;
}

export function createTracePane(following: boolean, events: TraceEvents): TracePane {
  const state: State = { model: null, hue: [], open: new Set(), selected: null, following, unseen: 0 };
  const count = el('span', { class: 'count' });
  const scroller = el('div', { class: 'scroller', attrs: { role: 'feed', 'aria-label': words.conversation, tabindex: '0' } });
  const empty = el('p', { class: 'nothing' }, words.nothingSaid);
  const latest = el('button', { class: 'latest', attrs: { type: 'button' }, on: { click: () => follow(true) } });
  const box = checkbox(words.follow, words.followTitle, (on) => follow(on));
  const list = createVirtualList(
    rowsOf(state, () => list, events),
    scroller,
  );
  const follow = (on: boolean): void => {
    if (on) state.unseen = 0;
    state.following = on;
    list.follow(on);
    box.set(on);
    showLatest(latest, state);
    events.follow(on);
  };
  box.set(following);
  list.follow(following);
  list.onEnd = (atEnd) => {
    if (atEnd !== state.following) follow(atEnd);
  };
  const heading = el('div', { class: 'pane-head' }, el('h2', {}, words.conversation), count, el('span', { class: 'tools' }, box.node));
  const node = el(
    'section',
    { class: 'pane trace', attrs: { 'aria-label': words.conversation } },
    heading,
    el('div', { class: 'stage' }, scroller, empty, latest),
  );
  const refresh = (): void => {
    setText(count, words.messages(state.model?.messages.length ?? 0));
    show(empty, (state.model?.rows.length ?? 0) === 0);
    showLatest(latest, state);
  };
  return paneOf(node, state, list, refresh, () => follow(true));
}

function paneOf(node: HTMLElement, state: State, list: VirtualList, refresh: () => void, toEnd: () => void): TracePane {
  return {
    node,
    show(model, hue) {
      Object.assign(state, { model, hue, selected: null, unseen: 0 });
      state.open.clear();
      list.reset();
      // A past moment is at the end of what was said until then.
      if (model.past) toEnd();
      refresh();
    },
    update(model, changes) {
      if (!state.following) state.unseen += model.messages.length - changes.messagesFrom;
      if (changes.rowsFrom < model.rows.length) list.changed(changes.rowsFrom);
      for (const place of changes.scored) list.redraw(model.rowOf[place] ?? -1);
      refresh();
    },
    select(agent) {
      state.selected = agent;
      for (const row of list.scroller.querySelectorAll<HTMLElement>('.message-row')) {
        const shown = state.model?.rows[Number(row.dataset['row'])];
        row.classList.toggle(
          'selected',
          shown?.kind === 'message' && agent !== null && state.model?.messages[shown.message]?.author === agent,
        );
      }
    },
  };
}

function showLatest(latest: HTMLElement, state: State): void {
  show(latest, !state.following && (state.model?.rows.length ?? 0) > 0);
  latest.replaceChildren(icon('down'), state.unseen > 0 ? words.newer(state.unseen) : words.latest);
}

function rowsOf(
  state: State,
  list: () => VirtualList,
  events: TraceEvents,
): { count(): number; guess(row: number, width: number): number; draw(row: number): HTMLElement } {
  const rowEvents: RowEvents = {
    select: events.select,
    go: events.go,
    jump: (message) => {
      const row = state.model?.rowOf[message];
      if (row === undefined) return;
      list().onEnd(false);
      list().scrollTo(row, 'centre');
      flash(list().scroller, row);
    },
    toggle: (message) => {
      if (!state.open.delete(message)) state.open.add(message);
      list().redraw(state.model?.rowOf[message] ?? -1);
    },
  };
  return {
    count: () => state.model?.rows.length ?? 0,
    guess: (row, width) => (state.model ? guessHeight(state.model, row, width) : 0),
    draw: (row) => (state.model ? drawRow(state.model, row, state, rowEvents) : el('div')),
  };
}

/** Marks the row one was brought to, for a moment. */
function flash(scroller: HTMLElement, row: number): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const node = scroller.querySelector(`[data-row="${row}"]`);
      node?.classList.add('flash');
      setTimeout(() => node?.classList.remove('flash'), 1_200);
    }),
  );
}
