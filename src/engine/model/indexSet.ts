/** Sets of agent indices. A set without gaps needs no memory for its members. */

export interface IndexSet extends Iterable<number> {
  readonly size: number;
  has(index: number): boolean;
}

/** The set of indices in an ascending list without repeats. */
export function indexSet(indices: readonly number[]): IndexSet {
  const [first = 0, last = -1] = [indices[0], indices.at(-1)];
  return last - first + 1 === indices.length ? runOfIndices(first, indices.length) : new Set(indices);
}

const runOfIndices = (first: number, size: number): IndexSet => ({
  size,
  has: (index) => index >= first && index < first + size && Number.isInteger(index),
  *[Symbol.iterator]() {
    for (let index = first; index < first + size; index++) yield index;
  },
});
