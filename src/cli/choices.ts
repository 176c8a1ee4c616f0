/** Options by which commands that run a scenario choose it. */
import type { CompileOptions } from '../engine/index.js';
import { wholeNumber } from './files.js';

/** As `parseArgs` takes them. */
export const CHOICES = {
  scenario: { type: 'string' },
  seed: { type: 'string' },
  rounds: { type: 'string' },
  mind: { type: 'string' },
} as const;

/** What was given of them; a usage error where a number is none. */
export function chosen(values: { readonly [name in keyof typeof CHOICES]?: string | undefined }): CompileOptions {
  const { scenario, mind } = values;
  const [seed, rounds] = [wholeNumber('seed', values.seed, 0), wholeNumber('rounds', values.rounds, 1)];
  return {
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(mind === undefined ? {} : { mind }),
  };
}
