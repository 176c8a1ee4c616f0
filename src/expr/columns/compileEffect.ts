/**
 * Compiles the statements of a rule for a pass over rows. Each row reads what the lines above it have set; whether later rows read it
 * too is for the caller to choose. What a row sets goes to a sink.
 */
import { effectFunctions } from '../functions/hostFunctions.js';
import type { AnyNode, AssignmentExpression, CallExpression, Expression } from '../syntax/parse.js';
import type { Line } from '../syntax/statementLines.js';
import { ExprFault } from '../values/value.js';
import {
  type ColumnScope,
  type FieldColumn,
  type FieldSink,
  flagOf,
  NOBODY,
  type RowSink,
  type RowsGiven,
  type Steps,
  valueOfFlag,
} from './columnScope.js';
import { contextAt, passOf, refusing, type Refused, type RowNames } from './compileRows.js';
import { refuseMeasuresReadAfter, refuseTiesReadAfter, refuseWorldReadAfter } from './effectReads.js';
import { effectText } from './effectText.js';
import { given, LANES } from './lanes/block.js';
import { blockRun, type CompiledLine, type RunBlock, type Step } from './lanes/blockRun.js';
import { readsOwn } from './lanes/statementGroups.js';
import { addedLanes, keptLanes, tieLanes, whereLanes, writtenLanes } from './lanes/statementLanes.js';
import { type Overlay, overlayOf } from './overlay.js';
import { STEPS_FOR_CHANGE } from '../values/environment.js';
import { charger, type Context, type Locals, refuse, type Scalar, thrower, type Typed } from './typedCode.js';

type CompiledEffect =
  | {
      readonly ok: true;
      /** Variables that it can set, and whether it can change ties. */
      readonly sets: readonly string[];
      readonly ties: boolean;
      /** Carries out the statements for a row. After a fault the columns are as before the row; the caller rewinds the sink. */
      readonly run: (row: number, other?: number) => void;
      /** The same for a block of different rows, if it is faster; null if it is not. */
      readonly block: () => RunBlock | null;
    }
  | Refused;

/** `keeps`: whether rows read what the rows before them have set, as with `order: sequential`. */
export function compileEffect(
  source: string,
  scope: ColumnScope,
  names: RowNames,
  steps: Steps,
  sink: RowSink,
  keeps: boolean,
): CompiledEffect {
  const { lines, errors, sets, read, isAlone, groups } = effectText(source, names, keeps);
  const [problem] = errors;
  if (problem) return { ok: false, reason: problem.message, start: problem.start, end: problem.end };
  return refusing(() => {
    // Where all that rows set stays, they read it where it is written.
    const now = new Map(keeps ? read.flatMap((name) => nowIn(sink, name)) : []);
    const overlays = new Map(read.filter((name) => !now.has(name)).flatMap((name) => overlayOf(scope.field(name), name)));
    const ties = lines.some(({ tree }) => tree.type === 'CallExpression');
    const hasChanging = keeps && ties && sink.ties !== undefined;
    const own: ColumnScope = {
      agents: scope.agents,
      draws: scope.draws,
      field: (name) => now.get(name) ?? overlays.get(name)?.column ?? scope.field(name),
      name: (name) => scope.name(name),
      neighbours: (network) => scope.neighbours(network),
      ties: (network) => scope.ties(network),
      ...(scope.streams ? { streams: scope.streams } : {}),
      ...(hasChanging ? { changingTies: (network) => sink.ties?.(network) ?? null } : {}),
    };
    const growing = new Map([...overlays.values()].flatMap(({ words }) => (words ? [[words, words] as const] : [])));
    const { context, enter, locals: rows } = passOf(own, names, steps, growing, new Set([...now.keys(), ...overlays.keys()]));
    const locals = [...rows];
    // The steps of all lines but for their loops.
    let cost = 0;
    const charge = (more: number): void => void (cost += more);
    const compiled = lines.map((line) =>
      shifted(line.offset, () => compileLine(contextAt(line.offset, context), line, locals, sink, overlays, charge)),
    );
    const run = compiled.map(({ step }) => step);
    const tooMany = thrower(context, 'step-limit', 'This takes too many steps.', { start: 0, end: source.length });
    refuseTiesReadAfter(lines, keeps, names, isAlone, hasChanging);
    refuseWorldReadAfter(lines);
    refuseMeasuresReadAfter(lines, keeps, (name) => {
      const named = context.scope.name(name);
      return named?.kind === 'value' ? named.measure : undefined;
    });
    const layers = [...overlays.values()];
    const settle = (isKept: boolean): void => {
      for (const layer of layers) isKept ? layer.forget() : layer.rewind();
    };
    return {
      ok: true,
      sets,
      ties,
      run: (row, other = NOBODY) => {
        enter(row, other);
        if ((steps.left -= cost) < 0) tooMany();
        let line = 0;
        try {
          for (; line < run.length; line++) run[line]!();
        } catch (error) {
          settle(false);
          throw placed(error, lines[line]!);
        }
        if (layers.length > 0) settle(keeps);
      },
      block: () => {
        const own = new Set(Object.keys(names));
        if (!isAlone || own.size === 0 || (!keeps && !readsOwn(lines, own, overlays))) return null;
        const { pass } = context;
        if (pass.block.draws) pass.block.streams = scope.streams?.(LANES) ?? null;
        const named = (name: string): Int32Array | null => {
          const code = locals.find((local) => local.name === name)?.code;
          return code?.kind === 'agent' ? (code.lanes?.().values ?? null) : null;
        };
        const runs = blockRun({ pass, lines: compiled, groups: groups(), cost, named });
        if (!runs || layers.length === 0) return runs;
        return (given, from, count) => {
          const isWhole = runs(given, from, count);
          settle(keeps && isWhole);
          return isWhole;
        };
      },
    };
  });
}

