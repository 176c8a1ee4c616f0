/**
 * One set-up at a time, also across processes and containers that share the folder.
 * The holder touches a file every second; a file that is no longer touched is left over from a crash.
 */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from './cleanup.mjs';
import { say } from './report.mjs';

const HEARTBEAT = 1_000;
const ABANDONED = 10_000;

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const token = `${process.pid} ${Math.random()}`;
  for (let waited = 0; !(await take(file, token)); waited++) {
    if (waited === 1) say('waiting for another set-up to finish');
    await sleep(HEARTBEAT);
  }
  const beat = setInterval(() => touch(file), HEARTBEAT);
  const release = () => {
    clearInterval(beat);
    if (read(file) === token) rmSync(file, { force: true });
  };
  const forget = onExit(release);
  try {
    return await work();
  } finally {
    forget();
    release();
  }
}

/**
 * @param {string} file
 * @param {string} token
 */
async function take(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (!isAbandoned(file)) return false;
  }
  // Several processes can find it abandoned: the last to write wins, and all check again.
  writeFileSync(file, token);
  await sleep(HEARTBEAT);
  return read(file) === token;
}

/** @param {string} file */
function isAbandoned(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > ABANDONED;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Another process removed the folder; the work itself reports that.
  }
}
