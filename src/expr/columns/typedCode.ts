/**
 * Compiled code over columns: closures without arguments that read the rows of their local names from cells. The kind of each value
 * is known when it is compiled, so no closure tests kinds while it runs.
 */
import type { Rng } from '../../core/random/rng.js';
import type { BlocksOf, FlagBlock, NumberBlocks } from './blocks.js';
import type { AnyNode } from '../syntax/parse.js';
import { fault, type SourceSpan } from '../values/environment.js';
import type { ExprFault, FaultCode } from '../values/value.js';
import type { ChangingTies, ColumnScope, Steps } from './columnScope.js';
import type { Block, FlagLanes, ListLanes, NumberLanes, RowLanes } from './lanes/block.js';

/** The row of a local name, such as `me` or the parameter of an arrow function over agents. */
export interface Cell {
  row: number;
}

/** A number; NaN is nothing. Results of arithmetic are finite. */
export type NumberRun = () => number;
export type FlagRun = () => boolean | null;
type TextRun = () => string | null;
/** A row; NOBODY is nothing. */
export type RowRun = () => number;

interface Common {
  /** Whether the value can be nothing. */
  readonly maybe: boolean;
  /** At most so many steps, as the row-wise code counts them, without those of loops, which charge their own. */
  readonly cost: number;
}

export interface NumberCode extends Common {
  readonly kind: 'number';
  readonly run: NumberRun;
  /** The agents of the tie whose strength it is. */
  readonly tie?: { readonly ties: ChangingTies; readonly from: Cell; readonly to: Cell };
  /** The column and the cell that it reads, if it reads nothing else. */
  readonly column?: { readonly values: Float64Array; readonly cell: Cell };
  readonly constant?: number;
  readonly blocks?: NumberBlocks;
  /** Makes the code of a block, if it is faster than that of its rows. The code can put its values into a given list. */
  readonly lanes?: (into?: Float64Array) => NumberLanes;
}

/** A column or a constant in the form of a column, so that an operation reads it without a call; null for other numbers. */
export function readable({ column, constant }: NumberCode): { readonly values: Float64Array; readonly cell: Cell } | null {
  if (column) return column;
  return constant === undefined ? null : { values: Float64Array.of(constant), cell: { row: 0 } };
}

export interface FlagCode extends Common {
  readonly kind: 'flag';
  readonly run: FlagRun;
  /** If present: the code is true where the word test is, and `rest`, if any, is true too. */
  readonly words?: WordTest;
  /** If present: the code is true where the first word test is, or the second one. Neither is a test for another word. */
  readonly either?: { readonly first: WordTest; readonly second: WordTest };
  readonly blocks?: BlocksOf<FlagBlock>;
  readonly lanes?: (into?: Uint8Array) => FlagLanes;
}

/** Whether the word of the cell's row is a given one, or is not. */
export interface WordTest {
  readonly cell: Cell;
  readonly codes: Uint16Array;
  readonly code: number;
  readonly isNot: boolean;
  readonly rest: FlagRun | null;
}

export interface TextCode extends Common {
  readonly kind: 'text';
  readonly run: TextRun;
  readonly column?: { readonly codes: Uint16Array; readonly words: readonly string[]; readonly cell: Cell };
  readonly constant?: string;
}

export interface RowCode extends Common {
  readonly kind: 'agent';
  readonly run: RowRun;
  /** The cell that it reads; absent if the cell can hold NOBODY. */
  readonly cell?: Cell;
  /** The column of agents and the cell that it reads. */
  readonly column?: { readonly agents: Int32Array; readonly cell: Cell };
  readonly lanes?: (into?: Int32Array) => RowLanes;
}

interface NothingCode extends Common {
  readonly kind: 'nothing';
  readonly run: () => null;
}

export type Scalar = NumberCode | FlagCode | TextCode | RowCode | NothingCode;

