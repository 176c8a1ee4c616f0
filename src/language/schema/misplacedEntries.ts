/**
 * Entries that stand where they do not belong since the line above them is gone: keys of a persona right below `personas:`,
 * a population among the personas. One problem for all of it, instead of one for each key.
 */
import type { Problem } from '../text/problem.js';
import type { Entry } from '../syntax/node.js';
import { branches, fitting, follow, keySchema, rootSchema, type Schema } from './schema.js';
import * as say from './words.js';

/** `schema`: the map's, keyed by id, at `path`; `sub`: its entries'. */
export function misplaced(item: Entry, schema: Schema, sub: Schema, path: string): Problem | null {
  if (!schema.propertyNames) return null;
  const own = branches(sub).filter((branch) => branch.properties);
  const [first] = own;
  if (!first) return null;
  const kind = schema['x-defines'] ?? follow(own.length > 1 ? sub : first).title ?? 'entry';
  if (knows(own, item.key) && !couldBe(item, own, sub)) return say.idMissing(item, kind);
  const { value } = item;
  if (value.kind !== 'map' || value.entries.filter(({ key }) => !knows(own, key)).length < 2) return null;
  const home = homeOf(value.entries, path);
  return home ? say.elsewhere(item, kind, ...home) : null;
}

const knows = (schemas: readonly Schema[], key: string): boolean =>
  schemas.some(({ properties }) => properties && Object.hasOwn(properties, key));

/** Whether a value has the form of such an entry, or is a word below that will be its first key. */
function couldBe({ keyAt, value }: Entry, own: readonly Schema[], sub: Schema): boolean {
  if (value.kind === 'map') return value.entries.length === 0 || value.entries.some(({ key }) => knows(own, key));
  if (value.kind === 'scalar' && (value.value === null || value.at[0] > keyAt[1] + 2)) return true;
  return fitting(sub, value).length > 0;
}

/** The sibling section of `path` whose entries can have all these keys, and the name of its entries. */
function homeOf(entries: readonly Entry[], path: string): readonly [string, string] | null {
  const keys = path.split('.');
  let parent: Schema | undefined = rootSchema;
  for (const key of keys.slice(0, -1)) parent = parent && keySchema(branches(parent).find((branch) => keySchema(branch, key)) ?? {}, key);
  for (const [section, schema] of Object.entries((parent && follow(parent).properties) ?? {})) {
    const sub = follow(schema).propertyNames && follow(schema).additionalProperties;
    if (!sub || section === keys[keys.length - 1]) continue;
    const fits = branches(sub).find((branch) => branch.properties && entries.every(({ key }) => knows([branch], key)));
    if (fits) return [section, follow(schema)['x-defines'] ?? fits.title ?? 'entry'];
  }
  return null;
}
