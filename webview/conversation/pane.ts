/** The conversation next to the network: heading, follow switch, the virtual list, and the way back to the newest. */
import { el, setText, show, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { type Changes, nameOf, type PanelModel } from '../state/model.js';
import { checkbox, iconButton, nameButton } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { beginner, rootOf, type Thread, threadOf } from './thread.js';
import { labelText } from '../state/names.js';
import { isEverything, isOfMessages, TraceFilter } from './filter.js';
import { createFilterBar, type FilterBar } from './filterBar.js';
import { bringTo, listed, rethread, rowsOf, type State, type TraceEvents } from './rowActions.js';
import { transcript } from './transcript.js';
import { listenToRowKeys } from './keys.js';
import { createVirtualList, type VirtualList } from './virtualList.js';

export interface TracePane {
  readonly node: HTMLElement;
  show(model: PanelModel, hue: readonly number[]): void;
  update(model: PanelModel, changes: Changes): void;
  /** Another moment of the run is shown. */
  moved(): void;
  /** Agents have other colours. */
  recolour(hue: readonly number[]): void;
  select(agent: number | null): void;
  /** Sets the group; empty when it ends. */
  group(agents: readonly number[]): void;
}

export function createTracePane(following: boolean, events: TraceEvents): TracePane {
  const state: State = {
    model: null,
    hue: [],
    wanted: new TraceFilter(),
    open: new Set(),
    whys: new Map(),
    unfolded: new Set(),
    selected: null,
    group: [],
    following,
    unseen: 0,
    thread: null,
    from: 0,
  };
  const count = el('span', { class: 'count' });
  const scroller = el('div', { class: 'scroller', attrs: { role: 'feed', 'aria-label': words.conversation, tabindex: '0' } });
  listenToRowKeys(scroller, () => {
    if (state.thread) turnTo(null);
  });
  const empty = el('p', { class: 'nothing' }, words.nothingSaid);
  const latest = el('button', { class: 'latest', attrs: { type: 'button' }, on: { click: () => follow(true) } });
  const box = checkbox(words.follow, words.followTitle, (on) => follow(on));
  const list = createVirtualList(
    rowsOf(state, () => list, { ...events, thread: (message) => turnTo(message) }),
    scroller,
  );
  // Expanding or collapsing a part of a row can bring the end into view.
  new ResizeObserver(() => showLatest(latest, state, scroller)).observe(scroller.firstElementChild!);
  scroller.addEventListener('scroll', () => showLatest(latest, state, scroller), { passive: true });
  const follow = (on: boolean): void => {
    if (on) state.unseen = 0;
    state.following = on;
    list.follow(on);
    box.set(on);
    showLatest(latest, state, scroller);
    events.follow(on);
  };
  // Without a run, there is no end to go to.
  show(latest, false);
  box.set(following);
  list.follow(following);
  list.onEnd = (atEnd) => {
    if (!state.thread && atEnd !== state.following) follow(atEnd);
  };
  const refresh = (): void => {
    if (state.model) state.wanted.look(state.model);
    setText(count, countOf(state));
    setText(empty, isEverything(state.wanted.filter) ? words.nothingSaid : words.nothingFound);
    const isEmpty = listed(state).count === 0;
    show(empty, isEmpty);
    // The role `feed` requires articles.
    scroller.setAttribute('role', isEmpty ? 'group' : 'feed');
    showLatest(latest, state, scroller);
    if (state.model) bar.show(state.model, state.thread);
  };
  /** Shows the thread of a message, or, for null, the whole conversation again. */
  const turnTo = (message: number | null): void => {
    const { model, from } = state;
    if (!model) return;
    const held = scroller.contains(document.activeElement) || bar.node.contains(document.activeElement);
    state.thread = message === null ? null : threadOf(model, rootOf(model, message));
    state.from = message ?? from;
    for (const control of [...tools.controls, box.node, count]) control.classList.toggle('beside-thread', state.thread !== null);
    for (const [i, tool] of menu.entries()) nameButton(tool, TOOLS[i]![state.thread ? 1 : 0]);
    refresh();
    list.reset();
    list.follow(state.following && !state.thread);
    if (state.thread || !state.following) bringTo(list, listed(state).placeOf(model.rowOf[state.from] ?? -1), held);
  };
  const bar = createThreadBar(() => turnTo(null));
  const tools = createFilterBar((filter) => {
    state.wanted.choose(filter);
    if (state.thread) return;
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
    bar.node,
    count,
    el('span', { class: 'tools' }, ...menu, box.node),
  );
  const body = el('div', { class: 'stage' }, scroller, empty, latest);
  const node = el('section', { class: 'pane trace', attrs: { 'aria-label': words.conversation } }, heading, body);
  return paneOf(node, state, list, { bar: tools, refresh, turnTo, toEnd: () => follow(true) });
}

/** Labels of the transcript tools, for the whole conversation and for a thread. */
const TOOLS = [
  [words.copyTranscript, words.copyThread],
  [words.saveTranscript, words.saveThread],
] as const;

/** The buttons that copy or save the displayed messages. */
function transcriptTools(state: State, events: TraceEvents): readonly HTMLElement[] {
  const text = (): string => {
    const { model, thread } = state;
    const list = listed(state);
    const rows = Array.from({ length: list.count }, (_, i) => list.row(i));
    return model ? transcript(model, rows, thread) : '';
  };
  const name = (): string => (state.thread ? 'thread' : 'transcript');
  return [
    iconButton('copy', TOOLS[0][0], () => events.copy(text())),
    iconButton('save', TOOLS[1][0], () => events.save(`${state.model?.run.scenario ?? 'conversation'} ${name()}.md`, text())),
  ];
}

function countOf({ model, wanted }: State): string {
  const all = model?.shown.messages ?? 0;
  if (!model || isEverything(wanted.filter)) return words.messages(all);
  const kinds = { round: 0, message: 0, silence: 0, note: 0 };
  for (let i = 0; i < wanted.count; i++) kinds[model.rows[wanted.row(i)]!.kind]++;
  return isOfMessages(wanted.filter) ? words.found(kinds.message, all) : words.foundBeside(kinds.silence + kinds.note);
}

interface Turns {
  readonly bar: FilterBar;
  readonly refresh: () => void;
  readonly turnTo: (message: number | null) => void;
  readonly toEnd: () => void;
}

function paneOf(node: HTMLElement, state: State, list: VirtualList, { bar, refresh, turnTo, toEnd }: Turns): TracePane {
  const { wanted } = state;
  const redraw = (model: PanelModel, message: number): void => list.redraw(listed(state).placeOf(model.rowOf[message] ?? -1));
  return {
    node,
    show(model, hue) {
      Object.assign(state, { model, hue, selected: null, group: [], unseen: 0 });
      state.open.clear();
      state.whys.clear();
      state.unfolded.clear();
      wanted.choose({ ...wanted.filter, among: null });
      if (state.thread) turnTo(null);
      refresh();
      list.reset();
      // A past moment is shown at the last message before it.
      if (model.moment !== null) toEnd();
    },
    update(model, changes) {
      if (!state.following) state.unseen += model.messages.length - changes.messagesFrom;
      const from = changes.rowsFrom < model.shown.rows ? wanted.forget(model, changes.rowsFrom) : null;
      const changed = rethread(state, model);
      refresh();
      if (changed !== null) list.changed(changed);
      else if (from !== null && !state.thread) list.changed(from);
      for (const place of changes.scored) redraw(model, place);
    },
    recolour(hue) {
      state.hue = hue;
      list.redrawAll();
    },
    moved() {
      const before = listed(state).count;
      const changed = state.model && rethread(state, state.model);
      // The thread has not started yet at this moment.
      if (state.model && state.thread && state.thread.root >= state.model.shown.messages) turnTo(null);
      refresh();
      // The list of a past moment ends with its last message. Earlier rows keep their heights.
      list.changed(changed ?? Math.min(before, listed(state).count));
      list.redrawAll();
      if (!state.thread) list.follow(true);
    },
    group(agents) {
      state.group = agents;
      tellOf(bar, state);
    },
    select(agent) {
      state.selected = agent;
      tellOf(bar, state);
      for (const row of list.scroller.querySelectorAll<HTMLElement>('.message-row')) {
        const shown = state.model?.rows[listed(state).row(Number(row.dataset['row']))];
        row.classList.toggle(
          'selected',
          shown?.kind === 'message' && agent !== null && state.model?.messages[shown.message]?.author === agent,
        );
      }
    },
  };
}

/** Tells the filter bar the group, or else the selected agent. */
function tellOf(bar: FilterBar, { model, selected, group }: State): void {
  if (group.length > 0) bar.people(group, words.onlyThese(group.length));
  else if (model && selected !== null) bar.people([selected], words.only(labelText(nameOf(model, selected))));
  else bar.people([], '');
}

/** Distance to the end of the list, in pixels, that counts as the end. */
const END = 24;

function showLatest(latest: HTMLElement, state: State, scroller: HTMLElement): void {
  const atEnd = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < END;
  show(latest, !state.following && !state.thread && !atEnd && state.wanted.count > 0);
  latest.replaceChildren(icon('down'), state.unseen > 0 ? words.newer(state.unseen) : words.latest);
}

// The bar over the conversation while one thread is shown: its first message, and the button to go back.

interface ThreadBar {
  readonly node: HTMLElement;
  /** Shows the bar of a thread; null hides it. */
  show(model: PanelModel, thread: Thread | null): void;
}

function createThreadBar(close: () => void): ThreadBar {
  const text = el('span', { attrs: { role: 'status' } });
  const back = iconButton('close', words.wholeConversation, close);
  const node = el('div', { class: 'thread-bar' }, icon('thread'), text, back);
  show(node, false);
  return {
    node,
    show(model, thread) {
      show(node, thread !== null);
      if (thread) text.replaceChildren(untrusted(words.threadOf(beginner(model, thread), thread.count)));
    },
  };
}
