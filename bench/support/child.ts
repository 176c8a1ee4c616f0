/** Measuring in a process of its own, so that neither memory nor warmed code of one thing helps or hurts another. */
import { spawn } from 'node:child_process';

/** Runs this script again with a part to do, with these flags of its machine (V8); gives what that printed as JSON. */
export function inChild<T>(script: string, part: string, flags: readonly string[] = []): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', ...flags, script, part], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as T);
      else reject(new Error(`measuring ${part} ended with exit code ${code}`));
    });
  });
}

/** Seconds that this process has been on a core: what other work on the machine takes is left out. */
export function coreSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The same in milliseconds. */
export const coreMilliseconds = (): number => coreSeconds() * 1_000;

/**
 * Watches the event loop. The result gives milliseconds between two turns of it, in order of time, and ends the watch: those of the clock, or
 * those of the cores where they are fewer. The clock includes other work on the machine. The cores include compilers of V8 that work beside
 * the event loop, which takes no longer than either.
 */
export function watchedTurns(): () => readonly number[] {
  const waits: number[] = [];
  let [core, clock] = [coreMilliseconds(), performance.now()];
  const look = (): void => {
    const [coreNow, clockNow] = [coreMilliseconds(), performance.now()];
    waits.push(Math.min(coreNow - core, clockNow - clock));
    [core, clock] = [coreNow, clockNow];
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return waits;
  };
}

/** Bytes in use, in MB, once all that can go is gone. */
export function heapInUse(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) throw new Error('start Node with --expose-gc');
  for (let i = 0; i < 3; i++) collect();
  return process.memoryUsage().heapUsed / 1e6;
}
