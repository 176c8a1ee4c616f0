/** The contents of the queue: how many runs wait, are played and were played, and the failed runs. */
import { Queue } from 'bullmq';
import type { Connection } from './connection.js';
import { jobOf, QUEUE } from './queueMessages.js';

interface FailedRun {
  /** Id of the run's experiment. */
  readonly experiment: string;
  readonly arm: string;
  readonly seed: number | null;
  readonly problem: string;
}

export interface Listed {
  readonly workers: number;
  readonly waiting: number;
  readonly underWay: number;
  /** Runs that were played, and whose results no experiment has fetched yet. */
  readonly played: number;
  readonly failed: number;
  /** The newest failed runs, up to a limit. */
  readonly failures: readonly FailedRun[];
}

/** The most failed runs that are listed. */
const LISTED = 100;

/** `again`: failed runs are retried after they are listed. */
export async function listQueue(connection: Connection, again: boolean): Promise<Listed> {
  const queue = new Queue(QUEUE, { connection: connection.redis });
  queue.on('error', () => undefined);
  try {
    const { waiting = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = await queue.getJobCounts();
    const jobs = await queue.getFailed(0, LISTED - 1);
    const workers = await queue.getWorkersCount();
    if (again) await queue.retryJobs({ state: 'failed' });
    const failures = jobs.map(({ name, data, failedReason }) => {
      const sent = jobOf(data);
      return { experiment: name, arm: sent?.arm.id ?? '?', seed: sent?.seed ?? null, problem: failedReason.slice(0, 500) };
    });
    return { workers, waiting: waiting + delayed, underWay: active, played: completed, failed, failures };
  } finally {
    await queue.close();
    connection.end();
  }
}