function nowIn(sink: RowSink, name: string): readonly (readonly [string, FieldColumn])[] {
  const column = sink.field(name)?.now;
  return column ? [[name, column]] : [];
}

/** A fault of the sink has no place: it gets that of the statement. */
function placed(error: unknown, { tree, offset }: Line): unknown {
  if (!(error instanceof ExprFault) || error.end !== 0) return error;
  return new ExprFault(error.code, error.message, tree.start + offset, tree.end + offset);
}

/** A refusal inside a line, at its place in the whole text. */
function shifted<T>(offset: number, work: () => T): T {
  const result = refusing(work);
  const refused = result as Refused;
  if (typeof result === 'object' && result !== null && refused.ok === false)
    return refuse(refused.reason, { start: refused.start + offset, end: refused.end + offset });
  return result as T;
}

/** `locals`: a line with `let` adds its name. */
function compileLine(
  context: Context,
  { tree, local }: Line,
  locals: Locals[number][],
  sink: RowSink,
  overlays: ReadonlyMap<string, Overlay>,
  charge: (cost: number) => void,
): CompiledLine {
  if (tree.type === 'AssignmentExpression' && local !== null) {
    if (locals.some(({ name }) => name === local)) return refuse('This name means something else here.', tree.left);
    const value = context.compile(tree.right, locals);
    charge(value.cost);
    const { code, line } = givenName(context, value, tree);
    locals.push({ name: local, code });
    return line;
  }
  if (tree.type === 'AssignmentExpression') return compileAssignment(context, tree, locals, sink, overlays, charge);
  if (tree.type !== 'CallExpression' || tree.callee.type !== 'Identifier' || !effectFunctions.has(tree.callee.name))
    return refuse('This changes nothing.', tree);
  const { name } = tree.callee;
  if (name !== 'bond' && name !== 'unbond') return refuse(`\`${name}\` is not in columns.`, tree);
  return compileBond(context, tree, locals, sink, charge, name === 'unbond');
}

