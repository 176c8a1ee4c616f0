/** How a script starts and ends: an error becomes one line, and every process that it started is stopped. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { closeAll, isLeaving } from './cleanup.mjs';
import { message, say } from './report.mjs';

/** @param {() => Promise<number | void>} main returns the exit code */
export async function runMain(main) {
  let code = 1;
  try {
    if (Number.parseInt(process.versions.node, 10) < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}`);
    code = (await main()) ?? 0;
  } catch (error) {
    if (!isLeaving()) say(`error: ${message(error)}`);
  }
  if (isLeaving()) return;
  await closeAll();
  process.stdout.write('', () => process.exit(code));
}

/**
 * Whether the module at `url` is the script that was started, also through a symbolic link.
 * @param {string} url
 */
export function isMain(url) {
  return realpathSync(process.argv[1] ?? '.') === fileURLToPath(url);
}

/** A signal to npm ends its shell and does not reach this process, which notices a new parent. */
export function followNpm() {
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 1_000).unref();
}
