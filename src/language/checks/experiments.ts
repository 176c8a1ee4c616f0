/** What experiments set in their scenario: that each path leads somewhere, each value fits there, and the runs can be counted. */
import { nearest } from '../../expr/index.js';
import type { Experiment } from '../generated/society.js';
import { factorSizes, seedCount, tooManyRuns } from '../model/designSize.js';
import { schemaAlong, type Setting, settingsIn } from '../model/experiments.js';
import type { Definition, FileModel } from '../model/file.js';
import { idsOf, type Program } from '../model/program.js';
import { boundsIn } from '../model/sampling.js';
import { keysOf, lineage, scenarioLine } from '../model/worlds.js';
import { errorAt, type Problem, replaceFix } from '../problem.js';
import { branches, rootSchema, type Schema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import type { Offsets } from '../text/lines.js';
import { type ScalarNode, textOf, toData, type TreeNode, valueAt } from '../tree/node.js';
import { checkUse } from './expressions.js';
import { definitionsOf, entriesIn, type Said, textsIn } from './read.js';
import { candidates } from './references.js';
import { sampleProblems } from './samples.js';

export function checkExperiments(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'experiment').flatMap(({ entry, path }) => {
    const id = textOf(valueAt(entry.value, 'scenario'));
    const scenario = id === null ? [] : scenarioLine(program, file, id);
    // What is being written, here or in the scenario, has nothing to be held to yet.
    if (scenario.length === 0 || isUnsound(file, entry) || scenario.some((one) => isUnsound(one.file, one.entry))) return [];
    const place: Place = { program, file, scenario, path };
    return [
      ...settingsIn(entry.value).flatMap((setting) => settingProblems(place, setting)),
      ...textsIn(valueAt(entry.value, 'wordings')).flatMap((said) => wordingProblem(program, said)),
      ...countProblems(entry.value, entry.keyAt),
      ...sampleProblems(entry.value),
      ...entriesIn(entry.value, 'compare').flatMap(({ value }) => pairProblems(value)),
    ];
  });
}

const isUnsound = ({ problems }: Pick<FileModel, 'problems'>, { at: [from, to] }: { readonly at: Offsets }): boolean =>
  problems.some(({ at }) => at[0] >= from && at[1] <= to);

const UNPAIRED: ReadonlySet<string | null> = new Set(['mann_whitney', 'kolmogorov_smirnov']);

function pairProblems(comparison: TreeNode): Problem[] {
  const [test, paired] = [valueAt(comparison, 'test'), valueAt(comparison, 'paired')];
  if (!test || !UNPAIRED.has(textOf(test)) || paired?.kind !== 'scalar' || paired.value !== true) return [];
  const message = `\`${textOf(test)}\` compares two samples, not pairs. Leave \`paired\` away, or test by permutation or t.`;
  return [errorAt('test-unpaired', message, test.at, [replaceFix('Change to permutation', test.at, 'permutation')])];
}

interface Place {
  readonly program: Program;
  readonly file: FileModel;
  /** The scenario, and those it extends. */
  readonly scenario: readonly Definition[];
  /** Of the experiment. */
  readonly path: string;
}

function settingProblems(place: Place, { entry, values }: Setting): Problem[] {
  const scenario = rootSchema.$defs?.['scenario'] as Schema;
  const path = entry.key.split('.');
  const lost = lostAt(place, scenario, path);
  if (lost) return [lostProblem(entry, path, lost)];
  const schema = schemaAlong(scenario, path) as Schema;
  return values.flatMap((value) => valueProblems(place, value, schema, entry.key));
}

interface Lost {
  /** Which key of the path leads nowhere. */
  readonly index: number;
  readonly known: readonly string[];
}

/** Where a path leaves what the scenario can have. What is set in an entry needs one that is there. */
function lostAt(place: Place, scenario: Schema, path: readonly string[]): Lost | null {
  for (const index of path.keys()) {
    const known = knownKeys(place, scenario, path.slice(0, index), index === path.length - 1);
    if (known && !known.includes(path[index] as string)) return { index, known };
    if (!schemaAlong(scenario, path.slice(0, index + 1))) return { index, known: [] };
  }
  return null;
}

