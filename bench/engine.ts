/**
 * The engine with the built-in mind and every event: turns a second in talk and in a game, whether a turn costs the same in
 * a large society, what folding an event costs, what an agent weighs, and how long an editor has to wait meanwhile.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { emptyChunked, emptyLog, items, mapChunked } from '../src/core/util/chunkedList.js';
import type { SimEvent } from '../src/core/events/events.js';
import { reduce } from '../src/core/events/reduce.js';
import { initialState, type State } from '../src/core/events/state.js';
import { folderFiles } from '../src/node/ports.js';
import { LiveRun } from '../src/runs/index.js';
import { coreSeconds, heapInUse, inChild } from './support/child.js';
import { print, slowness, spread } from './support/figures.js';
import { plainLoop } from './support/plainLoop.js';
import { played, type Ready, ready } from './support/playSociety.js';
import { type Play, players } from './support/societies.js';

const ROUNDS = 10;
/** Turns until the code is warm, and turns that are measured at least, however small the society is. */
const WARM = 20_000;
const LEAST = 40_000;
const SIZES = [100, 1_000, 10_000] as const;

/** As the threads of experiments play: the collector's helpers would take another core, and more of it than they save on this one. */
const ONE_CORE = ['--single-threaded-gc'];

interface Speed {
  /** Turns in a second of a core, of each run. */
  readonly perSecond: readonly number[];
}

/** Plays a small society until its code is warm, then the one that is measured. */
async function speed(play: Play, people: number): Promise<Speed> {
  await repeated(await ready(players(play, 100, ROUNDS)), WARM);
  return { perSecond: await repeated(await ready(players(play, people, ROUNDS)), LEAST) };
}

async function repeated(society: Ready, least: number): Promise<number[]> {
  const rates: number[] = [];
  for (let done = 0; done < least; ) {
    const { turns, seconds } = await played(society);
    rates.push(turns / seconds);
    done += turns;
  }
  return rates;
}

const folded = (events: readonly SimEvent[]): State => events.reduce((state, event) => reduce(state, event), initialState());

/** Microseconds that an event takes to fold. */
async function folding(): Promise<readonly number[]> {
  const { timeline } = await played(await ready(players('talk', 1_000, ROUNDS)));
  const { events } = timeline;
  return [1, 2, 3, 4, 5].map(() => {
    const start = coreSeconds();
    folded(events);
    return ((coreSeconds() - start) * 1e6) / events.length;
  });
}

/**
 * Bytes of state for each agent, beside its memories, the messages of all, what is kept of past rounds, and the events, with
 * which the state shares what both hold.
 */
async function weight(): Promise<number> {
  const people = 10_000;
  const { timeline } = await played(await ready(players('talk', people, ROUNDS)));
  const parts: { state: State | null; readonly rest: readonly unknown[] } = parted(timeline.events);
  const full = heapInUse();
  parts.state = null;
  const without = heapInUse();
  if (timeline.events.length < people || parts.rest.length !== people + 1) throw new Error('somebody is missing');
  return ((full - without) * 1e6) / people;
}

/** The state of the agents and, apart from it, memories, messages and what is kept of past rounds. */
function parted(events: readonly SimEvent[]): { state: State; rest: readonly unknown[] } {
  const state = folded(events);
  const { messages, publicMessages, deliveries, contacts, past, before, scores, codes } = state;
  const memories = [...items(state.agents)].map(({ memories, touched }) => [memories, touched]);
  const none = {
    agents: mapChunked(state.agents, (agent) => ({ ...agent, memories: emptyLog<never>(), touched: emptyChunked })),
    ...{ messages: emptyLog<never>(), publicMessages: emptyLog<never>(), deliveries: emptyLog<never>(), contacts: emptyLog<never>() },
    ...{ past: emptyLog<never>(), before: emptyLog<never>(), scores: emptyChunked, codes: emptyChunked },
  };
  return {
    state: { ...state, ...none },
    rest: [...memories, [messages, publicMessages, deliveries, contacts, past, before, scores, codes]],
  };
}

interface Delay {
  readonly p99: number;
  readonly longest: number;
  readonly perSecond: number;
}

/** The wait of the event loop, in milliseconds, while a run goes on and is written as in the editor. */
async function delay(): Promise<Delay> {
  const { model, minds } = await ready(players('talk', 5_000, ROUNDS));
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  const run = new LiveRun({ id: 'bench', model, minds, sources: [], files: folderFiles(dir), created: '2000-01-01T00:00:00Z' });
  const waits = monitorEventLoopDelay({ resolution: 1 });
  waits.enable();
  const start = coreSeconds();
  const state = await run.run();
  const seconds = coreSeconds() - start;
  waits.disable();
  rmSync(dir, { recursive: true, force: true });
  if (state !== 'ended') throw new Error(run.problem ?? state);
  return { p99: waits.percentile(99) / 1e6, longest: waits.max / 1e6, perSecond: (5_000 * ROUNDS) / seconds };
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const scale = slowness();
  const limit = await inChild<number>(script, 'plain');
  const rates = async (play: Play, people: number): Promise<readonly number[]> =>
    (await inChild<Speed>(script, `${play}:${people}`, ONE_CORE)).perSecond;
  const perTurn: number[] = [];
  for (const people of SIZES) {
    const { median, n } = spread(await rates('talk', people));
    perTurn.push(1e6 / median);
    const name = `talk, ${people.toLocaleString('en')} agents, median`;
    print({ name, unit: 'turns/s', ours: median, n, peer: null, limit, goal: 20_000 / scale, more: true });
  }
  const uneven = Math.max(...perTurn.map((cost) => Math.abs(cost / perTurn[1]! - 1))) * 100;
  print({
    name: 'talk, cost of a turn at 100 and 10,000 beside 1,000 agents',
    unit: '% apart',
    ours: uneven,
    peer: null,
    limit: null,
    goal: 30,
  });
  const game = spread(await rates('game', 1_000));
  const named = { name: 'donor game, 1,000 agents, median', unit: 'turns/s' };
  print({ ...named, ours: game.median, n: game.n, peer: null, limit, goal: 20_000 / scale, more: true });
  const fold = spread(await inChild<readonly number[]>(script, 'folding'));
  print({ name: 'fold, median', unit: 'µs/event', ours: fold.median, n: fold.n, peer: null, limit: null, goal: 3 * scale });
  const bytes = await inChild<number>(script, 'weight');
  print({ name: 'agent beside its memories', unit: 'bytes', ours: bytes, peer: null, limit: null, goal: 2_048 });
  const waits = await inChild<Delay>(script, 'delay');
  const live = 'run of 5,000 agents as in the editor';
  print({ name: `${live}: wait of the event loop, p99`, unit: 'ms', ours: waits.p99, peer: null, limit: null, goal: 50 * scale });
  print({ name: `${live}: longest wait`, unit: 'ms', ours: waits.longest, peer: null, limit: null, goal: 250 * scale });
  print({ name: live, unit: 'turns/s', ours: waits.perSecond, peer: null, limit, goal: 10_000 / scale, more: true });
  console.log(JSON.stringify({ name: 'slowness of this machine now', unit: 'times', ours: Number(scale.toFixed(2)) }));
}

async function part(name: string): Promise<unknown> {
  const [what, people] = name.split(':');
  if (what === 'talk' || what === 'game') return speed(what, Number(people));
  if (what === 'folding') return folding();
  if (what === 'weight') return weight();
  if (what === 'delay') return delay();
  return plainLoop(1_000, 1_000);
}

const asked = process.argv[2];
if (asked === undefined) await main();
else process.stdout.write(JSON.stringify(await part(asked)));
