/**
 * Experiments with the built-in mind: how much faster two threads are than one, what a run costs in addition to its rounds, and how soon
 * the table of many runs is ready; the same over a queue, whose workers are killed. Threads and workers run the bundle: `node
 * esbuild.mjs` first. A redis-server has to be installed.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { neverCancelled } from '../src/core/util/lifecycle.js';
import { rng, sample } from '../src/core/random/rng.js';
import { DRAWS } from '../src/language/api.js';
import { createLanguageService } from '../src/language/index.js';
import { nodeTextFiles } from '../src/node/ports.js';
import {
  type ExperimentRun,
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
import { coreMilliseconds, inChild } from './support/child.js';
import { print, spread } from './support/figures.js';
import { type AtQueue, withQueue } from './support/queueWorkers.js';
import { permuted } from './support/plainPermutations.js';
import { type Pair, plainPair } from './support/plainThreads.js';
import { played, ready } from './support/playSociety.js';

const URI = 'file:///study/bench.society';
const built = (name: string): URL => pathToFileURL(join(process.cwd(), 'dist', `${name}.mjs`));
const SCRIPTS = { program: built('experiments-threads'), thread: built('experiments-worker') };
/** An experiment of the examples, in as many seeds as make fifty runs of it. */
const EXAMPLE = { file: 'rumour.society', id: 'where_it_is_planted', seeds: 25 };

/** 100 runs: 4 arms, 25 seeds. The numbers of people and rounds decide how long each takes. */
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

async function planned(text: string, known: ReadonlyMap<string, ExperimentRun> = new Map()): Promise<Plan> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(URI, text);
  return planExperiment(URI, 'length', { language, known });
}

function example(): Promise<Plan> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  const { file, id, seeds } = EXAMPLE;
  return planExperiment(pathToFileURL(join(process.cwd(), 'examples', file)).href, id, { language, seeds, known: new Map() });
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

/** The same in one thread that has one core, where none of V8's helpers has another. */
interface Taken extends Pair {
  readonly onOne: number;
}

interface SpeedUp {
  /** Of threads that start with the runs, and of those that have played as many before. */
  readonly fresh: Taken;
  readonly kept: Taken;
  /** Of a loop that does nothing but count, which is the most that two threads can gain. */
  readonly plain: Pair;
}

/** One thread and two in turn, with the plain loop between them, because the machine has other work too. */
async function speedUp(plan: Plan): Promise<SpeedUp> {
  const [onOne, one, two] = [new Threads(1, { ...SCRIPTS, cores: 1 }), new Threads(1, SCRIPTS), new Threads(2, SCRIPTS)];
  const taken = (threads: Threads): Promise<number> => timed(plan, () => threads.player(plan.material));
  const each = async (): Promise<Taken> => ({ onOne: await taken(onOne), one: await taken(one), two: await taken(two) });
  const [fresh, plain] = [await each(), await plainPair()];
  // So that each of the two threads has played as many runs as the one.
  await taken(two);
  const kept = await each();
  await Promise.all([onOne, one, two].map((threads) => threads.close()));
  return { fresh, plain, kept };
}

interface Overhead {
  /** Milliseconds of a core that a run of an experiment takes in addition to its rounds: key, compiling and minds. */
  readonly ours: number;
  /** Milliseconds of a core until the same society is ready to be played outside an experiment. */
  readonly opened: number;
}

async function overhead(): Promise<Overhead> {
  const plan = await planned(grid(3));
  const { material, jobs } = plan;
  await all(plan, inProcess(material, neverCancelled));
  const begun = coreMilliseconds();
  await all(plan, inProcess(material, neverCancelled));
  const runs = (coreMilliseconds() - begun) / jobs.length;
  const text = grid(3)
    .replace('rounds: 10', 'rounds: 11')
    .replace(/experiments:[\s\S]*/, '');
  const society = await ready(text);
  const start = coreMilliseconds();
  for (let i = 0; i < jobs.length; i++) await played(society);
  const rounds = (coreMilliseconds() - start) / jobs.length;
  const before = coreMilliseconds();
  for (let i = 0; i < jobs.length; i++) await ready(text);
  return { ours: runs - rounds, opened: (coreMilliseconds() - before) / jobs.length };
}

interface Kills {
  readonly runs: number;
  /** Runs that are kept, and how often one was kept. */
  readonly kept: number;
  readonly times: number;
}

