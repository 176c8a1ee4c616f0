/**
 * The debugger over a long run, through the session's requests: how long it takes to go anywhere, to step back, to look into
 * an agent with many memories, to search backward under a condition, and to open such a run.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Draft, SimEvent } from '../src/core/events.js';
import { Timeline } from '../src/core/timeline.js';
import { type DebugRun, Places, Refused, SocietySession } from '../src/debug/index.js';
import type { Model } from '../src/engine/index.js';
import { eventLine, readEvents } from '../src/trace/index.js';
import { inChild } from './support/child.js';
import { print, slowness, spread } from './support/figures.js';
import { played, type Ready, ready } from './support/playing.js';
import { idOf, players } from './support/societies.js';

const EVENTS = 1_000_000;
const MEMORIES = 10_000;
const SEARCHED = 100_000;
const TIMES = 100;

/** A client without a wire: its requests are answered in order. */
class Client {
  readonly session: SocietySession;
  #seq = 0;
  #answered: (body: never) => void = () => {};
  #stopped: () => void = () => {};

  constructor(model: Model, timeline: Timeline) {
    const live: DebugRun['live'] = { id: 'bench', model, timeline, problem: null };
    const places = new Places(new Map(), (uri) => uri);
    const run: DebugRun = { live, minds: null, override: null, done: Promise.resolve('ended'), places, stop: () => {} };
    const launch = (): Promise<never> => Promise.reject(new Refused('Nothing is launched here.'));
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

/** A long run as the lines of a file. Another process reads it, so that nothing of it is in memory. */
async function written(path: string): Promise<number> {
  const { events } = (await long()).timeline;
  const file = openSync(path, 'w');
  for (let i = 0; i < events.length; i += 10_000)
    writeSync(
      file,
      events
        .slice(i, i + 10_000)
        .map(eventLine)
        .join(''),
    );
  closeSync(file);
  return events.length;
}

/** Milliseconds from the lines of a run to its timeline. */
async function opened(path: string): Promise<number> {
  const start = performance.now();
  const { events } = readEvents(readFileSync(path, 'utf8'));
  Timeline.of(events);
  return performance.now() - start;
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const scale = slowness();
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
  const path = join(dir, 'events.jsonl');
  await inChild<number>(script, `written:${path}`);
  figure('1 M events: open, without an index', [await inChild<number>(script, `opened:${path}`)], 3_000);
  rmSync(dir, { recursive: true });
  console.log(JSON.stringify({ name: 'slowness of this machine now', unit: 'times', ours: Number(scale.toFixed(2)) }));
}

const PARTS: { readonly [part: string]: (path: string) => Promise<unknown> } = { walked, remembered, written, opened };

const asked = process.argv[2];
if (asked === undefined) await main();
else {
  const [part = '', ...path] = asked.split(':');
  process.stdout.write(JSON.stringify(await PARTS[part]!(path.join(':'))));
}
