/** Work by frames: draws at most once per frame and only after changes, and does long work in slices. */

export interface Frames {
  /** Requests one more drawing. */
  ask(): void;
}

/** `draw` gets the time and returns whether it wants another frame. */
export function frames(draw: (time: number) => boolean): Frames {
  let asked = false;
  const ask = (): void => {
    if (asked || document.hidden) return;
    asked = true;
    requestAnimationFrame((time) => {
      asked = false;
      if (draw(time)) ask();
    });
  };
  document.addEventListener('visibilitychange', ask);
  return { ask };
}

/** An act that takes long takes at most one part in this many of the time, so that the page stays free for the user. */
const PARTS = 5;

/**
 * Limits calls to one in a number of milliseconds, and to fewer where a call takes long. The first call runs immediately, the last call
 * is never lost.
 */
export function atMostEvery(milliseconds: number, act: () => void): () => void {
  let next = 0;
  let waiting = false;
  const run = (): void => {
    waiting = false;
    const start = performance.now();
    act();
    next = start + Math.max(milliseconds, PARTS * (performance.now() - start));
  };
  return () => {
    if (waiting) return;
    const rest = next - performance.now();
    waiting = rest > 0;
    if (waiting) setTimeout(run, rest);
    else run();
  };
}

/** Something that a caller can wait for. */
interface Awaited {
  readonly came: () => void;
  /** Resolves when it next happens, or after the maximum waiting time. */
  next(): Promise<void>;
}

export function awaited(milliseconds: number): Awaited {
  let tell: () => void = () => undefined;
  return {
    came: () => tell(),
    next: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        tell = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

// Splits work that takes longer than a frame, so that the page can draw and react to the user in between.

/** Resolves in another task. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** If no frame comes in this number of milliseconds, the page is hidden. */
const NO_FRAME = 60;

/** Resolves when the next frame is drawn. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NO_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      void turn().then(resolve);
    });
  });
}

/** Processes items one after the other. An error is reported and does not stop the next item. */
export function inTurn<T>(take: (item: T) => Promise<void> | void): (item: T) => void {
  let last = Promise.resolve();
  return (item) => {
    last = last.then(() => take(item)).catch((error: unknown) => reportError(error));
  };
}
