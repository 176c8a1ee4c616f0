/**
 * `extends`: scalars override, maps merge and keep order, lists append. An added entry can set its place with `first`,
 * `before` or `after`, and `off: true` removes an inherited entry. `replace:` names lists that override instead. The
 * documentation for authors is docs/format-merging.md.
 */
import type { Located, LocatedMap } from './locatedData.js';
import { entry, text, texts, without } from './locatedData.js';

const PLACING = ['first', 'before', 'after', 'off'];

/** Sections whose entries can set their place. Elsewhere these words are normal keys: a parameter can be called `after`. */
export const PLACED: readonly string[] = ['actions', 'phases', 'groups', 'rewards', 'interventions', 'surveys', 'expect'];

/** `own` over `base`. `replaced`: paths of lists of `own` that override; `path`: keys that lead to both. */
function extend(base: Located, own: Located, replaced: readonly string[] = [], path: readonly string[] = []): Located {
  if (base.kind === 'map' && own.kind === 'map') return extendMap(base, own, replaced, path);
  if (base.kind === 'list' && own.kind === 'list') return { ...own, items: [...base.items, ...own.items] };
  return own;
}

/** Keys whose plain value is short for a map with one key: `world: lake` stands for `world: { use: lake }`. */
export const SHORT_FOR: { readonly [key: string]: string } = { world: 'use', order: 'kind' };

/** The key of the map that a plain value at a path is short for: a scenario's world, a phase's order, a variable of agents. Elsewhere these keys are names. */
function shortFor(path: readonly string[]): string | undefined {
  const [section, , key] = path;
  if (path.length === 1) return section === 'world' ? SHORT_FOR['world'] : undefined;
  if (path.length === 2) return section === 'agent_vars' ? 'start' : undefined;
  return path.length === 3 && section === 'phases' && key === 'order' ? SHORT_FOR['order'] : undefined;
}

/** The long form of a base value, if the entry that extends it is a map. The entry then keeps the base's value. */
function unfolded(base: Located, own: Located, path: readonly string[]): Located {
  const meant = shortFor(path);
  if (meant === undefined || base.kind !== 'scalar' || own.kind !== 'map') return base;
  return { kind: 'map', entries: new Map([[meant, base]]), place: base.place };
}

function extendMap(base: LocatedMap, own: LocatedMap, replaced: readonly string[], path: readonly string[]): LocatedMap {
  const entries = new Map(base.entries);
  const isPlaced = path.length === 1 && PLACED.includes(path[0]!);
  for (const [key, value] of own.entries) {
    const inherited = entries.get(key);
    if (isPlaced && isOn(entry(value, 'off'))) entries.delete(key);
    else if (!inherited || replaced.includes(key)) entries.set(key, value);
    else {
      const inner = [...path, key];
      entries.set(key, extend(unfolded(inherited, value, inner), value, beneath(key, replaced), inner));
    }
  }
  return { ...own, entries: isPlaced ? placed(entries, own) : entries };
}

const beneath = (key: string, paths: readonly string[]): readonly string[] =>
  paths.length === 0 ? paths : paths.flatMap((path) => (path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []));

const isOn = (node: Located | undefined): boolean => node?.kind === 'scalar' && node.value === true;

/** The place that an entry requests, relative to another entry. */
interface Wish {
  readonly where: 'first' | 'before' | 'after';
  readonly target: string;
}

function wishOf(value: Located): Wish | null {
  if (isOn(entry(value, 'first'))) return { where: 'first', target: '' };
  for (const where of ['before', 'after'] as const) {
    const target = text(entry(value, where));
    if (target !== null) return { where, target };
  }
  return null;
}

/**
 * Moves the entries of `own` that request a place, and removes the keys of the request. Entries with the same place keep
 * the order of the file. An entry is placed after the entry that it refers to was placed.
 */
