/**
 * Experiments with the built-in mind: how much faster two threads are than one, what a run costs beside being played, and how soon
 * the table of many runs is there; the same over a queue, whose workers are killed. Threads and workers run the bundle: `node
 * esbuild.mjs` first. A redis-server has to be installed.
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { neverCancelled } from '../src/core/cancellation.js';
import { rng, sample } from '../src/core/rng.js';
import { createLanguageService } from '../src/language/index.js';
import { nodeTextFiles } from '../src/node/ports.js';
import {
  type Cell,
  cellLine,
  comparisonsOf,
  inProcess,
  inThreads,
  type Plan,
  planExperiment,
  type Played,
  type Player,
  playExperiment,
  readKept,
  Tally,
  Threads,
} from '../src/runs/experiments/index.js';
import { coreSeconds, inChild } from './support/child.js';
import { print, slowness, spread } from './support/figures.js';
import { type AtQueue, withQueue } from './support/queueWorkers.js';
import { played, ready } from './support/playing.js';

const URI = 'file:///study/bench.society';
const SCRIPT = pathToFileURL(join(process.cwd(), 'dist', 'experiments-worker.mjs'));

/** 100 runs: 4 arms, 25 seeds; people and rounds say how much each takes. */
const grid = (people: number, rounds = 10): string => `society: 1
imports: [library/feed]
populations: { people: { size: ${people} } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { meet: { world: feed, rounds: 10 } }
experiments:
  length:
    scenario: meet
    grid: { rounds: [${rounds}, ${rounds + 2}], memory.recall: [4, 8] }
    seeds: 25
    compare: { ties: { measure: reciprocity, test: permutation } }
`;

async function planned(text: string, known: ReadonlyMap<string, Cell> = new Map()): Promise<Plan> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(URI, text);
  return planExperiment(URI, 'length', { language, known });
}

const all = (plan: Plan, alone: Player): Promise<Played> =>
  playExperiment(plan, { alone, asking: null, token: neverCancelled, keep: async () => undefined, now: () => performance.now() });

/** Milliseconds of all runs, threads started and ended with them. */
async function timed(plan: Plan, player: () => Player): Promise<number> {
  const start = performance.now();
  const { cells } = await all(plan, player());
  const took = performance.now() - start;
  if (cells.length !== plan.jobs.length) throw new Error('a run is missing');
  return took;
}

/** How much faster two threads are than one. */
interface Ratio {
  /** By the clock. */
  readonly wall: number;
  /** By the time on cores: what two cores allow that are free. */
  readonly core: number;
}

interface SpeedUp {
  /** Of threads that start with the runs, and of those that have played a hundred before. */
  readonly fresh: Ratio;
  readonly kept: Ratio;
  /** By the clock, of a loop that does nothing but count, which no program can be better at. */
  readonly plain: number;
}

/** Runs of some 0.1 s, in turns one behind the other, for the machine has other work too. */
async function speedUp(): Promise<readonly SpeedUp[]> {
  const plan = await planned(grid(25, 20));
  const turns: SpeedUp[] = [];
  for (let i = 0; i < 3; i++) {
    const [one, two] = [new Threads(1, { script: SCRIPT }), new Threads(2, { script: SCRIPT })];
    const taken = async (threads: Threads): Promise<Ratio> => {
      const start = coreSeconds();
      const wall = await timed(plan, () => threads.player(plan.material));
      return { wall, core: coreSeconds() - start };
    };
    const pair = async (): Promise<Ratio> => {
      const [alone, both] = [await taken(one), await taken(two)];
      return { wall: alone.wall / both.wall, core: (2 * alone.core) / both.core };
    };
    const [fresh, plain] = [await pair(), await plainSpeedUp()];
    // So that each thread of both has played as many runs.
    await taken(two);
    turns.push({ fresh, plain, kept: await pair() });
    await Promise.all([one.close(), two.close()]);
  }
  return turns;
}

const COUNT = new URL(
  `data:text/javascript,${encodeURIComponent('import{workerData}from"node:worker_threads";let x=0;for(let i=0;i<workerData;i++)x=(Math.imul(x,31)+i)|0;if(x===.5)console.log(x)')}`,
);

