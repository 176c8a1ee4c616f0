/**
 * Runs that a model server answers, and runs that were cut off: how near the time of a run is to what its answers take, what
 * the client costs, and how long it takes to go on with a long run.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLanguageService } from '../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../src/node/ports.js';
import { type AheadChoice, askedAhead, LiveRun, loadModel, makeMinds, openRecorded, replay, sourceName } from '../src/runs/index.js';
import { coreSeconds, inChild } from './support/child.js';
import { serveWhenAsked, startServer } from './support/delayServer.js';
import { print } from './support/figures.js';
import { isOther, type Other, secondsOf } from './support/others.js';
import { type Bounds, boundsOf, type CaseName, caseOf, isCase, textOf } from './support/schedulerLoad.js';

const script = fileURLToPath(import.meta.url);
const PLACES = 64;
const LATENCY = 200;
const PEOPLE = 320;
const ROUNDS = 4;
/**
 * The client's cost is taken over many quick answers, once in a process that has just begun and once when its code is warm, as
 * in an editor that has been open for a while. The others are measured warm.
 */
const CLIENT = { latency: 20, rounds: 16 };

const access = {
  trusted: true,
  env: (): undefined => undefined,
  vault: { get: (): Promise<null> => Promise.resolve(null) },
  allowedEnv: {},
};

const URI = 'file:///study/run.society';

async function live(text: string, dir: string, ahead: AheadChoice = 'auto'): Promise<LiveRun> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(URI, text);
  const loaded = await loadModel(language, URI);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const { model, resolved } = loaded;
  const minds = await makeMinds(resolved.society, model, access);
  if (!minds.ok) throw new Error(minds.message);
  const sources = resolved.sources.map((source) => ({ uri: sourceName(URI, source.uri), text: source.text }));
  return new LiveRun({
    ...{ id: 'r', model, minds: minds.minds, sources, files: folderFiles(dir), created: '2026-01-01T00:00:00Z' },
    concurrency: PLACES,
    ahead: askedAhead(resolved.society, model, ahead),
  });
}

const society = (people: number, rounds: number, models: string, mind: string): string => `society: 1
imports: [library/feed]
${models}
populations: { people: { size: ${people}, sample: { interests: "2 of [jazz, chess, bread, films]" } } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: ${rounds}, seed: 1${mind} } }
`;

interface Asked {
  readonly seconds: number;
  readonly calls: number;
  readonly core: number;
}

