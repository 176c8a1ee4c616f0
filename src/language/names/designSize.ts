/** How many arms and runs an experiment has, told from its factors before any of them is made. */
import type { Experiment } from '../generated/society.js';
import { sampleSize } from './sampling.js';

/** Runs that an experiment has at most: a grid beyond is a slip of the pen. */
const MOST_RUNS = 100_000;

/** Seeds where the file does not say. */
export const SEEDS = 10;

/** Which factors there are, and how many values each has. */
export function factorSizes({ arms, grid = {}, list, sample, wordings, models }: Partial<Experiment>): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  if (arms) sizes.set('arms', Object.keys(arms).length);
  for (const [path, levels] of Object.entries(grid)) sizes.set(path, levels.length);
  if (list) sizes.set('list', list.length);
  if (sample) sizes.set('sample', sampleSize(sample));
  if (wordings) sizes.set('wordings', wordings.length);
  if (models) sizes.set('models', models.length);
  return sizes;
}

/** Arms: one of every combination. */
export const armCount = (experiment: Partial<Experiment>): number =>
  [...factorSizes(experiment).values()].reduce((product, size) => product * size, 1);

/** Seeds of an experiment as a file or a command says them: how many from 1 on, `first..last`, or a list. */
export type Seeds = NonNullable<Experiment['seeds']>;

/** First and last of `101..140`; of `20`, 1 and 20. Null of a list. */
export function seedRange(seeds: Seeds): readonly [first: number, last: number] | null {
  if (typeof seeds === 'number') return [1, seeds];
  if (typeof seeds !== 'string') return null;
  const [first = 0, last = -1] = seeds.split('..').map(Number);
  return [first, last];
}

/** How many different seeds; 0 where the last comes before the first. */
export function seedCount({ seeds = SEEDS }: Pick<Experiment, 'seeds'>): number {
  const range = seedRange(seeds);
  return range ? Math.max(0, range[1] - range[0] + 1) : new Set(seeds as readonly number[]).size;
}

/** Why there are too many runs, in words; null where there are not. */
export function tooManyRuns(arms: number, seeds: number): string | null {
  const runs = arms * seeds;
  if (runs <= MOST_RUNS) return null;
  return `${arms} arms with ${seeds} seeds are ${runs} runs; at most ${MOST_RUNS} can be. Take fewer values, or draw some of them with \`sample\`.`;
}
