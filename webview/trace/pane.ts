/** The conversation beside the network: heading, follow switch, the virtual list, and the way back to the newest. */
import { el, setText, show } from '../dom.js';
import { icon } from '../icons.js';
import { type Changes, type Model, nameOf } from '../model.js';
import { labelText } from '../names.js';
import { checkbox, iconButton } from '../toolkit.js';
import { words } from '../words.js';
import { isEverything, isOfMessages, Wanted } from './filter.js';
import { createFilterBar, type FilterBar } from './filterBar.js';
import { drawRow, guessHeight, type RowEvents } from './rows.js';
import { transcript } from './transcript.js';
import { listenToRowKeys } from './keys.js';
import { createVirtualList, type VirtualList } from './virtualList.js';
import type { Why } from './why.js';

export interface TracePane {
  readonly node: HTMLElement;
  show(model: Model, hue: readonly number[]): void;
  update(model: Model, changes: Changes): void;
  /** Another moment of the run is shown. */
  moved(): void;
  /** Agents have other colours. */
  recolour(hue: readonly number[]): void;
  select(agent: number | null): void;
  /** Several were chosen together; none when that is over. */
  group(agents: readonly number[]): void;
}

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

interface State {
  model: Model | null;
  hue: readonly number[];
  /** Rows of the model that are wanted. */
  readonly wanted: Wanted;
  readonly open: Set<number>;
  readonly whys: Map<number, Why>;
  selected: number | null;
  /** Several who were chosen together. */
  group: readonly number[];
  following: boolean;
  /** Messages that came since the user left the end. */
  unseen: number;
}

export function createTracePane(following: boolean, events: TraceEvents): TracePane {
  const state: State = {
    model: null,
    hue: [],
    wanted: new Wanted(),
    open: new Set(),
    whys: new Map(),
    selected: null,
    group: [],
    following,
    unseen: 0,
  };
  const count = el('span', { class: 'count' });
  const scroller = el('div', { class: 'scroller', attrs: { role: 'feed', 'aria-label': words.conversation, tabindex: '0' } });
  listenToRowKeys(scroller);
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
  const refresh = (): void => {
    if (state.model) state.wanted.look(state.model);
    setText(count, countOf(state));
    setText(empty, isEverything(state.wanted.filter) ? words.nothingSaid : words.nothingFound);
    show(empty, state.wanted.count === 0);
    showLatest(latest, state);
  };
  const tools = createFilterBar((filter) => {
    state.wanted.choose(filter);
    refresh();
    list.changed(0);
    list.follow(true);
  });
  const menu = transcriptTools(state, events);
  const heading = el(
    'div',
    { class: 'trace-head', attrs: { role: 'search' } },
    el('h2', { class: 'unseen' }, words.conversation),
    ...tools.controls,
    count,
    el('span', { class: 'tools' }, ...menu, box.node),
  );
  const body = el('div', { class: 'stage' }, scroller, empty, latest);
  const node = el('section', { class: 'pane trace', attrs: { 'aria-label': words.conversation } }, heading, body);
  return paneOf(node, state, list, tools, refresh, () => follow(true));
}

/** What is shown can be copied, or saved as a file. */
function transcriptTools(state: State, events: TraceEvents): readonly HTMLElement[] {
  const text = (): string =>
    state.model
      ? transcript(
          state.model,
          Array.from({ length: state.wanted.count }, (_, i) => state.wanted.row(i)),
        )
      : '';
  return [
    iconButton('copy', words.copyTranscript, () => events.copy(text())),
    iconButton('save', words.saveTranscript, () => events.save(`${state.model?.run.scenario ?? 'conversation'} transcript.md`, text())),
  ];
}

function countOf({ model, wanted }: State): string {
  const all = model?.shown.messages ?? 0;
  if (!model || isEverything(wanted.filter)) return words.messages(all);
  const kinds = { round: 0, message: 0, silence: 0, note: 0 };
  for (let i = 0; i < wanted.count; i++) kinds[model.rows[wanted.row(i)]!.kind]++;
  return isOfMessages(wanted.filter) ? words.found(kinds.message, all) : words.foundBeside(kinds.silence + kinds.note);
}

function paneOf(node: HTMLElement, state: State, list: VirtualList, bar: FilterBar, refresh: () => void, toEnd: () => void): TracePane {
  const { wanted } = state;
  return {
    node,
    show(model, hue) {
      Object.assign(state, { model, hue, selected: null, group: [], unseen: 0 });
      state.open.clear();
      state.whys.clear();
      wanted.choose({ ...wanted.filter, among: null });
      refresh();
      list.reset();
      // A past moment is at the end of what was said until then.
      if (model.moment !== null) toEnd();
    },
    update(model, changes) {
      if (!state.following) state.unseen += model.messages.length - changes.messagesFrom;
      const from = changes.rowsFrom < model.shown.rows ? wanted.forget(model, changes.rowsFrom) : null;
      refresh();
      if (from !== null) list.changed(from);
      for (const place of changes.scored) list.redraw(wanted.placeOf(model.rowOf[place] ?? -1));
    },
    recolour(hue) {
      state.hue = hue;
      list.redrawAll();
    },
    moved() {
      const before = wanted.count;
      refresh();
      // What is shown of a past moment ends with what was said last; what was said before stays as high as it was.
      list.changed(Math.min(before, wanted.count));
      list.redrawAll();
      list.follow(true);
    },
    group(agents) {
      state.group = agents;
      tellOf(bar, state);
    },
    select(agent) {
      state.selected = agent;
      tellOf(bar, state);
      for (const row of list.scroller.querySelectorAll<HTMLElement>('.message-row')) {
        const shown = state.model?.rows[wanted.row(Number(row.dataset['row']))];
        row.classList.toggle(
          'selected',
          shown?.kind === 'message' && agent !== null && state.model?.messages[shown.message]?.author === agent,
        );
      }
    },
  };
}

/** The conversation can be that of those who are chosen together, else of whom is selected. */
function tellOf(bar: FilterBar, { model, selected, group }: State): void {
  if (group.length > 0) bar.people(group, words.onlyThese(group.length));
  else if (model && selected !== null) bar.people([selected], words.only(labelText(nameOf(model, selected))));
  else bar.people([], '');
}

function showLatest(latest: HTMLElement, state: State): void {
  show(latest, !state.following && state.wanted.count > 0);
  latest.replaceChildren(icon('down'), state.unseen > 0 ? words.newer(state.unseen) : words.latest);
}

function rowsOf(
  state: State,
  list: () => VirtualList,
  events: TraceEvents,
): { count(): number; guess(row: number, width: number): number; draw(row: number): HTMLElement } {
  const { wanted } = state;
  const redraw = (message: number): void => list().redraw(wanted.placeOf(state.model?.rowOf[message] ?? -1));
  const rowEvents: RowEvents = {
    select: events.select,
    go: events.go,
    revealNode: events.revealNode,
    why: (message) => void askWhy(state, message, redraw, events),
    jump: (message) => {
      const row = wanted.placeOf(state.model?.rowOf[message] ?? -1);
      if (row < 0) return;
      list().onEnd(false);
      list().scrollTo(row, 'centre');
      flash(list().scroller, row);
    },
    toggle: (message) => {
      if (!state.open.delete(message)) state.open.add(message);
      redraw(message);
    },
  };
  return {
    count: () => wanted.count,
    guess: (row, width) => (state.model ? guessHeight(state.model, wanted.row(row), width) : 0),
    draw: (row) => (state.model ? drawRow(state.model, wanted.row(row), state, rowEvents) : el('div')),
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
