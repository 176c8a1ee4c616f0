/** Values as a tree: one line each, children made on request, long lists in pages, and the numbers by which a client asks for children. */
import type { MemoryId, NodeId } from '../../core/util/ids.js';
import { short } from '../run/eventLabels.js';
import type { OverrideTarget } from './overrideTarget.js';
import type { Datum } from '../breakpoints/eventTests.js';

export interface Item {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** Expression that has this value. */
  readonly evaluate?: string;
  readonly children?: Children;
  /** The datum that has this value, where events can change it. */
  readonly datum?: Datum;
  /** What an override changes, where the item is no such datum. */
  readonly target?: OverrideTarget;
  /** Where it is written in the file. */
  readonly at?: NodeId | null;
  /** Event that set this value. */
  readonly seq?: number;
  /** A memory, whose origin is the place where it was written or said. */
  readonly memory?: MemoryId;
}

/** Children of an item. The numbered children of a list are requested from a start index. */
export interface Children {
  /** Null where the number is known only after they are made. */
  readonly length: number | null;
  readonly isList: boolean;
  list(from: number, count: number): readonly Item[];
}

/** Children that exist already. */
export const these = (items: readonly Item[]): Children => ({
  length: items.length,
  isList: false,
  list: (from, count) => items.slice(from, from + count),
});

/** Children that are made on the first request. */
export function lazy(make: () => Children): Children {
  let made: Children | null = null;
  return { isList: false, length: null, list: (from, count) => (made ??= make()).list(from, count) };
}

/** Numbered children that are made one by one. */
export const listed = (length: number, item: (index: number) => Item): Children => ({
  length,
  isList: true,
  list: (from, count) => Array.from({ length: Math.max(0, Math.min(count, length - from)) }, (_, i) => item(from + i)),
});

const LONG = 400;

/** A value of the file or of an expression as an item. */
export function itemOf(name: string, value: unknown, more: Partial<Item> = {}): Item {
  if (value === null || value === undefined) return { name, value: 'none', ...more };
  if (typeof value === 'string') return { name, value: JSON.stringify(short(value, LONG)), type: 'text', ...more };
  if (typeof value === 'number') return { name, value: numberText(value), type: 'number', ...more };
  if (typeof value !== 'object') return { name, value: String(value), type: 'yes/no', ...more };
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const children = list.length === 0 ? {} : { children: listed(list.length, (i) => itemOf(String(i), list[i])) };
    return { name, value: list.length === 0 ? '[]' : `[${list.length}] ${short(preview(list))}`, type: 'list', ...children, ...more };
  }
  const entries = Object.entries(value);
  const children = entries.length === 0 ? {} : { children: these(entries.map(([key, inner]) => itemOf(key, inner))) };
  return { name, value: summary(value as { readonly [key: string]: unknown }), type: 'record', ...children, ...more };
}

/** Rounded, because the last digits depend on floating-point arithmetic: 0.1 + 0.2 shows as 0.3. */
const numberText = (value: number): string => String(Number(value.toPrecision(12)));

/** An agent by its name, any other record by its first few fields. */
function summary(record: { readonly [key: string]: unknown }): string {
  if (typeof record['name'] === 'string' && typeof record['id'] === 'string') return `${record['name']} (${record['id']})`;
  return `{${short(
    Object.entries(record)
      .slice(0, 4)
      .map(([key, value]) => `${key}: ${plain(value)}`)
      .join(', '),
  )}}`;
}

const preview = (list: readonly unknown[]): string => list.slice(0, 5).map(plain).join(', ');

function plain(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (typeof value !== 'object') return short(String(value), 24);
  if (Array.isArray(value)) return `[${value.length}]`;
  const [first] = Object.entries(value);
  return 'name' in value ? String(value.name) : first ? `{${first[0]}: ${short(String(first[1]), 24)}, …}` : '{}';
}

// Numbers with which a client asks for the children of items. Those of a stop are valid until the cursor moves.

export class Handles {
  #next = 1;
  readonly #paused = new Map<number, Children>();
  readonly #lasting = new Map<number, Children>();

  /** A number for an item of this stop; 0 for nothing. */
  paused(children: Children | undefined): number {
    return this.#add(this.#paused, children);
  }

  /** A number for output of the console, which stays valid. */
  lasting(children: Children | undefined): number {
    return this.#add(this.#lasting, children);
  }

  get(handle: number): Children | undefined {
    return this.#paused.get(handle) ?? this.#lasting.get(handle);
  }

  /** Whether the items below a handle stay valid. */
  isLasting(handle: number): boolean {
    return this.#lasting.has(handle);
  }

  /** The cursor has moved. */
  reset(): void {
    this.#paused.clear();
  }

  #add(to: Map<number, Children>, children: Children | undefined): number {
    if (!children || children.length === 0) return 0;
    const handle = this.#next++;
    to.set(handle, children);
    return handle;
  }
}
