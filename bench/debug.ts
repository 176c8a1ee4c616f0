/**
 * The debugger over a long run, through the session's requests: how long it takes to go anywhere, to step back, to look into
 * an agent with many memories, to search backward under a condition, and to open such a run.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Draft, SimEvent } from '../src/core/events/events.js';
import { Timeline } from '../src/core/events/timeline.js';
import { type DebuggedRun, Places, Refused, SocietySession } from '../src/debug/index.js';
import type { ScenarioModel } from '../src/engine/index.js';
import { breather } from '../src/node/yieldToEventLoop.js';
import { folderFiles } from '../src/node/ports.js';
import { timelineOf } from '../src/runs/index.js';
import { eventLine, FORMAT, openRun } from '../src/trace/index.js';
import { inChild } from './support/child.js';
import { print, slowness, spread } from './support/figures.js';
import { played, type Ready, ready } from './support/playSociety.js';
import { idOf, players } from './support/societies.js';

const EVENTS = 1_000_000;
const MEMORIES = 10_000;
const SEARCHED = 100_000;
const TIMES = 100;
/** Milliseconds of work after which the event loop gets its turn. */
const BREATH_MS = 8;

/** A client without a wire: its requests are answered in order. */
class Client {
  readonly session: SocietySession;
  #seq = 0;
  #answered: (body: never) => void = () => {};
  #stopped: () => void = () => {};

  constructor(model: ScenarioModel, timeline: Timeline) {
    const handle: DebuggedRun['handle'] = { id: 'bench', model, timeline, problem: null };
    const places = new Places(new Map(), (uri) => uri);
    const run: DebuggedRun = {
      handle,
      minds: null,
      override: null,
      kept: null,
      whatIf: null,
      keep: null,
      done: Promise.resolve('ended'),
      places,
      stop: () => {},
    };
    const launch = (): Promise<never> => Promise.reject(new Refused('start-failed', 'Nothing is launched here.'));
    this.session = new SocietySession({ launch, attach: async () => run });
    this.session.onDidSendMessage((message) => {
      const { type, event, body, success } = message as DebugProtocol.Response & { event?: string };
      if (type === 'response' && success) this.#answered(body as never);
      if (type !== 'response' && event === 'stopped') this.#stopped();
    });
  }

  ask<Body>(command: string, args: object = {}): Promise<Body> {
    return new Promise((done) => {
      this.#answered = done;
      this.session.handleMessage({ seq: ++this.#seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    });
  }

  async move(command: string, args: object = { threadId: 1 }): Promise<void> {
    const stopped = new Promise<void>((done) => (this.#stopped = done));
    await this.ask(command, args);
    await stopped;
  }

  async attach(): Promise<this> {
    const stopped = new Promise<void>((done) => (this.#stopped = done));
    await this.ask('initialize', { adapterID: 'society' });
    void this.ask('attach', { run: '/' });
    void this.ask('configurationDone');
    await stopped;
    return this;
  }
}

/** Milliseconds of each of many goes. */
async function timed(times: number, go: (i: number) => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await go(i);
    taken.push(performance.now() - start);
  }
  return taken;
}

interface Long {
  readonly society: Ready;
  readonly timeline: Timeline;
}

/** A run of a million events: 1,000 people in the forum for as many rounds as it takes. */
async function long(): Promise<Long> {
  const trial = await played(await ready(players('talk', 1_000, 2)));
  const rounds = Math.ceil((2 * EVENTS * 1.1) / trial.timeline.events.length);
  const society = await ready(players('talk', 1_000, rounds));
  const { timeline } = await played(society);
  if (timeline.events.length < EVENTS) throw new Error(`only ${timeline.events.length} events`);
  return { society, timeline };
}

interface Walked {
  readonly seek: readonly number[];
  readonly back: readonly number[];
  readonly search: readonly number[];
}

async function walked(): Promise<Walked> {
  const { society, timeline } = await long();
  const client = await new Client(society.model, timeline).attach();
  const spots = Array.from({ length: TIMES }, (_, i) => ((i * 7_919) % TIMES) * Math.floor(EVENTS / TIMES) + i * 61);
  const seek = await timed(TIMES, (i) => client.move('society/seek', { seq: spots[i] }));
  const back: number[] = [];
  for (const seq of spots) {
    await client.move('society/seek', { seq: seq + 1_000 });
    back.push(...(await timed(1, () => client.move('stepBack'))));
  }
  const search = await timed(3, async () => {
    await client.move('society/seek', { seq: SEARCHED });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'turn.ended', condition: 'me.id == "nobody"' }] });
    await client.move('reverseContinue');
  });
  return { seek, back, search };
}

/** Milliseconds until a page of the memories of somebody who has many is there. */
async function remembered(): Promise<readonly number[]> {
  const society = await ready(players('talk', 100, 2));
  const { timeline } = await played(society);
  const open = Timeline.of(timeline.events.slice(0, timeline.events.findLastIndex(({ type }) => type === 'round.ended') + 1));
  const example = timeline.events.find((event): event is SimEvent & { type: 'memory.written' } => event.type === 'memory.written');
  if (!example) throw new Error('nobody remembers anything');
  const { seq: _seq, step: _step, end: _end, cause: _cause, at, ...body } = example;
  for (let i = 0; i < MEMORIES; i++) open.commit([{ cause: null, at, body: { ...body, agent: idOf(0), id: `made-${i}` } } as Draft]);
  const client = await new Client(society.model, open).attach();
  return timed(TIMES, async (i) => {
    await client.move('society/seek', { seq: open.head.seq - (i % 2) });
    const { scopes } = await client.ask<DebugProtocol.ScopesResponse['body']>('society/inspect', { agent: idOf(0) });
    const { variablesReference, indexedVariables = 0 } = scopes.find(({ name }) => name === 'Memory')!;
    if (indexedVariables < MEMORIES) throw new Error(`only ${indexedVariables} memories`);
    await client.ask('variables', { variablesReference, filter: 'indexed', start: 0, count: 100 });
  });
}

/** A long run as a folder has it. Another process reads it, so that nothing of it is in memory. */
async function written(dir: string): Promise<number> {
  const { events } = (await long()).timeline;
  const end = events.findIndex((event, i) => i >= EVENTS - 1 && event.end) + 1;
  const file = openSync(join(dir, 'events.jsonl'), 'w');
  for (let i = 0; i < end; i += 10_000)
    writeSync(
      file,
      events
        .slice(i, Math.min(end, i + 10_000))
        .map(eventLine)
        .join(''),
    );
  closeSync(file);
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ format: FORMAT, id: 'bench', synthetic: true, state: 'ended', minds: [] }));
  return end;
}

