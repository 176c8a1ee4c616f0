/** Columns of tables, and the values that they hold. */
import type { Cell } from '../../core/formats/csv.js';
import type { ParquetColumn } from './parquet.js';
import type { Json } from '../../core/util/json.js';

export interface TableColumn extends ParquetColumn {
  readonly meaning: string;
  /** What a number counts, or the scale that it is on; absent where it has none. */
  readonly unit?: string;
  /** Possible values, such as `0..1` or `answered, refused`. */
  readonly values?: string;
  /** What a missing value means; absent if none is missing. */
  readonly missing?: string;
  /** The expression that gives the value. */
  readonly source?: string;
  /** Its path in the file, as in `worlds.feed.agent_vars.mood`. */
  readonly at?: string | null;
  /** Lists, records and all other values are JSON. */
  readonly json?: true;
  /** Words of agents, which can contain something private. */
  readonly says?: true;
}

/** Columns of every table, before its own: which run a row is of. */
export const KEYS: readonly TableColumn[] = [
  { name: 'run', type: 'text', required: true, meaning: 'The run: a row of the table `runs`.' },
  { name: 'arm', type: 'text', meaning: 'The arm of the experiment.', missing: 'The run is of no experiment.' },
  { name: 'seed', type: 'long', required: true, meaning: 'The seed of the run.' },
];

/** The last column of every table. */
export const SYNTHETIC_COLUMN: TableColumn = {
  ...{ name: 'synthetic', type: 'boolean', required: true, values: 'true' },
  meaning: 'No person said or did this, unless a person played the agent: see `minds` of the run.',
};

export const ROUND: TableColumn = {
  ...{ name: 'round', type: 'integer', required: true, unit: 'rounds', values: 'from 0' },
  meaning: 'The round; 0 is before the first.',
};

export const AGENT: TableColumn = { name: 'agent', type: 'text', required: true, meaning: 'Id of the agent.' };

/** A value that its column cannot hold. */
export const LOST = Symbol('lost');

/** A value as its column holds it. */
export function cellIn({ type, json }: TableColumn, value: Json | undefined): Cell | typeof LOST {
  if (value === null || value === undefined) return null;
  if (json) return JSON.stringify(value);
  if (type === 'text') return typeof value === 'string' ? value : LOST;
  if (type === 'boolean') return typeof value === 'boolean' ? value : LOST;
  return typeof value === 'number' ? value : LOST;
}

/** The type of a column for these values, which can have any type. */
export function typeOf(values: Iterable<Json>): Pick<TableColumn, 'type' | 'json'> {
  const kinds = new Set<string>();
  for (const value of values) {
    if (value !== null) kinds.add(typeof value);
    if (kinds.size > 1) break;
  }
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === 'object') return { type: 'text', json: true };
  return { type: kind === 'number' ? 'number' : kind === 'boolean' ? 'boolean' : 'text' };
}

/** The type of a column that is one of these types in different runs. */
export function commonType(types: readonly Pick<TableColumn, 'type' | 'json'>[]): Pick<TableColumn, 'type' | 'json'> {
  const [first = { type: 'text', json: true } as const] = types;
  return types.every(({ type, json }) => type === first.type && json === first.json) ? first : { type: 'text', json: true };
}
