/**
 * Compiles an expression once for a pass over rows. It gives the values, the draws and the faults of the row-wise code, or a reason
 * why it cannot run over columns. Step limits are counted from above: code that never reaches its limit here never does row by row.
 */
import { recent } from '../../core/util/memo.js';
import { parseWhole } from '../syntax/parse.js';
import { ExprFault } from '../values/value.js';
import { type ColumnScope, NOBODY, type Steps } from './columnScope.js';
import { compileTyped } from './compileTyped.js';
import { given, newBlock } from './lanes/block.js';
import { type SelectRows, selectRows } from './selectRows.js';
import { charger, type Context, isListCode, type Locals, type Pass, Refusal, refuse, type Scalar, thrower } from './typedCode.js';

/** Local names of agents, such as `me` and `target`: the first row of an evaluation or the other one. */
export interface RowNames {
  readonly [name: string]: 'row' | 'other';
}

export interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

type Runs = {
  /** The value for a row; NaN, null or NOBODY is nothing. It throws the faults of the row-wise code. */
  readonly [K in Exclude<Scalar['kind'], 'nothing'>]: {
    readonly ok: true;
    readonly kind: K;
    readonly run: (row: number, other?: number) => ReturnType<Extract<Scalar, { kind: K }>['run']>;
  };
};

/** A condition can also select rows, which is faster than one call for each. */
export type CompiledRows = Exclude<Runs[keyof Runs], Runs['flag']> | (Runs['flag'] & { readonly select: SelectRows }) | Refused;

/** A formula is compiled for each state, and its text stays the same. */
const parsedText = recent(256, (source: string) => parseWhole(source));

/** Compiles for the columns and constants of one pass. `steps` is what all its evaluations may take together, or the caller resets it. */
export function compileRows(source: string, scope: ColumnScope, names: RowNames, steps: Steps): CompiledRows {
  const parsed = parsedText(source);
  if (!parsed.ok) {
    const [{ message, start, end }] = parsed.errors as [(typeof parsed.errors)[number]];
    return { ok: false, reason: message, start, end };
  }
  const { context, enter, locals } = passOf(scope, names, steps);
  return refusing(() => {
    const code = context.compile(parsed.tree, locals);
    if (isListCode(code) || code.kind === 'nothing') return refuse('This gives no single value.', parsed.tree);
    const tooMany = thrower(context, 'step-limit', 'This takes too many steps.', parsed.tree);
    const { run, cost } = code;
    const evaluate = (row: number, other = NOBODY): ReturnType<typeof run> => {
      enter(row, other);
      if ((steps.left -= cost) < 0) tooMany();
      return run();
    };
    const compiled = { ok: true, kind: code.kind, run: evaluate } as CompiledRows;
    if (code.kind !== 'flag') return compiled;
    const select = selectRows(code, context.pass.row, (row) => enter(row, NOBODY), charger(context, parsed.tree));
    return { ...compiled, select } as CompiledRows;
  });
}

/** The result of `work`, or its refusal. */
export function refusing<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason, start: error.at.start, end: error.at.end };
    throw error;
  }
}

/** The context of a line of the text that begins at `offset`. */
export function contextAt(offset: number, shared: Pick<Context, 'scope' | 'pass' | 'growing' | 'changing'>): Context {
  const context: Context = { ...shared, offset, compile: (node, locals) => compileTyped(context, node, locals) };
  return context;
}

/** The scope, which is asked once for each name. A name that fails, such as a measure without a value, is not in columns. */
function askedOnce(scope: ColumnScope): ColumnScope {
  const once = <K, V>(ask: (key: K) => V | null): ((key: K) => V | null) => {
    const known = new Map<K, V | null>();
    return (key) => {
      let answer = known.get(key);
      if (answer === undefined) known.set(key, (answer = answered(() => ask(key))));
      return answer;
    };
  };
  return {
    agents: scope.agents,
    draws: scope.draws,
    field: once((name: string) => scope.field(name)),
    name: once((name: string) => scope.name(name)),
    neighbours: once((network: string | null) => scope.neighbours(network)),
    ties: once((network: string | null) => scope.ties(network)),
    ...(scope.streams ? { streams: scope.streams } : {}),
    ...(scope.changingTies ? { changingTies: once((network: string | null) => scope.changingTies!(network)) } : {}),
  };
}

function answered<T>(ask: () => T | null): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ExprFault) return null;
    throw error;
  }
}

/** What the code of a pass shares. `enter` begins the evaluation of a row. */
export function passOf(
  scope: ColumnScope,
  names: RowNames,
  steps: Steps,
  growing: Context['growing'] = new Map(),
  changing: Context['changing'] = new Set(),
): { readonly context: Context; readonly locals: Locals; readonly enter: (row: number, other: number) => void } {
  const [row, other] = [{ row: 0 }, { row: 0 }];
  const block = newBlock();
  const pass: Pass = { steps, random: null, row, other, block };
  const context = contextAt(0, { scope: askedOnce(scope), pass, growing, changing });
  const local = { row, other };
  const locals: Locals = Object.entries(names).map(([name, which]) => {
    const cell = local[which];
    const code: Scalar = { kind: 'agent', maybe: false, cost: 1, run: () => cell.row, cell };
    return { name, code: which === 'row' ? { ...code, lanes: () => given(block.rows) } : code };
  });
  const enter = (first: number, second: number): void => {
    row.row = first;
    other.row = second;
    pass.random = null;
  };
  return { context, locals, enter };
}
