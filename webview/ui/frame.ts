/**
 * Drawing only on change, at most once a frame, and never while the page is hidden. Each view has one of these; what is
 * hidden or at rest costs nothing.
 */

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
