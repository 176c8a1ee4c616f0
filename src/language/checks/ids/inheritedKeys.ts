/**
 * Checks the required keys of entries that extend others. An entry can leave out a required key if its base has it. Runs
 * per program, because bases can be in any file.
 */
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { SHORT_FOR } from '../../merge/extend.js';
import type { Problem } from '../../text/problem.js';
import type { Offsets } from '../../text/lines.js';
import { type TreeNode, valueAt } from '../../syntax/node.js';
import { basesKinds, basesOf } from './cycles.js';

export function isInherited(program: Program, file: FileModel, { missing, at }: Problem): boolean {
  if (!missing) return false;
  const heir = file.definitions.find(({ entry }) => entry.keyAt[1] <= at[0] && at[1] <= entry.at[1] && basesOf(entry.value).length > 0);
  const path = heir ? pathTo(heir.entry.value, at) : null;
  if (!heir || !path) return false;
  const bases = ancestors(program, heir).map((base) => path.reduce<TreeNode | undefined>(valueAt, base));
  return missing.every((key) => bases.some((node) => has(node, key, path.at(-1) ?? '')));
}

/** Whether a node has the key, or is a short form that stands for it. */
const has = (node: TreeNode | undefined, key: string, within: string): boolean =>
  valueAt(node, key) !== undefined || (node?.kind === 'scalar' && SHORT_FOR[within] === key);

/** Keys from a node down to the key at a place. */
function pathTo(node: TreeNode, at: Offsets): readonly string[] | null {
  const next = node.kind === 'map' ? node.entries.find((entry) => entry.keyAt[0] <= at[0] && at[1] <= entry.at[1]) : undefined;
  if (!next) return null;
  if (next.keyAt[0] === at[0] && next.keyAt[1] === at[1]) return [next.key];
  const rest = pathTo(next.value, at);
  return rest && [next.key, ...rest];
}

/** All entries that an entry extends, directly or not. */
function ancestors(program: Program, heir: Definition): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const open: TreeNode[] = [heir.entry.value];
  for (let node = open.pop(); node; node = open.pop())
    for (const { id } of basesOf(node)) {
      const base = find(program.index, basesKinds(heir.kind), id)[0]?.entry.value;
      if (!base || base === heir.entry.value || found.includes(base)) continue;
      found.push(base);
      open.push(base);
    }
  return found;
}