/** The code of a name that a line gives with `let`, and the line that sets its value: a column with a row for each lane of a block. */
function givenName(context: Context, value: Typed, tree: AnyNode): { readonly code: Scalar; readonly line: CompiledLine } {
  const { maybe } = value;
  const cell = context.pass.block.lane;
  switch (value.kind) {
    case 'number': {
      const values = new Float64Array(LANES);
      const { run, lanes } = value;
      const step = (): void => {
        values[cell.row] = run();
      };
      const column = { values, cell };
      const code: Scalar = { kind: 'number', maybe, cost: 1, run: () => values[cell.row]!, column, lanes: () => given(values) };
      return { code, line: { step, lanes: lanes ? () => keptLanes(lanes(values), values) : null } };
    }
    case 'agent': {
      const agents = new Int32Array(LANES);
      const { run, lanes } = value;
      const step = (): void => {
        agents[cell.row] = run();
      };
      const column = { agents, cell };
      const code: Scalar = { kind: 'agent', maybe, cost: 1, run: () => agents[cell.row]!, column, lanes: () => given(agents) };
      return { code, line: { step, lanes: lanes ? () => keptLanes(lanes(agents), agents) : null } };
    }
    case 'flag': {
      const flags = new Uint8Array(LANES);
      const { run, lanes } = value;
      const step = (): void => {
        flags[cell.row] = flagOf(run());
      };
      const code: Scalar = { kind: 'flag', maybe, cost: 1, run: () => valueOfFlag(flags[cell.row]!), lanes: () => given(flags) };
      return { code, line: { step, lanes: lanes ? () => keptLanes(lanes(flags), flags) : null } };
    }
    case 'text': {
      const texts: (string | null)[] = new Array<null>(LANES).fill(null);
      const { run } = value;
      const step = (): void => {
        texts[cell.row] = run();
      };
      return { code: { kind: 'text', maybe, cost: 1, run: () => texts[cell.row]! }, line: { step, lanes: null } };
    }
    default:
      return refuse('The name of this is not in columns.', tree);
  }
}

function compileAssignment(
  context: Context,
  tree: AssignmentExpression,
  locals: Locals,
  sink: RowSink,
  overlays: ReadonlyMap<string, Overlay>,
  charge: (cost: number) => void,
): CompiledLine {
  const { left, right, operator } = tree;
  const binary = operator.slice(0, -1);
  const sum = { type: 'BinaryExpression', operator: binary, left, right, start: tree.start, end: tree.end } as Expression;
  const given = binary === '' ? right : sum;
  if (left.type === 'Identifier') {
    // With rows, many would set one variable.
    const world = locals.length === 0 ? sink.world?.(left.name) : null;
    const value = context.compile(given, locals);
    const set = writer(world ?? refuse('A variable of the world is not in columns.', left), value, undefined, tree);
    charge(value.cost);
    return { step: () => set(NOBODY), lanes: null };
  }
  if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier')
    return refuse('This cannot be set in columns.', left);
  const { name } = left.property;
  const owner = context.compile(left.object, locals);
  if (owner.kind !== 'agent') return refuse('This is not an agent.', left.object);
  const value = context.compile(given, locals);
  const field = sink.field(name) ?? refuse(`\`${name}\` cannot be set in columns.`, left);
  const write = writer(field, value, overlays.get(name), tree);
  const nobody = thrower(context, 'wrong-type', `\`${name}\` cannot be set on nothing.`, left);
  charge(owner.cost + value.cost + 1);
  const { run } = owner;
  const step = (): void => {
    const row = run();
    if (row < 0) nobody();
    write(row);
  };
  // Where rows read what is written, a sum is read, added and written in one loop.
  const isSum = (binary === '+' || binary === '-') && left.object.type === 'Identifier' && value.kind === 'number';
  const isNow = field.now !== undefined && context.scope.field(name) === field.now;
  const lanes = isSum && isNow ? addedLanes(context, field, owner, context.compile(right, locals), binary === '+' ? 1 : -1) : null;
  return { step, lanes: lanes ?? writtenLanes(context, field, owner, value, overlays.get(name)) };
}

type Write = (row: number) => void;

