/** The edits that give the ids of a file a prefix: in keys that define them, values that refer to them, and expressions. */
import { effectFunctions, functionsOf, inspectAt, type NameTypes, type NameUse, treesIn, type TreeIn, usesIn } from '../../expr/index.js';
import type { IdKind, Schema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import type { Entry, ScalarNode, TreeNode } from '../syntax/node.js';
import { settersIn, settingSchema, settingsIn } from './experiments.js';
import type { ExpressionUse, FileModel } from '../incremental/file.js';
import { namesAt } from './names.js';
import { find, type Program, SCOPED } from '../program/program.js';

export interface Edits {
  readonly values: Map<ScalarNode, string>;
  readonly keys: Map<Entry, string>;
}

type IsOwn = (file: FileModel) => boolean;

/** `isOwn`: files whose ids get the prefix. */
export function renames(program: Program, file: FileModel, prefix: string, isOwn: IsOwn): Edits {
  const edits: Edits = { values: new Map(), keys: new Map() };
  for (const { kind, id, entry } of file.definitions) if (!SCOPED.has(kind)) edits.keys.set(entry, prefix + id);
  const refer = (kinds: readonly IdKind[], node: ScalarNode): void => {
    if (isOwnId(program, kinds, String(node.value), isOwn)) edits.values.set(node, prefix + String(node.value));
  };
  for (const { kinds, node, id, path } of file.references)
    if ('style' in node && !isLocal(program, file, kinds, id, path)) refer(kinds, node);
  eachInArms(file.tree.root, refer);
  for (const use of file.expressions) {
    const source = String(use.node.value);
    const changed = renamedIn(program, file, use, source, prefix, isOwn);
    if (changed !== source) edits.values.set(use.node, changed);
  }
  return edits;
}

/** Whether an id belongs to one of the files, or is a member of one of their populations. */
function isOwnId(program: Program, kinds: readonly IdKind[], id: string, isOwn: IsOwn): boolean {
  const wide = kinds.filter((kind) => !SCOPED.has(kind));
  const found = find(program.index, wide, id);
  if (found.length > 0) return found.some(({ file }) => isOwn(file));
  const [, population] = /^(.+)_[0-9]+$/.exec(id) ?? [];
  return population !== undefined && wide.includes('population') && isOwnId(program, ['population'], population, isOwn);
}

/** Whether an id is a group of the same scenario or a role. These hide a person of the same name. */
function isLocal(program: Program, file: FileModel, kinds: readonly IdKind[], id: string, path: string): boolean {
  if (!kinds.includes('group')) return false;
  const place = path.split('.').slice(0, 2).join('.');
  return find(program.index, ['group', 'role'], id).some((d) => d.kind === 'role' || (d.file === file && d.path.startsWith(`${place}.`)));
}

/** Visits the values that experiments and calibrations set, with the kinds of their paths in the scenario. */
function eachInArms(root: TreeNode | null, refer: (kinds: readonly IdKind[], node: ScalarNode) => void): void {
  const node = (found: TreeNode, { 'x-refers': kinds }: Schema): void => {
    if (kinds && found.kind === 'scalar') refer(kinds, found);
  };
  for (const experiment of settersIn(root))
    for (const { entry, values } of settingsIn(experiment.value)) {
      const schema = settingSchema(entry.key.split('.'));
      if (schema) for (const value of values) walk(value, schema, { node, problem: () => undefined });
    }
}

/** The text of an expression, or of prose with expressions, with the prefix before each name that the files define. */
export function renamedIn(
  program: Program,
  file: FileModel,
  use: Pick<ExpressionUse, 'kind' | 'path'>,
  source: string,
  prefix: string,
  isOwn: IsOwn,
): string {
  if (use.kind === 'template' && !source.includes('$(')) return source;
  const names = namesAt(program, file, use);
  const places: number[] = [];
  for (const part of treesIn(use.kind, source))
    for (const name of usesIn(part.tree, part.locals))
      if (meansOwn(program, part, name, names, isOwn)) places.push(name.start + part.offset);
  let out = source;
  for (const at of places.sort((a, b) => b - a)) out = out.slice(0, at) + prefix + out.slice(at);
  return out;
}

/** Sections whose ids are names in expressions. */
const NAMED: Readonly<Record<string, IdKind>> = { personas: 'persona', populations: 'population', codes: 'code' };
const THINGS: Readonly<Record<string, IdKind>> = { code: 'code', network: 'network' };

/** Whether a name means a person, population, code or network of one of the files. */
function meansOwn(program: Program, { tree, statement }: TreeIn, use: NameUse, names: NameTypes, isOwn: IsOwn): boolean {
  if (use.local) return false;
  const isId = (kind: IdKind): boolean => isOwnId(program, [kind], use.name, isOwn);
  const thing = use.call && (effectFunctions.get(use.call.fn) ?? functionsOf(names).get(use.call.fn))?.params[use.call.index]?.names;
  if (thing) return THINGS[thing] !== undefined && isId(THINGS[thing]);
  if (!Object.values(NAMED).some(isId)) return false;
  const [section = ''] = inspectAt(tree, names, use.start, statement)?.named?.declared?.path.split('.') ?? [];
  return NAMED[section] !== undefined && isId(NAMED[section]);
}
