/** Checks what experiments set in their scenario: each path exists, each value fits its path, and the runs can be counted. */
import type { Experiment } from '../../generated/society.js';
import { boundsIn, type SampleFault, sampleFaults, sensitivityDesign } from '../../names/sampling.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { type ScalarNode, textOf, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import { nearest } from '../../../expr/index.js';
import {
  factorSizes,
  FILE_SECTIONS,
  type FileSection,
  schemaAlong,
  seedCount,
  type Setting,
  settingHome,
  settingsIn,
  tooManyRuns,
  tooManySeeds,
} from '../../names/experiments.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, idsOf, type Program } from '../../program/program.js';
import { keysOf, lineage, scenarioLine } from '../../names/worlds.js';
import { branches, requiredKeys, rootSchema, type Schema } from '../../schema/schema.js';
import { walk } from '../../schema/walk.js';
import type { Offsets } from '../../text/lines.js';
import { checkUse } from '../expressions/expressions.js';
import { definitionsOf, entriesIn, type Said, textsIn } from '../common/checkHelpers.js';
import { candidates } from '../ids/references.js';
import { fewSeeds } from './seeds.js';
import { marked, t } from '../../../core/util/l10n.js';
import { noun } from '../../../core/util/nouns.js';

export function checkExperiments(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'experiment').flatMap(({ entry, path }) => {
    const id = textOf(valueAt(entry.value, 'scenario'));
    const scenario = id === null ? [] : scenarioLine(program, file, id);
    // An unfinished experiment or scenario is not checked.
    if (scenario.length === 0 || isUnsound(file, entry) || scenario.some((one) => isUnsound(one.file, one.entry))) return [];
    const place: SettingPlace = { program, file, scenario, path };
    return [
      ...settingsIn(entry.value).flatMap((setting) => settingProblems(place, setting)),
      ...textsIn(valueAt(entry.value, 'wordings')).flatMap((said) => wordingProblem(program, said)),
      ...countProblems(entry.value, entry.keyAt),
      ...sampleProblems(entry.value),
      ...fewSeeds(entry),
      ...entriesIn(entry.value, 'compare').flatMap(({ value }) => pairProblems(value)),
    ];
  });
}

/** Problems that do not make an entry unfinished: with a misspelt key, the paths of arms can still be checked. */
const FINISHED: ReadonlySet<string> = new Set(['unknown-key', 'wrong-value', 'out-of-range', 'near-word', 'bad-id']);

/** Whether an entry is unfinished, so that its paths are not checked. */
export const isUnsound = ({ problems }: Pick<FileModel, 'problems'>, { at: [from, to] }: { readonly at: Offsets }): boolean =>
  problems.some(({ at, code }) => at[0] >= from && at[1] <= to && !FINISHED.has(code));

const UNPAIRED: ReadonlySet<string | null> = new Set(['mann_whitney', 'kolmogorov_smirnov']);

function pairProblems(comparison: TreeNode): Problem[] {
  const [test, paired] = [valueAt(comparison, 'test'), valueAt(comparison, 'paired')];
  if (!test || !UNPAIRED.has(textOf(test)) || paired?.kind !== 'scalar' || paired.value !== true) return [];
  const message = t('`{0}` compares two samples, not pairs. Remove `paired`, or test by permutation or t.', textOf(test));
  return [errorAt('test-unpaired', message, test.at, [replaceFix(t('Change to permutation'), test.at, 'permutation')])];
}

export interface SettingPlace {
  readonly program: Program;
  readonly file: FileModel;
  /** The scenario, and the scenarios that it extends. */
  readonly scenario: readonly Definition[];
  /** Path of the experiment or calibration. */
  readonly path: string;
}

/** The problems of a path and of each of its values. */
export function settingProblems(place: SettingPlace, { entry, values }: Setting): Problem[] {
  const path = entry.key.split('.');
  const ground = groundOf(place, path);
  if (!ground) return [];
  const lost = lostAt(place, ground);
  if (lost) return [lostProblem(entry, path, { ...lost, index: lost.index + ground.start.length })];
  const schema = schemaAlong(ground.schema, ground.path) as Schema;
  return values.flatMap((value) => valueProblems(place, value, schema, `${ground.node}.${ground.path.join('.')}`));
}

/** What a path refers to: a scenario, its world, or an entry of a section of the file. */
interface Ground {
  readonly schema: Schema;
  /** Keys that lead to this place. */
  readonly start: readonly string[];
  /** Keys that lead on from this place. */
  readonly path: readonly string[];
  /** The nodes at this place, with their bases. */
  readonly written: readonly (TreeNode | undefined)[];
  /** Path of the node. */
  readonly node: string;
}