/** Evaluates the value and writes it: to the sink, which can refuse it, then to the columns that later lines read. */
function writer(sink: FieldSink, value: Typed, overlay: Overlay | undefined, tree: AnyNode): Write {
  const wrong = (): never => refuse('The value has another type than the variable.', tree);
  if (value.kind === 'number' || (value.kind === 'nothing' && sink.number)) {
    const set = sink.number ?? wrong();
    const run = value.kind === 'number' ? value.run : (): number => Number.NaN;
    return (row) => {
      const number = run();
      set(row, number);
      overlay?.number(row, number);
    };
  }
  if (value.kind === 'text' || (value.kind === 'nothing' && sink.text)) {
    const set = sink.text ?? wrong();
    const { run } = value;
    return (row) => {
      const text = run();
      set(row, text);
      overlay?.text(row, text);
    };
  }
  if (value.kind === 'flag' || (value.kind === 'nothing' && sink.flag)) {
    const set = sink.flag ?? wrong();
    const { run } = value;
    return (row) => {
      const flag = run();
      set(row, flag);
      overlay?.flag(row, flag);
    };
  }
  if (value.kind === 'agent' || (value.kind === 'nothing' && sink.agent)) {
    const set = sink.agent ?? wrong();
    const run = value.kind === 'agent' ? value.run : (): number => NOBODY;
    return (row) => {
      const agent = run();
      set(row, agent);
      overlay?.agent(row, agent);
    };
  }
  return wrong();
}

function compileBond(
  context: Context,
  tree: CallExpression,
  locals: Locals,
  sink: RowSink,
  charge: (cost: number) => void,
  cuts: boolean,
): CompiledLine {
  const [fromArg, toArg, networkArg, weightArg] = tree.arguments;
  if (!fromArg || !toArg || tree.arguments.length > (cuts ? 3 : 4)) return refuse('Two agents are expected here.', tree);
  const [from, to] = [context.compile(fromArg, locals), context.compile(toArg, locals)];
  const network = !networkArg
    ? null
    : networkArg.type === 'Identifier'
      ? networkArg.name
      : refuse('A network is expected here.', networkArg);
  const weight = weightArg ? context.compile(weightArg, locals) : null;
  if (weight && weight.kind !== 'number') return refuse('This is not a number.', tree);
  const [sources, targets] = [agentsOf(from, fromArg), agentsOf(to, toArg)];
  const bond = sink.bond?.bind(sink) ?? refuse('Ties cannot be changed in columns.', tree);
  charge(from.cost + to.cost + (weight?.cost ?? 0) + 1);
  const reach = charger(context, tree);
  const step =
    (others: () => RowsGiven): Step =>
    () => {
      const a = sources();
      const b = others();
      const strength = cuts ? 0 : weight ? weight.run() : 1;
      if (a.list || b.list) reach(STEPS_FOR_CHANGE * (a.to - a.from) * (b.to - b.from));
      bond(network, a, b, strength);
    };
  const set = sink.tie?.(network);
  const fixed = cuts ? 0 : weight ? weight.constant : 1;
  if (to.kind === 'agents' && to.unless && fixed !== undefined) {
    const { test, holds, list } = to.unless;
    const one = step(agentsOf(list, toArg));
    return { step: step(targets), lanes: () => whereLanes(context, test, holds, one) };
  }
  const source = fromArg.type === 'ArrayExpression' && fromArg.elements.length === 1 ? fromArg.elements[0] : fromArg;
  const owner = source && source.type !== 'SpreadElement' ? context.compile(source, locals) : from;
  if (!set || owner.kind !== 'agent' || to.kind !== 'agent') return { step: step(targets), lanes: null };
  const strength = fixed === undefined ? weight : fixed;
  return { step: step(targets), lanes: () => tieLanes(context, set, owner, to, strength!, from.kind === 'agents') };
}

/** The agents of an argument: one, or those of a list. */
function agentsOf(code: Typed, at: AnyNode): () => RowsGiven {
  if (code.kind === 'agents') {
    const { view, open } = code;
    const found = { rows: view.rows, from: 0, to: 0, list: true };
    return () => {
      open();
      found.rows = view.rows;
      found.from = view.from;
      found.to = view.to;
      return found;
    };
  }
  if (code.kind !== 'agent') return refuse('This is not an agent.', at);
  const { run } = code;
  const found = { rows: new Int32Array(1), from: 0, to: 1, list: false };
  return () => {
    found.rows[0] = run();
    return found;
  };
}
