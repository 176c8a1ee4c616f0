/** A small random world for expressions, once as columns and once as records, so that both kinds of execution can be compared. */
import { memoBy } from '../../../src/core/util/memo.js';
import { rng, type Rng } from '../../../src/core/random/rng.js';
import {
  type ColumnScope,
  FLAGS,
  type FieldColumn,
  NO_WORD,
  NOBODY,
  type RowLists,
  type TieLists,
} from '../../../src/expr/columns/columnScope.js';
import type { EffectSink, Scope, Value } from '../../../src/expr/index.js';
import { ExprFault } from '../../../src/expr/index.js';
import type { RowSink } from '../../../src/expr/columns/columnScope.js';

const WORDS = ['well', 'ill', 'over'] as const;
/** Numbers with ties, zeros of both signs, and some that overflow. */
const NUMBERS = [0, -0, 1, 2, 3, -1, 0.5, 0.1, 0.7, 1.5, 100, 1e308, -1e308];

/** The values of each field, by row: `null` where one is missing. */
export type Fields = { [name: string]: (number | string | boolean | null)[] };

export interface World {
  readonly agents: number;
  readonly fields: Fields;
  /** Absent agents are not in `all`. */
  readonly present: readonly number[];
  readonly strengths: { readonly [network: string]: readonly (readonly number[])[] };
  readonly values: { readonly [name: string]: Value };
}

export const MAYBE: ReadonlySet<string> = new Set(['y', 't', 'g', 'p']);
const AGENTS: ReadonlySet<string> = new Set(['p', 'q']);

/** `most`: the largest number of agents. */
export function worldOf(seed: number, most = 9): World {
  const random = rng(seed, 'world');
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const agents = 1 + Math.floor(random() * most);
  const column = <T>(value: () => T, maybe = false): (T | null)[] =>
    Array.from({ length: agents }, () => (maybe && random() < 0.25 ? null : value()));
  const tame = random() < 0.8;
  const number = (): number => (tame ? one(NUMBERS.slice(0, 11)) : one(NUMBERS));
  const row = (): number => Math.floor(random() * agents);
  const network = (): number[][] =>
    Array.from({ length: agents }, (_, i) =>
      Array.from({ length: agents }, (__, j) => (i !== j && random() < 0.3 ? one([0.2, 0.5, 1]) : 0)),
    );
  return {
    agents,
    fields: {
      x: column(number),
      y: column(number, true),
      s: column(() => one(WORDS)),
      t: column(() => one(WORDS), true),
      f: column(() => random() < 0.5),
      g: column(() => random() < 0.5, true),
      q: column(row),
      p: column(row, true),
    },
    present: Array.from({ length: agents }, (_, i) => i).filter(() => random() < 0.9),
    strengths: { near: network(), far: network() },
    values: {
      k: one([0, 1, 2, -3, 0.5]),
      params: { p: one([0, 0.3, 1, 0.9]), bad: one([1.2, 0.5]), list: [3, 1, 2], none: null, words: ['ill', 'gone'], yes: [true, false] },
      round: 3,
      word: one(WORDS),
    },
  };
}

/** A world of many agents without ties. Most of them are alike, so that a search can end at the first one or after thousands. */
export function largeWorldOf(seed: number, agents: number): World {
  const random = rng(seed, 'large world');
  const rare = random() < 0.5 ? 0.5 : 2 / agents;
  const column = <T>(usual: T, other: () => T): T[] => Array.from({ length: agents }, () => (random() < rare ? other() : usual));
  const row = (): number => Math.floor(random() * agents);
  return {
    ...worldOf(seed),
    agents,
    fields: {
      x: column(1, () => random() * 3),
      y: column<number | null>(2, () => (random() < 0.2 ? null : random())),
      s: column('well', () => 'ill'),
      t: column<string | null>('well', () => (random() < 0.2 ? null : 'ill')),
      f: column(true, () => false),
      g: column<boolean | null>(true, () => (random() < 0.2 ? null : false)),
      q: column(0, row),
      p: column<number | null>(0, () => (random() < 0.2 ? null : row())),
    },
    present: Array.from({ length: agents }, (_, i) => i).filter((i) => i % 50 !== 3),
    strengths: { near: [], far: [] },
  };
}

