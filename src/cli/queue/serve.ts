/** A worker: takes runs from the queue and plays them in threads. It asks no outside mind, reads no file and keeps nothing. */
import { type Job as QueueJob, UnrecoverableError, Worker } from 'bullmq';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { playsAlone } from '../../runs/experiments/index.js';
import type { Connection } from './connection.js';
import { Materials, type Ready } from './materials.js';
import { jobOf, MOST, QUEUE, type SentJob, type SentResult, VANISHED } from './queueMessages.js';

interface Serving {
  readonly connection: Connection;
  /** Runs that are played at the same time. */
  readonly atOnce: number;
  /** Seconds of silence after which the runs of a worker are given to others. */
  readonly lease: number;
  /** Ends the worker after its current runs. */
  readonly token: CancellationToken;
  /** Ends the worker at once; other workers play its runs. */
  readonly now: CancellationToken;
  readonly told: (words: string) => void;
}

/** Plays runs until the worker is ended. Resolves with the number of runs that it played. */
export async function serveRuns({ connection, atOnce, lease, token, now, told }: Serving): Promise<number> {
  const materials = new Materials(connection.redis, atOnce);
  let played = 0;
  const worker = new Worker(QUEUE, (job) => resultOf(job, materials), {
    ...{ connection: connection.redis, concurrency: atOnce, maxStalledCount: VANISHED },
    ...{ lockDuration: lease * 1000, stalledInterval: lease * 500 },
  });
  worker.on('completed', () => played++);
  worker.on('failed', (job, { message }) => told(failedWords(job, message)));
  // A run that another worker also received counts once. The connection reports when Redis cannot be reached.
  worker.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    token.onCancellationRequested(() => void worker.close().then(resolve));
    now.onCancellationRequested(() => resolve());
  });
  await materials.close();
  connection.end();
  return played;
}

async function resultOf(job: QueueJob, materials: Materials): Promise<SentResult> {
  const sent = jobOf(job.data);
  if (!sent) throw new UnrecoverableError('The data in the queue is not a run.');
  return materials.with(sent.material, (ready) => playedIn(ready, sent));
}

async function playedIn({ material, player, keyOf }: Ready, { key, arm, seed }: SentJob): Promise<SentResult> {
  if (!playsAlone(material.society, arm)) throw new UnrecoverableError('This run asks language models. A worker never does.');
  if (keyOf(arm, seed) !== key) throw new UnrecoverableError('This run does not match its key.');
  const outcome = await player.play({ index: 0, key, arm, seed });
  if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
  if (outcome.kind !== 'played') throw new Error(outcome.kind === 'lost' ? outcome.problem : 'The worker was stopped.');
  const result: SentResult = {
    kind: 'played',
    key,
    measures: outcome.cell.measures,
    ...(outcome.cell.answers && { answers: outcome.cell.answers }),
    ...(outcome.cell.faults && { faults: outcome.cell.faults }),
  };
  if (JSON.stringify(result).length > MOST.result) throw new UnrecoverableError('The measures of this run are too large for a queue.');
  return result;
}

function failedWords(job: QueueJob | undefined, reason: string): string {
  const sent = jobOf(job?.data);
  return sent ? t('{0}, seed {1}: {2} (try {3})', sent.arm.id, sent.seed, translated(reason), job?.attemptsMade ?? 1) : translated(reason);
}
