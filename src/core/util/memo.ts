/**
 * Caches of functions. All caches of core, expr and engine use these functions, so that a search for their names finds them.
 * A cache never changes a result: it holds values that can be computed again from the arguments.
 */

/** Caches the value for each object as long as the object exists. */
export function memoBy<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value !== undefined || known.has(key)) return value as V;
    value = make(key);
    known.set(key, value);
    return value;
  };
}

/** The same for each pair of objects. */
export function memoByPair<A extends object, B extends object, V>(make: (a: A, b: B) => V): (a: A, b: B) => V {
  const known = memoBy((a: A) => memoBy((b: B) => make(a, b)));
  return (a, b) => known(a)(b);
}

/** Caches the values of recently used keys, between `size` and twice as many; undefined values are not cached. */
export function recent<K, V>(size: number, make: (key: K) => V): (key: K) => V {
  let [late, early] = [new Map<K, V>(), new Map<K, V>()];
  return (key) => {
    let value = late.get(key);
    if (value !== undefined) return value;
    value = early.get(key) ?? make(key);
    if (value === undefined) return value;
    if (late.size >= size) [late, early] = [new Map(), late];
    late.set(key, value);
    return value;
  };
}

/** Caches only the value of the last key, for consecutive calls with the same key. */
export function latest<K, V>(make: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | null = null;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}

/** Keeps one object that is not in use, for the next user. The user gets it as the last one left it. */
export function spare<T>(make: () => T): { readonly take: () => T; readonly give: (item: T) => void } {
  let kept: T | null = null;
  return {
    take: () => {
      const item = kept ?? make();
      kept = null;
      return item;
    },
    give: (item) => {
      kept = item;
    },
  };
}

/** The most bytes of a list that is kept for the next user. */
const MOST_SPARE = 1 << 20;

/** The same for a list of numbers: the user gets at least so many items, with any values. Long lists are not kept. */
export function spareList<T extends Uint8Array | Uint32Array>(
  make: (length: number) => T,
): { readonly take: (length: number) => T; readonly give: (list: T) => void } {
  let kept: T | null = null;
  return {
    take: (length) => {
      const list = kept && kept.length >= length ? kept : make(length);
      kept = null;
      return list;
    },
    give: (list) => {
      if (list.byteLength <= MOST_SPARE && list.length > (kept?.length ?? 0)) kept = list;
    },
  };
}

/** A value that is set while a function runs. Called functions can read it without a parameter. */
interface Contextual<T> {
  /** The value of the innermost running `within`, or the outer value. */
  readonly current: () => T;
  /** Runs synchronous work with a value. Afterwards, also after an error, the previous value is restored. */
  readonly within: <R>(value: T, work: () => R) => R;
}

/** Creates a contextual value. Code between the setter and the reader does not depend on it. */
export function contextual<T>(outside: T): Contextual<T> {
  let value = outside;
  return {
    current: () => value,
    within: (inner, work) => {
      const outer = value;
      value = inner;
      try {
        return work();
      } finally {
        value = outer;
      }
    },
  };
}