async function plainSpeedUp(): Promise<number> {
  const loop = (n: number): Promise<void> =>
    new Promise((resolve, reject) => new Worker(COUNT, { workerData: n }).once('error', reject).once('exit', () => resolve()));
  // Beyond 2³¹ the counter would be no whole number to the machine.
  const [start, work] = [performance.now(), 2e9];
  await loop(work);
  const between = performance.now();
  await Promise.all([loop(work / 2), loop(work / 2)]);
  return (between - start) / (performance.now() - between);
}

/** Milliseconds that a run of an experiment takes beyond its rounds: key, compiling, minds, and what is sent between threads. */
async function overhead(): Promise<number> {
  const plan = await planned(grid(3));
  const { material, jobs } = plan;
  await all(plan, inProcess(material, neverCancelled));
  const runs = (await timed(plan, () => inProcess(material, neverCancelled))) / jobs.length;
  const society = await ready(
    grid(3)
      .replace('rounds: 10', 'rounds: 11')
      .replace(/experiments:[\s\S]*/, ''),
  );
  const start = performance.now();
  for (let i = 0; i < jobs.length; i++) await played(society);
  return runs - (performance.now() - start) / jobs.length;
}

interface Kills {
  readonly lost: number;
  readonly twice: number;
}

/** 50 runs of 100 kill the thread that they are first played in. */
async function kills(): Promise<Kills> {
  const plan = await planned(grid(3));
  const left = new Int32Array(new SharedArrayBuffer(4 * plan.jobs.length));
  for (const { index } of sample(rng(1, 'bench.kills'), plan.jobs, 50)) left[index] = 1;
  const source = `import { parentPort, workerData } from 'node:worker_threads';
    const left = new Int32Array(workerData);
    parentPort.on('message', ({ job }) => Atomics.sub(left, job.index, 1) > 0 && process.exit(9));
    await import(${JSON.stringify(SCRIPT.href)});`;
  const script = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const kept: string[] = [];
  const host = { asking: null, token: neverCancelled, now: () => 0, keep: async ({ key }: Cell) => void kept.push(key) };
  await playExperiment(plan, { ...host, alone: inThreads(plan.material, 2, { script, data: left.buffer }) });
  const once = new Set(kept).size;
  return { lost: plan.jobs.length - once, twice: kept.length - once };
}

interface Queued {
  /** Milliseconds of all runs over a queue, and in threads. */
  readonly queue: number;
  readonly threads: number;
}

/** The same runs in two threads, and over a queue by a worker with two, in turn. */
async function queued(at: AtQueue): Promise<readonly Queued[]> {
  const plan = await planned(grid(12));
  await at.worker('--at-once', '2');
  const pairs: Queued[] = [];
  for (let i = 0; i < 5; i++) {
    // Another material each time: the worker's threads start with the runs, as others do.
    const other = { ...plan, material: { ...plan.material, pair: i } };
    const player = await at.player(other);
    const queue = await timed(plan, () => player);
    pairs.push({ queue, threads: await timed(plan, () => inThreads(plan.material, 2, { script: SCRIPT })) });
  }
  return pairs;
}

/** 50 of the workers that play 2,000 runs over a queue are killed, one after another, each while it plays. */
async function killedWorkers(at: AtQueue): Promise<Kills> {
  const plan = await planned(grid(12).replace('seeds: 25', 'seeds: 500'));
  const start = () => at.worker('--at-once', '1', '--lease', '1');
  const workers = [await start(), await start()];
  const [picks, kept] = [rng(1, 'bench.workers'), [] as string[]];
  let killed = 0;
  const kill = async (): Promise<void> => {
    const [one] = sample(picks, workers, 1);
    workers.splice(workers.indexOf(one!), 1)[0]!.kill();
    killed++;
    workers.push(await start());
  };
  let killing: Promise<void> | null = null;
  const keep = async ({ key }: Cell): Promise<void> => {
    kept.push(key);
    if (killed < 50) killing ??= kill().finally(() => (killing = null));
  };
  const alone = await at.player(plan);
  await playExperiment(plan, { alone, asking: null, token: neverCancelled, now: () => 0, keep });
  if (killed < 50) throw new Error(`only ${killed} workers were killed`);
  const once = new Set(kept).size;
  return { lost: plan.jobs.length - once, twice: kept.length - once };
}

