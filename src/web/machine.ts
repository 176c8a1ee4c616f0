/** The memory that a browser reports, in bytes. Not every browser does. */
import type { MachineMemory } from '../node/machine.js';

/** The limit of the heap where the browser does not report it. */
const USUAL_LIMIT = 2e9;

interface ReportedMemory {
  readonly memory?: { readonly usedJSHeapSize: number; readonly jsHeapSizeLimit: number };
}

/** A page cannot have more memory than its heap. */
export function machineMemory(): MachineMemory {
  const { memory } = performance as ReportedMemory;
  const used = memory?.usedJSHeapSize ?? 0;
  const heapLimit = memory?.jsHeapSizeLimit ?? USUAL_LIMIT;
  return { used, heapLimit, free: heapLimit - used, total: heapLimit };
}

/** Milliseconds of this worker. A browser does not report the time on a processor. */
export const processorMs = (): number => performance.now();

export const cores = (): number => navigator.hardwareConcurrency;
