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
