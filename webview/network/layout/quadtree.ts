/**
 * A quadtree in flat arrays, rebuilt for each tick (Barnes and Hut 1986). Points are in the order of their Morton codes, cells in
 * preorder with a link past their subtree, so that walking needs no stack and leaves are contiguous in memory. The buffers are
 * reused. The same points give the same tree; nothing is random.
 */
import { bisect } from '../../../src/core/util/search.js';

/** Bits of a coordinate in the code. Points that are closer than this resolution share a leaf. */
const BITS = 16;
/** Maximum number of points in a cell that is not divided. */
const LEAF = 8;
const NEAR = 1e-6;

export interface Push {
  /** Cells with a smaller ratio of width to distance, squared, push as one point. */
  readonly theta2: number;
  /** Below the distance `least`, squared, the push no longer grows; above `most` there is no push. */
  readonly least2: number;
  readonly most2: number;
}

export class Quadtree {
  /** Points in the order of the tree: index, position, and strength. */
  readonly #order: Uint32Array;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #strength: Float64Array;
  readonly #codes: Uint32Array;
  readonly #spare: { readonly order: Uint32Array; readonly codes: Uint32Array };
  /** Cells: the next cell past the subtree, their points, width, square, weight and centre of weight. */
  readonly #past: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #leaf: Uint8Array;
  readonly #width: Float64Array;
  readonly #left: Float64Array;
  readonly #top: Float64Array;
  readonly #weight: Float64Array;
  readonly #cx: Float64Array;
  readonly #cy: Float64Array;
  #cells = 0;
  #box = { left: 0, top: 0, side: 1 };

  constructor(readonly count: number) {
    const cells = 2 * count + 2;
    this.#order = new Uint32Array(count);
    this.#codes = new Uint32Array(count);
    this.#spare = { order: new Uint32Array(count), codes: new Uint32Array(count) };
    [this.#x, this.#y, this.#strength] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    [this.#past, this.#from, this.#to] = [new Int32Array(cells), new Int32Array(cells), new Int32Array(cells)];
    this.#leaf = new Uint8Array(cells);
    [this.#width, this.#left, this.#top] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
    [this.#weight, this.#cx, this.#cy] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  }

  /** Builds the tree over points whose strengths have the same sign. */
  build(x: Float64Array, y: Float64Array, strength: Float64Array): void {
    this.#cells = 0;
    if (this.count === 0) return;
    this.#encode(x, y);
    sortByCode(this.#order, this.#codes, this.#spare);
    for (let i = 0; i < this.count; i++) {
      const point = this.#order[i]!;
      this.#x[i] = x[point]!;
      this.#y[i] = y[point]!;
      this.#strength[i] = strength[point]!;
    }
    this.#divide(0, this.count, 0);
  }

  #encode(x: Float64Array, y: Float64Array): void {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < this.count; i++) {
      left = Math.min(left, x[i]!);
      right = Math.max(right, x[i]!);
      top = Math.min(top, y[i]!);
      bottom = Math.max(bottom, y[i]!);
    }
    const side = Math.max(right - left, bottom - top, NEAR);
    this.#box = { left, top, side };
    const scale = (2 ** BITS - 1) / side;
    for (let i = 0; i < this.count; i++) {
      this.#order[i] = i;
      this.#codes[i] = (spread((x[i]! - left) * scale) | (spread((y[i]! - top) * scale) << 1)) >>> 0;
    }
  }

  /** Creates the cell of the points `from` … `to`, whose codes share their first `depth` pairs of bits, and its subcells. */
  #divide(from: number, to: number, depth: number): void {
    const codes = this.#codes;
    // If three quarters of a cell are empty, the fourth quarter replaces it.
    const apart = codes[from]! ^ codes[to - 1]!;
    const level = Math.min(BITS, Math.max(depth, Math.clz32(apart) >> 1));
    const cell = this.#cells++;
    const leaf = to - from <= LEAF || level === BITS;
    this.#place(cell, from, to, level, leaf);
    if (leaf) this.#sumPoints(cell);
    else {
      const shift = 2 * (BITS - 1 - level);
      for (let start = from; start < to; ) {
        const end = endOf(codes, start, to, shift);
        this.#divide(start, end, level + 1);
        start = end;
      }
      this.#past[cell] = this.#cells;
      this.#sumCells(cell);
    }
    this.#past[cell] = this.#cells;
  }

  #place(cell: number, from: number, to: number, level: number, leaf: boolean): void {
    this.#from[cell] = from;
    this.#to[cell] = to;
    this.#leaf[cell] = leaf ? 1 : 0;
    const { left, top, side } = this.#box;
    const width = side / 2 ** level;
    const code = this.#codes[from]!;
    const cut = 2 ** (BITS - level);
    this.#width[cell] = width;
    this.#left[cell] = left + Math.floor(gather(code) / cut) * width;
    this.#top[cell] = top + Math.floor(gather(code >>> 1) / cut) * width;
  }

  #sumPoints(cell: number): void {
    let [weight, x, y] = [0, 0, 0];
    for (let i = this.#from[cell]!; i < this.#to[cell]!; i++) {
      const strength = this.#strength[i]!;
      weight += strength;
      x += strength * this.#x[i]!;
      y += strength * this.#y[i]!;
    }
    this.#sum(cell, weight, x, y);
  }

