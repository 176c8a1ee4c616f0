/**
 * Crowds: agent-steps a second by rules, the time to the first round, memory and log of silent agents, seeking, measures, agents with
 * minds among them, and how long an editor waits, next to a typed loop.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rowsOf } from '../src/core/events/rowViews.js';
import type { State } from '../src/core/events/state.js';
import { evaluate } from '../src/engine/evaluation/evaluate.js';
import { scopeOf } from '../src/engine/evaluation/scope.js';
import { folderFiles, sha256 } from '../src/node/ports.js';
import { LiveRun } from '../src/runs/index.js';
import { eventLine } from '../src/trace/index.js';
import { coreSeconds, heapInUse, inChild, watchedTurns } from './support/child.js';
import { epidemicLoop, shareAndMean } from './support/crowdLoops.js';
import { changing, epidemic, talkers, tieTalk } from './support/crowdSocieties.js';
import { comparedWithPeer, print } from './support/figures.js';
import { PEERS, type Peer, peerFigures } from './support/peers.js';
import { tieTalkLoop } from './support/tieTalkLoop.js';
import { type Played, played, type Ready, ready } from './support/playSociety.js';

const [FEW, SOME, HALF, MANY] = [10_000, 100_000, 500_000, 1_000_000];
const ROUNDS = 20;
/** The workload of TieTalk is 100 ticks: ties are many and stay about as many after some 50. */
const TICKS = 100;
const TALK_ROUNDS = 10;
const ONE_CORE = ['--single-threaded-gc'];

/** Plays the society for a number of rounds. Throws if a formula has a fault. */
async function playedFor(society: Ready, rounds: number): Promise<Played> {
  const result = await played({ ...society, model: { ...society.model, rounds } });
  const fault = result.timeline.events.find((event) => event.type === 'fault');
  if (fault?.type === 'fault') throw new Error(fault.text);
  return result;
}

interface Times {
  /** Seconds of a core: from the text to round 1, and for each further round. */
  readonly opening: number;
  readonly round: number;
  /** The same of the typed loop. */
  readonly loop: { readonly setup: number; readonly round: number };
  /** Seconds for a round when the process plays so many agents for the first time, which includes the compiling of V8. */
  readonly cold: number;
}

const REPEATS = 5;

/** Milliseconds that a seek may take, so that it seems immediate. */
const SEEK = 100;

/** How many times a society and its peers are played in turn, and each moment is sought. The times of TieTalk in agentscript differ by a third. */
const BESIDE = 3;
const BESIDE_TALK = 5;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** The median of each time of several processes. */
function medians(all: readonly Times[]): Times {
  const middle = (of: (one: Times) => number): number => median(all.map(of));
  return {
    ...{ opening: middle(({ opening }) => opening), round: middle(({ round }) => round), cold: middle(({ cold }) => cold) },
    loop: { setup: middle(({ loop }) => loop.setup), round: middle(({ loop }) => loop.round) },
  };
}

async function times(people: number): Promise<Times> {
  // A small crowd takes more rounds, so that they take longer than the clock is wrong.
  const rounds = people < SOME ? 10 * ROUNDS : ROUNDS;
  await playedFor(await ready(epidemic(FEW, rounds)), rounds);
  epidemicLoop(FEW, rounds);
  const begun = coreSeconds();
  const society = await ready(epidemic(people, rounds));
  const compiled = coreSeconds() - begun;
  const first = await playedFor(society, 1);
  const all = await playedFor(society, rounds);
  const ill = all.timeline.head.measures.find(({ measure }) => measure === 'ill')?.values.some((share) => share !== null && share > 0.01);
  if (!ill) throw new Error('the illness does not spread');
  const cold = (all.seconds - first.seconds) / (rounds - 1);
  // The run and the loop in turn, so that neither has the better part of the process; the first of each compiles.
  const [ours, loops] = [[cold], [epidemicLoop(people, rounds)]];
  while (ours.length < REPEATS && people <= SOME) {
    const begin = await playedFor(society, 1);
    const whole = await playedFor(society, rounds);
    ours.push((whole.seconds - begin.seconds) / (rounds - 1));
    loops.push(epidemicLoop(people, rounds));
  }
  const loop = { setup: median(loops.map(({ setup }) => setup)), round: median(loops.map((one) => one.round)) };
  return { opening: compiled + first.opening, round: median(ours), loop, cold };
}

