/** What a browser tells of the machine. */
import type { JsonObject } from '../core/util/json.js';

export const machineFacts = (): JsonObject => ({ system: 'browser', processors: navigator.hardwareConcurrency });

/** Sizes of the files of a run are not read in a browser. */
export const runFileSizes = (_dir: string): Promise<{ readonly [file: string]: number }> => Promise.resolve({});
