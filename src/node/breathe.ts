/** Lets the event loop turn during long work, so that the editor stays awake. */
import { setImmediate } from 'node:timers/promises';

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
