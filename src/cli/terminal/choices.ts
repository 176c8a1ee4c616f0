/** The options for the scenario, for commands that run one. */
import { type CompileOptions, NULL_RUNS, type NullRun } from '../../engine/index.js';
import { wholeNumber } from './files.js';
import { UsageError } from './output.js';

/** In the form that `argumentsOf` takes. */
export const CHOICES = {
  scenario: { type: 'string' },
  seed: { type: 'string' },
  rounds: { type: 'string' },
  mind: { type: 'string' },
} as const;

/** The given options; a usage error where a number is not valid. */
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

/** Kinds of null run, each once; commas join several. */
export function nullRuns(values: readonly string[] = []): readonly NullRun[] {
  const wanted = [...new Set(values.flatMap((value) => value.split(',')).map((value) => value.trim()))];
  return wanted.map((value) => {
    const found = NULL_RUNS.find((kind) => kind === value);
    if (!found) throw new UsageError(`--null takes ${NULL_RUNS.join(', ')}, not \`${value}\`.`);
    return found;
  });
}
