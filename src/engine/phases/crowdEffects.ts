/**
 * Carries out the statements of a rule for many agents over columns. The events are those of the same rule agent by agent, gathered.
 */
import { NOBODY, type FieldSink, type RowSink, type RowsGiven } from '../../expr/columns/columnScope.js';
import { compileEffect } from '../../expr/columns/compileEffect.js';
import { LANES } from '../../expr/columns/lanes/block.js';
import type { Refused, RowNames } from '../../expr/columns/compileRows.js';
import { ExprFault } from '../../expr/index.js';
import type { Draft } from '../../core/events/events.js';
import { CHUNK_ROWS } from '../../core/columns/column.js';
import { crowdAt, idAt } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { columnField } from '../evaluation/columnFields.js';
import { type StateColumns, withDraws } from '../evaluation/crowdScope.js';
import { columnsOf, passSteps, stepsIn } from '../evaluation/scope.js';
import type { Effect } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { VarSpec } from '../model/worldSpec.js';
import { effectFault, fitted, tieNetwork, tieStrength } from './effects.js';
import { type Gathered, type TieChange, type VariableChange, variableSet } from './gatherChanges.js';
import { RuleTies } from './ruleTies.js';

/** The agents of a rule, in order: of each evaluation the first, and the other one if there are pairs. A rule of the world has no names. */
export interface RuleRows {
  readonly names: RowNames;
  readonly rows: ArrayLike<number>;
  readonly others: ArrayLike<number> | null;
}

/**
 * What the rule does, or null if it does not run over columns, or if an agent takes more steps than it may. `keeps`: whether agents
 * read what the agents before them have set.
 */
export const effectInColumns = (model: ScenarioModel, state: State, effect: Effect, agents: RuleRows, keeps: boolean): Gathered | null =>
  inSlices(`then ${effect.at}`, state.seq, () => changes(model, state, effect, agents, keeps));

/** Thrown through an evaluation that is to change ties that are not copied yet. */
const COPY_FIRST = new Error('the ties are copied first');

/** How many agents change in one slice. */
const SLICE = 1 << 11;

/** How many rows are compared with those before the rule in one slice. */
const COMPARED = 1 << 15;

function* changes(model: ScenarioModel, state: State, effect: Effect, agents: RuleRows, keeps: boolean): Slices<Gathered | null> {
  const steps = { left: 0 };
  const limit = stepsIn(model, state);
  let pass = passSteps(model, state)?.left ?? limit;
  const columns = columnsOf(model, state);
  const written = new Written(model, state, effect, columns);
  // A draw without an agent has its own stream.
  const isOfWorld = Object.keys(agents.names).length === 0;
  const scope = isOfWorld ? { ...columns, draws: null } : withDraws(columns, model, state, effect.at);
  const compiled = compileEffect(effect.source, scope, agents.names, steps, written, keeps);
  if (!compiled.ok) return null;
  yield* written.begin();
  const { rows, others } = agents;
  const { run } = compiled;
  const hasBlocks = rows.length >= LANES && !others && written.isAlone && areDifferent(rows, state.roster.length);
  const block = hasBlocks ? compiled.block() : null;
  const faults: Draft[] = [];
  /** Changes the agents from place `from` up to `end`, or to the first fault. Returns the next place; −1 if there are too many steps. */
  const change = (from: number, end: number): number => {
    let i = from;
    try {
      for (; i < end; i++) {
        steps.left = limit;
        run(rows[i]!, others ? others[i]! : NOBODY);
        written.keep();
        // The same rule agent by agent counts its steps exactly.
        if ((pass -= limit - steps.left) < 0) return -1;
      }
    } catch (error) {
      if (error === COPY_FIRST) return i;
      if (!(error instanceof ExprFault)) throw error;
      if (error.code === 'step-limit') return -1;
      written.rewind();
      faults.push(effectFault(effect, error));
      i++;
    }
    return i;
  };
  /** Changes the agents from place `from` up to `end` together. Returns as `change` does; `from` if they must change one by one. */
  const changeBlock = (from: number, end: number): number => {
    steps.left = limit;
    try {
      if (!block!(rows, from, end - from)) {
        written.rewind();
        return from;
      }
    } catch (error) {
      if (error === COPY_FIRST) return from;
      throw error;
    }
    written.keep();
    return (pass -= limit - steps.left) < 0 ? -1 : end;
  };
  // Blocks that failed and all blocks. Where many fail, their agents change one by one from the beginning.
  let [failed, tried] = [0, 0];
  const isWorth = (): boolean => block !== null && failed <= 4 + tried / 4;
  for (let next = 0, end = 0, oneByOne = 0; next < rows.length; ) {
    if (next === end) {
      yield;
      end = Math.min(rows.length, next + SLICE);
    }
    if (next >= oneByOne && isWorth()) {
      const until = Math.min(end, next + LANES);
      const after = changeBlock(next, until);
      if (written.mustCopy) {
        yield* written.copy();
        continue;
      }
      tried++;
      if (after === next) {
        failed++;
        oneByOne = until;
      }
      next = after;
    } else next = change(next, next < oneByOne ? oneByOne : end);
    if (written.mustCopy) yield* written.copy();
    if (next < 0) return null;
  }
  yield;
  return yield* written.gathered(faults);
}