interface Opening {
  /** Milliseconds until a session stands at the first event, and the longest in which nothing else could be done. */
  readonly stop: number;
  readonly wait: number;
  /** From there to the middle at once, and once more when all is there. */
  readonly far: number;
  readonly again: number;
}

/** Milliseconds since it was asked the last time. */
function stopwatch(): () => number {
  let start = performance.now();
  return () => {
    const before = start;
    start = performance.now();
    return start - before;
  };
}

/** The longest time that the event loop had no turn, until it is asked. */
function watched(): () => number {
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

/** A session over a run folder from nothing in memory, but for the model. */
async function opened(dir: string): Promise<Opening> {
  const { model } = await ready(players('talk', 1_000, 2));
  const lap = stopwatch();
  const waited = watched();
  const run = await openRun(folderFiles(dir), breather(BREATH_MS));
  const client = await new Client(model, timelineOf(run!)).attach();
  const stop = lap();
  const wait = waited();
  await client.move('society/seek', { seq: EVENTS / 2 });
  const far = lap();
  await client.move('society/seek', { seq: EVENTS - 1 });
  lap();
  await client.move('society/seek', { seq: EVENTS / 4 });
  return { stop, wait, far, again: lap() };
}

interface ReadingOn {
  /** Milliseconds from the first stop until everything is read, and the longest in which nothing else could be done. */
  readonly all: number;
  readonly wait: number;
  /** From there to the middle. */
  readonly far: number;
}

/** The same for somebody who first looks at what is there. */
async function readOn(dir: string): Promise<ReadingOn> {
  const { model } = await ready(players('talk', 1_000, 2));
  const timeline = timelineOf((await openRun(folderFiles(dir), breather(BREATH_MS)))!);
  const client = await new Client(model, timeline).attach();
  const lap = stopwatch();
  const waited = watched();
  while (!timeline.isFolded) await new Promise((done) => setTimeout(done, 10));
  const all = lap();
  const wait = waited();
  lap();
  await client.move('society/seek', { seq: EVENTS / 2 });
  return { all, wait, far: lap() };
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  // What else the machine does changes within minutes.
  let scale = slowness();
  const { seek, back, search } = await inChild<Walked>(script, 'walked');
  const figure = (name: string, taken: readonly number[], goal: number): void => {
    const { median, p95, n } = spread(taken);
    print({ name, unit: 'ms', ours: median, p95, n, peer: null, limit: null, goal: goal * scale });
  };
  figure('1 M events: seek', seek, 30);
  figure('1 M events: step back', back, 30);
  figure('a condition over 100,000 events, in reverse', search, 2_000);
  figure('10,000 memories: scopes and the first page', await inChild<readonly number[]>(script, 'remembered'), 50);
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  await inChild<number>(script, `written:${dir}`);
  scale = slowness();
  const without = await inChild<Opening>(script, `opened:${dir}`);
  figure('1 M events: open, without an index', [without.stop], 3_000);
  figure('1 M events: open, without an index, the longest wait', [without.wait], 50);
  const openings: Opening[] = [];
  const readings: ReadingOn[] = [];
  for (let i = 0; i < 5; i++) {
    openings.push(await inChild<Opening>(script, `opened:${dir}`));
    readings.push(await inChild<ReadingOn>(script, `readOn:${dir}`));
  }
  const each = (part: keyof Opening): readonly number[] => openings.map((one) => one[part]);
  const read = (part: keyof ReadingOn): readonly number[] => readings.map((one) => one[part]);
  figure('1 M events: open, with its index', each('stop'), 300);
  figure('1 M events: opened with its index, until all is read behind that', read('all'), 5_000);
  figure('1 M events: opened with its index, the longest wait meanwhile', read('wait'), 50);
  figure('1 M events: opened with its index, a seek to the middle behind that', read('far'), 30);
  figure('1 M events: opened with its index, a seek to the middle at once', each('far'), 3_000);
  figure('1 M events: opened with its index, a seek once all was sought', each('again'), 30);
  rmSync(dir, { recursive: true });
  console.log(JSON.stringify({ name: 'slowness of this machine now', unit: 'times', ours: Number(scale.toFixed(2)) }));
}

const PARTS: { readonly [part: string]: (path: string) => Promise<unknown> } = { walked, remembered, written, opened, readOn };

const asked = process.argv[2];
if (asked === undefined) await main();
else {
  const [part = '', ...path] = asked.split(':');
  process.stdout.write(JSON.stringify(await PARTS[part]!(path.join(':'))));
}
