/** Delays a call and combines all requests during the delay into one. */
import type { Disposable } from '../../core/util/lifecycle.js';

interface Soon extends Disposable {
  ask(): void;
}

/** @param delay milliseconds after the first request. */
export function soon(delay: number, act: () => void): Soon {
  let timer: NodeJS.Timeout | null = null;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = null;
        act();
      }, delay);
    },
    dispose: () => {
      if (timer) clearTimeout(timer);
    },
  };
}