/** Bytes of the heap and of typed arrays. */
function bytesInUse(): number {
  const heap = heapInUse() * 1e6;
  return heap + process.memoryUsage().arrayBuffers;
}

interface Weight {
  /** Bytes of state for each agent, with what the state shares with the model, and as typed arrays. */
  readonly ours: number;
  readonly limit: number;
}

async function weight(): Promise<Weight> {
  // The model goes with the state, because they share the first ties.
  const held: { state: State | null } = { state: await lastState(await ready(changing(MANY, 1))) };
  const full = bytesInUse();
  if (held.state?.roster.length !== MANY) throw new Error('an agent is missing');
  held.state = null;
  // Caches of the last two states hold those of other runs.
  for (let i = 0; i < 2; i++) await lastState(await ready(changing(FEW, 1)));
  const ours = (full - bytesInUse()) / MANY;
  // A code of a word, a number, and four ties with their ends and strengths in compressed rows.
  return { ours, limit: 1 + 8 + 4 * (4 + 8) + 4 };
}

const lastState = async (society: Ready): Promise<State> => (await playedFor(society, 1)).timeline.head;

interface Log {
  /** Bytes of the log for each change. */
  readonly ours: number;
  readonly limit: number;
}

async function log(): Promise<Log> {
  const { timeline } = await playedFor(await ready(changing(SOME, 3)), 3);
  const from = timeline.events.findIndex((event) => event.type === 'round.started' && event.round === 2);
  const end = timeline.events.findIndex((event) => event.type === 'round.started' && event.round === 3);
  let [bytes, changes] = [0, 0];
  for (const event of timeline.events.slice(from, end)) {
    bytes += eventLine(event).length;
    if (event.type === 'variables.set') changes += rowsOf(event).rows.length;
    if (event.type === 'variable.set') changes++;
  }
  // The entropy of which tenth of the agents changes; the new value follows from the old one.
  const bits = (-0.1 * Math.log2(0.1) - 0.9 * Math.log2(0.9)) / 0.1;
  return { ours: bytes / changes, limit: bits / 8 };
}

interface Seeks {
  /** Milliseconds of a core: the median of the slowest moment, the longest single seek, and a round of the typed loop. */
  readonly usual: number;
  readonly longest: number;
  readonly round: number;
}

async function seeks(): Promise<Seeks> {
  const { timeline } = await playedFor(await ready(epidemic(MANY, ROUNDS)), ROUNDS);
  const last = timeline.events.length - 1;
  for (let i = 0; i <= 20; i++) timeline.at(Math.floor((last * i) / 20));
  // In an order that goes back and forth, several times. V8 collects garbage in one of some fifty seeks, which a median leaves out.
  const times = Array.from({ length: 51 }, (): number[] => []);
  for (let repeat = 0; repeat < BESIDE; repeat++)
    for (const i of times.keys()) {
      const moment = (i * 19) % 51;
      const begun = coreSeconds();
      const state = timeline.at(Math.floor((last * moment) / 51));
      times[moment]!.push(coreSeconds() - begun);
      if (state.seq < -1) throw new Error('there is no state');
    }
  const [usual, longest] = [Math.max(...times.map(median)), Math.max(...times.flat())];
  return { usual: usual * 1_000, longest: longest * 1_000, round: epidemicLoop(MANY, 5).round * 1_000 };
}

interface Measured {
  /** Seconds of a core for a share and a mean, and of the typed loop. */
  readonly ours: number;
  readonly loop: number;
}

async function measured(): Promise<Measured> {
  const society = await ready(changing(MANY, 2));
  const { timeline } = await playedFor(society, 2);
  const formulas = society.model.measures.flatMap(({ formula }) => (formula ? [formula] : []));
  if (formulas.length !== 2) throw new Error('a measure is missing');
  const take = (): void => {
    for (const formula of formulas)
      if (!(Number(evaluate(formula, scopeOf(society.model, { ...timeline.head }))) > 0)) throw new Error(`no value of ${formula.source}`);
  };
  take();
  const [times, begun] = [10, coreSeconds()];
  for (let i = 0; i < times; i++) take();
  return { ours: (coreSeconds() - begun) / times, loop: shareAndMean(MANY, times) };
}

interface Talks {
  /** Seconds of a core for a round, and of the typed loop. */
  readonly ours: number;
  readonly loop: number;
}

