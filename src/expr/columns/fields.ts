/** A field of an agent as code. */
import type { AnyNode, BinaryExpression } from '../syntax/parse.js';
import type { SourceSpan } from '../values/environment.js';
import { columnBlocks, farBlocks, flagBlocks } from './blocks.js';
import { FLAGS, NO_WORD, type FieldColumn } from './columnScope.js';
import { fieldLanes } from './lanes/agentLanes.js';
import { LANES, type RowLanes } from './lanes/block.js';
import { rowLanes } from './lanes/codeLanes.js';
import { columnLanes } from './lanes/numberLanes.js';
import {
  type Cell,
  type Context,
  type FlagCode,
  type Locals,
  type RowCode,
  type RowRun,
  refuse,
  thrower,
  type Typed,
} from './typedCode.js';

type TextColumn = Extract<FieldColumn, { readonly kind: 'text' }>;

/** A column whose values can be read. */
type ReadColumn = Exclude<FieldColumn, TextColumn>;

/** The column of a field, or a refusal. */
export function columnOf({ scope }: Context, name: string, at: SourceSpan): ReadColumn {
  const column = scope.field(name) ?? refuse(`\`${name}\` is not in columns.`, at);
  return column.kind === 'text' ? refuse(`\`${name}\` is in columns only where it is compared with a text.`, at) : column;
}

/** `agent.name == 'Ada'`, or with the sides exchanged, where the field is a text that is not read; null for other comparisons. */
export function compileTextTest(context: Context, node: BinaryExpression, locals: Locals): FlagCode | null {
  if (node.operator !== '==' && node.operator !== '!=') return null;
  return textTest(context, node, node.left, node.right, locals) ?? textTest(context, node, node.right, node.left, locals);
}

function textTest(context: Context, node: BinaryExpression, side: AnyNode, other: AnyNode, locals: Locals): FlagCode | null {
  if (side.type !== 'MemberExpression' || side.computed || side.property.type !== 'Identifier') return null;
  const { name } = side.property;
  const column = context.scope.field(name);
  if (column?.kind !== 'text') return null;
  const agent = context.compile(side.object, locals);
  const text = context.compile(other, locals);
  if (agent.kind !== 'agent' || text.kind !== 'text' || text.constant === undefined) return null;
  const missing = thrower(context, 'missing-value', `There is nothing to take \`${name}\` of.`, side.property);
  const [is, isNot] = [column.is(text.constant), node.operator === '!='];
  const row = agent.cell ? cellRow(agent.cell) : rowOf(agent, missing);
  return { kind: 'flag', maybe: false, cost: agent.cost + text.cost + 3, run: () => is(row()) !== isNot };
}

const cellRow =
  (cell: Cell): RowRun =>
  () =>
    cell.row;

/** `agent.name`. A missing agent is a fault at the name. */
export function columnCode(context: Context, agent: RowCode, name: string, at: SourceSpan): Typed {
  const column = columnOf(context, name, at);
  const cost = agent.cost + 1;
  if (agent.cell) return withLanes(context, atCell(column, agent.cell, cost), column, agent);
  const missing = thrower(context, 'missing-value', `There is nothing to take \`${name}\` of.`, at);
  const code = withLanes(context, atRow(column, rowOf(agent, missing), cost), column, agent);
  if (code.kind !== 'number' || column.kind !== 'number' || !agent.column) return code;
  return { ...code, blocks: farBlocks(column.values, agent.column.agents, agent.column.cell) };
}

/** The code, which can also run for a block of rows. */
function withLanes(context: Context, code: Typed, column: ReadColumn, agent: RowCode): Typed {
  const rows = (): RowLanes => rowLanes(context, agent);
  if (code.kind === 'number' && column.kind === 'number')
    return { ...code, lanes: (into?: Float64Array) => columnLanes(column.values, rows(), into) };
  if (code.kind === 'flag' && column.kind === 'flag')
    return { ...code, lanes: (into: Uint8Array = new Uint8Array(LANES)) => fieldLanes(column.flags, rows(), into) };
  if (code.kind === 'agent' && column.kind === 'agent')
    return { ...code, lanes: (into: Int32Array = new Int32Array(LANES)) => fieldLanes(column.rows, rows(), into) };
  return code;
}

/** The row of an agent that must be there. */
function rowOf({ run, column }: RowCode, missing: () => never): RowRun {
  if (column) {
    const { agents, cell } = column;
    return () => {
      const found = agents[cell.row]!;
      return found < 0 ? missing() : found;
    };
  }
  return () => {
    const found = run();
    return found < 0 ? missing() : found;
  };
}

function atCell(column: ReadColumn, cell: Cell, cost: number): Typed {
  const common = { maybe: column.maybe, cost };
  switch (column.kind) {
    case 'number': {
      const { values } = column;
      return {
        kind: 'number',
        ...common,
        run: () => values[cell.row]!,
        column: { values, cell },
        blocks: columnBlocks(values, cell, column.maybe),
      };
    }
    case 'words': {
      const { codes, words } = column;
      const run = (): string | null => {
        const code = codes[cell.row]!;
        return code === NO_WORD ? null : words[code]!;
      };
      return { kind: 'text', ...common, run, column: { codes, words, cell } };
    }
    case 'flag': {
      const { flags } = column;
      if (!column.maybe) return { kind: 'flag', ...common, run: () => flags[cell.row] === FLAGS.yes, blocks: flagBlocks(flags, cell) };
      return { kind: 'flag', ...common, run: () => (flags[cell.row] === FLAGS.nothing ? null : flags[cell.row] === FLAGS.yes) };
    }
    case 'agent': {
      const { rows } = column;
      return { kind: 'agent', ...common, run: () => rows[cell.row]!, column: { agents: rows, cell } };
    }
  }
}

function atRow(column: ReadColumn, row: RowRun, cost: number): Typed {
  const common = { maybe: column.maybe, cost };
  switch (column.kind) {
    case 'number': {
      const { values } = column;
      return { kind: 'number', ...common, run: () => values[row()]! };
    }
    case 'words': {
      const { codes, words } = column;
      const run = (): string | null => {
        const code = codes[row()]!;
        return code === NO_WORD ? null : words[code]!;
      };
      return { kind: 'text', ...common, run };
    }
    case 'flag': {
      const { flags } = column;
      const run = (): boolean | null => {
        const flag = flags[row()]!;
        return flag === FLAGS.nothing ? null : flag === FLAGS.yes;
      };
      return { kind: 'flag', ...common, run };
    }
    case 'agent': {
      const { rows } = column;
      return { kind: 'agent', ...common, run: () => rows[row()]! };
    }
  }
}
