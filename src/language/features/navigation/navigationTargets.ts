/**
 * Finds what an id means at a place, and all places of a file that name the same thing: keys, values, paths of arms,
 * expressions, and `$(…)` in prose. References, rename and highlights use this.
 */
import { functionsOf, inspectAt, namesAfter, type NameTypes, type NameUse, treesIn, usesIn } from '../../../expr/index.js';
import { boundsIn } from '../../checks/expressions/expressions.js';
import { isSetting, settersIn, settingHome, settingsIn } from '../../names/experiments.js';
import { namesAt } from '../../names/names.js';
import type { Definition, ExpressionUse, FileModel, Reference } from '../../incremental/file.js';
import { find, type Program, SCOPED } from '../../program/program.js';
import { lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import type { IdKind } from '../../schema/schema.js';
import type { Offsets } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { type Entry, entryOf, textOf, type TreeNode, valueAt } from '../../syntax/node.js';

/** Something with an id, identified by the place of the key that defines it. */
export interface Target {
  readonly uri: string;
  readonly at: Offsets;
  readonly name: string;
  /** Its kind, as a word for users. */
  readonly what: string;
  /** The only world, scenario or experiment that can see it, as `scenarios.fish`; null if all can see it. */
  readonly within: string | null;
}

/** A place that names a target. `at` covers only the name, without the prefix of an import. */
export interface Occurrence {
  readonly at: Offsets;
  readonly target: Target;
  readonly role: 'definition' | 'reference' | 'expression';
}

const same = (a: Target, b: Target): boolean => a.uri === b.uri && a.at[0] === b.at[0];

const holder = (path: string): string => path.split('.').slice(0, 2).join('.');

const ofDefinition = ({ file, entry, kind, path }: Definition): Target => ({
  within: SCOPED.has(kind) ? holder(path) : null,
  uri: file.uri,
  at: entry.keyAt,
  name: file.tree.text.slice(entry.keyAt[0], entry.keyAt[1]).replace(/^['"]|['"]$/g, ''),
  what: kind,
});

/** Sections whose keys are names in expressions but not ids, by the last keys of their path. */
const NAMED =
  /^worlds\.[^.]+\.(params|vars|agent_vars)$|^worlds\.[^.]+\.roles\.[^.]+\.vars$|^worlds\.[^.]+\.actions\.[^.]+\.args$|^worlds\.[^.]+\.phases\.[^.]+\.resolve\.answer$|^(personas|fragments|populations)\.[^.]+\.vars$|^scenarios\.[^.]+\.surveys\.[^.]+\.ask$|^scenarios\.[^.]+\.rewards$/;

const WORDS: { readonly [section: string]: string } = {
  params: 'parameter',
  args: 'argument',
  ask: 'question',
  answer: 'answer',
  rewards: 'reward',
};

/** Keys of these sections with their paths, in a whole file. */
function* declaredKeys(
  node: TreeNode | null | undefined,
  path = '',
  depth = 0,
): Iterable<{ readonly path: string; readonly entry: Entry }> {
  if (node?.kind !== 'map' || depth > 7) return;
  for (const entry of node.entries) {
    const inner = path === '' ? entry.key : `${path}.${entry.key}`;
    if (entry.colon && NAMED.test(path)) yield { path, entry };
    if (depth > 0 || ['worlds', 'personas', 'fragments', 'populations', 'scenarios'].includes(entry.key))
      yield* declaredKeys(entry.value, inner, depth + 1);
  }
}

const ofKey = (file: FileModel, { path, entry }: { readonly path: string; readonly entry: Entry }): Target => ({
  within: holder(path),
  uri: file.uri,
  at: entry.keyAt,
  name: entry.key,
  what: WORDS[path.slice(path.lastIndexOf('.') + 1)] ?? 'variable',
});

/** All names in a file of a program. With `only`, expressions that do not contain this word are skipped. */
export function occurrencesIn(program: Program, file: FileModel, only: string | null = null): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (at: Offsets, target: Target | null, role: Occurrence['role']): void => {
    if (target && (only === null || target.name === only)) found.push({ at: tail(file, at, target.name), target, role });
  };
  for (const definition of file.definitions) add(definition.entry.keyAt, ofDefinition(definition), 'definition');
  for (const key of declaredKeys(file.tree.root)) add(key.entry.keyAt, ofKey(file, key), 'definition');
  for (const reference of file.references) add(reference.at, referred(program, file, reference), 'reference');
  for (const { at, target } of inArms(program, file)) add(at, target, 'reference');
  for (const use of [...file.expressions, ...boundsIn(program, file)]) {
    if (only !== null && !String(use.node.value).includes(only)) continue;
    for (const { at, target } of inExpression(program, file, use, only)) add(at, target, 'expression');
  }
  return distinct(found);
}

/** Keeps each place once: a key that defines one thing and refers to another counts as the definition. */
function distinct(found: readonly Occurrence[]): readonly Occurrence[] {
  const seen = new Set<number>();
  return found.filter(({ at }) => !seen.has(at[0]) && seen.add(at[0])).sort((a, b) => a.at[0] - b.at[0]);
}

/** The place of the name alone, without quotes and prefix. */
function tail(file: FileModel, [start, end]: Offsets, name: string): Offsets {
  const from = file.tree.text.slice(start, end).lastIndexOf(name);
  return from < 0 ? [start, end] : [start + from, start + from + name.length];
}

/** The target of an id at its place. */
function referred(program: Program, file: FileModel, { kinds, id, path }: Pick<Reference, 'kinds' | 'id' | 'path'>): Target | null {
  if (kinds.includes('action')) return inLineage(program, file, path, 'actions', id);
  if (kinds.includes('role')) {
    const role = inLineage(program, file, path, 'roles', id);
    if (role) return role;
  }
  const definition = scoped(program, file, path, kinds, id) ?? member(program, kinds, id);
  if (definition) return ofDefinition(definition);
  return kinds.includes('measure') ? rewardMeasured(program, file, path, id) : null;
}

/** The target of `reward_steady`, the mean of the reward `steady` of a scenario. */
function rewardMeasured(program: Program, file: FileModel, path: string, id: string): Target | null {
  const [, reward] = /^reward_(.+)$/.exec(id) ?? [];
  if (reward === undefined) return null;
  for (const top of topsOf(program, file, path)) {
    const [section = '', name = ''] = top.path.split('.');
    const entry = entryOf(valueAt(valueAt(valueAt(top.file.tree.root, section), name), 'rewards'), reward);
    if (section === 'scenarios' && entry) return ofKey(top.file, { path: `${top.path}.rewards`, entry });
  }
  return null;
}

/** The population of a member such as `regulars_07`. */
function member(program: Program, kinds: readonly IdKind[], id: string): Definition | undefined {
  const [, population] = /^(.+)_[0-9]+$/.exec(id) ?? [];
  return population !== undefined && kinds.includes('population') ? find(program.index, ['population'], population)[0] : undefined;
}

function inLineage(program: Program, file: FileModel, path: string, section: string, id: string): Target | null {
  for (const world of lineage(program, worldIdAt(program, file, path))) {
    const entry = entryOf(valueAt(world.entry.value, section), id);
    if (entry) return { uri: world.file.uri, at: entry.keyAt, name: entry.key, what: section.slice(0, -1), within: world.path };
  }
  return null;
}

/** Chooses between definitions with the same id: of the same scenario or world, of its bases, of the scenario of the experiment, otherwise one that all can see. */
function scoped(program: Program, file: FileModel, path: string, kinds: readonly IdKind[], id: string): Definition | undefined {
  const all = find(program.index, kinds, id);
  const local = all.filter(({ kind }) => SCOPED.has(kind));
  if (local.length === 0) return all.find((one) => one.file === file) ?? all[0];
  for (const top of topsOf(program, file, path)) {
    const here = local.find((one) => one.file === top.file && one.path.startsWith(`${top.path}.`));
    if (here) return here;
  }
  return all.find(({ kind }) => !SCOPED.has(kind));
}

/** The scenarios, worlds and experiments whose inner ids a place can see, the nearest first. */
function topsOf(program: Program, file: FileModel, path: string): readonly { readonly file: FileModel; readonly path: string }[] {
  const [section, id = ''] = path.split('.');
  if (isSetting(section)) {
    const scenario = textOf(valueAt(valueAt(valueAt(file.tree.root, section), id), 'scenario'));
    const inside = scenario === null ? [] : topsOf(program, file, `scenarios.${scenario}`);
    return [{ file, path: `${section}.${id}` }, ...inside];
  }
  const scenarios = section === 'scenarios' ? scenarioLine(program, file, id) : [];
  return [...scenarios, ...lineage(program, worldIdAt(program, file, path))];
}

/** Ids in the paths of settings, as `bond` in `measures.bond`. */
function* inArms(program: Program, file: FileModel): Iterable<{ readonly at: Offsets; readonly target: Target }> {
  for (const experiment of settersIn(file.tree.root)) {
    const scenario = textOf(valueAt(experiment.value, 'scenario'));
    const tops = scenario === null ? [] : topsOf(program, file, `scenarios.${scenario}`);
    for (const { entry } of settingsIn(experiment.value)) yield* inPath(program, file, entry, tops);
  }
}

function* inPath(
  program: Program,
  file: FileModel,
  { key, keyAt }: Entry,
  tops: readonly { readonly file: FileModel; readonly path: string }[],
): Iterable<{ readonly at: Offsets; readonly target: Target }> {
  const parts = key.split('.');
  const home = settingHome(parts);
  let start = keyAt[0] + Math.max(0, file.tree.text.slice(...keyAt).indexOf(key));
  for (const [i, part] of parts.entries()) {
    const inner = parts.slice(home === 'world' ? 1 : 0, i + 1).join('.');
    const found = [...program.index.values()].flatMap((ids) => ids.get(part) ?? []);
    const ofFile = home === 'file' ? found.find(({ path }) => path === inner) : undefined;
    const definition = ofFile ?? found.find((one) => tops.some((top) => one.file === top.file && one.path === `${top.path}.${inner}`));
    if (definition) yield { at: [start, start + part.length], target: ofDefinition(definition) };
    start += part.length + 1;
  }
}

interface Named {
  readonly at: Offsets;
  readonly target: Target;
}

/** A value that is an expression, or ends with one from `skip` on. */
type Written = Pick<ExpressionUse, 'node' | 'path'> & { readonly kind?: ExpressionUse['kind']; readonly skip?: number };

/** Names in an expression that a file declares. */
function inExpression(program: Program, file: FileModel, use: Written, only: string | null): readonly Named[] {
  const { kind = 'expression', skip = 0 } = use;
  const source = String(use.node.value).slice(skip);
  const place = scalarMap(use.node, file.tree.text);
  const names = namesAt(program, file, use);
  const known = (offset: number, locals: readonly string[]): NameTypes =>
    locals.length === 0 ? names : namesAfter(source.slice(0, offset), names);
  return treesIn(kind, source).flatMap(({ tree, offset, statement, local, locals }) =>
    usesIn(tree, locals).flatMap((name): Named[] => {
      if (name.local || (only !== null && name.name !== only && !name.name.endsWith(`_${only}`))) return [];
      const target =
        targetOfName(program, file, use, names, name) ??
        declaredTarget(inspectAt(tree, known(offset, locals), name.start, statement, local)?.named?.declared);
      const start = place(skip + offset + name.start);
      return target ? [{ at: [start, start + name.name.length], target }] : [];
    }),
  );
}

/** A measure, code, network or group that a function takes by its bare name. */
function targetOfName(program: Program, file: FileModel, use: Written, names: NameTypes, { name, call }: NameUse): Target | null {
  const kind = call && functionsOf(names).get(call.fn)?.params[call.index]?.names;
  const definition = kind ? scoped(program, file, use.path, [kind], name) : undefined;
  return definition ? ofDefinition(definition) : null;
}

function declaredTarget(
  declared: { readonly path: string; readonly source: string; readonly start: number; readonly end: number } | undefined,
): Target | null {
  if (!declared) return null;
  const { path, source, start, end } = declared;
  const parts = path.split('.');
  const section = parts.at(-2) ?? '';
  return {
    uri: source,
    at: [start, end],
    name: parts.at(-1) ?? '',
    what: WORDS[section] ?? section.replace(/s$/, ''),
    within: holder(path),
  };
}

/** The definition or reference at an offset of the program's own file. */
export function targetAt(program: Program, offset: number): Occurrence | null {
  const file = program.main;
  const { text } = file.tree;
  let [start, end] = [offset, offset];
  while (start > 0 && /\w/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /\w/.test(text.charAt(end))) end++;
  const word = text.slice(start, end);
  if (!/^[a-z_]/i.test(word)) return null;
  const holds = ({ at }: Occurrence): boolean => at[0] <= offset && offset <= at[1];
  const exact = occurrencesIn(program, file, word).find(holds);
  return exact ?? (word.includes('_') ? (occurrencesIn(program, file).find(holds) ?? null) : null);
}

/** Where a target is named in a file of the program. */
export const placesOf = (program: Program, file: FileModel, target: Target): readonly Occurrence[] =>
  occurrencesIn(program, file, target.name).filter((one) => same(one.target, target));
