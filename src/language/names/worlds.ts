/** The worlds that a place in a scenario or world can see: its world, and the worlds that this one extends. */
import { measureWords } from '../../expr/index.js';
import { textOf, type TreeNode, valueAt } from '../syntax/node.js';
import type { Definition, FileModel } from '../incremental/file.js';
import { find, type Program } from '../program/program.js';

/** The world of a scenario that names none. */
const DEFAULT_WORLD = 'feed';

/** Measures that every society has. */
export const builtinMeasures: readonly string[] = [...measureWords.keys()];

/** The world of a path: the world itself under `worlds.`, the scenario's world under `scenarios.`. */
export function worldIdAt(program: Program, file: FileModel, path: string): string | null {
  const [section, id] = path.split('.');
  if (section === 'worlds') return id ?? null;
  if (section !== 'scenarios' || id === undefined) return null;
  let node: TreeNode | undefined = valueAt(valueAt(file.tree.root, 'scenarios'), id);
  for (let i = 0; i < 20 && node; i++) {
    const world = valueAt(node, 'world');
    const use = textOf(world) ?? textOf(valueAt(world, 'use'));
    if (use !== null) return use;
    const base = textOf(valueAt(node, 'extends'));
    node = base === null ? undefined : find(program.index, ['scenario'], base)[0]?.entry.value;
  }
  return DEFAULT_WORLD;
}

/** A world, followed by the worlds that it extends; a cycle ends where it closes. */
export function lineage(program: Program, id: string | null): readonly Definition[] {
  const out: Definition[] = [];
  for (let next = id; next !== null; ) {
    const definition = find(program.index, ['world'], next)[0];
    if (!definition || out.includes(definition)) break;
    out.push(definition);
    next = textOf(valueAt(definition.entry.value, 'extends'));
  }
  return out;
}

/** Whether another entry extends it, and may set what it leaves open. */
export const isExtended = (program: Program, kind: 'world' | 'scenario', id: string): boolean =>
  [...(program.index.get(kind)?.values() ?? [])].some(([other]) => textOf(valueAt(other?.entry.value, 'extends')) === id);

/** Keys of one section over the whole lineage, such as all actions. */
export function keysOf(worlds: readonly Definition[], section: string): readonly string[] {
  const keys = new Set<string>();
  for (const world of worlds) {
    const node = valueAt(world.entry.value, section);
    if (node?.kind === 'map') for (const entry of node.entries) keys.add(entry.key);
  }
  return [...keys];
}

/** A scenario, followed by the scenarios that it extends. */
export function scenarioLine(program: Program, file: FileModel, id: string): readonly Definition[] {
  const own = find(program.index, ['scenario'], id).find((definition) => definition.file === file);
  const out: Definition[] = [];
  for (let next = own; next && !out.includes(next); ) {
    out.push(next);
    const base = textOf(valueAt(next.entry.value, 'extends'));
    next = base === null ? undefined : find(program.index, ['scenario'], base)[0];
  }
  return out;
}

/** People and populations that take part in a scenario, each once, as written in the files. */
export function castIds(program: Program, scenario: readonly Definition[]): readonly string[] {
  const cast = scenario.map(({ entry }) => valueAt(entry.value, 'cast')).find((node) => node !== undefined);
  const items =
    cast?.kind === 'map' ? cast.entries.map(({ value }) => valueAt(value, 'play')) : cast?.kind === 'list' ? cast.items : [cast];
  const ids = items.flatMap((item) => textOf(item) ?? []);
  if (cast !== undefined && !ids.includes('all')) return [...new Set(ids)];
  return (['persona', 'population'] as const).flatMap((kind) => [...(program.index.get(kind)?.keys() ?? [])]);
}

/** The number of agents in a scenario, as written in the files. */
export const castSize = (program: Program, scenario: readonly Definition[]): number =>
  castIds(program, scenario).reduce((sum, id) => sum + membersOf(program, id), 0);

/** 1 for a person, the size of a population. */
export function membersOf(program: Program, id: string): number {
  const population = program.index.get('population')?.get(id)?.[0];
  if (!population) return 1;
  const size = valueAt(population.entry.value, 'size');
  return size?.kind === 'scalar' && typeof size.value === 'number' ? size.value : 0;
}

/** The size of the largest cast in a world, over the scenarios of the file. */
export function largestCast(program: Program, file: FileModel, world: string): number {
  const scenarios = [...(program.index.get('scenario')?.values() ?? [])].flat().filter((definition) => definition.file === file);
  const sizes = scenarios.flatMap((definition) => {
    const worlds = lineage(program, worldIdAt(program, file, definition.path));
    return worlds.some(({ id }) => id === world) ? [castSize(program, scenarioLine(program, file, definition.id))] : [];
  });
  return Math.max(0, ...sizes);
}

/** Whether an id is a member such as `regulars_07`, of a population `regulars` with at least seven members. */
export function isMember(program: Program, id: string): boolean {
  const found = /^(.+)_([0-9]+)$/.exec(id);
  const [, population, n] = found ?? [];
  if (population === undefined || n === undefined) return false;
  const size = valueAt(find(program.index, ['population'], population)[0]?.entry.value, 'size');
  return size?.kind === 'scalar' && typeof size.value === 'number' && Number(n) >= 1 && Number(n) <= size.value;
}