/** Whether no agent occurs twice. */
function areDifferent(rows: ArrayLike<number>, agents: number): boolean {
  let next = 1;
  while (next < rows.length && rows[next - 1]! < rows[next]!) next++;
  if (next >= rows.length) return true;
  const seen = new Uint8Array(agents);
  for (let i = 0; i < rows.length; i++) {
    if (seen[rows[i]!] === 1) return false;
    seen[rows[i]!] = 1;
  }
  return true;
}

/** Why a rule with these local names does not run over columns; null if it does. */
export function effectRefusal(model: ScenarioModel, state: State, effect: Effect, names: RowNames, keeps: boolean): Refused | null {
  const columns = columnsOf(model, state);
  const scope = withDraws(columns, model, state, effect.at);
  const compiled = compileEffect(effect.source, scope, names, { left: 0 }, new Written(model, state, effect, columns), keeps);
  return compiled.ok ? null : compiled;
}

/** What the running evaluation has written to one variable, so that it can be taken back. */
interface Undo {
  rows: Int32Array;
  before: Float64Array;
  count: number;
  /** Whether blocks have written, whose rows are not noted as touched. */
  isByBlocks: boolean;
}

/** New values of one variable. */
interface Variable {
  readonly spec: VarSpec;
  readonly values: Float64Array | Uint16Array | Uint8Array | Int32Array;
  readonly old: Float64Array | Uint16Array | Uint8Array | Int32Array;
  readonly touched: Uint8Array;
  readonly undo: Undo;
  readonly sink: FieldSink;
  /** The value of a row as JSON. */
  value(row: number): Json;
  /** All given rows as values of an event. */
  change(agents: Uint32Array): VariableChange['values'];
  /** All numbers up to the end of the last chunk of the column; absent for other values. */
  readonly all?: Float64Array;
}

/** NaN is nothing, and no change of nothing. */
const differ = (a: number, b: number): boolean => a !== b && !(Number.isNaN(a) && Number.isNaN(b));

/** What a rule has written so far. */
class Written implements RowSink {
  readonly #variables = new Map<string, Variable | null>();
  /** Values of agents outside crowds, in order, and how many of them are kept. */
  readonly #single: Draft[] = [];
  #kept = 0;
  readonly #undos: Undo[] = [];
  /** By the name that a statement gives, and by the network's own. */
  readonly #tiesGiven = new Map<string | null, RuleTies>();
  readonly #ties = new Map<string, RuleTies>();
  readonly #changed: RuleTies[] = [];
  /** Whether an agent is in no crowd; null if all are in crowds. */
  readonly #isSingle: ((row: number) => boolean) | null;

  constructor(
    readonly model: ScenarioModel,
    readonly state: State,
    readonly effect: Effect,
    readonly columns: StateColumns,
  ) {
    const { crowds, length } = state.roster;
    const [only] = crowds;
    this.#isSingle = only && only.count === length ? null : (row) => crowdAt(state.roster, row) === undefined;
  }

