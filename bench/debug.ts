/**
 * The debugger over a long run, through the session's requests: how long it takes to go anywhere, to step back, to look into
 * an agent with many memories, to search backward under a condition, and to open such a run. Times are those of the
 * processor, so that other work on the machine does not count.
 */
import { agentsOf } from '../test/support/agents.js';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Draft, SimEvent } from '../src/core/events/events.js';
import { reduce } from '../src/core/events/reduce.js';
import { initialState } from '../src/core/events/state.js';
import { Timeline } from '../src/core/events/timeline.js';
import { type DebuggedRun, Places, Refused, SocietySession } from '../src/debug/index.js';
import type { ScenarioModel } from '../src/engine/index.js';
import { logItems } from '../src/core/util/chunkedList.js';
import { breather } from '../src/node/yieldToEventLoop.js';
import { folderFiles } from '../src/node/ports.js';
import { timelineOf } from '../src/runs/index.js';
import { eventLine, FORMAT, openRun } from '../src/trace/index.js';
import { coreMilliseconds, inChild, watchedTurns } from './support/child.js';
import { type Figure, print, spread } from './support/figures.js';
import { millisecondsForRound } from './support/plainData.js';
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

/** Milliseconds of a core for each of many goes. */
async function timed(times: number, go: (i: number) => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = coreMilliseconds();
    await go(i);
    taken.push(coreMilliseconds() - start);
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

/** The state after so many events, each folded into the one before: seeking without the layers of the debugger. */
function folded(events: readonly SimEvent[], count: number): void {
  let state = initialState();
  for (let i = 0; i < count; i++) state = reduce(state, events[i]!);
  if (state.roster.length === 0) throw new Error('the state has no agents');
}

interface Walked {
  readonly seek: readonly number[];
  readonly back: readonly number[];
  readonly search: readonly number[];
  /** Folding the events one by one from the first: all of them, and as many as the search covers. */
  readonly fold: number;
  readonly foldSearched: number;
}

/** Plays the run, writes its folder, and moves in it. */
async function walked(dir: string): Promise<Walked> {
  const { society, timeline } = await long();
  write(timeline.events, dir);
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
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'turn.ended', condition: 'me.id == "none"' }] });
    await client.move('reverseContinue');
  });
  const foldOf = (count: number): Promise<readonly number[]> => timed(1, async () => folded(timeline.events, count));
  const [foldSearched, fold] = [
    spread([...(await foldOf(SEARCHED)), ...(await foldOf(SEARCHED)), ...(await foldOf(SEARCHED))]),
    await foldOf(EVENTS),
  ];
  return { seek, back, search, fold: fold[0]!, foldSearched: foldSearched.median };
}

interface Remembered {
  /** Milliseconds until a page of the memories of an agent with many is there. */
  readonly page: readonly number[];
  /** And until all of them are a text of JSON, which is what a debugger without pages sends. */
  readonly all: readonly number[];
}

async function remembered(): Promise<Remembered> {
  const society = await ready(players('talk', 100, 2));
  const { timeline } = await played(society);
  const open = Timeline.of(timeline.events.slice(0, timeline.events.findLastIndex(({ type }) => type === 'round.ended') + 1));
  const example = timeline.events.find((event): event is SimEvent & { type: 'memory.written' } => event.type === 'memory.written');
  if (!example) throw new Error('no agent remembers anything');
  const { seq: _seq, step: _step, end: _end, cause: _cause, at, ...body } = example;
  for (let i = 0; i < MEMORIES; i++) open.commit([{ cause: null, at, body: { ...body, agent: idOf(0), id: `made-${i}` } } as Draft]);
  const client = await new Client(society.model, open).attach();
  const page = await timed(TIMES, async (i) => {
    await client.move('society/seek', { seq: open.head.seq - (i % 2) });
    const { scopes } = await client.ask<DebugProtocol.ScopesResponse['body']>('society/inspect', { agent: idOf(0) });
    const { variablesReference, indexedVariables = 0 } = scopes.find(({ name }) => name === 'Memory')!;
    if (indexedVariables < MEMORIES) throw new Error(`only ${indexedVariables} memories`);
    await client.ask('variables', { variablesReference, filter: 'indexed', start: 0, count: 100 });
  });
  const memories = agentsOf(open.head)
    .map((agent) => logItems(agent.memories))
    .find(({ length }) => length >= MEMORIES);
  if (!memories) throw new Error('no agent has all the memories');
  const all = await timed(20, async () => JSON.stringify(memories).length);
  return { page, all };
}

/** A long run as a folder has it. Other processes read it, so that nothing of it is in memory. */
function write(events: readonly SimEvent[], dir: string): void {
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
}

interface Opening {
  /** Milliseconds until a session has stopped at the first event, and the longest in which nothing else could be done. */
  readonly stop: number;
  readonly wait: number;
  /** From there to the middle at once, and once more when all is there. */
  readonly far: number;
  readonly again: number;
}

/** Milliseconds of a core since it was asked the last time. */
function stopwatch(): () => number {
  let start = coreMilliseconds();
  return () => {
    const before = start;
    start = coreMilliseconds();
    return start - before;
  };
}

