/**
 * What an editor sends to the panel, of a made-up run. It is a worker: an editor makes its messages in another process, and
 * neither its work nor its memory is the page's. It gets the query of the page (page.ts).
 */
import type { PanelDelta, PanelSnapshot } from '../../../src/protocol/course.js';
import { PROTOCOL_VERSION, type ToPanel } from '../../../src/protocol/messages.js';
import { snapshotMessages } from '../../../src/protocol/messageParts.js';
import { fakeCost } from './fakeCost.js';
import { fakeRun, snapshotAfter } from './fakeRun.js';
import { pieces, withMessages, withTies } from './more.js';

/** Milliseconds between two deltas of a run that goes on at a rate. */
const TICK = 20;

let query = new URLSearchParams();
const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);
const send = (message: ToPanel): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<string>) => {
  query = new URLSearchParams(data);
  start();
});

function start(): void {
  if (query.has('empty')) return snapshotMessages(null).forEach(send);
  const run = fakeRun({
    agents: number('agents', 20),
    rounds: number('rounds', 20),
    hostile: query.has('hostile'),
    tieless: query.has('tieless'),
    seed: number('seed', 7),
  });
  const from = Math.round(run.deltas.length * number('at', 1));
  snapshotMessages(dress(snapshotAfter(run, from))).forEach(send);
  const rest = run.deltas.slice(from);
  if (query.has('live')) stream(rest.values(), number('live', 50));
  else if (query.has('rate')) stream(pieces(rest, (number('rate', 5_000) * TICK) / 1_000), TICK);
  else close();
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
    if (delta) send({ type: 'delta', version: PROTOCOL_VERSION, delta });
    else clearInterval(timer);
  }, every);
}
