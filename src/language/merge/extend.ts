/**
 * `extends`: scalars override, maps merge and keep order, lists append. In a map of the base, an entry of its own with
 * `first`, `before`, `after` finds its place and `off: true` takes the inherited one away; `replace:` names lists that
 * override instead.
 */
import type { Located, LocatedMap } from './located.js';
import { entry, text, texts, without } from './located.js';

const PLACING = ['first', 'before', 'after', 'off'];

/** `own` over `base`. `replaced`: lists of `own` that override. */
export function extend(base: Located, own: Located, replaced: readonly string[] = []): Located {
  if (base.kind === 'map' && own.kind === 'map') return extendMap(base, own, replaced);
  if (base.kind === 'list' && own.kind === 'list') return { ...own, items: [...base.items, ...own.items] };
  return own;
}

function extendMap(base: LocatedMap, own: LocatedMap, replaced: readonly string[]): LocatedMap {
  const entries = new Map(base.entries);
  for (const [key, value] of own.entries) {
    const inherited = entries.get(key);
    if (isOn(entry(value, 'off'))) entries.delete(key);
    else entries.set(key, inherited && !replaced.includes(key) ? extend(inherited, value) : value);
  }
  return { ...own, entries: placed(entries, own) };
}

const isOn = (node: Located | undefined): boolean => node?.kind === 'scalar' && node.value === true;

/** Entries of `own` that say where they belong, moved there; the words that say so are taken out. */
function placed(entries: Map<string, Located>, own: LocatedMap): ReadonlyMap<string, Located> {
  let keys = [...entries.keys()];
  for (const [key, value] of own.entries) {
    const before = text(entry(value, 'before'));
    const after = text(entry(value, 'after'));
    const target = before ?? after;
    if (!entries.has(key) || (!isOn(entry(value, 'first')) && (target === null || !entries.has(target) || target === key))) continue;
    keys = keys.filter((other) => other !== key);
    keys.splice(target === null ? 0 : keys.indexOf(target) + (before === null ? 1 : 0), 0, key);
  }
  return new Map(keys.map((key) => [key, clean(entries.get(key) as Located)]));
}

const clean = (node: Located): Located =>
  node.kind === 'map' && PLACING.some((key) => isPlacing(node, key))
    ? without(
        node,
        PLACING.filter((key) => isPlacing(node, key)),
      )
    : node;

/** `first: true` places; `first: ada`, as in an order, does not. */
function isPlacing(node: LocatedMap, key: string): boolean {
  const value = node.entries.get(key);
  if (value?.kind !== 'scalar') return false;
  return key === 'first' || key === 'off' ? typeof value.value === 'boolean' : typeof value.value === 'string';
}

/**
 * All entries of a section with what they extend merged in. `pool` holds what can be extended. An entry in a cycle
 * or with an unknown base is left as it is: both are reported elsewhere.
 */
export function extendAll(section: Located | undefined, pool: (id: string) => Located | undefined): Located | undefined {
  if (section?.kind !== 'map') return section;
  const done = new Map<Located, Located>();
  const entries = new Map([...section.entries].map(([id, value]) => [id, flatten(value, pool, done, [])]));
  return { ...section, entries };
}

function flatten(node: Located, pool: (id: string) => Located | undefined, done: Map<Located, Located>, open: readonly Located[]): Located {
  const known = done.get(node);
  if (known) return known;
  if (node.kind !== 'map' || open.includes(node)) return node;
  const bases = texts(node.entries.get('extends')).flatMap((id) => pool(id) ?? []);
  const replaced = texts(node.entries.get('replace'));
  const own = without(node, node.entries.get('replace')?.kind === 'list' ? ['extends', 'replace'] : ['extends']);
  let merged: Located | null = null;
  for (const base of bases) {
    const flat = flatten(base, pool, done, [...open, node]);
    const usable = flat.kind === 'map' ? without(flat, ['extends', 'replace']) : flat;
    merged = merged ? extend(merged, usable) : usable;
  }
  const result = merged ? extend(merged, own, replaced) : own;
  done.set(node, result);
  return result;
}