/** 50 runs of 100 kill the thread that they are first played in. */
async function kills(): Promise<Kills> {
  const plan = await planned(grid(3));
  const dir = mkdtempSync(join(tmpdir(), 'society-kills-'));
  for (const { index } of sample(rng(1, 'bench.kills'), plan.jobs, 50)) writeFileSync(join(dir, `${index}`), '');
  const source = `import { unlinkSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ job }) => {
      try { unlinkSync(${JSON.stringify(dir)} + '/' + job.index); } catch { return; }
      process.exit(9);
    });
    await import(${JSON.stringify(SCRIPTS.thread.href)});`;
  const thread = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const kept: string[] = [];
  const host = { asking: null, token: neverCancelled, now: () => 0, keep: async ({ key }: ExperimentRun) => void kept.push(key) };
  await playExperiment(plan, { ...host, alone: inThreads(plan.material, 2, { ...SCRIPTS, thread }) });
  const alive = readdirSync(dir).length;
  rmSync(dir, { recursive: true });
  if (alive > 0) throw new Error(`only ${50 - alive} threads were killed`);
  return { runs: plan.jobs.length, kept: new Set(kept).size, times: kept.length };
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
  for (let i = 0; i < 3; i++) {
    // Another material each time: the worker's threads start with the runs, as others do.
    const other = { ...plan, material: { ...plan.material, pair: i } };
    const player = await at.player(other);
    const queue = await timed(plan, () => player);
    pairs.push({ queue, threads: await timed(plan, () => inThreads(plan.material, 2, SCRIPTS)) });
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
  const keep = async ({ key }: ExperimentRun): Promise<void> => {
    kept.push(key);
    if (killed < 50) killing ??= kill().finally(() => (killing = null));
  };
  const alone = await at.player(plan);
  await playExperiment(plan, { alone, asking: null, token: neverCancelled, now: () => 0, keep });
  if (killed < 50) throw new Error(`only ${killed} workers were killed`);
  return { runs: plan.jobs.length, kept: new Set(kept).size, times: kept.length };
}

interface TableTimes {
  /** Milliseconds of a core from the kept lines of 10,000 runs to the rows of their table, and to every figure of its comparison. */
  readonly read: readonly number[];
  readonly compared: readonly number[];
  /** Milliseconds of a core in which the lines are parsed, and in which as many plain numbers are permuted as often. */
  readonly parsed: readonly number[];
  readonly permuted: readonly number[];
}

async function table(): Promise<TableTimes> {
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
  const times: { readonly [name in keyof TableTimes]: number[] } = { read: [], compared: [], parsed: [], permuted: [] };
  for (let i = 0; i < 3; i++) {
    const start = coreMilliseconds();
    const again = await planned(text, readKept(kept).cells);
    if (again.known.size !== 10_000) throw new Error('a run is missing');
    const tally = new Tally(again.experiment, again.arms);
    for (const cell of again.known.values()) tally.add(cell);
    if (tally.table().rows.length !== again.arms.length) throw new Error('an arm is missing');
    const read = coreMilliseconds();
    const [compared] = comparisonsOf({ experiment: again.experiment, arms: again.arms, cells: [...again.known.values()] });
    const end = coreMilliseconds();
    if (
      kept
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object).length !== lines.length
    )
      throw new Error('a line is missing');
    const parsed = coreMilliseconds();
    permuted(compared!.against.length, lines.length / again.arms.length, DRAWS);
    times.read.push(read - start);
    times.compared.push(end - start);
    times.parsed.push(parsed - end);
    times.permuted.push(coreMilliseconds() - parsed);
  }
  return times;
}

/** Speed of two threads compared with one, as shares of what two threads gain in a loop that only counts. */
function printSpeed(runs: string, speed: SpeedUp): void {
  const named = { unit: 'times as fast', against: 'limit', limit: speed.plain.one / speed.plain.two, more: true, goal: 0.9 } as const;
  for (const [kind, { onOne, one, two }] of [
    ['two new threads', speed.fresh],
    ['two threads, kept from earlier runs,', speed.kept],
  ] as const) {
    print({ ...named, name: `${runs} in ${kind} compared with one on one core`, ours: onOne / two });
    print({ ...named, name: `${runs} in ${kind} compared with one that the other core helps`, ours: one / two });
  }
}

/** Every run is kept, and is kept once. */
function printKills(what: string, { runs, kept, times }: Kills): void {
  print({ name: `${what}: runs that are kept`, unit: 'runs', ours: kept, against: 'limit', limit: runs, goal: 1, more: true });
  print({ name: `${what}: times that a run was counted`, unit: 'times', ours: times, against: 'limit', limit: runs, goal: 1 });
}

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  printSpeed('100 runs of 0.1 s', await inChild<SpeedUp>(script, 'speed'));
  printSpeed('50 runs of an example, of 0.3 s', await inChild<SpeedUp>(script, 'example'));
  const { ours, opened } = await inChild<Overhead>(script, 'overhead');
  print({ name: 'a run without its rounds', unit: 'ms of a core', ours, against: 'peer', peer: opened, goal: 1 });
  printKills('50 killed threads', await inChild<Kills>(script, 'kills'));
  const pairs = await inChild<readonly Queued[]>(script, 'queue');
  // Of each the fastest: other work on the machine slows now the one and now the other.
  const [queue, threads] = [Math.min(...pairs.map((pair) => pair.queue)), Math.min(...pairs.map((pair) => pair.threads))];
  const over = '100 runs over a queue compared with two threads';
  print({ name: over, unit: 'ms', ours: queue, n: pairs.length, against: 'peer', peer: threads, goal: 1.1 });
  printKills('50 killed workers', await inChild<Kills>(script, 'workers'));
  const times = await inChild<TableTimes>(script, 'table');
  const figure = (name: string, of: keyof TableTimes, by: keyof TableTimes, goal: number): void => {
    const { median, n } = spread(times[of]);
    print({
      name: `table of 10,000 runs: ${name}`,
      unit: 'ms of a core',
      ours: median,
      n,
      against: 'peer',
      peer: spread(times[by]).median,
      goal,
    });
  };
  figure('read, compared with parsing its lines', 'read', 'parsed', 20);
  figure('read and compared, compared with the permutations alone', 'compared', 'permuted', 1.25);
}

const PARTS: { readonly [part: string]: () => Promise<unknown> } = {
  speed: async () => speedUp(await planned(grid(25, 20))),
  example: async () => speedUp(await example()),
  overhead,
  kills,
  queue: () => withQueue(queued),
  workers: () => withQueue(killedWorkers),
  table,
};

const asked = process.argv[2];
if (asked === undefined) await main();
else process.stdout.write(JSON.stringify(await PARTS[asked]!()));
