/** A key that a map has already. */
import { errorAt, type Problem } from '../text/problem.js';
import type { Entry } from './node.js';

/** Nobody reads more of them. */
export const MOST_PROBLEMS = 200;

export const duplicateKey = ({ key, keyAt }: Entry): Problem =>
  errorAt('duplicate-key', `\`${key}\` is here already. The first one counts.`, keyAt);
