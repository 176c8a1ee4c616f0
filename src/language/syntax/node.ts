/**
 * The tree of a file: maps, lists and scalars with exact offsets, without YAML's own nodes. All checks and
 * features read it. Aliases are resolved when the tree is made, so a node may appear in more than one place. A node's
 * offsets are computed on access (`place.ts`): a spread copy of a node (`{ ...node }`) has none.
 */
import { errorAt, type Problem } from '../text/problem.js';
import type { Json } from '../../core/util/json.js';
import type { Offsets } from '../text/lines.js';
import { t } from '../../core/util/l10n.js';

// Duplicate keys.

/** More problems than this are not useful. */
export const MOST_DUPLICATES = 200;

export const duplicateKey = ({ key, keyAt }: Entry): Problem =>
  errorAt('duplicate-key', t('`{0}` is already in this map. The first one is used.', key), keyAt);

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
  readonly at: Offsets;
}

export interface Entry {
  readonly key: string;
  readonly keyAt: Offsets;
  /** Key and value. */
  readonly at: Offsets;
  readonly value: TreeNode;
  /** In flow style an entry can lack its colon: `{ a, b: 1 }`. */
  readonly colon: boolean;
}

export interface MapNode {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
  readonly at: Offsets;
}

export interface ListNode {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly TreeNode[];
  readonly at: Offsets;
}

export type TreeNode = ScalarNode | MapNode | ListNode;

/** The entry of a key. Of duplicates, which are an error, the first one. */
export function entryOf(node: TreeNode | null | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

export const valueAt = (node: TreeNode | null | undefined, key: string): TreeNode | undefined => entryOf(node, key)?.value;

export function textOf(node: TreeNode | null | undefined): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

/** Converts to plain data. Of duplicate keys, the first is used. */
export function toData(node: TreeNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toData);
  const data: Record<string, Json> = {};
  for (const entry of node.entries) if (!Object.hasOwn(data, entry.key)) put(data, entry.key, toData(entry.value));
  return data;
}

/** Sets a key of data. `__proto__` too is set as plain data. */
export function put<T>(data: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true });
  else data[key] = value;
}

export const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