function placed(entries: ReadonlyMap<string, Located>, own: LocatedMap): ReadonlyMap<string, Located> {
  const wishes = new Map<string, Wish>();
  for (const [key, value] of own.entries) {
    const wish = entries.has(key) ? wishOf(value) : null;
    if (wish && wish.target !== key && (wish.where === 'first' || entries.has(wish.target))) wishes.set(key, wish);
  }
  let keys = [...entries.keys()];
  const done = new Set<string>();
  /** The number of entries already at a place. */
  const taken = new Map<string, number>();
  const put = (key: string): void => {
    const wish = wishes.get(key);
    if (!wish || done.has(key)) return;
    done.add(key);
    put(wish.target);
    const place = `${wish.where} ${wish.target}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    keys = keys.filter((other) => other !== key);
    const at = wish.where === 'first' ? before : keys.indexOf(wish.target) + (wish.where === 'after' ? 1 + before : 0);
    keys.splice(at, 0, key);
  };
  for (const key of wishes.keys()) put(key);
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

type Pool = (id: string) => Located | undefined;

/**
 * All entries of a section, merged with their bases. `pool` holds the possible bases. An unknown base is skipped, and a
 * cycle ends where it closes: both are reported elsewhere.
 */
export function extendAll(section: Located | undefined, pool: Pool): Located | undefined {
  if (section?.kind !== 'map') return section;
  const done: Done = new Map();
  const entries = new Map([...section.entries].map(([id, value]) => [id, flatten(value, pool, done, new Set()).node]));
  return { ...section, entries };
}

/** The most bases that an entry can have in one chain; with more, merging would need unlimited time and memory. Reported at the base. */
export const MOST_BASES = 200;

interface Flat {
  readonly node: Located;
  /** Length of the longest chain of bases. */
  readonly height: number;
}
type Done = Map<Located, Flat>;

/** Merges a node with its bases. With several bases, starts from the first and adds each other base that is not yet included. */
function flatten(node: Located, pool: Pool, done: Done, open: Set<Located>): Flat {
  const known = done.get(node);
  if (known) return known;
  if (node.kind !== 'map') return { node, height: 0 };
  const [first, ...others] = basesOf(node, pool).filter((base) => base !== node && !open.has(base));
  open.add(node);
  const below = first && open.size <= MOST_BASES ? flatten(first, pool, done, open) : null;
  open.delete(node);
  let merged = below && below.height < MOST_BASES ? below.node : null;
  if (first && others.length > 0) {
    const seen = new Set<Located>([node, ...open]);
    lineage(first, pool, seen);
    for (const base of others.flatMap((other) => lineage(other, pool, seen))) merged = merged && over(merged, base);
  }
  const result: Flat = { node: over(merged, node), height: (below?.height ?? 0) + 1 };
  done.set(node, result);
  return result;
}

const basesOf = (node: Located, pool: Pool): readonly Located[] => texts(entry(node, 'extends')).flatMap((id) => pool(id) ?? []);

/** Merges a node, without its merging keys, over a base. */
function over(base: Located | null, node: Located): Located {
  if (node.kind !== 'map') return node;
  const replace = node.entries.get('replace');
  const own = without(node, replace?.kind === 'list' ? ['extends', 'replace'] : ['extends']);
  return base ? extend(base, own, texts(replace)) : own;
}

/** A node after all its bases; nodes that were seen before are skipped. */
function lineage(node: Located, pool: Pool, seen: Set<Located>): readonly Located[] {
  if (seen.has(node) || seen.size > 2 * MOST_BASES) return [];
  seen.add(node);
  return [...basesOf(node, pool).flatMap((base) => lineage(base, pool, seen)), node];
}

/**
 * Adds the `reads` of the merged bases to populations. Members are created when they are drawn, and the place of each
 * passage must be known then.
 */
export function inheritReads(section: Located | undefined, pool: Pool): Located | undefined {
  if (section?.kind !== 'map') return section;
  const entries = [...section.entries].map(([id, node]): [string, Located] => {
    const lists = [...basesOf(node, pool), node].flatMap((one) => entry(one, 'reads') ?? []);
    if (node.kind !== 'map' || lists.length === 0) return [id, node];
    const reads = lists.reduce((base, own) => extend(base, own));
    return [id, { ...node, entries: new Map([...node.entries, ['reads', reads]]) }];
  });
  return { ...section, entries: new Map(entries) };
}
