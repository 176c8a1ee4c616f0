/** The rows for which a condition holds. Tests of words at its beginning take no call for each row. */
import { ExprFault } from '../values/value.js';
import type { Cell, FlagCode, WordTest } from './typedCode.js';

/** Gets the fault of a row. The row then does not hold. */
type FaultOf = (row: number, fault: ExprFault) => void;

/** Writes those of `rows` that hold into `found`, in order. Returns how many. A fault of the step limit ends the pass: it is thrown. */
export type SelectRows = (rows: Int32Array, found: Int32Array, onFault: FaultOf) => number;

/** `begin` begins the evaluation of a row; `charge` takes its steps. */
export function selectRows(code: FlagCode, cell: Cell, begin: (row: number) => void, charge: (steps: number) => void): SelectRows {
  const holds = testOf(code, cell, begin);
  const { cost } = code;
  return (rows, found, onFault) => {
    charge(rows.length * cost);
    let count = 0;
    let next = 0;
    const add = (row: number): void => {
      found[count++] = row;
    };
    while (next < rows.length) {
      try {
        next = holds(rows, next, add);
      } catch (error) {
        if (!(error instanceof ExprFault) || error.code === 'step-limit') throw error;
        onFault(cell.row, error);
        next = rows.indexOf(cell.row, next) + 1;
      }
    }
    return count;
  };
}

/** Tests rows from `from` on. Returns the end. After a fault, the cell has the row of the fault. */
type Test = (rows: Int32Array, from: number, add: (row: number) => void) => number;

function testOf({ run, words, either }: FlagCode, cell: Cell, begin: (row: number) => void): Test {
  if (either?.first.cell === cell && either.second.cell === cell) return eitherWord(either.first, either.second, begin);
  if (words?.cell === cell) return oneWord(words, begin);
  return (rows, from, add) => {
    for (let i = from; i < rows.length; i++) {
      const row = rows[i]!;
      begin(row);
      if (run() === true) add(row);
    }
    return rows.length;
  };
}

function oneWord({ codes, code, isNot, rest }: WordTest, begin: (row: number) => void): Test {
  return (rows, from, add) => {
    for (let i = from; i < rows.length; i++) {
      const row = rows[i]!;
      if ((codes[row] === code) === isNot) continue;
      if (rest !== null) {
        begin(row);
        if (rest() !== true) continue;
      }
      add(row);
    }
    return rows.length;
  };
}

function eitherWord(first: WordTest, { codes, code, rest }: WordTest, begin: (row: number) => void): Test {
  const { codes: firstCodes, code: firstCode } = first;
  return (rows, from, add) => {
    for (let i = from; i < rows.length; i++) {
      const row = rows[i]!;
      if (firstCodes[row] !== firstCode) {
        if (codes[row] !== code) continue;
        if (rest !== null) {
          begin(row);
          if (rest() !== true) continue;
        }
      }
      add(row);
    }
    return rows.length;
  };
}
