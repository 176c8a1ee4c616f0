/** Work by frames: draws at most once a frame and only on change, and does long work in slices. */

export interface Frames {
  /** Asks for one more drawing. */
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

/** The same wish at most once in so many milliseconds: the first at once, the last never lost. */
export function atMostEvery(milliseconds: number, act: () => void): () => void {
  let last = -milliseconds;
  let waiting = false;
  const run = (): void => {
    waiting = false;
    last = performance.now();
    act();
  };
  return () => {
    if (waiting) return;
    const rest = last + milliseconds - performance.now();
    waiting = rest > 0;
    if (waiting) setTimeout(run, rest);
    else run();
  };
}

/** Something that a caller can wait for. */
interface Awaited {
  readonly came: () => void;
  /** Resolves when it comes the next time, and after so many milliseconds at the latest. */
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

// Work that takes longer than a frame, in turns between which the page draws and hears its user.

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

/** Milliseconds after which a frame does not come: the page is hidden. */
const NO_FRAME = 60;

/** Resolves when the next frame was drawn. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NO_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      void turn().then(resolve);
    });
  });
}

/** Takes what comes one after the other, the next when the last is done; what fails is told and holds up nothing. */
export function inTurn<T>(take: (item: T) => Promise<void> | void): (item: T) => void {
  let last = Promise.resolve();
  return (item) => {
    last = last.then(() => take(item)).catch((error: unknown) => reportError(error));
  };
}
