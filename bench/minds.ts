/**
 * Runs that a model server answers, and runs that were cut off: how near the time of a run is to what its answers take, what
 * the client costs, and how long it takes to continue a long run.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimEvent } from '../src/core/events/events.js';
import { reduce } from '../src/core/events/reduce.js';
import { initialState } from '../src/core/events/state.js';
import { createLanguageService } from '../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../src/node/ports.js';
import { type AheadChoice, askedAhead, LiveRun, loadModel, makeMinds, openRecorded, replay, sourceName } from '../src/runs/index.js';
import { coreSeconds, inChild } from './support/child.js';
import { serveWhenAsked, startServer } from './support/delayServer.js';
import { print } from './support/figures.js';
import { isOther, type Other, secondsInOrder, secondsInRounds, secondsOf } from './support/others.js';
import { type CaseName, loadOf, caseOf, isCase, textOf } from './support/schedulerLoad.js';

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

interface OtherClient {
  readonly first: number;
  readonly warm: number;
}

/** Seconds of a core that as many calls as the client's take others, twice in one process. */
async function others(other: Other): Promise<OtherClient> {
  const server = await startServer(script, PLACES, CLIENT.latency);
  const taken = (): Promise<number> => secondsOf(other, server.baseUrl, PEOPLE * CLIENT.rounds, PLACES);
  try {
    const first = await taken();
    return { first, warm: await taken() };
  } finally {
    server.close();
  }
}

/** Seconds by the clock that the calls of the simultaneous society take with no more than Node has. */
async function callsAlone(): Promise<number> {
  const server = await startServer(script, PLACES, LATENCY);
  try {
    return await secondsInRounds(server.baseUrl, ROUNDS, PEOPLE, PLACES);
  } finally {
    server.close();
  }
}