/** A list of agents. `open` evaluates it; then its rows are `view.rows[view.from … view.to − 1]`. */
export interface RowList extends Common {
  readonly kind: 'agents';
  readonly view: { rows: Int32Array; from: number; to: number };
  readonly open: () => void;
  /** Where the list is that of the cell's row: `to[start[row]] … to[end[row] − 1]`. */
  readonly near?: { readonly start: Int32Array; readonly end: Int32Array; readonly cell: Cell };
  /** Whose ties lead to the agents of the list: those of the cell's row. */
  readonly ties?: { readonly ties: ChangingTies; readonly from: Cell };
  readonly lanes?: () => ListLanes;
  /** The list where the test is `holds`, if there is no agent where it is not. */
  readonly unless?: { readonly test: FlagCode; readonly holds: boolean; readonly list: RowList };
  readonly isEmpty?: true;
}

/** Opens a list of agents; a list of neighbours without a call. */
export function openRows({ near, view, open }: RowList): void {
  if (near) {
    const { row } = near.cell;
    view.from = near.start[row]!;
    view.to = near.end[row]!;
  } else open();
}

/**
 * A list of values. `open` gives its length; then the caller takes all items with `fill`, in order, before it evaluates anything
 * else: the items can be evaluated while they are taken.
 */
interface ListOf<Kind extends string, Items> extends Common {
  readonly kind: Kind;
  readonly open: () => number;
  readonly fill: (from: number, count: number, out: Items) => void;
}

export type NumberList = ListOf<'numbers', Float64Array> & {
  /** The column and the agents of the list, if each item is the number of an agent. */
  readonly column?: { readonly values: Float64Array; readonly agents: RowList };
};
/** Items as in `FLAGS`. */
export type FlagList = ListOf<'flags', Uint8Array>;
/** Items are places in `words`, or NO_WORD. `words` can grow while items are taken. */
export type TextList = ListOf<'texts', Uint16Array> & { readonly words: readonly string[] };

type ValueList = NumberList | FlagList | TextList;
export type List = RowList | ValueList;
export type Typed = Scalar | List;

export const isListCode = (code: Typed): code is List =>
  code.kind === 'agents' || code.kind === 'numbers' || code.kind === 'flags' || code.kind === 'texts';

/** Local names around a place, outermost first. */
export type Locals = readonly { readonly name: string; readonly code: Scalar }[];

/** What all code of one pass shares. */
export interface Pass {
  readonly steps: Steps;
  /** The stream of the running evaluation; null before its first draw. */
  random: Rng | null;
  /** The rows of the running evaluation. */
  readonly row: Cell;
  readonly other: Cell;
  readonly block: Block;
}

export interface Context {
  readonly scope: ColumnScope;
  readonly pass: Pass;
  /** Added to the places of faults: the place of the line in its text. */
  readonly offset: number;
  /** Dictionaries that get new words while rows run, by themselves. */
  readonly growing: ReadonlyMap<readonly string[], string[]>;
  /** Variables of agents that rows set and read. */
  readonly changing: ReadonlySet<string>;
  readonly compile: (node: AnyNode, locals: Locals) => Typed;
}

/** An expression that cannot run over columns. It ends the compilation. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly at: SourceSpan,
  ) {
    super(reason);
  }
}

export function refuse(reason: string, at: SourceSpan): never {
  throw new Refusal(reason, { start: at.start, end: at.end });
}

/** Throws a fault. The fault is made once, because many rows can have it. */
export function thrower(context: Context, code: FaultCode, message: string, at: SourceSpan): () => never {
  let known: ExprFault | null = null;
  const place = placeOf(context, at);
  return () => {
    throw (known ??= fault(code, message, place));
  };
}

/** The place of a node in the whole text. */
export const placeOf = ({ offset }: Context, { start, end }: SourceSpan): SourceSpan => ({ start: start + offset, end: end + offset });

/** Charges the steps of a loop. */
export function charger(context: Context, at: SourceSpan): (steps: number) => void {
  const { steps } = context.pass;
  const over = thrower(context, 'step-limit', 'This takes too many steps.', at);
  return (taken) => {
    if ((steps.left -= taken) < 0) over();
  };
}
