/** Does something a little later, once for all who ask meanwhile. */
import type { Disposable } from '../../core/util/lifecycle.js';

interface Soon extends Disposable {
  ask(): void;
}

/** @param delay milliseconds from the first who asks. */
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
