/** The node at an offset: the innermost key or value, with the schema it is read by. */
import { rootSchema, type Schema } from '../../schema/schema.js';
import { branches, fitting, follow, keySchema } from '../../schema/schema.js';
import type { Offsets } from '../../text/lines.js';
import { type Entry, join, type TreeNode } from '../../syntax/node.js';

export interface Found {
  readonly path: string;
  /** Schema of the value; of the union as a whole where it is one. */
  readonly schema: Schema;
  readonly entry: Entry | null;
  readonly node: TreeNode;
  /** The offset is on the key of `entry`. */
  readonly onKey: boolean;
  /** Schema of the map that holds `entry`. */
  readonly owner: Schema | null;
}

const within = (at: Offsets, offset: number): boolean => at[0] <= offset && offset <= at[1];

export function locateAt(root: TreeNode | null, offset: number): Found | null {
  if (!root) return null;
  let found: Found = { path: '', schema: rootSchema, entry: null, node: root, onKey: false, owner: null };
  for (;;) {
    const next = step(found, offset);
    if (next === null) return found.path === '' ? null : found;
    found = next;
    if (found.onKey) return found;
  }
}

function step(found: Found, offset: number): Found | null {
  const { node, schema, path } = found;
  const owner = fitting(schema, node)[0] ?? branches(schema)[0];
  if (!owner) return null;
  if (node.kind === 'map') {
    for (const entry of node.entries) {
      if (!within(entry.at, offset)) continue;
      const sub = keySchema(owner, entry.key);
      if (!sub) return null;
      return { path: join(path, entry.key), schema: follow(sub), entry, node: entry.value, onKey: within(entry.keyAt, offset), owner };
    }
  } else if (node.kind === 'list') {
    const index = node.items.findIndex((item) => within(item.at, offset));
    const item = node.items[index];
    if (item && owner.items) return { path: join(path, index), schema: follow(owner.items), entry: null, node: item, onKey: false, owner };
  }
  return null;
}
