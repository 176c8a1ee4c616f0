/** Code of a block for each kind of code. Code that has none of its own runs lane by lane. */
import type { Context, FlagCode, NumberCode, RowCode } from '../typedCode.js';
import { eachFlag, eachNumber, eachRow, type FlagLanes, type NumberLanes, type RowLanes } from './block.js';

export const numberLanes = ({ pass }: Context, { run, lanes }: NumberCode): NumberLanes => lanes?.() ?? eachNumber(pass, run);

export const flagLanes = ({ pass }: Context, { run, lanes }: FlagCode): FlagLanes => lanes?.() ?? eachFlag(pass, run);

export const rowLanes = ({ pass }: Context, { run, lanes }: RowCode): RowLanes => lanes?.() ?? eachRow(pass, run);
