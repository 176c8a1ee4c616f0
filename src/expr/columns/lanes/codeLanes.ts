/** Code of a block for each kind of code. Code that has none of its own runs lane by lane. */
import type { Context, FlagCode, NumberCode, RowCode } from '../typedCode.js';
import { eachFlag, eachNumber, eachRow, type FlagLanes, type NumberLanes, type RowLanes } from './block.js';

export const numberLanes = ({ pass }: Context, { run, lanes }: NumberCode, into?: Float64Array): NumberLanes =>
  lanes?.(into) ?? eachNumber(pass, run);

export const flagLanes = ({ pass }: Context, { run, lanes }: FlagCode, into?: Uint8Array): FlagLanes =>
  lanes?.(into) ?? eachFlag(pass, run);

export const rowLanes = ({ pass }: Context, { run, lanes }: RowCode, into?: Int32Array): RowLanes => lanes?.(into) ?? eachRow(pass, run);
