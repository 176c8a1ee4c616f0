/** Plays the missing runs of a plan from the command line: in threads, in this process or at a Redis, with progress, until Ctrl+C. */
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import {
  inProcess,
  inThreads,
  type Keeping,
  measuresIn,
  type Plan,
  type Played,
  type Player,
  playExperiment,
  type Progress,
} from '../../runs/experiments/index.js';
import { aside, plural, printable } from '../terminal/output.js';
import { atRedis, type QueuePlayer } from '../terminal/redis.js';
import { type AskingOptions, askingIn } from './experimentConsent.js';
import { progressWords } from './experimentText.js';
import { t } from '../../core/util/l10n.js';

/** Ctrl+C, and the signal that a batch scheduler sends before it kills. */
const STOPS = ['SIGINT', 'SIGTERM'] as const;

interface Playing {
  readonly kept: Keeping;
  /** The player of runs whose minds need no outside access. */
  readonly alone: (token: CancellationToken) => Player;
  /** Address of a Redis whose workers play these runs in its place. */
  readonly queue?: string | undefined;
  /** The folder of the runs, as people read it. */
  readonly folder: string;
  /** The options for language models. */
  readonly asking: AskingOptions;
  /** Whether another part of the program shows the progress. */
  readonly isQuiet?: boolean;
}

export async function playPlan(plan: Plan, { kept, alone, queue, folder, asking, isQuiet = false }: Playing): Promise<Played> {
  const cancel = new CancellationSource();
  const stop = (): void => cancel.cancel();
  for (const signal of STOPS) process.once(signal, stop);
  const before = plan.known.size;
  if (before > 0 && !isQuiet) aside(t('Reusing {0} from {1}\n', plural(before, 'completed run'), folder));
  try {
    const asker = await askingIn(plan, kept, cancel.token, asking);
    const queued = queue === undefined || plan.missing.length === 0 ? null : await queuePlayer(plan, queue);
    return await playExperiment(plan, {
      alone: queued ?? alone(cancel.token),
      asking: asker,
      token: cancel.token,
      keep: (cell) => kept.keep(cell),
      ...(isQuiet ? {} : { told: telling(queued) }),
      now: () => performance.now(),
    });
  } finally {
    for (const signal of STOPS) process.removeListener(signal, stop);
  }
}

/** No more threads than there are runs; in this process where `workers` is 0. */
export const aloneIn =
  (plan: Plan, workers: number) =>
  (token: CancellationToken): Player =>
    workers === 0 ? inProcess(plan.material, token) : inThreads(plan.material, Math.max(1, Math.min(workers, plan.missing.length)));

/** Hands runs out at a Redis. Runs that ask language models are played in this process, so that keys stay on this machine. */
async function queuePlayer({ id, material, experiment }: Plan, address: string): Promise<QueuePlayer> {
  const { connection, handingOut } = await atRedis(address);
  try {
    return await handingOut({ material, id, measures: measuresIn(experiment), connection, told: (words) => aside(`${words}\n`) });
  } catch (error) {
    connection.end();
    throw error;
  }
}

/** Progress: in place on a terminal, else at each tenth. */
function telling(queued: QueuePlayer | null): (progress: Progress) => void {
  let tenth = 0;
  return (told) => {
    // Runs that are handed out wait in the queue; only the runs of its workers are under way.
    const progress = queued ? { ...told, underWay: Math.min(told.underWay, queued.underWay) } : told;
    const { of, done, lost } = progress;
    const isOver = done + lost === of;
    if (process.stderr.isTTY) return void process.stderr.write(`\r\u001b[K${printable(progressWords(progress))}${isOver ? '\n' : ''}`);
    const now = Math.floor((10 * (done + lost)) / of);
    if (now > tenth) aside(`${progressWords(progress)}\n`);
    tenth = now;
  };
}
