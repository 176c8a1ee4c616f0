/** Gives time to the event loop during long work, so that the editor responds. */
import type { CancellationToken } from '../core/util/lifecycle.js';
import { nextTurn } from './nextTurn.js';

/**
 * A function that returns a promise once `everyMs` milliseconds of work have passed, or `afterMs` if the caller gives it, or if `now` is
 * true; otherwise undefined.
 */
export function breather(everyMs: number): (now?: boolean, afterMs?: number) => Promise<void> | undefined {
  let last = performance.now();
  return (now = false, afterMs = everyMs) => {
    if (!now && performance.now() - last < afterMs) return undefined;
    return nextTurn().then(() => {
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
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const part = encoder.encode(piece);
    parts.push(part);
    bytes += part.length;
    const pause = breathe();
    if (!pause) continue;
    done(parts.length, bytes);
    await pause;
    if (token.isCancellationRequested) return null;
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
