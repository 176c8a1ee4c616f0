/**
 * The arithmetic of a virtual list: the position of each row if every row has its own height, estimated until it was
 * shown. A Fenwick tree keeps sums, so that the position of a row, the row at a position, and a new height each cost O(log n).
 */

export class Heights {
  #own = new Float64Array(64);
  #tree = new Float64Array(65);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.#sum(this.#count);
  }

  /** Adds a row at the end. */
  push(height: number): void {
    if (this.#count === this.#own.length) this.#grow();
    this.#put(this.#count++, height);
  }

  /** Forgets the rows from this one on. */
  truncate(count: number): void {
    while (this.#count > count) this.#put(--this.#count, 0);
  }

  set(row: number, height: number): void {
    if (row >= 0 && row < this.#count) this.#put(row, height);
  }

  get(row: number): number {
    return this.#own[row] ?? 0;
  }

  /** The position of the start of a row; for `count`, the end of the list. */
  offset(row: number): number {
    return this.#sum(Math.min(row, this.#count));
  }

  /** The row at a position, limited to the list: the last row that does not start after it. */
  rowAt(place: number): number {
    let row = 0;
    let rest = place;
    for (let step = 2 ** Math.floor(Math.log2(this.#own.length)); step >= 1; step /= 2) {
      const next = row + step;
      if (next <= this.#count && (this.#tree[next] ?? 0) <= rest) {
        row = next;
        rest -= this.#tree[next] ?? 0;
      }
    }
    return Math.max(0, Math.min(row, this.#count - 1));
  }

  #put(row: number, height: number): void {
    const difference = height - (this.#own[row] ?? 0);
    for (let i = row + 1; i < this.#tree.length; i += i & -i) this.#tree[i] = (this.#tree[i] ?? 0) + difference;
    this.#own[row] = height;
  }

  #sum(rows: number): number {
    let total = 0;
    for (let i = rows; i > 0; i -= i & -i) total += this.#tree[i] ?? 0;
    return total;
  }

  #grow(): void {
    const larger = new Float64Array(this.#own.length * 2);
    larger.set(this.#own);
    this.#own = larger;
    this.#tree = new Float64Array(larger.length + 1);
    for (let i = 1; i < this.#tree.length; i++) {
      this.#tree[i] = (this.#tree[i] ?? 0) + (larger[i - 1] ?? 0);
      const parent = i + (i & -i);
      if (parent < this.#tree.length) this.#tree[parent] = (this.#tree[parent] ?? 0) + (this.#tree[i] ?? 0);
    }
  }
}

/** The range of rows for a view, with some extra rows on both sides. Half open; empty for an empty list. */
export function visibleRows(heights: Heights, top: number, height: number, spare: number): readonly [number, number] {
  if (heights.count === 0) return [0, 0];
  return [heights.rowAt(Math.max(0, top - spare)), Math.min(heights.count, heights.rowAt(top + height + spare) + 1)];
}