/** A simultaneous society whose answers all take the same time. */
async function asking(latency: number, rounds: number): Promise<Asked> {
  const server = await startServer(script, PLACES, latency);
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  try {
    const models = `models: { far: { kind: openai, base_url: "${server.baseUrl}", name: mock, concurrency: ${PLACES} } }`;
    const run = await live(society(PEOPLE, rounds, models, ', model: far'), dir);
    const [start, core] = [performance.now(), coreSeconds()];
    if ((await run.run()) !== 'ended') throw new Error(run.problem ?? 'the run did not end');
    const seconds = (performance.now() - start) / 1000;
    const calls = run.timeline.events.filter(({ type }) => type === 'question.asked').length;
    return { seconds, calls, core: coreSeconds() - core };
  } finally {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Client {
  readonly first: Asked;
  readonly warm: Asked;
}

/** The same run twice in one process. */
async function client(): Promise<Client> {
  const first = await asking(CLIENT.latency, CLIENT.rounds);
  return { first, warm: await asking(CLIENT.latency, CLIENT.rounds) };
}

/** Seconds of a core that as many calls as the client's take others. */
async function others(other: Other): Promise<number> {
  const server = await startServer(script, PLACES, CLIENT.latency);
  try {
    await secondsOf(other, server.baseUrl, PEOPLE * CLIENT.rounds, PLACES);
    return await secondsOf(other, server.baseUrl, PEOPLE * CLIENT.rounds, PLACES);
  } finally {
    server.close();
  }
}

interface Scheduled extends Asked, Bounds {
  readonly tally: LiveRun['tally'];
}

/** One of the societies whose questions wait for each other in their own ways. */
async function scheduled(name: CaseName): Promise<Scheduled> {
  const society = caseOf(name);
  const server = await startServer(script, PLACES, society.median, society.sigma);
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  try {
    const run = await live(textOf(society, server.baseUrl, PLACES), dir, society.ahead ? 'on' : 'off');
    const [start, core] = [performance.now(), coreSeconds()];
    if ((await run.run()) !== 'ended') throw new Error(run.problem ?? 'the run did not end');
    const seconds = (performance.now() - start) / 1000;
    const { events } = run.timeline;
    const calls = events.filter(({ type }) => type === 'question.asked').length;
    return { seconds, calls, core: coreSeconds() - core, tally: run.tally, ...boundsOf(society, events, PLACES) };
  } finally {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Resumed {
  readonly events: number;
  readonly seconds: number;
  readonly replaying: number;
}

/** A run of more than 100,000 events, cut in its last round: from the folder to the end. */
async function resuming(): Promise<Resumed> {
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  try {
    const first = await live(society(300, 30, '', ''), dir);
    if ((await first.run()) !== 'ended') throw new Error(first.problem ?? 'the run did not end');
    const path = join(dir, 'events.jsonl');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.length - 20_000));
    const start = performance.now();
    const opened = await openRecorded(folderFiles(dir));
    if (!opened.ok) throw new Error(opened.message);
    const from = opened.run;
    const minds = await makeMinds(from.resolved.society, from.model, access);
    if (!minds.ok) throw new Error(minds.message);
    const { id, created } = from.manifest;
    const again = new LiveRun({
      ...{ id, model: from.model, minds: minds.minds, sources: from.sources, files: folderFiles(dir), created, from },
    });
    if ((await again.run()) !== 'ended') throw new Error(again.problem ?? 'the run did not end');
    const seconds = (performance.now() - start) / 1000;
    if (readFileSync(path, 'utf8') !== text) throw new Error('the run that was gone on with is another one');
    const before = performance.now();
    const made = replay({ ...from, events: again.timeline.events });
    if (!made.ok) throw new Error(made.message);
    return { events: again.timeline.events.length, seconds, replaying: (performance.now() - before) / 1000 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** How near the schedule comes to what the questions allow. */
async function scheduling(): Promise<void> {
  const ring = await inChild<Scheduled>(script, 'ring');
  const least = Math.max(ring.longest, ring.work);
  const line = { peer: null, limit: null };
  print({ name: 'minds/ring/wall', unit: 's', ours: ring.seconds, peer: null, limit: least, goal: 1.15 * least, n: ring.calls });
  print({ ...line, name: 'minds/ring/barrier', unit: 's that a barrier takes', ours: ring.barrier, goal: ring.seconds, more: true });
  const alone = await inChild<Scheduled>(script, 'alone');
  print({
    name: 'minds/alone/wall',
    unit: 's',
    ours: alone.seconds,
    peer: null,
    limit: alone.work,
    goal: 1.6 * alone.work,
    n: alone.calls,
  });
  const turns = await inChild<Scheduled>(script, 'turns');
  const fastest = Math.max(turns.longest, turns.work);
  print({ name: 'minds/turns/wall', unit: 's', ours: turns.seconds, peer: null, limit: fastest, goal: fastest / 0.6, n: turns.calls });
  const { used, wasted } = turns.tally;
  print({ ...line, name: 'minds/turns/wasted', unit: 'calls a used one', ours: wasted / Math.max(1, used), goal: 1.5, n: used });
  const [still, room] = [await inChild<Scheduled>(script, 'oneByOne'), await inChild<Scheduled>(script, 'room')];
  print({
    name: 'minds/room/wall',
    unit: 's',
    ours: room.seconds,
    peer: null,
    limit: room.longest,
    goal: 1.05 * still.seconds,
    n: room.calls,
  });
  print({ ...line, name: 'minds/room/ahead', unit: 'calls ahead', ours: room.tally.asked, goal: 0 });
}

async function main(): Promise<void> {
  const [, , part] = process.argv;
  if (part === 'asking') return console.log(JSON.stringify(await asking(LATENCY, ROUNDS)));
  if (part === 'client') return console.log(JSON.stringify(await client()));
  if (isOther(part)) return console.log(JSON.stringify(await others(part)));
  if (isCase(part)) return console.log(JSON.stringify(await scheduled(part)));
  if (part === 'resuming') return console.log(JSON.stringify(await resuming()));
  const asked = await inChild<Asked>(script, 'asking');
  const ideal = (Math.ceil(PEOPLE / PLACES) * ROUNDS * LATENCY) / 1000;
  print({ name: 'minds/simultaneous/wall', unit: 's', ours: asked.seconds, peer: null, limit: ideal, goal: 1.1 * ideal, n: asked.calls });
  const { first, warm } = await inChild<Client>(script, 'client');
  const aCall = (seconds: number): number => (seconds * 1000) / warm.calls;
  print({
    name: 'minds/client/core, from a cold start',
    ...{ unit: 'ms a call', ours: aCall(first.core), peer: null, limit: null, goal: 0.5, n: first.calls },
  });
  print({
    name: 'minds/client/core, warm',
    unit: 'ms a call',
    ours: aCall(warm.core),
    peer: aCall(await inChild<number>(script, 'package')),
    limit: aCall(await inChild<number>(script, 'http')),
    goal: 0.5,
    n: warm.calls,
  });
  await scheduling();
  const resumed = await inChild<Resumed>(script, 'resuming');
  print({ name: 'minds/resume', unit: 's', ours: resumed.seconds, peer: null, limit: null, goal: 2, n: resumed.events });
  print({
    name: 'minds/replay',
    unit: 'µs an event',
    ours: (resumed.replaying * 1e6) / resumed.events,
    peer: null,
    limit: null,
    goal: 50,
    n: resumed.events,
  });
}

if (!serveWhenAsked()) await main();
