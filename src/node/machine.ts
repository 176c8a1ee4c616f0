/** The memory of this machine and of this process in bytes, and the time of this process on a processor. */
import { availableParallelism, freemem, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

export interface MachineMemory {
  /** Of this process now. */
  readonly used: number;
  /** The most that Node lets the heap take, without typed arrays. */
  readonly heapLimit: number;
  /** That other processes leave, and all that a process here may have. */
  readonly free: number;
  readonly total: number;
}

export function machineMemory(): MachineMemory {
  const limit = process.constrainedMemory?.() ?? 0;
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const { rss: used } = process.memoryUsage();
  return { used, heapLimit: getHeapStatistics().heap_size_limit, free: Math.min(freemem(), total), total };
}

/** Milliseconds that this process has been on a processor. What other work on the machine takes is left out. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Number of threads that can run at the same time. */
export const cores = (): number => availableParallelism();
