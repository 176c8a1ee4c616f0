/**
 * What functions remember between calls. All caches of core, expr and engine are made here, so that a search for these names finds them.
 * A cache never changes a result: it holds what can be made again from the arguments.
 */

/** Remembers what was made for each object, as long as the object lives. */
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

/** Remembers what was made for keys that were asked for lately, from `size` to twice as many; what is undefined it does not. For what can be made again. */
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

/** Remembers what was made for the last key alone: for what many share who come one after another. */
export function latest<K, V>(make: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | null = null;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}

/** A value that holds while a function works. Functions that are called meanwhile read it without passing it on. */
interface Contextual<T> {
  /** The value of the innermost `within` that is at work, or the value outside. */
  readonly current: () => T;
  /** Does synchronous work with a value; afterwards, and after an error, the value before it holds again. */
  readonly within: <R>(value: T, work: () => R) => R;
}

/** For what a mind may see and what a formula reads: code in between does not know of it. */
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