/** What a path refers to; null if that is not known yet. */
function groundOf({ program, scenario }: SettingPlace, path: readonly string[]): Ground | null {
  const { scenario: ofScenario, world: ofWorld, settings } = rootSchema.$defs as { readonly [name: string]: Schema };
  const [section = '', id = ''] = path;
  switch (settingHome(path)) {
    case 'run':
      return { schema: settings as Schema, start: [], path, written: [], node: '' };
    case 'scenario':
      return {
        schema: ofScenario as Schema,
        start: [],
        path,
        written: scenario.map(({ entry }) => entry.value),
        node: scenario[0]?.path ?? '',
      };
    case 'world': {
      const worlds = lineage(program, worldIn(scenario));
      if (worlds.length === 0) return null;
      const written = worlds.map(({ entry }) => entry.value);
      return { schema: ofWorld as Schema, start: ['world'], path: path.slice(1), written, node: worlds[0]?.path ?? '' };
    }
    case 'file': {
      const entries = find(program.index, [FILE_SECTIONS[section as FileSection]], id);
      const schema = schemaAlong(rootSchema, [section]) as Schema;
      if (entries.length === 0)
        return { schema, start: [section], path: path.slice(1), written: [sectionNode(program, section as FileSection)], node: section };
      const inner = schemaAlong(schema, [id]) as Schema;
      return {
        schema: inner,
        start: [section, id],
        path: path.slice(2),
        written: entries.map(({ entry }) => entry.value),
        node: `${section}.${id}`,
      };
    }
  }
}

/** A section with its known ids. */
const sectionNode = (program: Program, section: FileSection): TreeNode =>
  ({
    kind: 'map',
    at: [0, 0],
    entries: idsOf(program.index, [FILE_SECTIONS[section]]).flatMap((id) =>
      find(program.index, [FILE_SECTIONS[section]], id)
        .slice(0, 1)
        .map(({ entry }) => ({ ...entry, key: id })),
    ),
  }) as unknown as TreeNode;

const worldIn = (scenario: readonly Definition[]): string =>
  scenario.map(({ entry }) => worldOf(valueAt(entry.value, 'world'))).find((id) => id !== null) ?? 'feed';

interface Lost {
  /** Index of the unknown key in the path. */
  readonly index: number;
  readonly known: readonly string[];
}

/** The first unknown key of a path; null if the path exists. A path into an entry needs an entry that exists. */
function lostAt(place: SettingPlace, ground: Ground): Lost | null {
  const { schema, path } = ground;
  if (path.length === 0) return null;
  for (const index of path.keys()) {
    const known = knownKeys(place, ground, path.slice(0, index), index === path.length - 1 && ground.start[0] !== ground.node);
    if (known && !known.includes(path[index] as string)) return { index, known };
    if (!schemaAlong(schema, path.slice(0, index + 1)) || isIncomplete(ground, path.slice(0, index))) return { index, known: [] };
  }
  return null;
}

/** Whether the path sets one key of a part that is not written and needs other keys too: `change` of a tie needs its rule. */
function isIncomplete({ schema, start, written }: Ground, path: readonly string[]): boolean {
  if (start.length === 0 || path.length === 0) return false;
  const here = schemaAlong(schema, path);
  const maps = here ? branches(here).filter(({ type }) => type === 'object') : [];
  const needs = maps.length > 0 && maps.every((map) => requiredKeys(map).length > 0);
  return needs && !written.some((node) => path.reduce<TreeNode | undefined>((found, key) => valueAt(found, key), node)?.kind === 'map');
}

/** Keys that can follow the start of a path; null where any key can. */
function knownKeys(
  { program, scenario }: SettingPlace,
  { schema, start, written }: Ground,
  path: readonly string[],
  isLast: boolean,
): readonly string[] | null {
  if (start.length === 0 && path.join('.') === 'world.with') {
    const worlds = lineage(program, worldIn(scenario));
    return worlds.length === 0 ? null : keysOf(worlds, 'params');
  }
  const here = schemaAlong(schema, path);
  const maps = here ? branches(here).filter(({ type }) => type === 'object') : [];
  const fixed = maps.flatMap(({ properties }) => Object.keys(properties ?? {}));
  if (maps.every(({ additionalProperties }) => additionalProperties === false)) return fixed;
  if (isLast) return null;
  const inside = written.map((node) => path.reduce<TreeNode | undefined>((found, key) => valueAt(found, key), node));
  return [...fixed, ...inside.flatMap((node) => entriesIn(node).map(({ key }) => key))];
}

const worldOf = (node: TreeNode | undefined): string | null => textOf(node) ?? textOf(valueAt(node, 'use'));

function lostProblem({ key, keyAt }: Setting['entry'], path: readonly string[], { index, known }: Lost): Problem {
  const wrong = path[index] as string;
  const near = nearest(wrong, known);
  const start = path.slice(0, index).join('.');
  const where =
    start === ''
      ? t('A scenario has no')
      : settingHome(path) === 'scenario'
        ? t('In the scenario `{0}` has no', start)
        : t('`{0}` has no', start);
  const there = known.length === 0 || known.length > 12 ? '' : t(' There are: {0}.', known.join(', '));
  const mended = key
    .split('.')
    .with(index, near ?? wrong)
    .join('.');
  return errorAt(
    'unknown-path',
    `${t('{0} `{1}`.', where, wrong)}${near ? t(' Did you mean `{0}`?', near) : there}`,
    keyAt,
    near ? [replaceFix(t('Change to {0}', mended), keyAt, mended)] : [],
  );
}

