/** Lists over columns: of agents as rows, and of values that are taken in blocks. */
import { NO_WORD, valueOfFlag } from '../columnScope.js';
import { sameList } from '../lanes/agentLanes.js';
import { type Cell, type FlagList, type List, type NumberList, openRows, type RowList, type Scalar, type TextList } from '../typedCode.js';

/** A list of agents that stays the same. */
export function constantRows(rows: Int32Array, maybe = false): RowList {
  const view = { rows, from: 0, to: rows.length };
  return { kind: 'agents', maybe, cost: 1, view, open: () => undefined, lanes: () => sameList(rows) };
}

/** The buffer, or a larger one. */
export const roomFor = <T extends Float64Array | Int32Array | Uint16Array | Uint8Array>(buffer: T, size: number): T =>
  buffer.length >= size ? buffer : (new (buffer.constructor as new (size: number) => T)(Math.max(size, 2 * buffer.length)) as T);

export function constantNumbers(values: Float64Array, maybe: boolean, cost: number): NumberList {
  return {
    ...{ kind: 'numbers', maybe, cost },
    open: () => values.length,
    fill: (from, count, out) => out.set(values.subarray(from, from + count)),
  };
}

export function constantFlags(flags: Uint8Array, maybe: boolean, cost: number): FlagList {
  return {
    ...{ kind: 'flags', maybe, cost },
    open: () => flags.length,
    fill: (from, count, out) => out.set(flags.subarray(from, from + count)),
  };
}

export function constantTexts(texts: readonly (string | null)[], maybe: boolean, cost: number): TextList {
  const words = [...new Set(texts.filter((text) => text !== null))];
  const codes = Uint16Array.from(texts, (text) => (text === null ? NO_WORD : words.indexOf(text)));
  return {
    ...{ kind: 'texts', maybe, cost, words },
    open: () => codes.length,
    fill: (from, count, out) => out.set(codes.subarray(from, from + count)),
  };
}

/** The items of a list one by one, for the body of an arrow function. `open` evaluates all of them. */
export interface Items {
  /** The parameter of the arrow function. */
  readonly local: Scalar;
  readonly open: () => number;
  /** Makes an item the value of the parameter. */
  readonly set: (index: number) => void;
}

export function itemsOf(list: List): Items {
  switch (list.kind) {
    case 'agents': {
      const cell: Cell = { row: 0 };
      const { view } = list;
      return {
        local: { kind: 'agent', maybe: list.maybe, cost: 1, run: () => cell.row, ...(list.maybe ? {} : { cell }) },
        open: () => {
          openRows(list);
          return view.to - view.from;
        },
        set: (i) => {
          cell.row = view.rows[view.from + i]!;
        },
      };
    }
    case 'numbers': {
      const cell = { value: 0.5 };
      let buffer = new Float64Array(16);
      return {
        local: { kind: 'number', maybe: list.maybe, cost: 1, run: () => cell.value },
        open: () => {
          const size = list.open();
          buffer = roomFor(buffer, size);
          list.fill(0, size, buffer);
          return size;
        },
        set: (i) => {
          cell.value = buffer[i]!;
        },
      };
    }
    case 'flags': {
      const cell: { value: boolean | null } = { value: null };
      let buffer = new Uint8Array(16);
      return {
        local: { kind: 'flag', maybe: list.maybe, cost: 1, run: () => cell.value },
        open: () => {
          const size = list.open();
          buffer = roomFor(buffer, size);
          list.fill(0, size, buffer);
          return size;
        },
        set: (i) => {
          cell.value = valueOfFlag(buffer[i]!);
        },
      };
    }
    case 'texts': {
      const cell: { value: string | null } = { value: null };
      let buffer = new Uint16Array(16);
      return {
        local: { kind: 'text', maybe: list.maybe, cost: 1, run: () => cell.value },
        open: () => {
          const size = list.open();
          buffer = roomFor(buffer, size);
          list.fill(0, size, buffer);
          return size;
        },
        set: (i) => {
          cell.value = buffer[i] === NO_WORD ? null : list.words[buffer[i]!]!;
        },
      };
    }
  }
}
