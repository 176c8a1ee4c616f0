/**
 * The built command line for tests: all commands of the tests of a process run in one other process, which loads the command line
 * once. Where a test is about the process itself (signals, standard input, what it may open), it starts `dist/cli.mjs`.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The same as `spawnSync` of the command line gives. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LIMIT = 180_000;

let started: { readonly port: MessagePort; readonly ended: Int32Array } | undefined;

/**
 * Runs a command to its end, in a folder.
 * @throws after `limit` milliseconds without a result
 */
export function runSociety(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env, limit = LIMIT): Ended {
  const { port, ended } = (started ??= start());
  Atomics.store(ended, 0, 0);
  port.postMessage({ args, cwd, env: { ...env } });
  if (Atomics.wait(ended, 0, 0, limit) === 'timed-out') throw new Error(`society ${args.join(' ')}: no result after ${limit / 1000} s`);
  return receiveMessageOnPort(port)?.message as Ended;
}

/** Commands that do not hold up this process, one after another. */
let beside: Promise<unknown> = Promise.resolve();

/** The same while this process goes on: for a command that asks a server of the test. No `runSociety` may be called meanwhile. */
export function runSocietyBeside(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  const run = async (): Promise<Ended> => {
    const { port } = (started ??= start());
    port.postMessage({ args, cwd, env: { ...env } });
    const [ended] = (await once(port, 'message')) as [Ended];
    port.unref();
    return ended;
  };
  const ended = beside.then(run);
  beside = ended.catch(() => null);
  return ended;
}

function start() {
  const { port1, port2 } = new MessageChannel();
  const ended = new Int32Array(new SharedArrayBuffer(4));
  const script = join(process.cwd(), 'test', 'support', 'commandThread.mjs');
  new Worker(script, { workerData: { port: port2, ended }, transferList: [port2] }).unref();
  port1.unref();
  return { port: port1, ended };
}
