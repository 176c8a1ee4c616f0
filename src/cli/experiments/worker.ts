/** `society worker --redis URL`: plays runs that experiments hand out. `society queue --redis URL`: lists the queue. */
import { translated } from '../../core/util/recordedText.js';
import { availableParallelism } from 'node:os';
import { CancellationSource } from '../../core/util/lifecycle.js';
import { argumentsOf } from '../terminal/arguments.js';
import { wholeNumber } from '../terminal/files.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { atRedis, type Listed } from '../terminal/redis.js';
import { t } from '../../core/util/l10n.js';

/** The longest silence of a worker, in seconds. */
const LEASE = 15;

export async function worker(args: readonly string[]): Promise<number> {
  const options = { redis: { type: 'string' }, 'at-once': { type: 'string' }, lease: { type: 'string' } } as const;
  const { values } = argumentsOf('worker', args, options);
  if (values.redis === undefined) throw new UsageError(t('worker needs a Redis, as in --redis redis://HOST:PORT.'));
  const atOnce = wholeNumber('at-once', values['at-once'], 1) ?? availableParallelism();
  const lease = wholeNumber('lease', values.lease, 1) ?? LEASE;
  const { connection, serveRuns } = await atRedis(values.redis);
  const [ending, now] = [new CancellationSource(), new CancellationSource()];
  const stop = (): void => {
    if (ending.token.isCancellationRequested) return now.cancel();
    aside(t('the worker ends after its current runs; Ctrl+C again ends it now, and other workers play them\n'));
    ending.cancel();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  aside(t('waiting for runs at {0}, {1} at once; Ctrl+C ends it\n', connection.shown, atOnce));
  const told = (words: string): void => aside(`${words}\n`);
  const played = await serveRuns({ connection, atOnce, lease, token: ending.token, now: now.token, told });
  process.stdout.write(t('{0} played\n', plural(played, 'run')));
  // A run that another worker has taken over is discarded.
  process.exit(0);
}

export async function queue(args: readonly string[]): Promise<number> {
  const options = { redis: { type: 'string' }, retry: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const { values } = argumentsOf('queue', args, options);
  if (values.redis === undefined) throw new UsageError(t('queue needs a Redis, as in --redis redis://HOST:PORT.'));
  const { connection, listQueue } = await atRedis(values.redis);
  const listed = await listQueue(connection, values.retry ?? false);
  process.stdout.write(values.json ? jsonText(listed) : `${printable(words(listed))}\n`);
  if (values.retry && listed.failed > 0) aside(t('{0} will be retried\n', plural(listed.failed, 'failed run')));
  return 0;
}

function words({ workers, waiting, underWay, played, failed, failures }: Listed): string {
  const head = t(
    '{0}; {1} waiting, {2} running, {3} played and not fetched, {4} failed',
    plural(workers, 'worker'),
    waiting,
    underWay,
    played,
    failed,
  );
  const lines = failures.map(({ experiment, arm, seed, problem }) =>
    t('failed: {0}, {1}, seed {2}: {3}', experiment, arm, seed ?? '?', translated(problem)),
  );
  return [head, ...lines, ...(failed > failures.length ? [t('… and {0} more', failed - failures.length)] : [])].join('\n');
}
