/**
 * The design of an experiment: its arms, which are every combination of its factors, and its seeds. Arms are plain data, in
 * an order that depends only on the file. They are counted before any is made.
 */
import type { Json } from '../../../core/util/json.js';
import type { NullRun } from '../../../engine/index.js';
import {
  armCount,
  factorSizes,
  NULL_KEY,
  consecutiveSeeds,
  seedCount,
  seedRange,
  type Seeds,
  SEEDS,
  sensitivityDesign,
  tooManyRuns,
} from '../../../language/api.js';
import type { Experiment, Sampling } from '../../../language/generated/society.js';
import type { Settings } from '../../load/applyArmSettings.js';
import { sampleSettings } from './designSample.js';

export interface Arm {
  /** Unique in the experiment; for a named arm, its name. */
  readonly id: string;
  /** What distinguishes it from the others: level by factor, where a factor is `arm`, a path in the scenario, `wording` or `model`. */
  readonly levels: { readonly [factor: string]: Json };
  /** What it sets in the scenario. */
  readonly set: Settings;
  /** The wording of the prompts; null is the text of the file. */
  readonly wording: string | null;
  /** The one mind of all agents; null for those of the file. */
  readonly model: string | null;
  /** In a sample for sensitivity analysis, the index of its point, from 0. */
  readonly point?: number;
}

export interface Design {
  readonly arms: readonly Arm[];
  /** The same in every arm. */
  readonly seeds: readonly number[];
}

/** The one arm of an experiment that has no factor. */
const ALONE = 'all';

/** The name for no wording: the text of the file. */
const STANDARD = 'standard';

/** The arm for the scenario as the file has it, where the file names no arms. */
const AS_WRITTEN = 'as_written';

/** An experiment with one additional arm for each null run, which is compared wherever arms are named. */
export function withNullArms(experiment: Experiment, nulls: readonly NullRun[]): Experiment {
  if (nulls.length === 0) return experiment;
  const { arms = { [AS_WRITTEN]: {} }, compare = {} } = experiment;
  const added = Object.fromEntries(nulls.map((kind) => [`null_${kind}`, { [NULL_KEY]: kind }]));
  const compared = Object.entries(compare).map(([id, one]) => [
    id,
    one.arms ? { ...one, arms: [...new Set([...one.arms, ...Object.keys(added)])] } : one,
  ]);
  return { ...experiment, arms: { ...arms, ...added }, ...(experiment.compare ? { compare: Object.fromEntries(compared) } : {}) };
}

/** Throws a message where there would be no run, or too many. `seeds` replace the file's. */
export function designOf(experiment: Experiment, seeds?: Seeds): Design {
  const empty = [...factorSizes(experiment)].find(([, size]) => size === 0);
  if (empty) throw new Error(`\`${empty[0]}\` has no values, so there is no arm.`);
  const count = seedCount(seeds === undefined ? experiment : { seeds });
  if (count === 0) throw new Error(NO_SEED);
  const many = tooManyRuns(armCount(experiment), count);
  if (many !== null) throw new Error(many);
  const factors = factorsOf(experiment);
  const arms = factors.reduce<readonly Part[]>((all, factor) => all.flatMap((arm) => factor.map((part) => joined(arm, part))), [NONE]);
  return { arms: unique(arms).map((arm) => (arm.id === '' ? { ...arm, id: ALONE } : arm)), seeds: seedsOf(experiment, seeds) };
}

const NO_SEED = '`seeds` has no seed. Write how many, or the first and the last, as in `101..140`.';

/** The seeds of an experiment, each once; `given` replace the file's. */
export function seedsOf({ seeds: said = SEEDS }: Pick<Experiment, 'seeds'>, given: Seeds | undefined): readonly number[] {
  const seeds = given ?? said;
  const range = seedRange(seeds);
  if (!range) return [...new Set(seeds as readonly number[])];
  return consecutiveSeeds(range[0], seedCount({ seeds }));
}

/** The level of one factor in an arm. */
type Part = Arm;

const NONE: Part = { id: '', levels: {}, set: {}, wording: null, model: null };

const joined = (a: Part, b: Part): Part => ({
  id: a.id === '' ? b.id : `${a.id}, ${b.id}`,
  levels: { ...a.levels, ...b.levels },
  set: { ...a.set, ...b.set },
  wording: b.wording ?? a.wording,
  model: b.model ?? a.model,
  ...pointOf(a.point ?? b.point),
});

const pointOf = (point: number | undefined): Pick<Part, 'point'> => (point === undefined ? {} : { point });

/** Rows can be equal, and so can draws: a number distinguishes arms with the same name. */
function unique(arms: readonly Arm[]): readonly Arm[] {
  const seen = new Map<string, number>();
  return arms.map((arm) => {
    const times = (seen.get(arm.id) ?? 0) + 1;
    seen.set(arm.id, times);
    return times === 1 ? arm : { ...arm, id: `${arm.id} (${times})` };
  });
}

function factorsOf({ arms, grid = {}, list, sample, wordings, models }: Experiment): readonly (readonly Part[])[] {
  const named = arms && Object.entries(arms).map(([id, set]): Part => ({ ...NONE, id, levels: { arm: id }, set: set as Settings }));
  const crossed = Object.entries(grid).map(([path, values]) => values.map((value): Part => row({ [path]: value as Json })));
  return [
    ...(named ? [named] : []),
    ...crossed,
    ...(list ? [list.map((set) => row(set as Settings))] : []),
    ...(sample ? [sampledParts(sample)] : []),
    ...(wordings ? [wordings.map((id): Part => ({ ...NONE, id, levels: { wording: id }, wording: id === STANDARD ? null : id }))] : []),
    ...(models ? [models.map((id): Part => ({ ...NONE, id, levels: { model: id }, model: id }))] : []),
  ];
}

function sampledParts(sample: Sampling): readonly Part[] {
  const isOrdered = sensitivityDesign(sample) !== null;
  return sampleSettings(sample).map((set, i) => ({ ...row(set), ...pointOf(isOrdered ? i : undefined) }));
}

const row = (set: Settings): Part => ({
  ...NONE,
  id: Object.entries(set)
    .map(([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', '),
  levels: set,
  set,
});
