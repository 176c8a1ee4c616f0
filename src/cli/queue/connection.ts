/** A connection to Redis that reports when it is lost and restored, and never shows its password. */
import { Redis } from 'ioredis';
import { t } from '../../core/util/l10n.js';
import type { Address } from './address.js';

export interface Connection {
  readonly redis: Redis;
  readonly shown: string;
  /** Called each time the connection is restored. */
  onBack(listener: () => void): void;
  /** Ends the connection and all that were made after it, whatever is under way. */
  end(): void;
}

/** The most milliseconds between two tries to connect again. */
const AGAIN = 1000;

/**
 * Opens the connection; rejects with a message where no Redis answers. After that, commands wait while Redis cannot be
 * reached. `password`: where the address has none, as `redis-cli` takes it from the environment.
 */
export async function connected({ url, shown }: Address, told: (words: string) => void, password?: string): Promise<Connection> {
  let [wasOpen, isOver, last] = [false, false, ''];
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isOver || !wasOpen ? null : Math.min(100 * times, AGAIN)),
    ...(password !== undefined && new URL(url).password === '' ? { password } : {}),
  });
  redis.on('error', (error: Error) => {
    last = causeOf(error);
  });
  await redis.connect().catch((error: Error) => {
    redis.disconnect();
    throw new Error(refusedWords(shown, last === '' ? causeOf(error) : last));
  });
  wasOpen = true;
  const back = new Set<() => void>();
  let isAway = false;
  redis.on('close', () => {
    if (!isAway && !isOver)
      told(t('Redis at {0} cannot be reached; runs that are under way continue, and the rest waits until it answers', shown));
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) told(t('Redis at {0} answers again', shown));
    isAway = false;
    for (const listener of back) listener();
  });
  const end = (): void => {
    isOver = true;
    redis.disconnect();
  };
  return { redis, shown, onBack: (listener) => void back.add(listener), end };
}

const causeOf = ({ message, code }: Error & { readonly code?: string }): string => (message === '' ? (code ?? t('no answer')) : message);

const refusedWords = (shown: string, cause: string): string =>
  /NOAUTH|WRONGPASS|invalid password/i.test(cause)
    ? t('Redis at {0} requires another password. Write it in the address, or set REDISCLI_AUTH.', shown)
    : t('No Redis answers at {0} ({1}). Start one with redis-server, or check the address.', shown, cause);
