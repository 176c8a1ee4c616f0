/**
 * The engine with the built-in mind and every event: turns a second in talk and in a game, whether a turn costs the same in
 * a large society, what folding an event costs, how many bytes an agent takes, and how long an editor waits meanwhile.
 */
import { eachAgent } from '../src/core/events/agents.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyChunked, emptyLog, mapChunked } from '../src/core/util/chunkedList.js';
import type { SimEvent } from '../src/core/events/events.js';
import { reduce } from '../src/core/events/reduce.js';
import { initialState, type State } from '../src/core/events/state.js';
import { folderFiles } from '../src/node/ports.js';
import { LiveRun } from '../src/runs/index.js';
import { eventLine } from '../src/trace/index.js';
import { coreSeconds, heapInUse, inChild, watchedTurns } from './support/child.js';
import { print, spread } from './support/figures.js';
import { millisecondsForRound, plainBytes, secondsToParse } from './support/plainData.js';
import { turnIn } from './support/peers.js';
import { plainLoop } from './support/plainLoop.js';
import { played, type Ready, ready } from './support/playSociety.js';
import { type Play, players } from './support/societies.js';

const ROUNDS = 10;
/** Agents of the talk that is compared with frameworks in Python. */
const TALKERS = 30;
/** Turns until the code is warm, and turns that are measured at least, however small the society is. */
const WARM = 20_000;
const LEAST = 40_000;

/** As the threads of experiments play: the collector's helpers would take another core, and more of it than they save on this one. */
const ONE_CORE = ['--single-threaded-gc'];

interface Speed {
  /** Turns in a second of a core, of each run; and of the plain loop, which is measured after each. */
  readonly ours: readonly number[];
  readonly plain: readonly number[];
}

/** Plays a small society until its code is warm, then the one that is measured. */
async function speed(play: Play, people: number): Promise<Speed> {
  await repeated(await ready(players(play, 100, ROUNDS)), WARM);
  return repeated(await ready(players(play, people, ROUNDS)), LEAST);
}

async function repeated(society: Ready, least: number): Promise<Speed> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let done = 0; done < least; ) {
    const { turns, seconds } = await played(society);
    ours.push(turns / seconds);
    plain.push(plainRate());
    done += turns;
  }
  return { ours, plain };
}

/** Turns of the plain loop in a second of a core, now. */
const plainRate = (): number => plainLoop(1_000, 300);

const folded = (events: readonly SimEvent[]): State => events.reduce((state, event) => reduce(state, event), initialState());

interface Folding {
  /** Microseconds of a core that an event takes to fold, and to be parsed from its line. */
  readonly ours: readonly number[];
  readonly parsed: readonly number[];
}

async function folding(): Promise<Folding> {
  const { timeline } = await played(await ready(players('talk', 1_000, ROUNDS)));
  const { events } = timeline;
  const lines = events.map(eventLine);
  const [ours, parsed]: [number[], number[]] = [[], []];
  for (let i = 0; i < 5; i++) {
    const start = coreSeconds();
    folded(events);
    ours.push(((coreSeconds() - start) * 1e6) / events.length);
    parsed.push((secondsToParse(lines) * 1e6) / lines.length);
  }
  return { ours, parsed };
}

interface Weight {
  /** Bytes for each agent in the heap, and as plain data. */
  readonly ours: number;
  readonly plain: number;
}

/**
 * Bytes of state for each agent, without its memories, the messages of all, what is kept of past rounds, and the events, with
 * which the state shares texts.
 */
async function weight(): Promise<Weight> {
  const people = 10_000;
  const { timeline } = await played(await ready(players('talk', people, ROUNDS)));
  const parts: { state: State | null; readonly rest: readonly unknown[] } = parted(timeline.events);
  const full = heapInUse();
  parts.state = null;
  const without = heapInUse();
  if (timeline.events.length < people || parts.rest.length !== people + 1) throw new Error('an agent is missing');
  // The values are serialized after the heap is measured, because serializing makes some texts flat.
  const plain = plainBytes([...eachAgent(parted(timeline.events).state)].map(([, agent]) => agent));
  return { ours: ((full - without) * 1e6) / people, plain: plain / people };
}

