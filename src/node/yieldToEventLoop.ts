/** Lets the event loop turn during long work, so that the editor stays awake. */
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from '../core/util/cancellation.js';

/** A function that gives a promise once `everyMs` milliseconds of work have passed, or when told that it is time, else undefined. */
export function breather(everyMs: number): (now?: boolean) => Promise<void> | undefined {
  let last = performance.now();
  return (now = false) => {
    if (!now && performance.now() - last < everyMs) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}

export interface Gathering {
  readonly breathe: () => Promise<void> | undefined;
  readonly token: Pick<CancellationToken, 'isCancellationRequested'>;
  /** Told of the number of pieces so far, before each breath. */
  readonly done: (pieces: number) => void;
}

/** The bytes of a text that takes long to make, which comes in pieces; null when cancelled. */
export async function gathered(pieces: Iterable<string>, { breathe, token, done }: Gathering): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  for (const piece of pieces) {
    parts.push(Buffer.from(piece));
    const pause = breathe();
    if (!pause) continue;
    done(parts.length);
    await pause;
    if (token.isCancellationRequested) return null;
  }
  return Buffer.concat(parts);
}
