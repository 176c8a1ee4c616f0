/** The most that two threads gain compared with one, on this machine and now: of a loop that does nothing but count. */
import { Worker } from 'node:worker_threads';

/** Milliseconds of the same work in one thread, and in two. */
export interface Pair {
  readonly one: number;
  readonly two: number;
}

const COUNT = new URL(
  `data:text/javascript,${encodeURIComponent('import{workerData}from"node:worker_threads";let x=0;for(let i=0;i<workerData;i++)x=(Math.imul(x,31)+i)|0;if(x===.5)console.log(x)')}`,
);

export async function plainPair(): Promise<Pair> {
  const loop = (n: number): Promise<void> =>
    new Promise((resolve, reject) => new Worker(COUNT, { workerData: n }).once('error', reject).once('exit', () => resolve()));
  // Beyond 2³¹ the counter would be no whole number to the machine.
  const [start, work] = [performance.now(), 2e9];
  await loop(work);
  const between = performance.now();
  await Promise.all([loop(work / 2), loop(work / 2)]);
  return { one: between - start, two: performance.now() - between };
}
