/**
 * The development page: pretends to be the editor around the panel. Query: `theme`, `agents`, `rounds`, `at` (share of
 * the run in the first snapshot), `live` (milliseconds a delta), `rate` (events a second, in small deltas), `messages` and `ties` (fills
 * up to so many), `hostile`, `empty`, `moment` (share of the run looked at), `failed`, `paused`, `model`, `tieless`. A benchmark can be the
 * editor instead: it defines `toHost`, and calls `fromHost` with the text of each message.
 */
import { type FromPanel, PROTOCOL_VERSION } from '../../../src/protocol/messages.js';
import type { ThemeKind } from '../../../webview/ui/palette.js';
import { applyTheme } from '../../../webview/ui/themes.js';
import { source as editorSource } from './editor.js?source';
import { fakeMind, fakeWhy, fakeChange } from './fakeMind.js';

const query = new URLSearchParams(location.search);
const isTheme = (name: string | null): name is ThemeKind => name === 'light' || name === 'dark' || name === 'hcDark' || name === 'hcLight';

const posted: unknown[] = [];
const { toHost } = globalThis as { readonly toHost?: (message: unknown) => void };
let stored: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');

/** What the panel finds where the editor's own function would be. */
const api = {
  postMessage(message: unknown) {
    posted.push(message);
    if (toHost) return toHost(message);
    answer(message as FromPanel);
    if (JSON.stringify(message).includes('"ready"')) start();
    return undefined;
  },
  getState: () => stored,
  setState(state: unknown) {
    stored = state;
    sessionStorage.setItem('state', JSON.stringify(state));
  },
};

/** Answers as the host would, out of the air. */
function answer(message: FromPanel): void {
  if (message.type !== 'ask') return;
  const { id, question } = message;
  const made =
    question.kind === 'why'
      ? fakeWhy()
      : question.kind === 'mind'
        ? fakeMind(question)
        : question.kind === 'change'
          ? fakeChange(question)
          : null;
  send({ type: 'answer', id, answer: made, problem: made ? '' : 'The development page has no crowds.' });
}

const send = (message: object): void => window.postMessage({ version: PROTOCOL_VERSION, ...message }, '*');

/** Text has no typed arrays. */
const withFloats = (_: string, value: unknown): unknown => {
  const { floats } = (value ?? {}) as { readonly floats?: readonly number[] };
  return floats ? Float64Array.from(floats) : value;
};

/** Marks the first message before it is unpacked: that is the page's work as well. */
function receive(message: unknown): void {
  if (performance.getEntriesByName('snapshot').length === 0) performance.mark('snapshot');
  window.postMessage(message, '*');
}

/** The editor begins when the page says that it is ready, and is in no hurry: the page has long been drawn by then. */
function start(): void {
  const url = URL.createObjectURL(new Blob([editorSource], { type: 'text/javascript' }));
  const editor = new Worker(url);
  editor.onmessage = (message: MessageEvent<unknown>) => {
    receive(message.data);
  };
  requestAnimationFrame(() => editor.postMessage(location.search));
}

const theme = query.get('theme');
applyTheme(isTheme(theme) ? theme : 'dark');
Object.assign(globalThis, {
  acquireVsCodeApi: () => api,
  posted,
  applyTheme,
  fromHost: (text: string) => receive(JSON.parse(text, withFloats)),
});