const ARM_READS = marked('An arm cannot read files. Name the document in the scenario, and remove it in other arms with `reads: []`.');

/** Checks that the scenario can have the value at its path; for a range, both ends. */
function valueProblems({ program, file, path }: SettingPlace, value: TreeNode, schema: Schema, at: string): Problem[] {
  const bounds = boundsIn(textOf(value) ?? '');
  const isRange = bounds && value.kind === 'scalar' && branches(schema).every(({ type }) => type !== 'string');
  const ends = isRange ? [bounds.low, bounds.high].map((end) => numberAt(value, end)) : [value];
  const found: Problem[] = [];
  const node = (one: TreeNode, { 'x-refers': kinds, 'x-form': form, 'x-expr': expr }: Schema, own: string): void => {
    const id = textOf(one);
    if (expr && one.kind === 'scalar' && id !== null && (expr !== 'value' || id.startsWith('=')))
      found.push(...checkUse(program, file, { kind: expr, path: own, node: one }));
    if (form === 'document') found.push(errorAt('document-in-arm', ARM_READS, one.at));
    if (!kinds || id === null || form !== undefined) return;
    const known = candidates(program, file, { kinds, path });
    if (known.includes(id)) return;
    const near = nearest(id, known);
    const message = t('There is no {0} `{1}`.{2}', noun(kinds[0] ?? ''), id, near ? t(' Did you mean `{0}`?', near) : '');
    found.push(errorAt('unknown-id', message, one.at, near ? [replaceFix(t('Change to {0}', near), one.at, near)] : []));
  };
  for (const end of ends) walk(end, schema, { node, problem: (problem) => found.push(problem) }, at);
  return found.slice(0, 1);
}

export const numberAt = (node: ScalarNode, value: number): ScalarNode => ({ kind: 'scalar', value, style: node.style, at: node.at });

function wordingProblem(program: Program, { text, node }: Said): Problem[] {
  const known = ['standard', ...wordingsOf(program)];
  if (known.includes(text)) return [];
  const near = nearest(text, known);
  const help = near ? t(' Did you mean `{0}`?', near) : t(' There are: {0}.', known.join(', '));
  return [
    errorAt(
      'unknown-id',
      t('There is no wording `{0}`.{1}', text, help),
      node.at,
      near ? [replaceFix(t('Change to {0}', near), node.at, near)] : [],
    ),
  ];
}

/** The sets of prompts that scenarios can choose. */
function wordingsOf(program: Program): readonly string[] {
  const sets = idsOf(program.index, ['prompts']).flatMap((id) => program.index.get('prompts')?.get(id) ?? []);
  const inside = [...(program.index.get('scenario')?.values() ?? []), ...(program.index.get('world')?.values() ?? [])].flat();
  return [
    ...sets.flatMap(({ entry }) => entriesIn(entry.value, 'wordings')),
    ...inside.flatMap(({ entry }) => entriesIn(valueAt(entry.value, 'prompts'), 'wordings')),
  ].map(({ key }) => key);
}

function countProblems(node: TreeNode, at: Problem['at']): Problem[] {
  const experiment = toData(node) as unknown as Experiment;
  const sizes = factorSizes(experiment);
  const empty = [...sizes].find(([, size]) => size === 0);
  if (empty) return [errorAt('empty-factor', t('`{0}` has no values, so there is no arm. Add values, or remove it.', empty[0]), at)];
  if (seedCount(experiment) === 0)
    return [
      errorAt(
        'no-seed',
        t('There is no seed. Write how many seeds, or the first and the last one, as in `101..140`.'),
        valueAt(node, 'seeds')?.at ?? at,
      ),
    ];
  const seeds = tooManySeeds(seedCount(experiment));
  if (seeds !== null) return [errorAt('too-many-runs', seeds, valueAt(node, 'seeds')?.at ?? at)];
  const many = tooManyRuns(
    [...sizes.values()].reduce((product, size) => product * size, 1),
    seedCount(experiment),
  );
  return many === null ? [] : [errorAt('too-many-runs', `${many}`, at)];
}

// Checks the designs of sensitivity analyses.

/** The problems of the sample of one experiment. */
function sampleProblems(experiment: TreeNode): Problem[] {
  const { sample } = toData(experiment) as unknown as Experiment;
  const node = valueAt(experiment, 'sample');
  if (!node || !sample || sensitivityDesign(sample) === null) return [];
  return sampleFaults(sample).map(({ path, ...fault }) => ({ ...fault, at: placeOf(node, path) }));
}

const placeOf = (sample: TreeNode, path: SampleFault['path']): Problem['at'] =>
  (path === null ? valueAt(sample, 'n') : valueAt(valueAt(sample, 'over'), path))?.at ?? sample.at;
