/**
 * Things that must end with the process: servers, browsers, temporary folders, locks.
 * A closer does its essential part at once (so that it also works while the process exits)
 * and may return a promise that ends when the thing is really gone.
 */
import { constants } from 'node:os';

/** @typedef {() => void | Promise<void>} Closer */

/** @type {Set<Closer>} */
const closers = new Set();
let listening = false;
let leaving = false;

/**
 * Calls `closer` when the process is interrupted or exits. Returns a function that removes it.
 * @param {Closer} closer
 */
export function onExit(closer) {
  if (!listening) listen();
  closers.add(closer);
  return () => void closers.delete(closer);
}

function listen() {
  listening = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void leave(128 + constants.signals[signal]));
  }
  process.on('exit', () => take().forEach((close) => void close()));
}

/** The last thing that was started is closed first, and waited for: a folder is removed after the server that writes into it. */
export async function closeAll() {
  for (const close of take()) {
    try {
      await close();
    } catch {
      // The others must still be closed.
    }
  }
}

/** Whether the process was interrupted, so that later failures are due to the stop. */
export function isLeaving() {
  return leaving;
}

/** @param {number} code */
async function leave(code) {
  leaving = true;
  await closeAll();
  process.exit(code);
}

function take() {
  const all = [...closers].reverse();
  closers.clear();
  return all;
}