/** The rounds of TieTalk after the first one. Throws if its means are more than 2 % from those of the loop, or from those of a peer. */
async function talks(): Promise<Talks> {
  const society = await ready(tieTalk(SOME, TICKS + 1));
  await playedFor(society, 2);
  tieTalkLoop(SOME, 2);
  const first = await playedFor(society, 1);
  const all = await playedFor(society, TICKS + 1);
  const loop = tieTalkLoop(SOME, TICKS + 1);
  for (const id of ['utility', 'ties'] as const) {
    const value = all.timeline.head.measures.find(({ measure }) => measure === id)?.values.at(-1);
    if (!(Math.abs((value ?? 0) - loop[id]) < 0.02 * loop[id])) throw new Error(`the mean of ${id} is ${value}, in the loop ${loop[id]}`);
  }
  return { ours: (all.seconds - first.seconds) / TICKS, loop: loop.round };
}

/** Seconds of a core for a round of a society of ours and of the peers, by their names; null where one cannot be installed. */
interface Beside<Ours> {
  readonly ours: readonly Ours[];
  readonly peers: readonly (readonly [Peer, number | null])[];
}

/**
 * Plays a society and the same societies of the peers in turn, several times, each in a process of its own. The peers have the medians.
 * Mesa plays TieTalk once: it takes most of a minute, and its figure is several times from its goal.
 */
async function beside<Ours>(society: 'epidemic' | 'tieTalk', play: () => Promise<Ours>): Promise<Beside<Ours>> {
  const ours: Ours[] = [];
  const rounds = new Map<Peer, number[]>(PEERS.map((peer) => [peer, []]));
  for (let i = 0; i < (society === 'tieTalk' ? BESIDE_TALK : BESIDE); i++) {
    ours.push(await play());
    for (const [peer, found] of rounds) {
      if (society === 'tieTalk' && peer === 'Mesa' && i > 0) continue;
      const figures = peerFigures(peer, society, SOME, 1 + (society === 'tieTalk' ? TICKS : ROUNDS));
      if (figures) found.push(figures.round);
    }
  }
  return { ours, peers: [...rounds].map(([peer, found]) => [peer, found.length === 0 ? null : median(found)]) };
}

/** How many times the agent-steps of a peer. */
const FASTER: { readonly [P in Peer]: { readonly goal: number } } = { agentscript: { goal: 1 }, Mesa: { goal: 5 } };

interface Mixed {
  /** Seconds of a core for the run with the crowd, and without it; MB of the process. */
  readonly crowd: number;
  readonly alone: number;
  readonly megabytes: number;
}

async function mixed(): Promise<Mixed> {
  const run = async (people: number): Promise<{ readonly seconds: number; readonly hash: string }> => {
    const { timeline, seconds } = await playedFor(await ready(talkers(people, TALK_ROUNDS)), TALK_ROUNDS);
    return { seconds, hash: sha256(timeline.events.map(eventLine).join('')) };
  };
  await run(0);
  const [alone, crowd, again] = [await run(0), await run(SOME), await run(SOME)];
  if (crowd.hash !== again.hash) throw new Error('the second run is another');
  return { crowd: crowd.seconds, alone: alone.seconds, megabytes: process.resourceUsage().maxRSS / 1_024 };
}

/** Milliseconds: browsers call work that is longer a long task. */
const LONG_TASK = 50;

