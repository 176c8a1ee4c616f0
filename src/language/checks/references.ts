/** Ids that lead nowhere, with "did you mean"; and bases that lead back to where they came from. */
import { nearest } from '../../expr/index.js';
import type { FileModel, Reference } from '../model/file.js';
import { find, idsOf, type Program } from '../model/program.js';
import { builtinMeasures, keysOf, lineage, worldIdAt } from '../model/worlds.js';
import { errorAt, type Problem, replaceFix } from '../problem.js';
import type { IdKind } from '../schema/schema.js';
import { textOf, type TreeNode, valueAt } from '../tree/node.js';

const KIND_WORDS: Readonly<Record<IdKind, string>> = {
  model: 'model',
  fragment: 'fragment',
  persona: 'persona',
  population: 'population',
  network: 'network',
  code: 'code',
  reward: 'reward',
  world: 'world',
  scenario: 'scenario',
  experiment: 'experiment',
  prompts: 'set of prompts',
  group: 'group',
  survey: 'survey',
  measure: 'measure',
  arm: 'arm',
  role: 'role',
  action: 'action',
  phase: 'phase',
};

/** Words that are always possible beside ids, by what is referred to. */
const ALWAYS: { readonly [Kind in IdKind]?: readonly string[] } = {
  model: ['builtin', 'random'],
  group: ['all', 'nobody'],
  population: ['all'],
};

const SHORT_FORM = /^(top|bottom) [1-9][0-9]* by [a-z_.]+$|^random [1-9][0-9]*$|^=|^\$\(/;
const AUDIENCES = ['public', 'agent', 'followers', 'neighbours', 'nobody', 'self', 'all'];
const ALONG = /^(neighbours|followers) along [a-z][a-z0-9_]*$/;

/** Every id that can stand at a reference. */
export function candidates(program: Program, file: FileModel, reference: Pick<Reference, 'kinds' | 'path'>): readonly string[] {
  const { kinds, path } = reference;
  if (kinds.includes('action')) return keysOf(lineage(program, worldIdAt(program, file, path)), 'actions');
  if (kinds.includes('arm')) return armsAt(file, path);
  const ids = [
    ...idsOf(program.index, kinds),
    ...kinds.flatMap((kind) => ALWAYS[kind] ?? []),
    ...(kinds.includes('measure') ? builtinMeasures : []),
  ];
  return [...new Set(ids)].filter(
    (id) =>
      !(kinds.includes('world') || kinds.includes('scenario') || kinds.includes('prompts')) ||
      path.split('.')[1] !== id ||
      !path.endsWith('.extends'),
  );
}

function armsAt(file: FileModel, path: string): readonly string[] {
  const arms = valueAt(valueAt(valueAt(file.tree.root, 'experiments'), path.split('.')[1] ?? ''), 'arms');
  return arms?.kind === 'map' ? arms.entries.map((entry) => entry.key) : [];
}

export function checkReferences(program: Program, file: FileModel): Problem[] {
  const problems: Problem[] = [];
  for (const reference of file.references) {
    const problem = checkReference(program, file, reference);
    if (problem) problems.push(problem);
  }
  return [...problems, ...cycles(program, file)];
}

function checkReference(program: Program, file: FileModel, reference: Reference): Problem | null {
  const { kinds, id } = reference;
  if (reference.schema['x-form'] === 'selector' && (SHORT_FORM.test(id) || AUDIENCES.includes(id) || ALONG.test(id) || isMember(program, id))) return null;
  if (reference.schema['x-form'] === 'selector' && id === 'random' && reference.path.endsWith('.first')) return null;
  if (reference.schema['x-form'] === 'selector' && pairRoles(program, file, reference.path).includes(id)) return null;
  if (kinds.includes('population') && isMember(program, id)) return null;
  const known = candidates(program, file, reference);
  if (known.includes(id)) return null;
  const near = nearest(id, known);
  const what = [...new Set(kinds.map((kind) => KIND_WORDS[kind]))].slice(0, 2).join(' or ');
  const help = near
    ? ` Did you mean \`${near}\`?`
    : kinds.includes('world')
      ? ` Import \`library/${id}\`, or write it under \`worlds:\`.`
      : '';
  return errorAt(
    'unknown-id',
    `There is no ${what} \`${id}\`.${help}`,
    reference.at,
    near ? [replaceFix(`Change to ${near}`, reference.at, near)] : [],
  );
}

/** Roles of the pairs in the world that a place is in. */
function pairRoles(program: Program, file: FileModel, path: string): readonly string[] {
  return lineage(program, worldIdAt(program, file, path)).flatMap(({ entry }) => {
    const phases = valueAt(entry.value, 'phases');
    return (phases?.kind === 'map' ? phases.entries : []).flatMap(({ value }) => {
      const roles = valueAt(valueAt(value, 'pair'), 'roles');
      const named = roles?.kind === 'list' ? roles.items.flatMap((role) => textOf(role) ?? []) : [];
      return valueAt(value, 'pair') ? [...named, 'target'] : [];
    });
  });
}

/** `regulars_07` of a population `regulars` with at least seven members. */
function isMember(program: Program, id: string): boolean {
  const found = /^(.+)_([0-9]+)$/.exec(id);
  const [, population, n] = found ?? [];
  if (population === undefined || n === undefined) return false;
  const size = valueAt(find(program.index, ['population'], population)[0]?.entry.value, 'size');
  return size?.kind === 'scalar' && typeof size.value === 'number' && Number(n) >= 1 && Number(n) <= size.value;
}

const EXTENDING: readonly IdKind[] = ['persona', 'fragment', 'world', 'scenario', 'prompts'];

/** Ids that a node extends, with where each is written. */
export function basesOf(node: TreeNode | undefined): readonly { id: string; at: Problem['at'] }[] {
  const bases = valueAt(node, 'extends');
  if (bases?.kind === 'list')
    return bases.items.flatMap((item) =>
      item.kind === 'scalar' && typeof item.value === 'string' ? [{ id: item.value, at: item.at }] : [],
    );
  const id = textOf(bases);
  return id === null || !bases ? [] : [{ id, at: bases.at }];
}

const basesKinds = (kind: IdKind): readonly IdKind[] => (kind === 'persona' || kind === 'fragment' ? ['fragment', 'persona'] : [kind]);

function cycles(program: Program, file: FileModel): Problem[] {
  return file.definitions.flatMap((definition) => {
    if (!EXTENDING.includes(definition.kind)) return [];
    const kinds = basesKinds(definition.kind);
    const loop = basesOf(definition.entry.value).find((base) => leadsTo(program, kinds, base.id, definition.entry.value, new Set()));
    return loop ? [errorAt('extends-cycle', `\`${definition.id}\` extends itself by way of \`${loop.id}\`.`, loop.at)] : [];
  });
}

function leadsTo(program: Program, kinds: readonly IdKind[], id: string, goal: TreeNode, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const node = find(program.index, kinds, id)[0]?.entry.value;
  if (!node) return false;
  return node === goal || basesOf(node).some((base) => leadsTo(program, kinds, base.id, goal, seen));
}
