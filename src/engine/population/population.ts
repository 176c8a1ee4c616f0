/**
 * Members of a population. Each field is drawn, counted out, taken from a row or computed, and a record keeps which. Fields are
 * made column by column, when another first uses them, so their order in the file does not matter. This file knows personas only as
 * fields by path.
 *
 * Quotas, dealt names and shuffled rows are shared among all members, so they change if the number of members does. Other draws do
 * not (`memberRule.ts`).
 */
import { type AgentId, memberId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { rng } from '../../core/random/rng.js';
import type { Population } from '../../language/generated/society.js';
import { branchFinder, isGiven, isQuota, isShared, largestRemainder, shareOut } from './apportion.js';
import type { Report } from '../model/faults.js';
import { isTaken, numberedName, numberedPattern, type TakenNames, takenNames } from './memberNames.js';
import { type Cell, type Draws, memberRule, type Origin, type OriginKind, type Place, ruleFault, ruleOrigin } from './memberRule.js';
import { rowFields } from './populationRows.js';
import type { Row, Table } from './tableRows.js';

export interface Member {
  readonly id: AgentId;
  readonly fields: JsonObject;
  readonly origins: { readonly [path: string]: Origin };
}

export interface PopulationOptions {
  readonly seed: number;
  /** The rows of `from`, which a port reads. */
  readonly table?: Table | undefined;
  /** Names that others have. Members get other names, which are added here. */
  readonly taken?: TakenNames;
  readonly report?: Report;
  /** Fields that are whole numbers keep their decimals, as in runs without the flag `whole_numbers`. */
  readonly decimals?: boolean;
  /** `1 of [a, b]` gives each field a list with one item, as in runs without the flag `one_of_several`. */
  readonly lists?: boolean;
}

/** Fields of a person that are whole numbers in the schema of the format. */
export const WHOLE_FIELDS: ReadonlySet<string> = new Set(['age']);

/** Fields of a person that are lists in the schema of the format. */
export const LIST_FIELDS: ReadonlySet<string> = new Set(['traits', 'interests', 'values', 'goals', 'memories', 'reads']);

type Column = readonly (Cell | undefined)[];

/** Members in order. Errors are reported at their nodes, and their fields left out. It never throws. */
export function populate(id: string, population: Population, options: PopulationOptions): readonly Member[] {
  const size = population.size ?? options.table?.rows.length ?? 0;
  const ids = Array.from({ length: size }, (_, i) => memberId(id, i + 1, size));
  return membersOf(id, population, ids, options);
}

/**
 * The first members of a population whose members do not depend on each other, as many as `most`; all members of another one. They are
 * the same as in `populate`.
 */
export function firstMembers(
  id: string,
  population: Population,
  most: number,
  options: PopulationOptions,
): { readonly size: number; readonly members: readonly Member[] } {
  const { size = 0 } = population;
  const first = size > most && isApart(population) ? most : size;
  if (first === size) {
    const members = populate(id, population, options);
    return { size: members.length, members };
  }
  const ids = Array.from({ length: first }, (_, i) => memberId(id, i + 1, size));
  const members = membersOf(id, population, ids, { ...options, size });
  options.taken?.numbered.push({ pattern: numberedPattern(population.name ?? id), count: size });
  return { size, members };
}

/** Whether each member can be drawn without the others. */
const isApart = ({ from, names = [], sample = {} }: Population): boolean =>
  !from && names.length === 0 && !Object.entries(sample).some(([path, spec]) => path === 'name' || isShared(spec as Json));

/** A member that joins later, with draws of its own. Quotas and rows are drawn by their weights. */
export const newcomer = (id: string, population: Population, member: AgentId, options: PopulationOptions): Member =>
  membersOf(id, population, [member], { ...options, alone: true })[0]!;

interface Making extends PopulationOptions {
  /** There are no other members to share with. */
  readonly alone?: boolean;
  /** Number of members, if only some are made. */
  readonly size?: number;
}

function membersOf(id: string, population: Population, ids: readonly AgentId[], options: Making): readonly Member[] {
  const columns = columnsOf(id, population, ids, options);
  const paths = pathsOf(population, options.table);
  return ids.map((member, i) => {
    const cells = paths.flatMap((path) => {
      const cell = columns(path)?.[i];
      return cell === undefined || cell.value === null ? [] : [[path, cell] as const];
    });
    return {
      id: member,
      fields: Object.fromEntries(cells.map(([path, cell]) => [path, cell.value])),
      origins: Object.fromEntries(cells.map(([path, cell]) => [path, cell.origin])),
    };
  });
}

/** Fields of members. The name is last unless it is drawn. */
const pathsOf = (population: Population, table: Table | undefined): readonly string[] => [
  ...new Set([...(table ? Object.keys(rowFields(population, table)) : []), ...Object.keys(population.sample ?? {}), 'name']),
];

/** Columns by path, each made once. A field that depends on itself is reported and has no value. */
function columnsOf(id: string, population: Population, ids: readonly AgentId[], options: Making): (path: string) => Column | undefined {
  const at = `populations.${id}`;
  const report: Report = options.report ?? (() => {});
  const made = new Map<string, Column | 'making'>();
  const { table, seed, alone = false } = options;
  const rows = table ? rowCells(id, population, ids, table, { seed, alone, report }) : new Map<string, Column>();
  const drawn = (path: string): Column | undefined => {
    const spec = population.sample?.[path] as Json | undefined;
    if (spec === undefined) return rows.get(path);
    const cells = new Array<Cell | undefined>(ids.length).fill(undefined);
    const everybody = ids.map((_, i) => i);
    fill({ draws, alone, path, node: `${at}.sample.${path}`, branch: [] }, spec, everybody, cells);
    return cells;
  };
  const column = (path: string): Column | undefined => {
    const known = made.get(path);
    if (known === 'making') report('error', `${at}.sample.${path}`, `\`${path}\` depends on itself.`);
    if (known !== undefined) return known === 'making' ? undefined : known;
    made.set(path, 'making');
    const cells = path === 'name' ? uniqueNames(id, population, ids, drawn(path), options.taken ?? takenNames()) : (drawn(path) ?? []);
    made.set(path, cells);
    return cells;
  };
  const paths = pathsOf(population, table);
  const draws: Draws = {
    ...{
      id,
      size: options.size ?? ids.length,
      idOf: (member) => ids[member]!,
      seed,
      stream: (path) => (member) => rng(seed, 'population', ids[member]!, path),
      paths,
      report,
      ...formsOf(population, options),
    },
    value: (path, member) => column(path)?.[member]?.value,
  };
  return column;
}

/** The forms of the values of fields, as `Draws` has them. */
export function formsOf({ vars = {} }: Population, { decimals, lists }: PopulationOptions): Pick<Draws, 'held' | 'single'> {
  const isWhole = (path: string): boolean => !decimals && WHOLE_FIELDS.has(path) && !(path in vars);
  const isList = (path: string): boolean => (vars[path] === undefined ? LIST_FIELDS.has(path) : Array.isArray(vars[path]));
  return {
    held: (path, value) => (typeof value === 'number' && isWhole(path) ? Math.round(value) : value),
    single: (path, value) => (!lists && Array.isArray(value) && value.length === 1 && !isList(path) ? (value[0] as Json) : value),
  };
}

interface Filling extends Place {
  /** There are no other members to share with. */
  readonly alone: boolean;
}

/** Gives members a value by a rule. */
function fill(place: Filling, spec: Json, members: readonly number[], cells: (Cell | undefined)[]): void {
  const { draws, path, node, branch } = place;
  if (isGiven(spec)) return fillGiven(place, spec, members, cells);
  const fault = ruleFault(spec);
  if (fault !== null) return draws.report('error', node, fault);
  const dealt = place.alone ? null : path === 'name' && Array.isArray(spec) ? 'dealt' : isQuota(spec) ? 'quota' : null;
  if (dealt) {
    const stream = ['population', draws.id, path, dealt, ...branch] as const;
    const random = rng(draws.seed, ...stream);
    const origin: Origin = { kind: dealt, ...ruleOrigin(place, spec), stream };
    const values = isQuota(spec) ? largestRemainder(spec.quota, members.length) : (spec as readonly Json[]);
    const given = shareOut(random, values, members.length);
    members.forEach((i, k) => {
      cells[i] = { value: given[k]!, origin };
    });
    return;
  }
  const rule = memberRule(place, spec);
  for (const i of members) {
    const value = rule.value(i);
    cells[i] = { value, origin: rule.origin(i, value) };
  }
}

/** Each branch draws for the members whose other field selects it. Quotas count within the branch. */
function fillGiven(
  place: Filling,
  spec: JsonObject & { readonly given: string },
  members: readonly number[],
  cells: (Cell | undefined)[],
): void {
  const { draws, node, branch } = place;
  const other = spec.given;
  if (!draws.paths.includes(other)) {
    return draws.report(
      'error',
      `${node}.given`,
      `There is no field \`${other}\` in this population. There are: ${draws.paths.join(', ')}.`,
    );
  }
  const groups = new Map<string, number[]>();
  const missing = new Set<string>();
  const keyOf = branchFinder(spec);
  for (const i of members) {
    const value = draws.value(other, i) ?? null;
    const key = keyOf(value);
    if (key === null) missing.add(String(value));
    else if (groups.has(key)) groups.get(key)!.push(i);
    else groups.set(key, [i]);
  }
  for (const [key, group] of groups)
    fill({ ...place, node: `${node}.${key}`, branch: [...branch, `${other}: ${key}`] }, spec[key]!, group, cells);
  if (missing.size > 0)
    draws.report('warning', node, `Nothing is said for \`${other}\` ${[...missing].slice(0, 5).join(', ')}; add \`else\`.`);
}

/** Cells of all fields that come from rows. */
function rowCells(
  id: string,
  population: Population,
  ids: readonly AgentId[],
  table: Table,
  { seed, alone, report }: { readonly seed: number; readonly alone: boolean; readonly report: Report },
): ReadonlyMap<string, Column> {
  const at = `populations.${id}.from`;
  const unweighted = population.from?.weight;
  if (unweighted !== undefined && !table.columns.includes(unweighted))
    report('error', `${at}.weight`, `${table.name} has no column \`${unweighted}\`. There are: ${table.columns.join(', ')}.`);
  const chosen = chosenRows(
    id,
    alone ? { ...population, from: { ...population.from, rows: 'drawn' } } : population,
    ids,
    table,
    seed,
    report,
  );
  for (const { line, message } of table.problems.slice(0, 5)) report('warning', at, `${table.name}, line ${line}: ${message}`);
  return new Map(
    Object.entries(rowFields(population, table, report, at)).map(([path, read]) => [
      path,
      chosen.map((row): Cell | undefined => {
        const value = row && read.of(row);
        if (row === undefined || value === undefined) return undefined;
        return { value, origin: { kind: 'row', at: read.at, rule: read.column, row: { file: table.name, line: row.line } } };
      }),
    ]),
  );
}

/** The row of each member: in order, in random order, or drawn with replacement by weight. */
function chosenRows(
  id: string,
  population: Population,
  ids: readonly AgentId[],
  { rows, name }: Table,
  seed: number,
  report: Report,
): readonly (Row | undefined)[] {
  const { rows: how = 'order', weight } = population.from ?? {};
  if (how === 'drawn') {
    const sums: number[] = [];
    for (const { cells } of rows) sums.push((sums.at(-1) ?? 0) + (weight === undefined ? 1 : Math.max(0, Number(cells[weight] ?? 0) || 0)));
    return ids.map((member) => {
      const at = rng(seed, 'population', member, 'row')() * (sums.at(-1) ?? 0);
      return rows[sums.findIndex((sum) => sum > at)];
    });
  }
  if (ids.length > rows.length)
    report(
      'error',
      `populations.${id}.from`,
      `${name} has ${rows.length} rows for ${ids.length} members. Lower \`size\`, or write \`rows: drawn\`.`,
    );
  return how === 'shuffled'
    ? shareOut(rng(seed, 'population', id, 'rows'), rows, rows.length).slice(0, ids.length)
    : rows.slice(0, ids.length);
}

/**
 * Names as drawn, else from the list in order, else from the pattern with the number. A name that another has gets a number at its
 * end.
 */
function uniqueNames(
  id: string,
  population: Population,
  ids: readonly AgentId[],
  drawn: Column | undefined,
  taken: TakenNames,
): readonly Cell[] {
  const { names = [], name: pattern = id } = population;
  return ids.map((_, i): Cell => {
    const own = drawn?.[i]?.value == null ? undefined : drawn[i];
    const listed = names.length > 0 ? names[i % names.length]! : null;
    const wanted = own ? String(own.value) : (listed ?? numberedName(numberedPattern(pattern), i + 1));
    let name = wanted;
    for (let n = 2; isTaken(taken, name); n++) name = `${wanted} ${n}`;
    taken.names.add(name);
    const [kind, key, rule]: [OriginKind, string, string] =
      listed === null ? ['fallback', 'name', pattern] : ['named', 'names', names.join(', ')];
    return { value: name, origin: own?.origin ?? { kind, at: `populations.${id}.${key}`, rule } };
  });
}
