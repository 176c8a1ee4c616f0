/** How the command line connects to a queue: the bundle for Redis, loaded only here, and a connection. */
import { type Address, addressOf } from '../queue/address.js';
import type { Connection } from '../queue/index.js';
import { aside, UsageError } from './output.js';

export type { Listed, QueuePlayer } from '../queue/index.js';

type Room = typeof import('../queue/index.js');

interface AtRedis extends Room {
  readonly connection: Connection;
}

/** Opens `address`; rejects with a message where it is not valid, or where no Redis answers. Never shows a password. */
export async function atRedis(address: string): Promise<AtRedis> {
  const known = asAddress(address);
  const room = await import('../queue/index.js');
  const connection = await room.connected(known, (words) => aside(`${words}\n`), process.env['REDISCLI_AUTH']);
  return { ...room, connection };
}

function asAddress(text: string): Address {
  try {
    return addressOf(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