/** A session over a run folder from nothing in memory, but for the model. */
async function opened(dir: string): Promise<Opening> {
  const { model } = await ready(players('talk', 1_000, 2));
  const lap = stopwatch();
  const waited = watchedTurns();
  const run = await openRun(folderFiles(dir), breather(BREATH_MS));
  const client = await new Client(model, timelineOf(run!)).attach();
  const stop = lap();
  const wait = Math.max(...waited());
  await client.move('society/seek', { seq: EVENTS / 2 });
  const far = lap();
  await client.move('society/seek', { seq: EVENTS - 1 });
  lap();
  await client.move('society/seek', { seq: EVENTS / 4 });
  return { stop, wait, far, again: lap() };
}

interface Plain {
  /** Milliseconds in which every line is read and parsed, and folded as well; and one JSON.parse of a round. */
  readonly parsed: number;
  readonly folded: number;
  readonly round: number;
}

/** Reads the events of a folder with the tools of Node, without pauses, an index or a session. */
function plain(dir: string): Promise<Plain> {
  const lap = stopwatch();
  const events = [...linesOf(join(dir, 'events.jsonl'))].map((line) => JSON.parse(line) as SimEvent);
  const parsed = lap();
  folded(events, events.length);
  const whole = parsed + lap();
  return Promise.resolve({ parsed, folded: whole, round: millisecondsForRound(events.slice(0, SEARCHED)) });
}

/** The lines of a file that is too long for one text. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(1 << 20);
  let rest = Buffer.alloc(0);
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
    const end = bytes.lastIndexOf(10) + 1;
    yield* bytes.toString('utf8', 0, Math.max(0, end - 1)).split('\n');
    rest = bytes.subarray(end);
  }
  closeSync(file);
}

interface ReadingOn {
  /** Milliseconds from the first stop until everything is read, and the longest in which nothing else could be done. */
  readonly all: number;
  readonly wait: number;
  /** From there to the middle. */
  readonly far: number;
}

/** The same for a user who first looks at what is there. */
async function readOn(dir: string): Promise<ReadingOn> {
  const { model } = await ready(players('talk', 1_000, 2));
  const timeline = timelineOf((await openRun(folderFiles(dir), breather(BREATH_MS)))!);
  const client = await new Client(model, timeline).attach();
  const lap = stopwatch();
  const waited = watchedTurns();
  while (!timeline.isFolded) await new Promise((done) => setTimeout(done, 10));
  const all = lap();
  const wait = Math.max(...waited());
  lap();
  await client.move('society/seek', { seq: EVENTS / 2 });
  return { all, wait, far: lap() };
}

/** Goals are multiples of the same work with the tools of Node and the fold of the engine alone. */
async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const figure = (name: string, taken: readonly number[], peer: number, goal: number): void => {
    const { median, p95, n } = spread(taken);
    print({ name, unit: 'ms of a core', ours: median, p95, n, against: 'peer', peer, goal } satisfies Figure);
  };
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  const { seek, back, search, fold, foldSearched } = await inChild<Walked>(script, `walked:${dir}`);
  figure('1 M events: seek, compared with folding all events', seek, fold, 0.02);
  figure('1 M events: step back, compared with folding all events', back, fold, 0.02);
  figure('a condition over 100,000 events, in reverse, compared with folding them', search, foldSearched, 10);
  const { page, all } = await inChild<Remembered>(script, 'remembered');
  figure('10,000 memories: scopes and the first page, compared with all of them as JSON', page, spread(all).median, 1);
  const { parsed, folded: whole, round } = await inChild<Plain>(script, `plain:${dir}`);
  const without = await inChild<Opening>(script, `opened:${dir}`);
  const openings: Opening[] = [];
  const readings: ReadingOn[] = [];
  for (let i = 0; i < 3; i++) {
    openings.push(await inChild<Opening>(script, `opened:${dir}`));
    readings.push(await inChild<ReadingOn>(script, `readOn:${dir}`));
  }
  const each = (part: keyof Opening): readonly number[] => openings.map((one) => one[part]);
  const read = (part: keyof ReadingOn): readonly number[] => readings.map((one) => one[part]);
  const open = '1 M events: open, without an index';
  figure(`${open}, compared with parsing all lines`, [without.stop], parsed, 2.2);
  figure(`${open}: longest wait, compared with parsing a round at once`, [without.wait], round, 2);
  const opened = '1 M events: opened with its index';
  figure(`${opened}: first stop, compared with parsing all lines`, each('stop'), parsed, 0.15);
  figure(`${opened}: until all is read after that, compared with parsing and folding all`, read('all'), whole, 1.5);
  figure(`${opened}: longest wait meanwhile, compared with parsing a round at once`, read('wait'), round, 2);
  figure(`${opened}: a seek to the middle after that, compared with folding all events`, read('far'), fold, 0.02);
  figure(`${opened}: a seek to the middle at once, compared with parsing and folding all`, each('far'), whole, 1);
  figure(`${opened}: a seek after all others, compared with folding all events`, each('again'), fold, 0.02);
  rmSync(dir, { recursive: true });
}

const PARTS: { readonly [part: string]: (path: string) => Promise<unknown> } = { walked, remembered, plain, opened, readOn };

const asked = process.argv[2];
if (asked === undefined) await main();
else {
  const [part = '', ...path] = asked.split(':');
  process.stdout.write(JSON.stringify(await PARTS[part]!(path.join(':'))));
}
