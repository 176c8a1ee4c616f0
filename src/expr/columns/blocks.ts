/**
 * Code over blocks of rows: one loop for each operation instead of one call for each row. It is only for code that draws nothing. A
 * block in which something could fail is not used; its rows are then evaluated one by one, so that the fault is the right one.
 */
import { FLAGS } from './columnScope.js';
import type { Cell } from './typedCode.js';

/** Evaluates rows[from … from + count − 1] into `out`, count at most `BLOCK`. False if a row could fail or has no value. */
export type NumberBlock = (rows: Int32Array, from: number, count: number, out: Float64Array) => boolean;
export type FlagBlock = (rows: Int32Array, from: number, count: number, out: Uint8Array) => boolean;

/** The block code of a node where the cell is that of each row; null if it has none. */
export type BlocksOf<Block> = (cell: Cell) => Block | null;

/** Length of a block. */
export const BLOCK = 1024;

/** From this length on, a block is faster than its rows one by one. */
export const SHORTEST_BLOCK = 24;

/** A column at the row of its own cell, which is the same for all rows of the block unless it is theirs. */
export const columnBlocks =
  (values: Float64Array, own: Cell): BlocksOf<NumberBlock> =>
  (cell) =>
    cell === own
      ? (rows, from, count, out) => {
          for (let i = 0; i < count; i++) {
            const value = values[rows[from + i]!]!;
            if (value - value !== 0) return false;
            out[i] = value;
          }
          return true;
        }
      : (_rows, _from, count, out) => {
          const value = values[own.row]!;
          out.fill(value, 0, count);
          return value - value === 0;
        };

export const constantBlocks =
  (value: number): BlocksOf<NumberBlock> =>
  () =>
  (_rows, _from, count, out) => {
    out.fill(value, 0, count);
    return true;
  };

export type Operator = '+' | '-' | '*' | '/';

export const operationBlocks =
  (operator: Operator, left: BlocksOf<NumberBlock>, right: BlocksOf<NumberBlock>): BlocksOf<NumberBlock> =>
  (cell) => {
    const [a, b] = [left(cell), right(cell)];
    if (!a || !b) return null;
    const other = new Float64Array(BLOCK);
    const combine = COMBINED[operator];
    return (rows, from, count, out) => a(rows, from, count, out) && b(rows, from, count, other) && combine(out, other, count);
  };

const COMBINED: { readonly [O in Operator]: (out: Float64Array, other: Float64Array, count: number) => boolean } = {
  '+': (out, other, count) => {
    for (let i = 0; i < count; i++) out[i] = out[i]! + other[i]!;
    return areFinite(out, count);
  },
  '-': (out, other, count) => {
    for (let i = 0; i < count; i++) out[i] = out[i]! - other[i]!;
    return areFinite(out, count);
  },
  '*': (out, other, count) => {
    for (let i = 0; i < count; i++) out[i] = out[i]! * other[i]!;
    return areFinite(out, count);
  },
  '/': (out, other, count) => {
    for (let i = 0; i < count; i++) out[i] = out[i]! / other[i]!;
    return areFinite(out, count);
  },
};

function areFinite(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (values[i]! - values[i]! !== 0) return false;
  return true;
}

/** A function of one number that gives a finite number for each finite number. */
export const mappedBlocks =
  (compute: 'abs' | 'floor' | 'negative', argument: BlocksOf<NumberBlock>): BlocksOf<NumberBlock> =>
  (cell) => {
    const block = argument(cell);
    if (!block) return null;
    const map = MAPPED[compute];
    return (rows, from, count, out) => {
      if (!block(rows, from, count, out)) return false;
      map(out, count);
      return true;
    };
  };

const MAPPED = {
  abs: (out: Float64Array, count: number): void => {
    for (let i = 0; i < count; i++) out[i] = Math.abs(out[i]!);
  },
  floor: (out: Float64Array, count: number): void => {
    for (let i = 0; i < count; i++) out[i] = Math.floor(out[i]!);
  },
  negative: (out: Float64Array, count: number): void => {
    for (let i = 0; i < count; i++) out[i] = -out[i]!;
  },
} as const;