/** Milliseconds: the longest wait of the event loop while an editor plays a society. */
async function longestWait(text: string): Promise<number> {
  const { model, minds } = await ready(text);
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  const run = new LiveRun({ id: 'bench', model, minds, sources: [], files: folderFiles(dir), created: '2000-01-01T00:00:00Z' });
  const watched = watchedTurns();
  const state = await run.run();
  const waits = watched();
  rmSync(dir, { recursive: true, force: true });
  if (state !== 'ended') throw new Error(run.problem ?? state);
  return Math.max(...waits);
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const child = <T>(part: string): Promise<T> => inChild<T>(script, part, ONE_CORE);
  const size = (people: number): string => `${people.toLocaleString('en')} agents`;
  const few = await child<Times>(`times:${FEW}`);
  const large: Times[] = [];
  for (let i = 0; i < BESIDE; i++) large.push(await child<Times>(`times:${MANY}`));
  const many = medians(large);
  const ill = await beside('epidemic', () => child<Times>(`times:${SOME}`));
  const some = medians(ill.ours);
  const steps = { unit: 'agent-steps/s', more: true } as const;
  const faster = { ...steps, against: 'limit', goal: 0.25 } as const;
  for (const [people, one] of [
    [SOME, some],
    [MANY, many],
  ] as const)
    print({ ...faster, name: `epidemic, ${size(people)}, rounds only`, ours: people / one.round, limit: people / one.loop.round });
  const cold = { ours: SOME / some.cold, limit: SOME / some.loop.round, against: null } as const;
  print({ ...steps, name: `epidemic, ${size(SOME)}, first rounds in a process`, ...cold });
  const speed = (round: number | null): number | null => round && SOME / round;
  for (const [peer, round] of ill.peers) {
    const name = `epidemic, ${size(SOME)}, next to ${peer}`;
    print(comparedWithPeer({ ...steps, name, ours: SOME / some.round, ...FASTER[peer] }, speed(round)));
  }
  const talked = await beside('tieTalk', () => child<Talks>('talks'));
  const talk = { ours: median(talked.ours.map(({ ours }) => ours)), loop: median(talked.ours.map(({ loop }) => loop)) };
  print({ ...faster, name: `TieTalk, ${size(SOME)}, rounds only`, ours: SOME / talk.ours, limit: SOME / talk.loop, goal: 0.1 });
  for (const [peer, round] of talked.peers) {
    const name = `TieTalk, ${size(SOME)}, next to ${peer}`;
    print(comparedWithPeer({ ...steps, name, ours: SOME / talk.ours, ...FASTER[peer] }, speed(round)));
  }
  print({
    ...{ name: `from the file to round 1, ${size(MANY)}`, unit: 's of a core', ours: many.opening },
    ...{ against: 'limit', limit: many.loop.setup, goal: 5 },
  });
  print({
    ...{ name: `cost of an agent-step with ${size(MANY)}, compared with ${size(FEW)}`, unit: 'µs of a core' },
    ...{ ours: (many.round * 1e6) / MANY, against: 'peer', peer: (few.round * 1e6) / FEW, goal: 2 },
  });
  const bytes = await child<Weight>('weight');
  print({ name: 'silent agent with two variables and four ties', unit: 'bytes', ...bytes, against: 'limit', goal: 3.3 });
  const written = await child<Log>('log');
  print({ name: 'log of a round in which a tenth change a word', unit: 'bytes/change', ...written, against: 'limit', goal: 10 });
  const taken = await child<Measured>('measured');
  print({
    ...{ name: `a share and a mean, ${size(MANY)}`, unit: 'ms of a core', ours: taken.ours * 1_000 },
    ...{ against: 'limit', limit: taken.loop * 1_000, goal: 3 },
  });
  const sought = await child<Seeks>('seeks');
  const waits = { unit: 'ms of a core', against: 'peer' } as const;
  const moments = `${ROUNDS} rounds, ${size(MANY)}`;
  print({ ...waits, name: `seek to the slowest moment of ${moments}`, ours: sought.usual, peer: sought.round, goal: 2 });
  print({ ...waits, name: `longest single seek in ${moments}`, against: 'limit', ours: sought.longest, limit: SEEK, goal: 1 });
  const together = await child<Mixed>('mixed');
  print({
    ...{ name: `100 agents with minds among ${size(SOME)}, ${TALK_ROUNDS} rounds`, unit: 's of a core', ours: together.crowd },
    ...{ against: 'peer', peer: together.alone, goal: 20 },
  });
  print({ name: 'memory of the process, the same', unit: 'MB', ours: together.megabytes, against: null });
  const task = { unit: 'ms', against: 'limit', limit: LONG_TASK, goal: 1 } as const;
  const waited = 'longest wait of the event loop, as in the editor';
  print({ ...task, name: `${waited}, epidemic, ${size(MANY)}`, ours: await child<number>('wait:epidemic') });
  print({ ...task, name: `${waited}, TieTalk, ${size(HALF)}`, ours: await child<number>('wait:tieTalk') });
}

function part(name: string): Promise<unknown> {
  const [what, people] = name.split(':');
  if (what === 'times') return times(Number(people));
  if (what === 'weight') return weight();
  if (what === 'log') return log();
  if (what === 'measured') return measured();
  if (what === 'seeks') return seeks();
  if (what === 'mixed') return mixed();
  if (what === 'talks') return talks();
  if (what === 'wait') return longestWait(people === 'epidemic' ? epidemic(MANY, 5) : tieTalk(HALF, 5));
  throw new Error(`unknown part '${name}'`);
}

const asked = process.argv[2];
if (asked === undefined) await main();
else process.stdout.write(JSON.stringify(await part(asked)));
