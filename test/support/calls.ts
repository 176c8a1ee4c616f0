/** The sum of the calls of a run folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS, readCalls } from '../../src/trace/index.js';

export const callsIn = (dir: string): number =>
  readCalls(readFileSync(join(dir, CALLS), 'utf8')).reduce((sum, { took }) => sum + took.calls, 0);
