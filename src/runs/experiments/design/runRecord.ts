/** One run of an experiment: what it is played from, its key, and its result. All of it is plain data. */
import type { AnswerVariety } from '../../../analysis/index.js';
import { canonical, type Json } from '../../../core/util/json.js';
import { MIND_VERSIONS } from '../../../core/mindLabels.js';
import { type CompileOptions, CURRENT_FLAGS, ENGINE, type Table } from '../../../engine/index.js';
import type { Resolved } from '../../../language/api.js';
import type { Experiment, Society } from '../../../language/generated/society.js';
import type { Spent } from '../../../minds/index.js';
import { sha256 } from '../../../node/ports.js';
import { applySettings, nullsOf, perturbationsOf } from '../../load/applyArmSettings.js';
import type { RunAnswers } from '../../people/agentAnswers.js';
import type { Arm } from './design.js';

/** Everything that the runs of an experiment are played from. It can be sent to another thread or machine, also as JSON. */
export interface Material {
  readonly scenario: string;
  /** With only this scenario, and with no part of experiments but the measures that are compared. */
  readonly society: Society;
  /** The tables of populations that are read from a file. */
  readonly tables: { readonly [population: string]: Table };
}

/** A run to be played. */
export interface Job {
  /** Its place in the design: seed by seed, and arm by arm in each. */
  readonly index: number;
  readonly key: string;
  readonly arm: Arm;
  readonly seed: number;
}

/** What was measured in one run, by round. */
export interface ExperimentRun {
  /** The hash of everything that the run is made from. */
  readonly key: string;
  readonly arm: string;
  readonly seed: number;
  readonly measures: { readonly [id: string]: readonly (number | null)[] };
  /** Why measures have no value at the end, by measure: the last fault of each. */
  readonly faults?: { readonly [measure: string]: string };
  /** How alike its agents answered; absent where no two answered the same question, and in runs of older versions. */
  readonly variety?: AnswerVariety;
  /** What agents answered, where the scenario is compared with people; `recordName` is then one of the measures. */
  readonly answers?: RunAnswers;
  /** Name of its run folder, where language models were asked. */
  readonly run?: string;
  /** The spending of the language models. */
  readonly spent?: Spent;
}

/** What is measured in a run. */
export type Measured = Pick<ExperimentRun, 'measures' | 'answers' | 'faults' | 'variety'>;

/** A run that did not end. */
export interface Lost {
  readonly arm: string;
  readonly seed: number;
  readonly problem: string;
  readonly run?: string;
}

/** The result of a job. */
export type JobResult =
  | { readonly kind: 'played'; readonly cell: ExperimentRun }
  | { readonly kind: 'lost'; readonly problem: string; readonly run?: string }
  /** No run of this arm is possible: the file has an error. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The budget is reached. */
  | { readonly kind: 'paused'; readonly message: string }
  | { readonly kind: 'stopped' };

/**
 * Plays runs in a place: in this process, in worker threads, or on other machines. `play` is called for as many runs at once as
 * there are places, and never rejects because of a run. It may be called again for a job: the result is the same.
 */
export interface Player {
  readonly places: number;
  play(job: Job): Promise<JobResult>;
  /** No more results are needed; runs that are under way may be discarded. */
  close(): Promise<void>;
}

export function materialOf({ society }: Pick<Resolved, 'society'>, experiment: Experiment, tables: ReadonlyMap<string, Table>): Material {
  const { scenario } = experiment;
  const { experiments: _, calibrate: _fitted, scenarios = {}, ...rest } = society;
  const played = scenarios[scenario];
  const compare = Object.fromEntries(measuresIn(experiment).map((measure) => [measure, { measure }]));
  return {
    scenario,
    society: { ...rest, scenarios: played ? { [scenario]: played } : {}, experiments: { compared: { scenario, compare } } },
    tables: Object.fromEntries(tables),
  };
}

/** Measures that an experiment compares. Its runs must take them. */
export const measuresIn = ({ compare = {} }: Experiment): readonly string[] => [
  ...new Set(Object.values(compare).map(({ measure }) => measure)),
];

/** The same of a material. */
export const measuresWanted = ({ society }: Pick<Material, 'society'>): readonly string[] =>
  measuresIn(society.experiments?.['compared'] ?? { scenario: '' });

/** The options to compile an arm with, in addition to its society. */
export const choicesFor = ({ scenario, tables }: Material, { set, wording, model }: Arm, seed: number): CompileOptions => ({
  ...{ scenario, seed, tables: new Map(Object.entries(tables)), nulls: nullsOf(set), perturb: perturbationsOf(set) },
  ...(wording === null ? {} : { wording }),
  ...(model === null ? {} : { mind: model }),
});

/**
 * The keys of an experiment's runs: by arm, then by seed. Two runs have the same key where their results are the same, in any file.
 * Other scenarios, the names of arms, what is compared, also with data from outside, how interviews after the run are read, and the budget do
 * not matter. The engine, its flags and the versions of the built-in minds do.
 */
export function keysOf(material: Material): (arm: Arm) => (seed: number) => string {
  const { scenario, society, tables } = material;
  const hash = hashing();
  return ({ set, wording, model }) => {
    const { scenarios, experiments: _compared, ...rest } = applySettings({ society }, scenario, set).society;
    const { budget: _budget, compare_with: _references, awareness: _read, ...played } = scenarios?.[scenario] ?? {};
    // Hashed by section: most arms do not change most sections.
    const sections = Object.fromEntries(Object.entries(rest).map(([section, value]) => [section, hash(value)]));
    const around = { engine: ENGINE, flags: CURRENT_FLAGS, minds: MIND_VERSIONS, sections, tables: hash(tables) };
    const perturbed = perturbationsOf(set);
    const changed = { nulls: nullsOf(set), ...(perturbed.length > 0 ? { perturbed } : {}) };
    const made = sha256(canonical({ around, scenario, played, wording, model, ...changed } as unknown as Json));
    return (seed) => sha256(`${made} ${seed}`);
  };
}

/** Hashes of values; the hash of an object is computed once. */
function hashing(): (value: unknown) => string {
  const known = new WeakMap<object, string>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return canonical((value ?? null) as Json);
    const found = known.get(value) ?? sha256(canonical(value as Json));
    known.set(value, found);
    return found;
  };
}

/** The results of a plan. */
export interface Played {
  readonly experiment: Experiment;
  readonly arms: readonly Arm[];
  readonly seeds: readonly number[];
  /** In the order of the design, whatever the order in which they were played. */
  readonly cells: readonly ExperimentRun[];
  readonly lost: readonly Lost[];
  /** `paused`: its budget is reached. */
  readonly state: 'ended' | 'stopped' | 'paused';
  /** Why it pauses, as text. */
  readonly problem: string | null;
}
