/** Work that takes longer than a frame, in turns between which the page draws and hears its user. */

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
