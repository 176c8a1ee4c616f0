/**
 * The development page: pretends to be the editor around the panel. Query: `theme`, `agents`, `rounds`, `at` (share of
 * the run in the first snapshot), `live` (milliseconds a delta), `hostile`, `empty`, `failed`, `paused`, `model`, `ties` (fills up to so many).
 */
import { PROTOCOL_VERSION, type PanelSnapshot } from '../../src/protocol/messages.js';
import type { ThemeKind } from '../palette.js';
import { fakeCost } from './fakeCost.js';
import { fakeRun, snapshotAfter, type FakeRun } from './fakeRun.js';
import { applyTheme } from './themes.js';

const query = new URLSearchParams(location.search);
const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);
const isTheme = (name: string | null): name is ThemeKind => name === 'light' || name === 'dark' || name === 'hcDark' || name === 'hcLight';

const posted: unknown[] = [];
let stored: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');

/** What the panel finds where the editor's own function would be. */
const api = {
  postMessage(message: unknown) {
    posted.push(message);
    if (JSON.stringify(message).includes('"ready"')) start();
  },
  getState: () => stored,
  setState(state: unknown) {
    stored = state;
    sessionStorage.setItem('state', JSON.stringify(state));
  },
};

const send = (message: object): void => window.postMessage({ version: PROTOCOL_VERSION, ...message }, '*');

function start(): void {
  if (query.has('empty')) {
    send({ type: 'snapshot', snapshot: null });
    return;
  }
  const run = fakeRun({
    agents: number('agents', 20),
    rounds: number('rounds', 20),
    hostile: query.has('hostile'),
    seed: number('seed', 7),
  });
  const from = Math.round(run.deltas.length * number('at', 1));
  send({ type: 'snapshot', snapshot: dress(snapshotAfter(run, from)) });
  if (query.has('live')) stream(run, from, number('live', 50));
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
  const cost = query.has('model') ? fakeCost(snapshot.agents, snapshot.round, snapshot.run.rounds) : null;
  return { ...snapshot, ...failed, ...paused, cost, run: spoken, ties: fillUp(snapshot, number('ties', 0)) };
}

/** More ties between neighbours in the list, for measuring. */
function fillUp({ agents, ties }: PanelSnapshot, count: number): PanelSnapshot['ties'] {
  const more = [...ties];
  const known = new Set(ties.map(([from, to]) => `${from} ${to}`));
  for (let i = 0; more.length < count && i < 40 * count; i++) {
    const from = (i * 7) % agents.length;
    const to = (from + 1 + ((i * 13) % 23)) % agents.length;
    if (from !== to && !known.has(`${from} ${to}`)) more.push([from, to, 0.2 + (0.7 * ((i * 31) % 97)) / 97]);
    known.add(`${from} ${to}`);
  }
  return more;
}

function stream(run: FakeRun, from: number, every: number): void {
  let next = from;
  const timer = setInterval(() => {
    const delta = run.deltas[next++];
    if (delta) send({ type: 'delta', delta });
    else clearInterval(timer);
  }, every);
}

const theme = query.get('theme');
applyTheme(isTheme(theme) ? theme : 'dark');
Object.assign(globalThis, { acquireVsCodeApi: () => api, posted, applyTheme });