// As records.

interface Rows {
  readonly scope: Scope;
  readonly people: readonly Value[];
}

/** The agents of a world. They read the fields when they are asked, so that they show what statements have set. */
const peopleOf = memoBy((world: World): readonly Value[] => {
  const people: Value[] = Array.from({ length: world.agents }, (_, row) => {
    const record = { id: `a${row}` };
    for (const name of Object.keys(world.fields))
      Object.defineProperty(record, name, {
        enumerable: true,
        get: (): Value => {
          const value = world.fields[name]![row]!;
          return AGENTS.has(name) && value !== null ? people[value as number]! : value;
        },
      });
    return record;
  });
  return people;
});

/** A copy of a world whose fields statements can set. */
export const copyOf = (world: World): World => ({
  ...world,
  fields: Object.fromEntries(Object.entries(world.fields).map(([name, values]) => [name, values.slice()])),
});

export function recordsOf(world: World, draws: Scope['draws'], locals: { readonly [name: string]: number } = {}): Rows {
  const people = peopleOf(world);
  const indexOf = (agent: Value | undefined): number => people.indexOf(agent as Value);
  const strength = (network: Value | undefined, a: number, b: number): number => world.strengths[String(network ?? 'near')]?.[a]?.[b] ?? 0;
  const neighbours = (agent: Value | undefined, network: Value | undefined): readonly Value[] => {
    const a = indexOf(agent);
    return a < 0 ? [] : people.filter((_, b) => strength(network, a, b) > 0 || strength(network, b, a) > 0);
  };
  const lookup = (name: string): Value | undefined => {
    if (Object.hasOwn(locals, name)) return people[locals[name]!];
    if (name === 'all') return world.present.map((row) => people[row]!);
    if (name === 'hubs') return people.slice(0, 2);
    if (name === 'ada') return people[0];
    return world.values[name];
  };
  const host = {
    neighbours: (a?: Value, network?: Value) => neighbours(a, network),
    tied: (a?: Value, network?: Value) => people.filter((_, b) => strength(network, indexOf(a), b) > 0),
    degree: (a?: Value, network?: Value) => neighbours(a, network).length,
    tie: (a?: Value, b?: Value, network?: Value) => strength(network, indexOf(a), indexOf(b)),
  };
  return { scope: { lookup, host, ...(draws ? { draws } : {}) }, people };
}

/** Writes into the fields, and tells what. */
export function recordSink(
  world: World,
  people: readonly Value[],
  ties: string[],
  tell: (name: string, row: number, value: number | string | boolean | null) => void,
): EffectSink {
  return {
    assign: (owner, name, value) => {
      const row = people.indexOf(owner);
      const plain = people.includes(value) ? people.indexOf(value) : value;
      const set = fitted(name, plain as number | string | boolean | null);
      world.fields[name]![row] = set;
      tell(name, row, set);
    },
    call: (name, [from, to, network, weight]) => {
      const rows = (value: Value | undefined): string =>
        Array.isArray(value) ? `[${value.map((one) => people.indexOf(one))}]` : `${people.indexOf(value!)}`;
      ties.push(
        `${rows(from)} ${rows(to)} ${String(network ?? '')} ${name === 'unbond' ? 0 : weight === null ? Number.NaN : (weight ?? 1)}`,
      );
    },
  };
}

/** A value that the variable refuses is a fault without a place, as in the engine. */
export function fitted<T extends number | string | boolean | null>(name: string, value: T): T {
  if (value === null && !MAYBE.has(name)) throw new ExprFault('missing-value', `${name} needs a value.`);
  if (name === 'x' && typeof value === 'number' && Math.abs(value) > 50) throw new ExprFault('out-of-range', 'x is at most 50.');
  return value;
}

// As columns.

