/** The plan of an experiment: its file read once, every run counted and identified by its key. Nothing is played here. */
import { noSuch } from '../../../core/util/suggest.js';
import type { NullRun } from '../../../engine/index.js';
import type { LanguageService, Resolved, Seeds } from '../../../language/api.js';
import type { Experiment } from '../../../language/generated/society.js';
import { NOTHING, type Spent, sum } from '../../../minds/index.js';
import { applySettings } from '../../load/applyArmSettings.js';
import { type PlacedProblem, problemLine } from '../../load/load.js';
import { sourceName } from '../../load/sourceName.js';
import { readTables } from '../../load/populationTables.js';
import { type ExperimentRun, type Job, keysOf, type Material, materialOf, measuresIn } from './runRecord.js';
import { type Design, designOf, withNullArms } from './design.js';

export interface PlanOptions {
  readonly language: LanguageService;
  /** The runs that were played before, by key. */
  readonly known: ReadonlyMap<string, ExperimentRun>;
  /** Replaces the seeds of the file. */
  readonly seeds?: Seeds | undefined;
  /** Null runs that are played as additional arms. */
  readonly nulls?: readonly NullRun[] | undefined;
  /** Only this part of the runs. */
  readonly shard?: Shard | undefined;
  /** Runs that were played for this and other plans with the same budget. */
  readonly paid?: Iterable<PaidRun> | undefined;
  /** Called at each run, so that other tasks get their turn. */
  readonly breathe?: () => Promise<void> | undefined;
}

export interface Plan extends Design {
  readonly uri: string;
  readonly id: string;
  readonly experiment: Experiment;
  readonly material: Material;
  /** The file, with its data files among the sources. */
  readonly resolved: Resolved;
  /** Every run of the design, in its order. */
  readonly jobs: readonly Job[];
  /** Runs that were played before, under their current names, by the place of their job. */
  readonly known: ReadonlyMap<number, ExperimentRun>;
  /** The others, each key once: arms with equal settings share their runs. */
  readonly missing: readonly Job[];
  /** Of the others, by key, those that language models answered before the file compared a measure that they did not take. */
  readonly answered: ReadonlyMap<string, ExperimentRun>;
  /** What language models took for runs of other plans with the same budget. */
  readonly spentBesides: Spent;
}

/** Rejects with a message where the experiment cannot be played at all. */
export async function planExperiment(uri: string, id: string, options: PlanOptions): Promise<Plan> {
  const found = await options.language.resolve(uri);
  const written = found.society.experiments?.[id];
  if (!written) throw new Error(noSuch('experiment', id, Object.keys(found.society.experiments ?? {})));
  const experiment = withNullArms(written, options.nulls ?? []);
  return planDesign(found, { id, experiment, design: designOf(experiment, options.seeds) }, options);
}

/** A design of arms and seeds, with the experiment that says what is played and compared. */
interface StudyDesign {
  readonly id: string;
  readonly experiment: Experiment;
  readonly design: Design;
}

type DesignOptions = Pick<PlanOptions, 'language' | 'known' | 'shard' | 'paid' | 'breathe'>;

/** The same for a design that is not in the file. */
export const planDesign = (found: Resolved, study: StudyDesign, options: DesignOptions): Promise<Plan> =>
  planned(found, study, options, (material) => jobsOf(material, study.design, options));

/** The same for arms that are played once each: the arm at a place with the seed at that place. */
export const planPoints = (found: Resolved, study: StudyDesign, options: DesignOptions): Promise<Plan> =>
  planned(found, study, options, async (material) => {
    const { arms, seeds } = study.design;
    const keyOf = keysOf(material);
    const jobs: Job[] = [];
    for (const [index, arm] of arms.entries()) {
      jobs.push({ index, key: keyOf(arm)(seeds[index]!), arm, seed: seeds[index]! });
      await options.breathe?.();
    }
    return jobs;
  });

