/** Columns of the table that is named near the cursor: outside data, data of a calibration, rows of a population. */
import type { CompletionItem } from '../../api.js';
import type { DataFile, Program } from '../../program/program.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import type { Cursor } from '../position/cursorContext.js';
import { type CompletionSite, insertable, lastKey } from './completionItem.js';

/** The path of the table whose columns can be written at the cursor, as the file writes it; null at other places. */
export function tableAt({ main }: Program, { path, mode }: Cursor): string | null {
  if (mode !== 'value') return null;
  const at = (keys: readonly string[]): TreeNode | undefined =>
    keys.reduce<TreeNode | undefined>((node, key) => valueAt(node, key), main.tree.root ?? undefined);
  const named = (keys: readonly string[], ...files: readonly string[]): string | null => {
    const holder = at(keys);
    return files.map((file) => textOf(valueAt(holder, file))).find((text) => text !== null) ?? null;
  };
  const last = lastKey(path);
  const reference = path.indexOf('compare_with');
  if (reference >= 0 && path.length > reference + 2)
    return COLUMNS_OF_DATA.has(last) ? named(path.slice(0, reference + 2), 'people', 'nodes') : null;
  const parent = path.slice(0, -1);
  if (path[0] === 'calibrate' && lastKey(parent) === 'table') return last === 'csv' ? null : named(parent, 'csv');
  if (path[0] === 'populations' && last === 'weight') return named(parent, 'csv', 'jsonl');
  return path[0] === 'populations' && lastKey(parent) === 'map' ? named(parent.slice(0, -1), 'csv', 'jsonl') : null;
}

const COLUMNS_OF_DATA: ReadonlySet<string> = new Set(['column', 'weight', 'count']);

/** The most columns that are offered. */
const MOST = 500;

/** The columns of a table of text: the cells of the first line, or the keys of its first object. Empty where the file cannot be read. */
export function columnsOf(path: string, file: DataFile): readonly string[] {
  if (!file.ok) return [];
  const [line = ''] = file.text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  if (/\.(jsonl|ndjson)$/i.test(path)) return keysOf(line);
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return cells.map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim()).slice(0, MOST);
}

function keysOf(line: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export const columnItems = ({ cursor, make, files }: CompletionSite): readonly CompletionItem[] =>
  files.map((column) => make(column, 'value', insertable(column, cursor.flow), { detail: 'column of the table' }));
