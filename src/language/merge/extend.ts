/**
 * `extends`: scalars override, maps merge and keep order, lists append. In a map of the base, an entry of its own with
 * `first`, `before`, `after` finds its place and `off: true` takes the inherited one away; `replace:` names lists that
 * override instead. docs/format-merging.md says it for authors.
 */
import type { Located, LocatedMap } from './locatedData.js';
import { entry, text, texts, without } from './locatedData.js';

const PLACING = ['first', 'before', 'after', 'off'];

/** Sections whose entries can say where they belong. Elsewhere these words are keys like all others: a parameter can be called `after`. */
export const PLACED: readonly string[] = ['actions', 'phases', 'groups', 'rewards', 'interventions', 'surveys', 'expect'];

/** `own` over `base`. `replaced`: paths of lists of `own` that override; `path`: keys that lead to both. */
function extend(base: Located, own: Located, replaced: readonly string[] = [], path: readonly string[] = []): Located {
  if (base.kind === 'map' && own.kind === 'map') return extendMap(base, own, replaced, path);
  if (base.kind === 'list' && own.kind === 'list') return { ...own, items: [...base.items, ...own.items] };
  return own;
}

/** Where a plain value is short for a map with this key: `world: lake` stands for `world: { use: lake }`. */
export const SHORT_FOR: { readonly [key: string]: string } = { world: 'use', order: 'kind' };

/** The key that a plain value at a path is short for: of a scenario's world, a phase's order, a variable of agents. Elsewhere these are names. */
function shortFor(path: readonly string[]): string | undefined {
  const [section, , key] = path;
  if (path.length === 1) return section === 'world' ? SHORT_FOR['world'] : undefined;
  if (path.length === 2) return section === 'agent_vars' ? 'start' : undefined;
  return path.length === 3 && section === 'phases' && key === 'order' ? SHORT_FOR['order'] : undefined;
}

/** The long form of a value that an heir says more of, so that it keeps what it does not name. */
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

/** The place that an entry asks for, relative to another entry. */
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
 * Entries of `own` that say where they belong, moved there; the words that say so are taken out. Of several with the same
 * place, the order is that in which they are written. An entry is placed after the one it is placed by.
 */
function placed(entries: ReadonlyMap<string, Located>, own: LocatedMap): ReadonlyMap<string, Located> {
  const wishes = new Map<string, Wish>();
  for (const [key, value] of own.entries) {
    const wish = entries.has(key) ? wishOf(value) : null;
    if (wish && wish.target !== key && (wish.where === 'first' || entries.has(wish.target))) wishes.set(key, wish);
  }
  let keys = [...entries.keys()];
  const done = new Set<string>();
  /** How many already stand at a place. */
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
 * All entries of a section with what they extend merged in. `pool` holds what can be extended. An unknown base is left
 * out, and a cycle ends where it closes: both are reported elsewhere.
 */
export function extendAll(section: Located | undefined, pool: Pool): Located | undefined {
  if (section?.kind !== 'map') return section;
  const done: Done = new Map();
  const entries = new Map([...section.entries].map(([id, value]) => [id, flatten(value, pool, done, new Set()).node]));
  return { ...section, entries };
}

/** How many others one may build on; with more, merging would take time and room without bound. Told where it is written. */
export const MOST_BASES = 200;

interface Flat {
  readonly node: Located;
  /** Length of the longest chain below it. */
  readonly height: number;
}
type Done = Map<Located, Flat>;

/** With one base, over that; with several, over the first and then over each that is not in it yet, one after the other. */
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

/** A node without what it says of merging, over a base. */
function over(base: Located | null, node: Located): Located {
  if (node.kind !== 'map') return node;
  const replace = node.entries.get('replace');
  const own = without(node, replace?.kind === 'list' ? ['extends', 'replace'] : ['extends']);
  return base ? extend(base, own, texts(replace)) : own;
}

/** A node after all that it extends; nodes that were seen already are left out. */
function lineage(node: Located, pool: Pool, seen: Set<Located>): readonly Located[] {
  if (seen.has(node) || seen.size > 2 * MOST_BASES) return [];
  seen.add(node);
  return [...basesOf(node, pool).flatMap((base) => lineage(base, pool, seen)), node];
}

/**
 * Populations with what their bases, which are merged already, have read: their members are made when they are drawn, and of
 * a passage it is to be known then where it is written.
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
