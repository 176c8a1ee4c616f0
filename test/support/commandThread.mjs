/**
 * A thread between a test and the process that runs its commands. The test waits for the thread, so that a command in a test is
 * a call that returns its result.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

/** @typedef {import('./commandLine.js').Ended} Ended */

/** @type {{ port: import('node:worker_threads').MessagePort, ended: Int32Array }} */
const { port, ended } = workerData;

/** @type {import('node:child_process').ChildProcess | null} */
let child = null;
let problems = '';
let isRunning = false;

/** @param {Ended} result */
function finish(result) {
  if (!isRunning) return;
  isRunning = false;
  port.postMessage(result);
  Atomics.store(ended, 0, 1);
  Atomics.notify(ended, 0);
}

function start() {
  const started = fork(join(process.cwd(), 'test', 'support', 'commandProcess.mjs'), [], { silent: true, execArgv: [] });
  started.stderr?.setEncoding('utf8').on('data', (text) => (problems += text));
  started.on('message', (result) => finish(/** @type {Ended} */ (result)));
  started.on('close', (status) => {
    child = null;
    finish({ status, stdout: '', stderr: problems });
    problems = '';
  });
  return started;
}

port.on('message', (command) => {
  child ??= start();
  isRunning = true;
  child.send(command);
});