  field(name: string): FieldSink | null {
    if (!this.#variables.has(name)) this.#variables.set(name, this.#variable(name));
    return this.#variables.get(name)?.sink ?? null;
  }

  world(name: string): FieldSink | null {
    const spec = this.model.vars.find(({ id }) => id === name);
    if (!spec) return null;
    const { at } = this.effect;
    const set = (value: Json): void =>
      void this.#single.push({ at, body: { type: 'variable.set', name, agent: null, value: fitted(spec, name, value) } });
    return {
      number: (_, value) => set(Number.isNaN(value) ? null : value),
      text: (_, value) => set(value),
      flag: (_, value) => set(value),
    };
  }

  /** The changes of an evaluation stay. */
  keep(): void {
    const [undos, changed] = [this.#undos, this.#changed];
    for (let i = 0; i < undos.length; i++) undos[i]!.count = 0;
    for (let i = 0; i < changed.length; i++) changed[i]!.keep();
    this.#kept = this.#single.length;
  }

  /** Takes back the changes of an evaluation that failed. */
  rewind(): void {
    for (const variable of this.#variables.values()) {
      if (!variable) continue;
      const { undo, values } = variable;
      for (let i = undo.count - 1; i >= 0; i--) values[undo.rows[i]!] = undo.before[i]!;
      undo.count = 0;
    }
    for (const ties of this.#ties.values()) ties.rewind();
    this.#single.length = this.#kept;
  }

  /** Whether all agents are members of crowds, whose changes become one event in any order. */
  get isAlone(): boolean {
    return this.#isSingle === null;
  }

  tie(network: string | null): (from: number, to: number, strength: number) => void {
    const ties = this.ties(network);
    return (from, to, strength) => {
      if (!ties.isCopied) this.#copyFirst(ties);
      ties.set(from, to, strength);
    };
  }

  /** Ties that the running evaluation is to change, and that are not copied. It is taken back, and begins again when they are. */
  #uncopied: RuleTies | null = null;

  get mustCopy(): boolean {
    return this.#uncopied !== null;
  }

  #copyFirst(ties: RuleTies): never {
    this.#uncopied = ties;
    throw COPY_FIRST;
  }

  /** Copies these ties. */
  *copy(): Slices<void> {
    this.rewind();
    if (this.#uncopied) yield* this.#uncopied.copy();
    this.#uncopied = null;
  }

  /** Copies ties that agents cannot read before. */
  *begin(): Slices<void> {
    for (const ties of this.#changed) yield* ties.begin();
  }

  ties(network: string | null): RuleTies {
    const known = this.#tiesGiven.get(network);
    if (known) return known;
    const { name } = tieNetwork(this.model, network ?? undefined);
    const ties = this.#ties.get(name) ?? new RuleTies(this.columns.ties(name)!);
    if (!this.#ties.has(name)) this.#changed.push(ties);
    this.#ties.set(name, ties);
    this.#tiesGiven.set(network, ties);
    return ties;
  }

  bond(network: string | null, from: RowsGiven, to: RowsGiven, weight: number): void {
    const ties = this.ties(network);
    if (!ties.isCopied && from.from < from.to && to.from < to.to) this.#copyFirst(ties);
    const strength = tieStrength(Number.isNaN(weight) ? null : weight);
    if (from.to - from.from === 1 && to.to - to.from === 1) {
      const source = from.rows[from.from]!;
      const target = to.rows[to.from]!;
      if (source !== target || source === NOBODY || !(from.list || to.list)) tied(ties, source, target, strength);
      return;
    }
    if (from.from === from.to || to.from === to.to) return;
    // The lists can be those of the ties that change here.
    const [sources, targets] = [this.#copied(0, from), this.#copied(1, to)];
    const many = from.to - from.from;
    const most = to.to - to.from;
    for (let i = 0; i < many; i++)
      for (let j = 0; j < most; j++) if (sources[i] !== targets[j] || sources[i] === NOBODY) tied(ties, sources[i]!, targets[j]!, strength);
  }

  readonly #copies: [Int32Array, Int32Array] = [new Int32Array(16), new Int32Array(16)];

  #copied(which: 0 | 1, { rows, from, to }: RowsGiven): Int32Array {
    if (this.#copies[which].length < to - from) this.#copies[which] = new Int32Array(2 * (to - from));
    const copy = this.#copies[which];
    for (let i = from; i < to; i++) copy[i - from] = rows[i]!;
    return copy;
  }

  *gathered(faults: readonly Draft[]): Slices<Gathered> {
    const variables: VariableChange[] = [];
    const ties: TieChange[] = [];
    for (const variable of this.#variables.values()) {
      if (variable) variables.push(yield* this.#change(variable));
      yield;
    }
    for (const [network, changed] of this.#ties) {
      const { ends, after } = yield* changed.changes();
      yield;
      const [before, table] = [networkOf(this.state, network), changed.table()];
      ties.push({ network, ends, after, table: before && table ? { before, table } : null });
    }
    return { single: [...faults, ...this.#single], variables, ties };
  }

  *#change(variable: Variable): Slices<VariableChange> {
    const { spec, touched, undo, values, old, change, all } = variable;
    let count = 0;
    const agents = new Uint32Array(touched.length);
    for (let from = 0; from < touched.length; from += COMPARED) {
      const end = Math.min(touched.length, from + COMPARED);
      if (undo.isByBlocks) count = putChanged(values as Float64Array, old as Float64Array, agents, count, from, end);
      else count = this.#putTouched(variable, agents, count, from, end);
      yield;
    }
    const rows = count === agents.length ? agents : agents.slice(0, count);
    // A list for all would keep more memory than the chunks of a few.
    const isMost = all && undo.isByBlocks && this.isAlone && 2 * count > agents.length;
    const after = isMost ? { before: this.state.columns[spec.id], numbers: all } : null;
    return { name: spec.id, agents: rows, values: change(rows), after };
  }

  /** Puts the touched rows from `from` up to `end` whose values differ after the first `count`. Returns how many there are then. */
  #putTouched({ touched, values, old }: Variable, rows: Uint32Array, count: number, from: number, end: number): number {
    let next = count;
    for (let row = from; row < end; row++)
      if (touched[row] === 1 && differ(values[row]!, old[row]!) && !this.#isSingle?.(row)) rows[next++] = row;
    return next;
  }

  #variable(name: string): Variable | null {
    const spec = this.model.agentVars.find(({ id }) => id === name);
    const column = spec && columnField(this.state, spec);
    if (!spec || !column || column.kind === 'text') return null;
    const { roster } = this.state;
    const undo: Undo = { rows: new Int32Array(16), before: new Float64Array(16), count: 0, isByBlocks: false };
    this.#undos.push(undo);
    const touched = new Uint8Array(roster.length);
    const isSingle = this.#isSingle;
    const put = (row: number, value: number): void => {
      const { count } = undo;
      if (count === undo.rows.length) grow(undo);
      undo.rows[count] = row;
      undo.before[count] = values[row]!;
      undo.count = count + 1;
      values[row] = value;
      touched[row] = 1;
      if (isSingle?.(row)) this.#single.push(variableSet(this.state, this.effect.at, row, name, made.value(row)));
    };
    const check = (value: Json): Json => fitted(spec, name, value);
    let values: Variable['values'];
    let made: Variable;
    const base = { spec, touched, undo };
    const maybe = column.maybe || spec.optional;
    switch (column.kind) {
      case 'number': {
        const all = copiedToChunk(column.values);
        const numbers = all.subarray(0, column.values.length);
        values = numbers;
        const [low, high] = [spec.low ?? -Infinity, spec.high ?? Infinity];
        const number = (row: number, value: number): void => {
          if (!(value >= low && value <= high)) check(Number.isNaN(value) ? null : value);
          if (isSingle) return put(row, value);
          const { count } = undo;
          if (count === undo.rows.length) grow(undo);
          undo.rows[count] = row;
          undo.before[count] = numbers[row]!;
          undo.count = count + 1;
          numbers[row] = value;
          touched[row] = 1;
        };
        const list: NonNullable<FieldSink['numbers']> = (at, count, rows, given) => {
          while (undo.rows.length < undo.count + count) grow(undo);
          undo.isByBlocks = true;
          const { rows: undone, before, count: first } = undo;
          for (let k = 0; k < count; k++) {
            const place = at[k]!;
            const row = rows[place]!;
            const value = given[place]!;
            if (row < 0 || !(value >= low && value <= high)) {
              undo.count = first + k;
              return false;
            }
            undone[first + k] = row;
            before[first + k] = numbers[row]!;
            numbers[row] = value;
          }
          undo.count = first + count;
          return true;
        };
        const added: NonNullable<FieldSink['added']> = (at, count, rows, given, sign) => {
          while (undo.rows.length < undo.count + count) grow(undo);
          undo.isByBlocks = true;
          const { rows: undone, before, count: first } = undo;
          for (let k = 0; k < count; k++) {
            const place = at[k]!;
            const row = rows[place]!;
            const known = row < 0 ? Number.NaN : numbers[row]!;
            const value = known + sign * given[place]!;
            if (!(value - value === 0 && value >= low && value <= high)) {
              undo.count = first + k;
              return false;
            }
            undone[first + k] = row;
            before[first + k] = known;
            numbers[row] = value;
          }
          undo.count = first + count;
          return true;
        };
        const now = { kind: 'number', maybe, values: numbers } as const;
        made = {
          ...{ ...base, values, all, old: column.values, sink: isSingle ? { number, now } : { number, numbers: list, added, now } },
          value: (row) => (Number.isNaN(numbers[row]) ? null : numbers[row]!),
          change: (agents) => ({ kind: 'numbers', length: agents.length, numbers: taken(numbers, agents) }),
        };
        break;
      }
      case 'words': {
        const codes = column.codes.slice();
        values = codes;
        const words: (string | null)[] = [...column.words];
        const none = 0xffff;
        const places = new Map<string, number>();
        for (const [code, word] of column.words.entries()) if (!places.has(word)) places.set(word, code);
        const text = (row: number, value: string | null): void => {
          let code = value === null ? none : places.get(value);
          if (code === undefined || !fits.has(code)) {
            check(value);
            code ??= words.push(value) - 1;
            if (value !== null) places.set(value, code);
            fits.add(code);
          }
          put(row, code);
        };
        const fits = new Set<number>();
        made = {
          ...{ ...base, values, old: column.codes, sink: { text } },
          value: (row) => (codes[row] === none ? null : words[codes[row]!]!),
          change: (agents) => ({
            ...{ kind: 'words', length: agents.length, words: [...words, null] },
            codes: takenCodes(codes, agents, none, words.length),
          }),
        };
        break;
      }
      case 'flag': {
        const flags = column.flags.slice();
        values = flags;
        const flag = (row: number, value: boolean | null): void => {
          if (value === null) check(null);
          put(row, value === null ? 2 : value ? 1 : 0);
        };
        const words = [false, true, null];
        const now = { kind: 'flag', maybe, flags } as const;
        made = {
          ...{ ...base, values, old: column.flags, sink: { flag, now } },
          value: (row) => words[flags[row]!]!,
          change: (agents) => ({ kind: 'words', length: agents.length, words, codes: Uint8Array.from(agents, (row) => flags[row]!) }),
        };
        break;
      }
      case 'agent': {
        const others = column.rows.slice();
        values = others;
        const agent = (row: number, value: number): void => {
          if (value === NOBODY) check(null);
          put(row, value);
        };
        const now = { kind: 'agent', maybe, rows: others } as const;
        const id = (row: number): string | null => (others[row] === NOBODY ? null : idAt(roster, others[row]!));
        made = {
          ...{ ...base, values, old: column.rows, sink: { agent, now } },
          value: id,
          change: (agents) => ({ kind: 'list', length: agents.length, list: Array.from(agents, id) }),
        };
        break;
      }
    }
    return made;
  }
}

/**
 * Puts the rows from `from` up to `end` whose numbers differ into `rows`, after the first `known`. Returns how many there are then. A zero with
 * the other sign is as before.
 */
function putChanged(values: Float64Array, old: Float64Array, rows: Uint32Array, known: number, from: number, end: number): number {
  let count = known;
  for (let row = from; row < end; row++) {
    const value = values[row]!;
    const before = old[row]!;
    // The next row takes the place of one that is as before.
    rows[count] = row;
    if (value !== before && !(Number.isNaN(value) && Number.isNaN(before))) count++;
    else if (value === 0) values[row] = before;
  }
  return count;
}

/** A copy with NaN after it, up to the end of the last chunk of a column. */
function copiedToChunk(values: Float64Array): Float64Array {
  const all = new Float64Array(Math.ceil(values.length / CHUNK_ROWS) * CHUNK_ROWS);
  all.set(values);
  return all.fill(Number.NaN, values.length);
}

/** The values of rows: the list itself if they are all rows. */
function taken(values: Float64Array, rows: Uint32Array): Float64Array {
  if (rows.length === values.length) return values;
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i]!]!;
  return found;
}

/** The codes of rows, with another one for `none`. */
function takenCodes(codes: Uint16Array, rows: Uint32Array, none: number, other: number): Uint16Array {
  const found = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    found[i] = code === none ? other : code;
  }
  return found;
}

function tied(ties: RuleTies, from: number, to: number, strength: number): void {
  if (from === NOBODY || to === NOBODY) throw new ExprFault('wrong-type', 'An agent is expected here.');
  if (from === to) throw new ExprFault('out-of-range', 'Nobody has a tie to itself.');
  ties.set(from, to, strength);
}

function grow(undo: Undo): void {
  const [rows, before] = [new Int32Array(2 * undo.rows.length), new Float64Array(2 * undo.rows.length)];
  rows.set(undo.rows);
  before.set(undo.before);
  undo.rows = rows;
  undo.before = before;
}
