/** The interface of import formats, and shared helpers of their readers. */
import type { JsonObject } from '../../../core/util/json.js';
import type { Draft, SourceFile } from '../parse/draft.js';
import { isObject } from '../parse/fields.js';
import { ImportError, type Log, silentLog } from '../parse/importLog.js';
import type { Parsed } from '../parse/parse.js';
import { type ColumnMap, recordsOf } from './aliases.js';
import { type Records, tableRecords } from './tables.js';

interface Source {
  readonly file: SourceFile;
  readonly parsed: Parsed;
  readonly columns: ColumnMap;
  readonly log: Log;
}

export interface Format {
  readonly id: string;
  readonly title: string;
  /** Whether its people are invented, so that their names stay. */
  readonly invented: boolean;
  /** The licence of the publishers of such files. */
  readonly licence?: string;
  /** World of the scenario if the source has none. */
  readonly world: 'feed' | 'room';
  readonly is: (parsed: Parsed, file: SourceFile) => boolean;
  /** Throws an `ImportError` if the file is not of this format. */
  readonly read: (source: Source) => Draft;
}

/** Records of a table, or of a list in JSON. */
export function recordsIn({ parsed, log }: Pick<Source, 'parsed' | 'log'>): Records | null {
  if (parsed.kind === 'table') return tableRecords(parsed.table, log);
  if (parsed.kind !== 'json') return null;
  const list = recordsOf(parsed.value);
  if (list) return { records: list, lineOf: (row) => parsed.lineOf([row]) };
  if (!isObject(parsed.value)) return null;
  const named = Object.entries(parsed.value);
  if (named.length > 1 && named.every((entry): entry is [string, JsonObject] => isObject(entry[1])))
    return {
      records: named.map(([key, one]) => (Object.hasOwn(one, 'id') ? { ...one, key } : { id: key, ...one })),
      lineOf: (row) => parsed.lineOf([named[row]![0]]),
    };
  return { records: [parsed.value], lineOf: () => 1 };
}

export const need = <T>(found: T | null, what: string): T => {
  if (found === null) throw new ImportError('import-format', 1, `This is no ${what}. Leave out --as, or take another format.`);
  return found;
};

export const peek = (parsed: Parsed): readonly JsonObject[] => recordsIn({ parsed, log: silentLog })?.records ?? [];
export const xml = (parsed: Parsed, { text }: SourceFile): string => need(parsed.kind === 'xml' ? text : null, 'XML');
export const json = (parsed: Parsed) => (parsed.kind === 'json' ? parsed : null);
export const isNonEmpty = (records: readonly unknown[]): boolean => records.length > 0;