/** The state of the agents and, apart from it, memories, messages and what is kept of past rounds. */
function parted(events: readonly SimEvent[]): { state: State; rest: readonly unknown[] } {
  const state = folded(events);
  const { messages, publicMessages, deliveries, contacts, past, before, scores, codes } = state;
  const memories = [...eachAgent(state)].map(([, { memories, touched }]) => [memories, touched]);
  const none = {
    individuals: mapChunked(state.individuals, (agent) => ({ ...agent!, memories: emptyLog<never>(), touched: emptyChunked })),
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
  /** Milliseconds that one JSON.parse of all events of a round takes. */
  readonly round: number;
  readonly perSecond: number;
  readonly plain: number;
}

/** The wait of the event loop, in milliseconds of a core, while a run goes on and is written as in the editor. */
async function delay(): Promise<Delay> {
  const { model, minds } = await ready(players('talk', 5_000, ROUNDS));
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  const run = new LiveRun({ id: 'bench', model, minds, sources: [], files: folderFiles(dir), created: '2000-01-01T00:00:00Z' });
  const watched = watchedTurns();
  const start = coreSeconds();
  const state = await run.run();
  const seconds = coreSeconds() - start;
  const waits = [...watched()].sort((a, b) => a - b);
  rmSync(dir, { recursive: true, force: true });
  if (state !== 'ended') throw new Error(run.problem ?? state);
  const round = millisecondsForRound(run.timeline.events);
  const perSecond = (5_000 * ROUNDS) / seconds;
  return { p99: waits[Math.floor(0.99 * waits.length)]!, longest: waits.at(-1)!, round, perSecond, plain: plainRate() };
}

/** Goals of rates are shares of the plain loop's. */
async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const faster = { unit: 'turns/s', against: 'limit', more: true } as const;
  /** Turns of the plain loop that one turn costs. */
  const measured = async (play: Play, people: number, name: string): Promise<number> => {
    const { ours, plain } = await inChild<Speed>(script, `${play}:${people}`, ONE_CORE);
    const { median, n } = spread(ours);
    const limit = spread(plain).median;
    print({ ...faster, name: `${name}, ${people.toLocaleString('en')} agents, median`, ours: median, n, limit, goal: 0.0029 });
    return limit / median;
  };
  const [few, many, most] = [
    await measured('talk', 100, 'talk'),
    await measured('talk', 1_000, 'talk'),
    await measured('talk', 10_000, 'talk'),
  ];
  const talk30 = await inChild<Speed>(script, `talk:${TALKERS}`, ONE_CORE);
  const ours30 = 1e6 / spread(talk30.ours).median;
  for (const framework of ['AutoGen', 'Mesa'] as const) {
    const turn = turnIn(framework, TALKERS, ROUNDS);
    const perTurn = { unit: 'µs of a core', against: null, peer: turn === null ? null : turn * 1e6 } as const;
    print({ ...perTurn, name: `talk, time of a turn, ${TALKERS} agents; the peer is ${framework} without a mind`, ours: ours30 });
  }
  const even = { unit: 'turns of the plain loop', against: 'peer', peer: many, goal: 1.3 } as const;
  print({ ...even, name: 'talk, cost of a turn with 100 agents, compared with 1,000', ours: few });
  print({ ...even, name: 'talk, cost of a turn with 10,000 agents, compared with 1,000', ours: most });
  await measured('game', 1_000, 'donor game');
  const { ours, parsed } = await inChild<Folding>(script, 'folding');
  const fold = spread(ours);
  print({
    ...{ name: 'fold, median', unit: 'µs/event', ours: fold.median, n: fold.n },
    ...{ against: 'peer', peer: spread(parsed).median, goal: 2 },
  });
  const bytes = await inChild<Weight>(script, 'weight');
  print({ name: 'agent without its memories', unit: 'bytes', ours: bytes.ours, against: 'peer', peer: bytes.plain, goal: 0.87 });
  const { p99, longest, round, perSecond, plain } = await inChild<Delay>(script, 'delay');
  const live = 'run of 5,000 agents as in the editor';
  const wait = { unit: 'ms of a core', against: 'peer', peer: round } as const;
  print({ ...wait, name: `${live}: wait of the event loop, p99`, ours: p99, goal: 0.5 });
  print({ ...wait, name: `${live}: longest wait`, ours: longest, goal: 2.5 });
  print({ ...faster, name: live, ours: perSecond, limit: plain, goal: 0.00143 });
}

async function part(name: string): Promise<unknown> {
  const [what, people] = name.split(':');
  if (what === 'talk' || what === 'game') return speed(what, Number(people));
  if (what === 'folding') return folding();
  if (what === 'weight') return weight();
  if (what === 'delay') return delay();
  throw new Error(`unknown part '${name}'`);
}

const asked = process.argv[2];
if (asked === undefined) await main();
else process.stdout.write(JSON.stringify(await part(asked)));
