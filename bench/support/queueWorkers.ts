/** A Redis and workers of the built command line, as an experiment finds them that goes over a queue. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Plan, Player } from '../../src/runs/experiments/index.js';
import { measuresIn } from '../../src/runs/experiments/index.js';
import { addressOf } from '../../src/cli/queue/address.js';
import { connected, handingOut } from '../../src/cli/queue/index.js';
import { startRedis } from '../../test/support/redis.js';

export interface WorkerProcess {
  kill(): void;
}

export interface AtQueue {
  /** Resolves once it waits for runs. */
  worker(...options: string[]): Promise<WorkerProcess>;
  player(plan: Plan): Promise<Player>;
}

/** Does `work` at one, and ends everything. */
export async function withQueue<T>(work: (at: AtQueue) => Promise<T>): Promise<T> {
  const at = await atQueue();
  return work(at).finally(() => at.close());
}

async function atQueue(): Promise<AtQueue & { close(): Promise<void> }> {
  const redis = await startRedis();
  const workers = new Set<WorkerProcess>();
  return {
    worker: async (...options) => {
      const one = await startWorker(['worker', '--redis', redis.url, ...options]);
      workers.add(one);
      return one;
    },
    player: async ({ id, material, experiment }) => {
      const connection = await connected(addressOf(redis.url), () => undefined);
      return handingOut({ id, material, measures: measuresIn(experiment), connection, told: () => undefined });
    },
    close: async () => {
      for (const worker of workers) worker.kill();
      await redis.close();
    },
  };
}

function startWorker(args: readonly string[]): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
    child.stderr.on('data', (data: Buffer) => {
      if (data.includes('waiting for runs')) resolve({ kill: () => void child.kill('SIGKILL') });
    });
  });
}
