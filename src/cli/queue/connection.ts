/** A connection to Redis that says when it is away and when it is back, and never what its password is. */
import { Redis } from 'ioredis';
import type { Address } from './address.js';

export interface Connection {
  readonly redis: Redis;
  readonly shown: string;
  /** Called each time it is back after it was away. */
  onBack(listener: () => void): void;
  /** Ends it, and all that were made after it, whatever is under way. */
  end(): void;
}

/** Milliseconds between two tries to be connected again, at most. */
const AGAIN = 1000;

/**
 * Opens it; rejects with words where nothing answers there. Once it was open, what is asked while Redis is away waits until it is
 * back. `password`: where the address has none, as `redis-cli` takes it from the environment.
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
    if (!isAway && !isOver) told(`Redis at ${shown} is away; what is under way goes on, and the rest waits until it is back`);
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) told(`Redis at ${shown} is back`);
    isAway = false;
    for (const listener of back) listener();
  });
  const end = (): void => {
    isOver = true;
    redis.disconnect();
  };
  return { redis, shown, onBack: (listener) => void back.add(listener), end };
}

const causeOf = ({ message, code }: Error & { readonly code?: string }): string => (message === '' ? (code ?? 'no answer') : message);

const refusedWords = (shown: string, cause: string): string =>
  /NOAUTH|WRONGPASS|invalid password/i.test(cause)
    ? `Redis at ${shown} wants another password. Write it into the address, or set REDISCLI_AUTH.`
    : `There is no Redis at ${shown} (${cause}). Start one with redis-server, or look at the address.`;
