/**
 * The development page: pretends to be the editor around the panel. Query: `theme`, `agents`, `rounds`, `at` (share of
 * the run in the first snapshot), `live` (milliseconds a delta), `rate` (events a second, in small deltas), `messages` and `ties` (fills
 * up to so many), `hostile`, `empty`, `moment` (share of the run looked at), `failed`, `paused`, `model`.
 */
import type { PanelDelta, PanelSnapshot } from '../../src/protocol/course.js';
import { type FromPanel, PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { snapshotMessages } from '../../src/protocol/parts.js';
import type { ThemeKind } from '../palette.js';
import { fakeCost } from './fakeCost.js';
import { fakeMind, fakeWhy } from './fakeMind.js';
import { fakeRun, snapshotAfter } from './fakeRun.js';
import { pieces, withMessages, withTies } from './more.js';
import { applyTheme } from '../themes.js';

/** Milliseconds between two deltas of a run that goes on at a rate. */
const TICK = 20;
const query = new URLSearchParams(location.search);
const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);
const isTheme = (name: string | null): name is ThemeKind => name === 'light' || name === 'dark' || name === 'hcDark' || name === 'hcLight';

const posted: unknown[] = [];
let stored: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');

/** What the panel finds where the editor's own function would be. */
const api = {
  postMessage(message: unknown) {
    posted.push(message);
    answer(message as FromPanel);
    if (JSON.stringify(message).includes('"ready"')) void start();
  },
  getState: () => stored,
  setState(state: unknown) {
    stored = state;
    sessionStorage.setItem('state', JSON.stringify(state));
  },
};

/** Answers as the host would, out of the air. */
function answer(message: FromPanel): void {
  if (message.type === 'ask')
    send({ type: 'answer', id: message.id, answer: message.question.kind === 'why' ? fakeWhy() : fakeMind(message.question), problem: '' });
}

const send = (message: object): void => window.postMessage({ version: PROTOCOL_VERSION, ...message }, '*');

async function start(): Promise<void> {
  if (query.has('empty')) {
    for (const message of snapshotMessages(null)) send(message);
    return;
  }
  const run = fakeRun({
    agents: number('agents', 20),
    rounds: number('rounds', 20),
    hostile: query.has('hostile'),
    seed: number('seed', 7),
  });
  const from = Math.round(run.deltas.length * number('at', 1));
  const snapshot = dress(snapshotAfter(run, from));
  performance.mark('snapshot');
  await sendAll(snapshotMessages(snapshot));
  const rest = run.deltas.slice(from);
  if (query.has('live')) stream(rest.values(), number('live', 50));
  if (query.has('rate')) stream(pieces(rest, (number('rate', 5_000) * TICK) / 1_000), TICK);
}

/** One after the other: an editor sends from elsewhere, and does not hold up the page. */
async function sendAll(messages: readonly object[]): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  for (const message of messages) {
    send(message);
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
}

function dress(snapshot: PanelSnapshot): PanelSnapshot {
  const failed = query.has('failed')
    ? {
        status: 'failed' as const,
        problem: 'http://localhost:11434 did not answer: connection refused. Start the server or choose another model.',
      }
    : {};
  const paused = query.has('paused')
    ? {
        status: 'paused' as const,
        problem:
          'The budget is reached: 240 of 240 calls are used. What was answered is kept. Go on with a higher budget, or with the built-in mind.',
      }
    : {};
  const spoken = query.has('model') ? { ...snapshot.run, mind: 'qwen3:8b at localhost', languageModel: true } : snapshot.run;
  const cost = query.has('model') ? fakeCost(snapshot.agents, snapshot.course.rounds.length, snapshot.run.rounds) : null;
  const { course, seq } = withMessages(withTies(snapshot, number('ties', 0)), number('messages', 0));
  const moment = query.has('moment') ? Math.round(snapshot.seq * number('moment', 1)) : null;
  return { ...snapshot, ...failed, ...paused, cost, moment, run: spoken, course, seq };
}

function stream(deltas: Iterator<PanelDelta>, every: number): void {
  const timer = setInterval(() => {
    const delta = deltas.next().value as PanelDelta | undefined;
    if (delta) send({ type: 'delta', delta });
    else clearInterval(timer);
  }, every);
}

const theme = query.get('theme');
applyTheme(isTheme(theme) ? theme : 'dark');
Object.assign(globalThis, { acquireVsCodeApi: () => api, posted, applyTheme });