/** Milliseconds from the kept lines of 10,000 runs to every figure of their table. */
async function table(): Promise<readonly number[]> {
  const text = grid(3).replace('seeds: 25', 'seeds: 2500');
  const plan = await planned(text);
  const values = (seed: number) => Array.from({ length: 12 }, (_, round) => Math.sin(seed + round));
  const measures = (seed: number) => ({
    reciprocity: values(seed),
    density: values(seed + 1),
    clustering: values(seed + 2),
    messages: values(seed),
  });
  const lines = plan.jobs.map(({ key, arm, seed }) =>
    cellLine({ key, arm: arm.id, seed, measures: measures(seed + plan.arms.indexOf(arm)) }),
  );
  const kept = lines.join('');
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const again = await planned(text, readKept(kept).cells);
    if (again.known.size !== 10_000) throw new Error('a run is missing');
    const tally = new Tally(again.experiment, again.arms);
    for (const cell of again.known.values()) tally.add(cell);
    if (tally.table().rows.length !== again.arms.length) throw new Error('an arm is missing');
    const read = performance.now();
    comparisonsOf({ experiment: again.experiment, arms: again.arms, cells: [...again.known.values()] });
    times.push(read - start, performance.now() - start);
  }
  return times;
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const scale = slowness();
  const turns = await inChild<readonly SpeedUp[]>(script, 'speed');
  const plain = spread(turns.map((turn) => turn.plain)).median;
  for (const [kind, which] of [
    ['', 'fresh'],
    [', kept from runs before', 'kept'],
  ] as const) {
    const [name, named] = [`100 runs in two threads beside one${kind}`, { unit: 'times as fast', n: turns.length, peer: null, more: true }];
    const by = (clock: keyof Ratio): number => spread(turns.map((turn) => turn[which][clock])).median;
    print({ ...named, name: `${name}, by time on cores`, ours: by('core'), limit: 2, goal: 1.8 });
    print({ ...named, name: `${name}, by the clock`, ours: by('wall'), limit: plain, goal: 1.8 });
  }
  const over = await inChild<number>(script, 'overhead');
  print({ name: 'a run beside its rounds', unit: 'ms', ours: over, peer: null, limit: null, goal: 30 * scale });
  const { lost, twice } = await inChild<Kills>(script, 'kills');
  const none = { unit: 'runs', peer: null, limit: null, goal: 0 };
  print({ ...none, name: '50 killed threads: lost', ours: lost });
  print({ ...none, name: '50 killed threads: counted twice', ours: twice });
  const pairs = await inChild<readonly Queued[]>(script, 'queue');
  // Of each the fastest: other work on the machine slows now the one and now the other.
  const least = (of: (pair: Queued) => number): number => Math.min(...pairs.map(of));
  const slower = { ours: least(({ queue }) => queue) / least(({ threads }) => threads), n: pairs.length };
  print({ ...slower, name: '100 runs over a queue beside two threads', unit: 'times as long', peer: null, limit: 1, goal: 1.1 });
  const gone = await inChild<Kills>(script, 'workers');
  print({ ...none, name: '50 killed workers: lost', ours: gone.lost });
  print({ ...none, name: '50 killed workers: counted twice', ours: gone.twice });
  const times = await inChild<readonly number[]>(script, 'table');
  const [read, whole] = [0, 1].map((part) => spread(times.filter((_, i) => i % 2 === part)));
  print({ name: 'table of 10,000 runs: read', unit: 'ms', ours: read!.median, n: read!.n, peer: null, limit: null, goal: 1000 * scale });
  print({
    name: 'table of 10,000 runs: read and compared',
    unit: 'ms',
    ours: whole!.median,
    n: whole!.n,
    peer: null,
    limit: null,
    goal: 1000 * scale,
  });
  console.log(JSON.stringify({ name: 'slowness of this machine now', unit: 'times', ours: Number(scale.toFixed(2)) }));
}

const PARTS: { readonly [part: string]: () => Promise<unknown> } = {
  speed: speedUp,
  overhead,
  kills,
  queue: () => withQueue(queued),
  workers: () => withQueue(killedWorkers),
  table,
};

const asked = process.argv[2];
if (asked === undefined) await main();
else process.stdout.write(JSON.stringify(await PARTS[asked]!()));