async function planned(
  found: Resolved,
  { id, experiment, design }: StudyDesign,
  options: DesignOptions,
  jobsIn: (material: Material) => Promise<readonly Job[]>,
): Promise<Plan> {
  const { uri } = found;
  const wrong = found.problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(lineOf(uri, wrong));
  const { scenario, budget } = experiment;
  const resolved = budget ? applySettings(found, scenario, { budget: { ...budget } }) : found;
  const { tables, problems, sources } = await readTables(options.language, resolved);
  if (problems[0]) throw new Error(lineOf(uri, problems[0]));
  const material = materialOf(resolved, experiment, tables);
  const jobs = await jobsIn(material);
  const known = new Map<number, ExperimentRun>();
  const answered = new Map<string, ExperimentRun>();
  const measures = measuresIn(experiment);
  for (const { index, key, arm, seed } of jobs) {
    const cell = options.known.get(key);
    if (!cell) continue;
    // A measure that is compared now may not have been taken then.
    if (measures.every((measure) => Object.hasOwn(cell.measures, measure))) known.set(index, { ...cell, arm: arm.id, seed });
    else if (cell.run !== undefined) answered.set(key, cell);
  }
  return {
    ...{ uri, id, experiment, material, ...design, jobs, known, answered },
    resolved: { ...resolved, sources: [...resolved.sources, ...sources] },
    spentBesides: spentBesides(jobs, options.paid ?? []),
    missing: eachOnce(jobs.filter(({ index }) => !known.has(index))),
  };
}

/** A run, or interviews after runs, with what it took. */
export type PaidRun = Pick<ExperimentRun, 'key' | 'spent'>;

/** What runs took that are not of the plan: those of the plan count with it. Each run counts once. */
function spentBesides(jobs: readonly Job[], paid: Iterable<PaidRun>): Spent {
  const counted = new Set(jobs.map(({ key }) => key));
  let spent = NOTHING;
  for (const run of paid) {
    if (!run.spent || counted.has(run.key)) continue;
    counted.add(run.key);
    spent = sum(spent, run.spent);
  }
  return spent;
}

/** The first of each key. */
function eachOnce(jobs: readonly Job[]): readonly Job[] {
  const seen = new Set<string>();
  return jobs.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** A problem with its place. */
const lineOf = (uri: string, problem: PlacedProblem): string => problemLine(problem, (source) => sourceName(uri, source));

/** Seed by seed: an experiment that stops early has about as many runs of each arm. */
async function jobsOf(
  material: Material,
  { arms, seeds }: Design,
  { shard, breathe }: Pick<PlanOptions, 'shard' | 'breathe'>,
): Promise<readonly Job[]> {
  const keys = arms.map(keysOf(material));
  const jobs: Job[] = [];
  for (const seed of seeds)
    for (const [a, arm] of arms.entries()) {
      jobs.push({ index: jobs.length, key: keys[a]!(seed), arm, seed });
      await breathe?.();
    }
  return shard ? partOf(jobs, shard) : jobs;
}

// Parts of an experiment that are played separately, for example by the tasks of a batch scheduler.

/** Part `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/8`; throws a message where it is not valid. */
export function shardOf(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (index === undefined || shard.index < 1 || shard.index > shard.of)
    throw new Error(`Write a shard as its number, from 1, and the number of shards, as in 1/8 … 8/8, not \`${text}\`.`);
  return shard;
}

/** Every `of`-th run: parts of equal size. Runs with the same key are in one part, so that they are played, and paid for, once. */
export function partOf<T extends { readonly key: string }>(all: readonly T[], { index, of }: Shard): readonly T[] {
  const places = new Map<string, number>();
  for (const { key } of all) if (!places.has(key)) places.set(key, places.size);
  return all.filter(({ key }) => places.get(key)! % of === index - 1);
}

/** The folder of a part within that of its experiment. */
export const shardFolder = ({ index, of }: Shard): string => `shard-${index}-of-${of}`;
