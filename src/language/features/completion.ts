/** Completion: keys, values, ids and names that are possible at the cursor, and nothing that would be an error. */
import type { CompletionItem } from '../api.js';
import type { Program } from '../model/program.js';
import { branches, follow, keySchema, rootSchema, type Schema } from '../schema/schema.js';
import { rangeAt } from '../text/lines.js';
import { type Cursor, cursorAt, ITEM } from './cursor.js';
import { expressionItems } from './expressionItems.js';
import { keyItems, type Maker } from './keyItems.js';
import { valueItems } from './valueItems.js';

export function complete(program: Program, offset: number): readonly CompletionItem[] {
  const { lines, text } = program.main.tree;
  const cursor = cursorAt(lines, offset);
  if (cursor.mode === 'none') return [];
  const schemas = schemasAt(cursor.path, cursor.siblings);
  const make = maker(program, cursor);
  if (cursor.mode === 'text')
    return schemas.some((schema) => schema['x-expr']) ? expressionItems(program, cursor, schemas, text, offset, make) : [];
  if (cursor.mode === 'key')
    return [...keyItems(program, cursor, schemas, make), ...(cursor.item ? valueItems(program, cursor, schemas, make) : [])];
  const expression = schemas.some((schema) => schema['x-expr']) ? expressionItems(program, cursor, schemas, text, offset, make) : [];
  return expression.length > 0 ? expression : valueItems(program, cursor, schemas, make);
}

/** All schemas that could hold at a path; a `kind` beside the cursor chooses among tagged ones. */
export function schemasAt(path: readonly string[], siblings: ReadonlyMap<string, string>): readonly Schema[] {
  let current: readonly Schema[] = [rootSchema];
  path.forEach((key) => {
    current = current.flatMap((schema) =>
      branches(schema).flatMap((branch) => {
        const sub = branch.type === 'array' ? (key === ITEM ? branch.items : undefined) : key === ITEM ? undefined : keySchema(branch, key);
        return sub ? [sub] : [];
      }),
    );
  });
  const open = current.flatMap((schema) => {
    const tag = follow(schema).discriminator?.propertyName;
    const value = tag === undefined ? undefined : siblings.get(tag)?.trim();
    const parts = branches(schema);
    if (tag === undefined) return parts;
    const chosen = parts.filter((part) => part.properties?.[tag]?.const === value);
    return chosen.length > 0 ? chosen : [tagOnly(tag, parts)];
  });
  return [...new Set(open)];
}

/** Before its tag is written, a tagged map has no other keys. */
function tagOnly(tag: string, parts: readonly Schema[]): Schema {
  const words = parts.flatMap((part) => part.properties?.[tag]?.const ?? []);
  return {
    type: 'object',
    additionalProperties: false,
    required: [tag],
    properties: { [tag]: { description: 'What kind it is.', enum: words } },
  };
}

function maker(program: Program, cursor: Cursor): Maker {
  const replace = rangeAt(program.main.tree.lines, cursor.replace);
  return (label, kind, insert, more = {}) => ({ label, kind, insert, replace, ...more });
}
