/** The end of a call before its answer: by a time limit, or because the question was cancelled. */
import type { CancellationToken } from '../../core/util/lifecycle.js';

interface Watch {
  readonly signal: AbortSignal;
  /** Why we ended the call, or null. The first reason is kept. */
  ended(): 'cancelled' | 'timeout' | null;
  dispose(): void;
}

/** Passes cancellation and the time limit, in milliseconds, to the socket. */
export function watchOver(token: CancellationToken, timeoutMs: number): Watch {
  const controller = new AbortController();
  let reason: 'cancelled' | 'timeout' | null = null;
  const end = (why: 'cancelled' | 'timeout'): void => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  const listener = token.onCancellationRequested(() => end('cancelled'));
  return {
    signal: controller.signal,
    ended: () => reason,
    dispose: () => {
      clearTimeout(timer);
      listener.dispose();
    },
  };
}
