/** The node at an offset, and the schemas that can apply there. */
import { branches, fitting, follow, keySchema, rootSchema, type Schema } from '../../schema/schema.js';
import type { Cursor } from './cursorContext.js';
import { ITEM } from './flowContext.js';
import type { Offsets } from '../../text/lines.js';
import { type Entry, join, type TreeNode } from '../../syntax/node.js';
import { t } from '../../../core/util/l10n.js';

export interface Found {
  readonly path: string;
  /** Schema of the value; for a union, the schema of the whole union. */
  readonly schema: Schema;
  readonly entry: Entry | null;
  readonly node: TreeNode;
  /** Whether the offset is on the key of `entry`. */
  readonly onKey: boolean;
  /** Schema of the map that contains `entry`. */
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

// Finds the schemas that may apply to a place, by its path and its sibling keys.

/** All schemas that may apply at a cursor. */
export const schemasOf = ({ path, siblings, mode }: Pick<Cursor, 'path' | 'siblings' | 'mode'>): readonly Schema[] =>
  schemasAt(path, siblings, mode === 'key' ? path.length : path.length - 1);

/**
 * All schemas that may apply at a path, with unions expanded. If the `kind` of a map selects its schema, the `kind` among
 * the siblings decides. The siblings are in the map that is `depth` keys down.
 */
export function schemasAt(path: readonly string[], siblings: ReadonlyMap<string, string>, depth = path.length): readonly Schema[] {
  let current = opened([rootSchema], depth === 0 ? siblings : null);
  path.forEach((key, i) => {
    const inner = current.flatMap((schema) => {
      const sub = schema.type === 'array' ? (key === ITEM ? schema.items : undefined) : key === ITEM ? undefined : keySchema(schema, key);
      return sub ? [sub] : [];
    });
    current = opened(inner, depth === i + 1 ? siblings : null);
  });
  return [...new Set(current)];
}

/** `siblings`: the keys of the map, if they are known. */
function opened(schemas: readonly Schema[], siblings: ReadonlyMap<string, string> | null): readonly Schema[] {
  return schemas.flatMap((schema) => {
    const parts = branches(schema);
    const tag = follow(schema).discriminator?.propertyName;
    if (tag === undefined || siblings === null) return parts;
    const value = siblings
      .get(tag)
      ?.replace(/\s+#.*$/, '')
      .trim();
    const chosen = parts.filter((part) => part.properties?.[tag]?.const === value);
    return chosen.length > 0 ? chosen : [tagOnly(tag, parts)];
  });
}

const tags = new Map<string, Schema>();

/** The schema of a tagged map before its tag is written: it has no other keys. */
function tagOnly(tag: string, parts: readonly Schema[]): Schema {
  const consts = parts.flatMap((part) => part.properties?.[tag] ?? []);
  const key = `${tag} ${consts.map((one) => String(one.const)).join(' ')}`;
  const known = tags.get(key);
  if (known) return known;
  const kind: Schema = {
    description: t('What kind it is.'),
    anyOf: consts,
    'x-expects': consts.map((one) => String(one.const)).join(', '),
  };
  const made: Schema = { type: 'object', additionalProperties: false, required: [tag], properties: { [tag]: kind } };
  tags.set(key, made);
  return made;
}
