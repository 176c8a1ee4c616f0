/** Remembers what was made for keys that were asked for lately: from `size` to twice as many. For what can be made again. */
export function recent<K, V>(size: number, make: (key: K) => V): (key: K) => V {
  let [late, early] = [new Map<K, V>(), new Map<K, V>()];
  return (key) => {
    let value = late.get(key);
    if (value !== undefined) return value;
    value = early.get(key) ?? make(key);
    if (late.size >= size) [late, early] = [new Map(), late];
    late.set(key, value);
    return value;
  };
}
