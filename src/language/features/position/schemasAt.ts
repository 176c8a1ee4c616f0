/** The schemas that may apply to a place, from the path to it and its sibling keys. */
import { branches, follow, keySchema, rootSchema, type Schema } from '../../schema/schema.js';
import { type Cursor, ITEM } from './cursorContext.js';

/** All schemas that could hold at a cursor. */
export const schemasOf = ({ path, siblings, mode }: Pick<Cursor, 'path' | 'siblings' | 'mode'>): readonly Schema[] =>
  schemasAt(path, siblings, mode === 'key' ? path.length : path.length - 1);

/**
 * All schemas that could hold at a path, unions opened. Where a map is one of several by its `kind`, the `kind` among the
 * siblings chooses; they stand in the map that is `depth` keys down.
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

/** `siblings`: what is in the map, where that is known. */
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

/** Before its tag is written, a tagged map has no other keys. */
function tagOnly(tag: string, parts: readonly Schema[]): Schema {
  const consts = parts.flatMap((part) => part.properties?.[tag] ?? []);
  const key = `${tag} ${consts.map((one) => String(one.const)).join(' ')}`;
  const known = tags.get(key);
  if (known) return known;
  const kind: Schema = { description: 'What kind it is.', anyOf: consts, 'x-expects': consts.map((one) => String(one.const)).join(', ') };
  const made: Schema = { type: 'object', additionalProperties: false, required: [tag], properties: { [tag]: kind } };
  tags.set(key, made);
  return made;
}