interface Scheduled extends Asked {
  /** Seconds of the same calls by Node alone, each as soon as the answers are there that it waits for; and with a barrier. */
  readonly limit: number;
  readonly barrier: number;
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
    const spent = coreSeconds() - core;
    const load = loadOf(society, events, PLACES);
    if (load.calls.length !== calls) throw new Error(`${calls} calls, but ${load.calls.length} turns`);
    const limit = await secondsInOrder(server.baseUrl, load.calls, PLACES);
    return { seconds, calls, core: spent, tally: run.tally, limit, barrier: load.barrier };
  } finally {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Resumed {
  readonly events: number;
  readonly seconds: number;
  readonly replaying: number;
  /** Seconds of a core in which the same run was played, with its folder; and in which its lines are read, parsed and folded. */
  readonly playing: number;
  readonly folding: number;
}

/** Seconds of a core in which the events of a file are read, parsed and folded, and nothing else is done. */
function foldingOf(path: string): number {
  const start = coreSeconds();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const state = lines.map((line) => JSON.parse(line) as SimEvent).reduce((state, event) => reduce(state, event), initialState());
  if (state.roster.length === 0) throw new Error('the state has no agents');
  return coreSeconds() - start;
}

/** A run of more than 100,000 events, cut in its last round: from the folder to the end. */
async function resuming(): Promise<Resumed> {
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  try {
    const first = await live(society(300, 30, '', ''), dir);
    const begun = coreSeconds();
    if ((await first.run()) !== 'ended') throw new Error(first.problem ?? 'the run did not end');
    const playing = coreSeconds() - begun;
    const path = join(dir, 'events.jsonl');
    const text = readFileSync(path, 'utf8');
    const folding = foldingOf(path);
    writeFileSync(path, text.slice(0, text.length - 20_000));
    const start = coreSeconds();
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
    const seconds = coreSeconds() - start;
    if (readFileSync(path, 'utf8') !== text) throw new Error('the continued run differs from the first');
    const before = coreSeconds();
    const made = replay({ ...from, events: again.timeline.events });
    if (!made.ok) throw new Error(made.message);
    return { events: again.timeline.events.length, seconds, replaying: coreSeconds() - before, playing, folding };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** How near the schedule comes to what the questions allow. */
async function scheduling(): Promise<void> {
  const ring = await inChild<Scheduled>(script, 'ring');
  const wall = { name: 'minds/ring/wall', unit: 's', ours: ring.seconds, n: ring.calls, limit: ring.limit };
  print({ ...wall, against: 'limit', goal: 1.15 });
  print({ ...wall, name: 'minds/ring/wall, compared with a barrier', against: 'peer', peer: ring.barrier, goal: 1 });
  const alone = await inChild<Scheduled>(script, 'alone');
  print({ name: 'minds/alone/wall', unit: 's', ours: alone.seconds, n: alone.calls, against: 'limit', limit: alone.limit, goal: 1.2 });
  const turns = await inChild<Scheduled>(script, 'turns');
  print({ name: 'minds/turns/wall', unit: 's', ours: turns.seconds, n: turns.calls, against: 'limit', limit: turns.limit, goal: 1.65 });
  const { used, wasted } = turns.tally;
  print({
    name: 'minds/turns/wasted, compared with used',
    unit: 'calls',
    ours: wasted,
    against: 'peer',
    peer: Math.max(1, used),
    goal: 1.5,
  });
  const [still, room] = [await inChild<Scheduled>(script, 'oneByOne'), await inChild<Scheduled>(script, 'room')];
  const inRoom = { n: room.calls, limit: room.limit };
  print({ ...inRoom, name: 'minds/room/wall', unit: 's', ours: room.seconds, against: 'peer', peer: still.seconds, goal: 1.05 });
  const inTurn = room.calls - room.tally.asked;
  print({ name: 'minds/room/not asked ahead', unit: 'calls', ours: inTurn, against: 'limit', limit: room.calls, goal: 1, more: true });
}

async function main(): Promise<void> {
  const asked = await inChild<Asked>(script, 'asking');
  const calls = await inChild<number>(script, 'callsAlone');
  print({ name: 'minds/simultaneous/wall', unit: 's', ours: asked.seconds, n: asked.calls, against: 'limit', limit: calls, goal: 1.08 });
  const ours = await inChild<Client>(script, 'client');
  const bySdk = await inChild<OtherClient>(script, 'package');
  const byNode = await inChild<OtherClient>(script, 'http');
  for (const [when, name] of [
    ['first', 'from a cold start'],
    ['warm', 'warm'],
  ] as const) {
    const { core, calls } = ours[when];
    const perCall = (seconds: number): number => (seconds * 1000) / calls;
    print({
      ...{ name: `minds/client/core, ${name}`, unit: 'ms a call', ours: perCall(core), n: calls },
      ...{ against: 'peer', peer: perCall(bySdk[when]), limit: perCall(byNode[when]), goal: 0.65 },
    });
  }
  await scheduling();
  const { events, seconds, folding, replaying, playing } = await inChild<Resumed>(script, 'resuming');
  print({ name: 'minds/resume', unit: 's of a core', ours: seconds, n: events, against: 'peer', peer: folding, goal: 4 });
  const perEvent = (seconds: number): number => (seconds * 1e6) / events;
  const replayed = { name: 'minds/replay', unit: 'µs of a core an event', ours: perEvent(replaying), n: events };
  print({ ...replayed, against: 'peer', peer: perEvent(playing), goal: 2 });
}

function part(name: string): Promise<unknown> {
  if (isOther(name)) return others(name);
  if (isCase(name)) return scheduled(name);
  const work = PARTS[name];
  if (!work) throw new Error(`unknown part '${name}'`);
  return work();
}

const PARTS: { readonly [name: string]: () => Promise<unknown> } = { asking: () => asking(LATENCY, ROUNDS), callsAlone, client, resuming };

if (!serveWhenAsked()) {
  const name = process.argv[2];
  if (name === undefined) await main();
  else process.stdout.write(JSON.stringify(await part(name)));
}
