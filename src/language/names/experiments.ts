/** The settings of an experiment or a calibration in its scenario (in arms, factors, rows, ranges and priors), and the number of runs. */
import type { Experiment } from '../generated/society.js';
import { sampleSize } from './sampling.js';
import { branches, keySchema, rootSchema, type Schema } from '../schema/schema.js';
import { type Entry, type TreeNode, valueAt } from '../syntax/node.js';
import { groupedFor, t } from '../../core/util/l10n.js';

/** A path in the scenario, as the key of an entry, with all its values. */
export interface Setting {
  readonly entry: Entry;
  readonly values: readonly TreeNode[];
}

const entriesOf = (node: TreeNode | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : []);
const itemsOf = (node: TreeNode | undefined): readonly TreeNode[] => (node?.kind === 'list' ? node.items : []);

/** The entries of a file that set values by their path in a scenario: experiments and calibrations. */
export const settersIn = (root: TreeNode | null): readonly Entry[] =>
  ['experiments', 'calibrate'].flatMap((section) => entriesOf(valueAt(root ?? undefined, section)));

/** Whether the entries of a section set values by their path in a scenario. */
export const isSetting = (section: string | undefined): section is 'experiments' | 'calibrate' =>
  section === 'experiments' || section === 'calibrate';

/** All settings in the node of an experiment or a calibration. */
export function settingsIn(experiment: TreeNode | undefined): readonly Setting[] {
  const rows = [...entriesOf(valueAt(experiment, 'arms')).map(({ value }) => value), ...itemsOf(valueAt(experiment, 'list'))];
  const factors = [
    ...entriesOf(valueAt(experiment, 'grid')),
    ...entriesOf(valueAt(valueAt(experiment, 'sample'), 'over')),
    ...entriesOf(valueAt(experiment, 'parameters')),
  ];
  return [
    ...rows.flatMap((row) => entriesOf(row).map((entry) => ({ entry, values: [entry.value] }))),
    ...factors.map((entry) => ({ entry, values: entry.value.kind === 'list' ? entry.value.items : [entry.value] })),
  ];
}

/** How many keys of a path below `experiments` or `calibrate` precede a path in the scenario; null if it contains no such path. */
export function settingDepth([section, , part, inner]: readonly string[]): number | null {
  if (section === 'calibrate') return part === 'parameters' ? 3 : null;
  if (section !== 'experiments') return null;
  if (part === 'arms' || part === 'list') return 4;
  if (part === 'grid') return 3;
  return part === 'sample' && inner === 'over' ? 4 : null;
}

/** The schema at the end of a path through maps; undefined if the path does not exist. */
export function schemaAlong(schema: Schema, path: readonly string[]): Schema | undefined {
  let found: Schema | undefined = schema;
  for (const key of path) {
    const choices: readonly Schema[] = found ? branches(found) : [];
    found = choices.map((choice) => (choice.type === 'object' ? keySchema(choice, key) : undefined)).find((sub) => sub !== undefined);
  }
  return found;
}

/** The key that makes an arm a null run. */
export const NULL_KEY = 'null';

/** The key of an arm whose questions are changed in ways that should not matter. */
export const PERTURB_KEY = 'perturb';

/** Sections of the file whose entries arms can change, by the kind of their ids. */
export const FILE_SECTIONS = { ties: 'network', personas: 'persona', populations: 'population', models: 'model' } as const;

export type FileSection = keyof typeof FILE_SECTIONS;

/** The target of a path: in the scenario, into the world that it uses, into a section of the file, or to the kind of run. */
type SettingHome = 'scenario' | 'world' | 'file' | 'run';

/**
 * `ties` alone is the list of the scenario's networks, and `ties.friendship.change.threshold` a value of a network.
 * `world.with` and `world.use` belong to the scenario, all other keys below `world` to the world.
 */
export function settingHome([first = '', second]: readonly string[]): SettingHome {
  if (second === undefined) return first === NULL_KEY || first === PERTURB_KEY ? 'run' : 'scenario';
  if (first === 'world') return second === 'use' || second === 'with' ? 'scenario' : 'world';
  return Object.hasOwn(FILE_SECTIONS, first) ? 'file' : 'scenario';
}

/** The schema of the values of a path in an experiment; undefined if the path does not exist. */
export function settingSchema(path: readonly string[]): Schema | undefined {
  const { $defs: { scenario, world, settings } = {} } = rootSchema;
  switch (settingHome(path)) {
    case 'scenario':
      return scenario && schemaAlong(scenario, path);
    case 'world':
      return world && schemaAlong(world, path.slice(1));
    case 'file':
      return schemaAlong(rootSchema, path);
    case 'run':
      return settings?.properties?.[path[0] ?? ''];
  }
}

// Computes the number of arms and runs of an experiment from its factors, without creating them.

/** The most runs of an experiment: a larger grid is probably a mistake. */
const MOST_RUNS = 100_000;

/** The default number of seeds. */
export const SEEDS = 10;

/** The factors, and the number of values of each. */
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

/** The number of arms: one for every combination. */
export const armCount = (experiment: Partial<Experiment>): number =>
  [...factorSizes(experiment).values()].reduce((product, size) => product * size, 1);

/** Seeds of an experiment in a file or a command: a number of seeds from 1, `first..last`, or a list. */
export type Seeds = NonNullable<Experiment['seeds']>;

/** The first and the last seed of `101..140`; 1 and 20 for `20`; null for a list. */
export function seedRange(seeds: Seeds): readonly [first: number, last: number] | null {
  if (typeof seeds === 'number') return [1, seeds];
  if (typeof seeds !== 'string') return null;
  const [first = 0, last = -1] = seeds.split('..').map(Number);
  return [first, last];
}

/** The number of different seeds; 0 if the last is below the first. */
export function seedCount({ seeds = SEEDS }: Pick<Experiment, 'seeds'>): number {
  const range = seedRange(seeds);
  return range ? Math.max(0, range[1] - range[0] + 1) : new Set(seeds as readonly number[]).size;
}

/** A message that says that there are more seeds than runs may be; null if there are not. */
export const tooManySeeds = (seeds: number): string | null =>
  seeds <= MOST_RUNS
    ? null
    : t(
        '{0} seeds are more than {1}, the most runs of a study. Use fewer seeds, such as `1..100`.',
        groupedFor(seeds),
        groupedFor(MOST_RUNS),
      );

/** Seeds that follow each other. Throws a message where there are too many. */
export function consecutiveSeeds(first: number, count: number): readonly number[] {
  const many = tooManySeeds(count);
  if (many !== null) throw new Error(many);
  return Array.from({ length: count }, (_, i) => first + i);
}

/** A message that says why there are too many runs; null if there are not. */
export function tooManyRuns(arms: number, seeds: number): string | null {
  const many = tooManySeeds(seeds);
  if (many !== null) return many;
  const runs = arms * seeds;
  if (runs <= MOST_RUNS) return null;
  return t(
    '{0} arms with {1} seeds are {2} runs. The maximum is {3}. Use fewer values, or draw some of them with `sample`.',
    arms,
    seeds,
    runs,
    MOST_RUNS,
  );
}