  #sumCells(cell: number): void {
    let [weight, x, y] = [0, 0, 0];
    for (let inner = cell + 1; inner < this.#past[cell]!; inner = this.#past[inner]!) {
      const part = this.#weight[inner]!;
      weight += part;
      x += part * this.#cx[inner]!;
      y += part * this.#cy[inner]!;
    }
    this.#sum(cell, weight, x, y);
  }

  #sum(cell: number, weight: number, x: number, y: number): void {
    this.#weight[cell] = weight;
    this.#cx[cell] = weight === 0 ? this.#left[cell]! : x / weight;
    this.#cy[cell] = weight === 0 ? this.#top[cell]! : y / weight;
  }

  /** Adds to each point's `vx`, `vy` the push of all others, of strength over distance, times `heat`. */
  push(vx: Float64Array, vy: Float64Array, heat: number, how: Push): void {
    const sum = { x: 0, y: 0 };
    for (let i = 0; i < this.count; i++) {
      sum.x = sum.y = 0;
      this.#walk(i, how, sum);
      const point = this.#order[i]!;
      vx[point] = vx[point]! + sum.x * heat;
      vy[point] = vy[point]! + sum.y * heat;
    }
  }

  /** The push on the point at place `i`: far cells push as one point, near points separately. */
  #walk(i: number, how: Push, sum: { x: number; y: number }): void {
    const { theta2, least2, most2 } = how;
    const x = this.#x[i]!;
    const y = this.#y[i]!;
    const cells = this.#cells;
    for (let cell = 0; cell < cells; ) {
      const side = this.#width[cell]!;
      const gapX = gap(x, this.#left[cell]!, side);
      const gapY = gap(y, this.#top[cell]!, side);
      const isFar = gapX * gapX + gapY * gapY >= most2;
      const dx = this.#cx[cell]! - x;
      const dy = this.#cy[cell]! - y;
      const distance2 = dx * dx + dy * dy;
      if (!isFar && side * side >= theta2 * distance2) {
        if (this.#leaf[cell] === 0) cell++;
        else {
          this.#pushPoints(cell, i, how, sum);
          cell = this.#past[cell]!;
        }
        continue;
      }
      if (!isFar && distance2 < most2) {
        const part = this.#weight[cell]! / (distance2 < least2 ? Math.sqrt(least2 * distance2) : distance2);
        sum.x += dx * part;
        sum.y += dy * part;
      }
      cell = this.#past[cell]!;
    }
  }

  #pushPoints(cell: number, i: number, { least2, most2 }: Push, sum: { x: number; y: number }): void {
    const x = this.#x[i]!;
    const y = this.#y[i]!;
    const to = this.#to[cell]!;
    for (let j = this.#from[cell]!; j < to; j++) {
      if (j === i) continue;
      let dx = this.#x[j]! - x;
      const dy = this.#y[j]! - y;
      // Two points at the same place push each other to opposite sides.
      if (dx === 0 && dy === 0) dx = j < i ? -NEAR : NEAR;
      const distance2 = dx * dx + dy * dy;
      if (distance2 >= most2) continue;
      const part = this.#strength[j]! / (distance2 < least2 ? Math.sqrt(least2 * distance2) : distance2);
      sum.x += dx * part;
      sum.y += dy * part;
    }
  }
}

/** The distance of a coordinate from the range of a square. */
const gap = (at: number, start: number, side: number): number => (at < start ? start - at : at > start + side ? at - start - side : 0);

/** The end of the points that are in the same quarter as the point at `start`. */
function endOf(codes: Uint32Array, start: number, to: number, shift: number): number {
  const quarter = (codes[start]! >>> shift) & 3;
  return bisect(start + 1, to, (i) => ((codes[i]! >>> shift) & 3) === quarter);
}

/** The bits of a number below 2^16, each followed by a gap. */
function spread(value: number): number {
  let v = value & 0xffff;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}

/** The inverse of `spread`. */
function gather(code: number): number {
  let v = code & 0x55555555;
  v = (v | (v >>> 1)) & 0x33333333;
  v = (v | (v >>> 2)) & 0x0f0f0f0f;
  v = (v | (v >>> 4)) & 0x00ff00ff;
  return (v | (v >>> 8)) & 0xffff;
}

const DIGIT = 11;
const counts = new Uint32Array(2 ** DIGIT);

/** Radix sort, eleven bits at a time; equal codes stay in the order of points. Three passes: the result is in `spare` at first. */
function sortByCode(order: Uint32Array, codes: Uint32Array, spare: { readonly order: Uint32Array; readonly codes: Uint32Array }): void {
  let [fromOrder, fromCodes, toOrder, toCodes] = [order, codes, spare.order, spare.codes];
  for (let shift = 0; shift < 2 * BITS; shift += DIGIT) {
    counts.fill(0);
    for (const code of fromCodes) counts[(code >>> shift) & (2 ** DIGIT - 1)]!++;
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      const here = counts[i]!;
      counts[i] = sum;
      sum += here;
    }
    for (let i = 0; i < fromCodes.length; i++) {
      const digit = (fromCodes[i]! >>> shift) & (2 ** DIGIT - 1);
      const at = counts[digit]!++;
      toOrder[at] = fromOrder[i]!;
      toCodes[at] = fromCodes[i]!;
    }
    [fromOrder, fromCodes, toOrder, toCodes] = [toOrder, toCodes, fromOrder, fromCodes];
  }
  if (fromOrder === order) return;
  order.set(fromOrder);
  codes.set(fromCodes);
}
