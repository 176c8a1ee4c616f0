/**
 * Compared values by seed. Runs of one seed with other wordings, models or settings are not independent, because the random
 * draws of the seed are the same in all of them. Each seed counts once, with the mean of its runs.
 */
import { type Component, type Measured, varianceComponents } from '../../../analysis/sensitivity/varianceComponents.js';
import { mean } from '../../../analysis/statistics/samples.js';
import { canonical, type Json } from '../../../core/util/json.js';
import type { Comparison, Experiment } from '../../../language/generated/society.js';
import type { ExperimentRun } from '../design/runRecord.js';
import type { Arm } from '../design/design.js';
import { measuredIn } from './liveTable.js';

/** Values of one arm: by seed, then by the other settings of the run. */
export type Sample = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** A factor that a comparison is averaged across, with its number of levels. */
export interface Across {
  /** `wording`, `model`, `list`, `sample`, or a path of `grid`. */
  readonly factor: string;
  readonly levels: number;
}

/**
 * The arms that a comparison names. Each of these means all runs with this name, with any other settings. Undefined where it
 * names none; then each arm of the design is compared as it is.
 */
export function namedIn({ arms: wanted, against }: Comparison, arms: readonly Arm[]): readonly string[] | undefined {
  if (wanted !== undefined || against === undefined || against === EACH_OTHER || arms.some(({ id }) => id === against)) return wanted;
  return [...new Set(arms.flatMap(({ levels: { arm } }) => (typeof arm === 'string' ? [arm] : [])))];
}

/** The value of `against` that compares every pair of arms. */
export const EACH_OTHER = 'each other';

/** The values of each arm that is compared, in the order of the comparison. */
export function samplesOf(comparison: Comparison, arms: readonly Arm[], cells: readonly ExperimentRun[]): ReadonlyMap<string, Sample> {
  const { measure, at } = comparison;
  const named = namedIn(comparison, arms);
  const column = { measure, at: typeof at === 'number' ? at : null };
  const samples = new Map((named ?? arms.map(({ id }) => id)).map((id) => [id, new Map<number, Map<string, number>>()]));
  const placed = new Map(arms.map((arm) => [arm.id, placeOf(arm, named)]));
  for (const cell of cells) {
    const { group, rest } = placed.get(cell.arm) ?? { group: cell.arm, rest: '' };
    const value = measuredIn(cell, column);
    const sample = samples.get(group);
    if (value === null || !sample) continue;
    const known = sample.get(cell.seed);
    if (known) known.set(rest, value);
    else sample.set(cell.seed, new Map([[rest, value]]));
  }
  return samples;
}

/** The runs of one arm in a comparison. */
export function cellsOf(
  group: string,
  comparison: Comparison,
  arms: readonly Arm[],
  cells: readonly ExperimentRun[],
): readonly ExperimentRun[] {
  const named = namedIn(comparison, arms);
  const own = new Set(arms.filter((arm) => placeOf(arm, named).group === group).map(({ id }) => id));
  return cells.filter(({ arm }) => own.has(arm));
}

function placeOf({ id, levels }: Arm, named: readonly string[] | undefined): { readonly group: string; readonly rest: string } {
  const { arm, ...rest } = levels;
  return named && !named.includes(id) && typeof arm === 'string' ? { group: arm, rest: canonical(rest as Json) } : { group: id, rest: '' };
}

/** A value for each seed. */
export const seedMeans = (sample: Sample): readonly number[] => [...sample.values()].map((own) => mean([...own.values()]));

/** The number of runs with a value. */
export const sizeOf = (sample: Sample): number => [...sample.values()].reduce((sum, own) => sum + own.size, 0);

/** A value for each seed of both arms. In a paired comparison, one for each seed that both have, from runs with the same settings. */
export function aligned(one: Sample, other: Sample, paired: boolean): readonly [readonly number[], readonly number[]] {
  if (!paired) return [seedMeans(one), seedMeans(other)];
  const pairs = [...one].flatMap(([seed, own]) => {
    const others = other.get(seed);
    const both = others ? [...own.keys()].filter((rest) => others.has(rest)) : [];
    return others && both.length > 0
      ? [[mean(both.map((rest) => own.get(rest)!)), mean(both.map((rest) => others.get(rest)!))] as const]
      : [];
  });
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}

/** A crossed factor, with the level of an arm in it. */
interface Crossed {
  readonly factor: string;
  readonly levelOf: (arm: Arm) => string;
}

/** Every factor of an experiment except its named arms. The paths of a row, and those of a point, vary together as one factor. */
function crossedIn({ grid = {}, list, sample, wordings, models }: Experiment): readonly Crossed[] {
  const together = (paths: readonly string[]) => (arm: Arm) =>
    canonical(Object.fromEntries(paths.flatMap((path) => (Object.hasOwn(arm.levels, path) ? [[path, arm.levels[path] as Json]] : []))));
  const over = Object.keys(sample?.over ?? {});
  return [
    ...Object.keys(grid).map((path) => ({ factor: path, levelOf: together([path]) })),
    ...(list ? [{ factor: 'list', levelOf: together([...new Set(list.flatMap((row) => Object.keys(row)))]) }] : []),
    ...(sample ? [{ factor: 'sample', levelOf: together(over) }] : []),
    ...(wordings ? [{ factor: 'wording', levelOf: together(['wording']) }] : []),
    ...(models ? [{ factor: 'model', levelOf: together(['model']) }] : []),
  ];
}

/** Which factors a comparison is averaged across, and how much of the variance between runs comes from each. */
export class Crossing {
  readonly across: readonly Across[];
  readonly #levels: ReadonlyMap<string, readonly string[]>;

  constructor(comparison: Comparison, experiment: Experiment, arms: readonly Arm[]) {
    const named = namedIn(comparison, arms);
    const grouped = named ? arms.filter(({ id }) => !named.includes(id)) : [];
    const sized = crossedIn(experiment).map((one) => ({ ...one, size: new Set(grouped.map((arm) => one.levelOf(arm))).size }));
    const factors = sized.filter(({ size }) => size > 1);
    this.across = factors.map(({ factor, size }) => ({ factor, levels: size }));
    this.#levels = new Map(grouped.map((arm) => [placeOf(arm, named).rest, factors.map(({ levelOf }) => levelOf(arm))]));
  }

  /** For the values of one arm, or the differences of two. Null where nothing is crossed; seeds with missing runs are left out. */
  components(one: Sample, less?: Sample): readonly Component[] | null {
    if (this.across.length === 0) return null;
    const whole = this.across.reduce((product, { levels }) => product * levels, 1);
    const values = [...one].flatMap(([seed, own]): readonly Measured[] => {
      const found = [...own].flatMap(([rest, value]): readonly Measured[] => {
        const other = less?.get(seed)?.get(rest);
        const levels = this.#levels.get(rest);
        return !levels || (less && other === undefined) ? [] : [{ levels: [String(seed), ...levels], value: value - (other ?? 0) }];
      });
      return found.length === whole ? found : [];
    });
    return varianceComponents(['seed', ...this.across.map(({ factor }) => factor)], values);
  }
}
