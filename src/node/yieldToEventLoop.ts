/** Gives time to the event loop during long work, so that the editor responds. */
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from '../core/util/lifecycle.js';

/**
 * A function that returns a promise once `everyMs` milliseconds of work have passed, or `afterMs` if the caller gives it, or if `now` is
 * true; otherwise undefined.
 */
export function breather(everyMs: number): (now?: boolean, afterMs?: number) => Promise<void> | undefined {
  let last = performance.now();
  return (now = false, afterMs = everyMs) => {
    if (!now && performance.now() - last < afterMs) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}

export interface Gathering {
  readonly breathe: () => Promise<void> | undefined;
  readonly token: Pick<CancellationToken, 'isCancellationRequested'>;
  /** Called with the number of pieces and of bytes so far, before each pause. */
  readonly done: (pieces: number, bytes: number) => void;
}

/** The bytes of a long text that is made in pieces. Resolves with null if it is cancelled. */
export async function gathered(pieces: Iterable<string>, { breathe, token, done }: Gathering): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const part = Buffer.from(piece);
    parts.push(part);
    bytes += part.length;
    const pause = breathe();
    if (!pause) continue;
    done(parts.length, bytes);
    await pause;
    if (token.isCancellationRequested) return null;
  }
  return Buffer.concat(parts);
}