/** The number of places between two ends of a row, such as the number of neighbours. */
export const lengthBlocks =
  (start: Int32Array, own: Cell): BlocksOf<NumberBlock> =>
  (cell) =>
    cell === own
      ? (rows, from, count, out) => {
          for (let i = 0; i < count; i++) {
            const row = rows[from + i]!;
            out[i] = start[row + 1]! - start[row]!;
          }
          return true;
        }
      : null;

export type Order = '<' | '<=' | '>' | '>=';

export const orderBlocks =
  (operator: Order, left: BlocksOf<NumberBlock>, right: BlocksOf<NumberBlock>): BlocksOf<FlagBlock> =>
  (cell) => {
    const [a, b] = [left(cell), right(cell)];
    if (!a || !b) return null;
    const [x, y] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
    const compare = COMPARED[operator];
    return (rows, from, count, out) => {
      if (!a(rows, from, count, x) || !b(rows, from, count, y)) return false;
      compare(x, y, count, out);
      return true;
    };
  };

const COMPARED: { readonly [O in Order]: (a: Float64Array, b: Float64Array, count: number, out: Uint8Array) => void } = {
  '<': (a, b, count, out) => {
    for (let i = 0; i < count; i++) out[i] = Number(a[i]! < b[i]!);
  },
  '<=': (a, b, count, out) => {
    for (let i = 0; i < count; i++) out[i] = Number(a[i]! <= b[i]!);
  },
  '>': (a, b, count, out) => {
    for (let i = 0; i < count; i++) out[i] = Number(a[i]! > b[i]!);
  },
  '>=': (a, b, count, out) => {
    for (let i = 0; i < count; i++) out[i] = Number(a[i]! >= b[i]!);
  },
};

/** Whether the word of a row is a given one. */
export const wordBlocks =
  (codes: Uint16Array, own: Cell, code: number, isNot: boolean): BlocksOf<FlagBlock> =>
  (cell) => {
    if (cell !== own) return null;
    const [same, other] = isNot ? [FLAGS.no, FLAGS.yes] : [FLAGS.yes, FLAGS.no];
    return (rows, from, count, out) => {
      for (let i = 0; i < count; i++) out[i] = codes[rows[from + i]!] === code ? same : other;
      return true;
    };
  };

/** A column of yes and no without missing values. */
export const flagBlocks =
  (flags: Uint8Array, own: Cell): BlocksOf<FlagBlock> =>
  (cell) =>
    cell === own
      ? (rows, from, count, out) => {
          for (let i = 0; i < count; i++) out[i] = flags[rows[from + i]!]!;
          return true;
        }
      : null;

/** Both or one of two conditions. The second one is evaluated for all rows; where that could fail, the block is not used. */
export const logicalBlocks =
  (isAnd: boolean, left: BlocksOf<FlagBlock>, right: BlocksOf<FlagBlock>): BlocksOf<FlagBlock> =>
  (cell) => {
    const [a, b] = [left(cell), right(cell)];
    if (!a || !b) return null;
    const other = new Uint8Array(BLOCK);
    return (rows, from, count, out) => {
      if (!a(rows, from, count, out) || !b(rows, from, count, other)) return false;
      if (isAnd) for (let i = 0; i < count; i++) out[i] = out[i]! & other[i]!;
      else for (let i = 0; i < count; i++) out[i] = out[i]! | other[i]!;
      return true;
    };
  };

export const notBlocks =
  (argument: BlocksOf<FlagBlock>): BlocksOf<FlagBlock> =>
  (cell) => {
    const block = argument(cell);
    if (!block) return null;
    return (rows, from, count, out) => {
      if (!block(rows, from, count, out)) return false;
      for (let i = 0; i < count; i++) out[i] = out[i]! ^ FLAGS.yes;
      return true;
    };
  };
