/**
 * Claim cards: a thousand runs judged in one card take hardly longer than the runs alone, on as many threads as there are cores, and
 * memory does not grow with the runs. Threads run the bundle: `node esbuild.mjs` first.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { neverCancelled } from '../src/core/util/lifecycle.js';
import { createLanguageService } from '../src/language/index.js';
import { nodeTextFiles } from '../src/node/ports.js';
import { claimsIn, verifyClaims } from '../src/runs/claims/index.js';
import { type ExperimentRun, type Plan, type Played, playExperiment, Threads } from '../src/runs/experiments/index.js';
import { print } from './support/figures.js';

const URI = 'file:///study/bench.society';
const built = (name: string): URL => pathToFileURL(join(process.cwd(), 'dist', `${name}.mjs`));
const SCRIPTS = { program: built('experiments-threads'), thread: built('experiments-worker') };

/** As written, three null runs and no memories: five conditions. */
const CONDITIONS = 5;
const SEEDS = 200;

/** Cards and runs alone are played in turn, so often, because a machine does not always have the same speed. */
const PAIRS = 3;

/** Room for the values of one run and its key. */
const RUN_BYTES = 2000;

/** Room for garbage that threads collect later, as runs go on. */
const LATE_BYTES = 64e6;

/** Runs after which memory is measured. */
const MEASURED_EVERY = 50;

const TEXT = `society: 1
imports: [library/feed]
populations: { people: { size: 12 } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  meet:
    world: feed
    rounds: 10
    measures: { mutual: reciprocity }
    because: { profile: A benchmark. }
    expect: { mutual: { that: mutual > 0.1, in: "${SEEDS} seeds, p < 0.05", matters: 0.02, because: A benchmark. } }
`;

const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
language.set(URI, TEXT);

/** Verifies the claim; the last condition, no word of rewards, is left out by the number of runs. */
async function verified(
  threads: Threads,
  known: Map<string, ExperimentRun>,
  runs: number,
): Promise<{ readonly ms: number; readonly plans: readonly Plan[] }> {
  const plans: Plan[] = [];
  const play = async (plan: Plan): Promise<Played> => {
    plans.push(plan);
    return playedBy(threads, plan, known);
  };
  const all = await claimsIn(language, URI);
  const start = performance.now();
  const { cards } = await verifyClaims(
    { uri: URI, claims: all, all, models: [], runs },
    { language, token: neverCancelled, known: () => known, play, now: () => performance.now() },
  );
  const ms = performance.now() - start;
  if (cards.length !== 1 || known.size < runs) throw new Error(`${known.size} runs`);
  return { ms, plans };
}

/** Bytes in use after a collection of garbage. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/**
 * The memory of a card while its runs play, in bytes: the most in use on the main thread beyond what was before, and by how much the process
 * with all threads grows after the first condition.
 */
async function memoryWhilePlaying(threads: Threads): Promise<{ readonly peak: number; readonly growth: number }> {
  const before = heap();
  const used: number[] = [];
  const resident: number[] = [];
  /** Notes the memory as runs are kept. */
  class Watched extends Map<string, ExperimentRun> {
    override set(key: string, run: ExperimentRun): this {
      super.set(key, run);
      if (this.size % MEASURED_EVERY === 0) {
        used.push(heap());
        resident.push(process.memoryUsage.rss());
      }
      return this;
    }
  }
  await verified(threads, new Watched(), CONDITIONS * SEEDS);
  const first = Math.max(...resident.slice(0, SEEDS / MEASURED_EVERY));
  return { peak: Math.max(...used) - before, growth: Math.max(...resident) - first };
}

const playedBy = (threads: Threads, plan: Plan, known: Map<string, ExperimentRun>): Promise<Played> =>
  playExperiment(plan, {
    ...{ alone: threads.player(plan.material), asking: null, token: neverCancelled, now: () => performance.now() },
    keep: async (cell) => void known.set(cell.key, cell),
  });

const threads = new Threads(availableParallelism(), SCRIPTS);
try {
  // Threads compile the engine in their first runs, and anew what a null run changes: a card that is played first pays for the others.
  await verified(threads, new Map(), CONDITIONS * SEEDS);
  let known = new Map<string, ExperimentRun>();
  let [ms, alone] = [0, 0];
  for (let i = 0; i < PAIRS; i++) {
    known = new Map();
    const card = await verified(threads, known, CONDITIONS * SEEDS);
    ms += card.ms / PAIRS;
    const start = performance.now();
    for (const plan of card.plans) await playedBy(threads, plan, new Map());
    alone += (performance.now() - start) / PAIRS;
  }
  print({ name: 'a card of 1,000 runs, beside the runs alone', unit: 'ms', ours: ms, against: 'peer', peer: alone, goal: 1.06 });
  const runs = CONDITIONS * SEEDS;
  const { peak, growth } = await memoryWhilePlaying(threads);
  print({
    name: 'memory of the main thread at most while 1,000 runs of a card play',
    ...{ unit: 'B', ours: peak, against: 'limit', limit: RUN_BYTES * runs, goal: 1 },
  });
  print({
    name: 'memory that all threads grow by from 200 to 1,000 runs',
    ...{ unit: 'B', ours: Math.max(0, growth), against: 'limit', limit: LATE_BYTES, goal: 1 },
  });
  const before = heap();
  const again = await verified(threads, known, 0);
  const kept = heap() - before;
  print({ name: 'the same card from runs that were played before', unit: 'ms', ours: again.ms, against: 'peer', peer: ms, goal: 0.1 });
  print({
    name: 'memory that a card of 1,000 runs keeps',
    unit: 'B',
    ours: kept,
    against: 'limit',
    limit: RUN_BYTES * known.size,
    goal: 1,
  });
} finally {
  await threads.close();
}
