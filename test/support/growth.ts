/** How the time that something takes grows with its input: a ratio, so that it does not depend on the machine. */
import { performance } from 'node:perf_hooks';

/** Best of a few, for a machine that is busy only makes it longer. */
async function shortest(act: () => unknown, times: number): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await act();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/**
 * Time for four times the input, over the time for the input: 4 for what is linear, 16 for what is quadratic. The small size
 * goes first, so that what is compiled on the way counts against it.
 */
export async function growth(act: (size: number) => unknown, size: number, times = 3): Promise<number> {
  const small = await shortest(() => act(size), times);
  return (await shortest(() => act(4 * size), times)) / small;
}
