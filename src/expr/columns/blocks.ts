/**
 * Code over blocks of rows: one loop for each operation instead of one call for each row. It is only for code that draws nothing. A
 * block in which something could fail is not used; its rows are then evaluated one by one, so that the fault is the right one.
 */
import { FLAGS } from './columnScope.js';
import type { Cell } from './typedCode.js';

/** Evaluates rows[from … from + count − 1] into `out`, count at most `BLOCK`. False if a row could fail or has no value. */
type NumberBlock = (rows: Int32Array, from: number, count: number, out: Float64Array) => boolean;
export type FlagBlock = (rows: Int32Array, from: number, count: number, out: Uint8Array) => boolean;

/** The block code of a node where the cell is that of each row; null if it has none. */
export type BlocksOf<Block> = (cell: Cell) => Block | null;

/** Length of a block. */
export const BLOCK = 1024;

/** From this length on, a block is faster than its rows one by one. */
export const SHORTEST_BLOCK = 24;

/** The block code of a number; `constant` if it is the same for all rows. */
export interface NumberBlocks {
  readonly of: BlocksOf<NumberBlock>;
  readonly constant?: number;
}

/** A column at the row of its own cell, which is the same for all rows of the block unless it is theirs. */
export const columnBlocks = (values: Float64Array, own: Cell, maybe: boolean): NumberBlocks => ({
  of: (cell) => (cell !== own ? sameBlock(() => values[own.row]!) : maybe ? neededBlock(values) : takenBlock(values)),
});

const takenBlock =
  (values: Float64Array): NumberBlock =>
  (rows, from, count, out) => {
    for (let i = 0; i < count; i++) out[i] = values[rows[from + i]!]!;
    return true;
  };

const neededBlock =
  (values: Float64Array): NumberBlock =>
  (rows, from, count, out) => {
    for (let i = 0; i < count; i++) {
      const value = values[rows[from + i]!]!;
      if (value - value !== 0) return false;
      out[i] = value;
    }
    return true;
  };

const sameBlock =
  (run: () => number): NumberBlock =>
  (_rows, _from, count, out) => {
    const value = run();
    out.fill(value, 0, count);
    return value - value === 0;
  };

export const constantBlocks = (constant: number): NumberBlocks => ({ of: () => sameBlock(() => constant), constant });

/** A column at the agent that another column names, as in `me.partner.x`. */
export const farBlocks = (values: Float64Array, agents: Int32Array, own: Cell): NumberBlocks => ({
  of: (cell) =>
    cell === own
      ? (rows, from, count, out) => {
          for (let i = 0; i < count; i++) {
            const agent = agents[rows[from + i]!]!;
            if (agent < 0) return false;
            const value = values[agent]!;
            if (value - value !== 0) return false;
            out[i] = value;
          }
          return true;
        }
      : null,
});

export type Operator = '+' | '-' | '*' | '/';

export const operationBlocks = (operator: Operator, left: NumberBlocks, right: NumberBlocks): NumberBlocks => ({
  of: (cell) => {
    const combine = COMBINED[operator];
    if (right.constant !== undefined || left.constant !== undefined) {
      const [varying, constant] = right.constant !== undefined ? [left, right.constant] : [right, left.constant!];
      const block = varying.of(cell);
      if (!block) return null;
      const same = new Float64Array(BLOCK).fill(constant);
      const isRight = right.constant !== undefined;
      return (rows, from, count, out) =>
        block(rows, from, count, out) && (isRight ? combine(out, same, count, out) : combine(same, out, count, out));
    }
    const [a, b] = [left.of(cell), right.of(cell)];
    if (!a || !b) return null;
    const other = new Float64Array(BLOCK);
    return (rows, from, count, out) => a(rows, from, count, out) && b(rows, from, count, other) && combine(out, other, count, out);
  },
});

type Combine = (a: Float64Array, b: Float64Array, count: number, out: Float64Array) => boolean;

/** A result that is not finite ends the block. */
const COMBINED: { readonly [O in Operator]: Combine } = {
  '+': (a, b, count, out) => {
    let finite = 0;
    for (let i = 0; i < count; i++) {
      const result = a[i]! + b[i]!;
      finite += result - result;
      out[i] = result;
    }
    return finite === 0;
  },
  '-': (a, b, count, out) => {
    let finite = 0;
    for (let i = 0; i < count; i++) {
      const result = a[i]! - b[i]!;
      finite += result - result;
      out[i] = result;
    }
    return finite === 0;
  },
  '*': (a, b, count, out) => {
    let finite = 0;
    for (let i = 0; i < count; i++) {
      const result = a[i]! * b[i]!;
      finite += result - result;
      out[i] = result;
    }
    return finite === 0;
  },
  '/': (a, b, count, out) => {
    let finite = 0;
    for (let i = 0; i < count; i++) {
      const result = a[i]! / b[i]!;
      finite += result - result;
      out[i] = result;
    }
    return finite === 0;
  },
};

/** A function of one number that gives a finite number for each finite number. */
export const mappedBlocks = (compute: 'abs' | 'floor' | 'negative', argument: NumberBlocks): NumberBlocks => ({
  of: (cell) => {
    const block = argument.of(cell);
    if (!block) return null;
    const map = MAPPED[compute];
    return (rows, from, count, out) => {
      if (!block(rows, from, count, out)) return false;
      map(out, count);
      return true;
    };
  },
});

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
export const lengthBlocks = (start: Int32Array, end: Int32Array, own: Cell): NumberBlocks => ({
  of: (cell) =>
    cell === own
      ? (rows, from, count, out) => {
          for (let i = 0; i < count; i++) {
            const row = rows[from + i]!;
            out[i] = end[row]! - start[row]!;
          }
          return true;
        }
      : null,
});

export type Order = '<' | '<=' | '>' | '>=';

export const orderBlocks =
  (operator: Order, left: NumberBlocks, right: NumberBlocks): BlocksOf<FlagBlock> =>
  (cell) => {
    const [a, b] = [left.of(cell), right.of(cell)];
    if (!a || !b) return null;
    const [x, y] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
    // A constant is written once.
    const [first, second] = [left.constant === undefined ? a : null, right.constant === undefined ? b : null];
    if (!first) x.fill(left.constant!);
    if (!second) y.fill(right.constant!);
    const compare = COMPARED[operator];
    return (rows, from, count, out) => {
      if (first && !first(rows, from, count, x)) return false;
      if (second && !second(rows, from, count, y)) return false;
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