/** Keys that can stand behind the start of a path; null where any can. */
function knownKeys({ program, scenario }: Place, schema: Schema, path: readonly string[], isLast: boolean): readonly string[] | null {
  if (path.join('.') === 'world.with') {
    const world = scenario.map(({ entry }) => worldOf(valueAt(entry.value, 'world'))).find((id) => id !== null) ?? 'feed';
    const worlds = lineage(program, world);
    return worlds.length === 0 ? null : keysOf(worlds, 'params');
  }
  const here = schemaAlong(schema, path);
  const maps = here ? branches(here).filter(({ type }) => type === 'object') : [];
  const fixed = maps.flatMap(({ properties }) => Object.keys(properties ?? {}));
  if (maps.every(({ additionalProperties }) => additionalProperties === false)) return fixed;
  if (isLast) return null;
  const written = scenario.map(({ entry }) => path.reduce<TreeNode | undefined>((node, key) => valueAt(node, key), entry.value));
  return [...fixed, ...written.flatMap((node) => entriesIn(node).map(({ key }) => key))];
}

const worldOf = (node: TreeNode | undefined): string | null => textOf(node) ?? textOf(valueAt(node, 'use'));

function lostProblem({ key, keyAt }: Setting['entry'], path: readonly string[], { index, known }: Lost): Problem {
  const wrong = path[index] as string;
  const near = nearest(wrong, known);
  const start = path.slice(0, index).join('.');
  const where = start === '' ? 'A scenario has no' : `The scenario has below \`${start}\` no`;
  const there = known.length === 0 || known.length > 12 ? '' : ` There are: ${known.join(', ')}.`;
  const mended = key
    .split('.')
    .with(index, near ?? wrong)
    .join('.');
  return errorAt(
    'unknown-path',
    `${where} \`${wrong}\`.${near ? ` Did you mean \`${near}\`?` : there}`,
    keyAt,
    near ? [replaceFix(`Change to ${mended}`, keyAt, mended)] : [],
  );
}

const ARM_READS = 'An arm reads no files. Name the document in the scenario, and take it away in other arms with `reads: []`.';

/** A value has to be what the scenario can have there; of a range, both ends. */
function valueProblems({ program, file, path, scenario }: Place, value: TreeNode, schema: Schema, key: string): Problem[] {
  const bounds = boundsIn(textOf(value) ?? '');
  const isRange = bounds && value.kind === 'scalar' && branches(schema).every(({ type }) => type !== 'string');
  const ends = isRange ? [bounds.low, bounds.high].map((end) => numberAt(value, end)) : [value];
  const found: Problem[] = [];
  const node = (one: TreeNode, { 'x-refers': kinds, 'x-form': form, 'x-expr': expr }: Schema, at: string): void => {
    const id = textOf(one);
    if (expr && one.kind === 'scalar' && id !== null && (expr !== 'value' || id.startsWith('=')))
      found.push(...checkUse(program, file, { kind: expr, path: at, node: one }));
    if (form === 'document') found.push(errorAt('document-in-arm', ARM_READS, one.at));
    if (!kinds || id === null || form !== undefined) return;
    const known = candidates(program, file, { kinds, path });
    if (known.includes(id)) return;
    const near = nearest(id, known);
    const message = `There is no ${kinds[0]} \`${id}\`.${near ? ` Did you mean \`${near}\`?` : ''}`;
    found.push(errorAt('unknown-id', message, one.at, near ? [replaceFix(`Change to ${near}`, one.at, near)] : []));
  };
  for (const end of ends) walk(end, schema, { node, problem: (problem) => found.push(problem) }, `${scenario[0]?.path}.${key}`);
  return found.slice(0, 1);
}

const numberAt = (node: ScalarNode, value: number): ScalarNode => ({ kind: 'scalar', value, style: node.style, at: node.at });

function wordingProblem(program: Program, { text, node }: Said): Problem[] {
  const known = ['standard', ...wordingsOf(program)];
  if (known.includes(text)) return [];
  const near = nearest(text, known);
  const help = near ? ` Did you mean \`${near}\`?` : ` There are: ${known.join(', ')}.`;
  return [
    errorAt('unknown-id', `There is no wording \`${text}\`.${help}`, node.at, near ? [replaceFix(`Change to ${near}`, node.at, near)] : []),
  ];
}

/** Of all sets of prompts, those that stand in a scenario too. */
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
  if (empty) return [errorAt('empty-factor', `\`${empty[0]}\` has no values, so there is no arm. Write some, or take it away.`, at)];
  const many = tooManyRuns(
    [...sizes.values()].reduce((product, size) => product * size, 1),
    seedCount(experiment),
  );
  return many === null ? [] : [errorAt('too-many-runs', `${many}`, at)];
}