export function columnsOf(world: World, draws: ColumnScope['draws']): ColumnScope {
  const columns = new Map(Object.entries(world.fields).map(([name, values]) => [name, columnOf(name, values)]));
  const lists = Object.fromEntries(Object.keys(world.strengths).map((name) => [name, tiesOf(world, name)]));
  return {
    agents: world.agents,
    draws,
    field: (name) => columns.get(name) ?? null,
    name: (name) => {
      if (name === 'all') return { kind: 'agents', rows: Int32Array.from(world.present) };
      if (name === 'hubs') return { kind: 'agents', rows: Int32Array.from({ length: Math.min(2, world.agents) }, (_, i) => i) };
      if (name === 'ada') return { kind: 'agent', row: 0 };
      const value = world.values[name];
      return value === undefined ? null : { kind: 'value', value };
    },
    neighbours: (network) => lists[network ?? 'near']?.both ?? null,
    ties: (network) => lists[network ?? 'near']?.out ?? null,
  };
}

function columnOf(name: string, values: Fields[string]): FieldColumn {
  const maybe = MAYBE.has(name);
  if (name === 's' || name === 't') {
    const codes = Uint16Array.from(values, (value) => (value === null ? NO_WORD : WORDS.indexOf(value as (typeof WORDS)[number])));
    return { kind: 'words', maybe, codes, words: WORDS };
  }
  if (name === 'f' || name === 'g')
    return { kind: 'flag', maybe, flags: Uint8Array.from(values, (value) => (value === null ? FLAGS.nothing : Number(value))) };
  if (AGENTS.has(name))
    return { kind: 'agent', maybe, rows: Int32Array.from(values, (value) => (value === null ? NOBODY : (value as number))) };
  return { kind: 'number', maybe, values: Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number))) };
}

function tiesOf({ agents, strengths }: World, name: string): { readonly out: TieLists; readonly both: RowLists } {
  const table = strengths[name]!;
  const rows = Array.from({ length: agents }, (_, i) => i);
  const none = table.length === 0 ? compressed(rows.map(() => [])) : null;
  if (none) return { out: { ...none, strength: new Float64Array() }, both: none };
  const out = rows.map((i) => rows.filter((j) => table[i]![j]! > 0));
  const both = rows.map((i) => rows.filter((j) => table[i]![j]! > 0 || table[j]![i]! > 0));
  return {
    out: { ...compressed(out), strength: Float64Array.from(out.flatMap((row, i) => row.map((j) => table[i]![j]!))) },
    both: compressed(both),
  };
}

function compressed(rows: readonly (readonly number[])[]): RowLists {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i]! + row.length;
  });
  return { start, end: start.subarray(1), to: Int32Array.from(rows.flat()) };
}

/** Gathers what rows set, and can take back what the last row has set. */
export class Changes {
  readonly ties: string[] = [];
  /** `field row value`, in order. */
  readonly set: [name: string, row: number, value: number | string | boolean | null][] = [];

  mark(): readonly [number, number] {
    return [this.set.length, this.ties.length];
  }

  since([set, ties]: readonly [number, number]): readonly unknown[] {
    return [this.set.slice(set), this.ties.slice(ties)];
  }

  rewind([set, ties]: readonly [number, number]): void {
    this.set.length = set;
    this.ties.length = ties;
  }

  get sink(): RowSink {
    const put =
      (name: string) =>
      (row: number, value: number | string | boolean | null): void => {
        const nothing = value === null || Number.isNaN(value) || (AGENTS.has(name) && value === NOBODY);
        this.set.push([name, row, fitted(name, nothing ? null : value)]);
      };
    const kinds = { x: 'number', y: 'number', s: 'text', t: 'text', f: 'flag', g: 'flag', p: 'agent', q: 'agent' } as const;
    return {
      field: (name) => (Object.hasOwn(kinds, name) ? { [kinds[name as keyof typeof kinds]]: put(name) } : null),
      bond: (network, from, to, weight) => {
        const rows = (given: typeof from): string => {
          const found = [...given.rows.subarray(given.from, given.to)];
          return given.list ? `[${found}]` : `${found[0]}`;
        };
        this.ties.push(`${rows(from)} ${rows(to)} ${network ?? ''} ${weight}`);
      },
    };
  }
}

export const streams = (seed: number) => {
  let taken = 0;
  const of = (about: string): Rng => {
    const random = rng(seed, 'draws', about);
    return () => {
      taken++;
      return random();
    };
  };
  return { of, taken: () => taken };
};
