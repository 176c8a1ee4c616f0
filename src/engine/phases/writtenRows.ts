/** What a rule has written over columns so far: variables, ties and single events. What a failed evaluation has written is taken back. */
import { type FieldSink, NOBODY, type RowSink, type RowsGiven, type TieSetter } from '../../expr/columns/columnScope.js';
import { ExprFault } from '../../expr/index.js';
import type { Draft } from '../../core/events/events.js';
import { crowdAt } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import { recent, spareList } from '../../core/util/memo.js';
import type { Slices } from '../../core/util/slices.js';
import { columnField } from '../evaluation/columnFields.js';
import type { StateColumns } from '../evaluation/crowdScope.js';
import type { Effect } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { fitted, tieNetwork, tieStrength } from './effects.js';
import { type Gathered, type TieChange, type VariableChange, variableSet } from './gatherChanges.js';
import { RuleTies } from './ruleTies.js';
import { type Undo, type Variable, writtenVariable } from './writtenVariable.js';

/** Thrown through an evaluation that is to change ties that are not copied yet. */
export const COPY_FIRST = new Error('the ties are copied first');

/** How many rows are compared with those before the rule in one slice. */
const COMPARED = 1 << 15;

/** NaN is nothing, and no change of nothing. */
const differ = (a: number, b: number): boolean => a !== b && !(Number.isNaN(a) && Number.isNaN(b));

/** The memory of the rows of one variable that differ serves the next one. */
/** All rows, where all have changed. */
const allRows = recent(2, (length: number) => Uint32Array.from({ length }, (_, row) => row));

const places = spareList((length) => new Uint32Array(length));

/** What a rule has written so far. */
export class Written implements RowSink {
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

  tie(network: string | null): TieSetter {
    const ties = this.ties(network);
    return (from, to, strengths, lane) => {
      if (!ties.isCopied) this.#copyFirst(ties);
      ties.setLane(from, to, strengths, lane);
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
    const ties = this.#ties.get(name) ?? new RuleTies(this.columns.ties(name)!, networkOf(this.state, name) ?? null);
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
      const [before, table] = [networkOf(this.state, network), yield* changed.table({ ends, after })];
      ties.push({ network, ends, after, table: before && table ? { before, table } : null });
    }
    return { single: [...faults, ...this.#single], variables, ties };
  }

  *#change(variable: Variable): Slices<VariableChange> {
    const { spec, touched, undo, values, old, change, all } = variable;
    let count = 0;
    const agents = places.take(touched.length);
    for (let from = 0; from < touched.length; from += COMPARED) {
      const end = Math.min(touched.length, from + COMPARED);
      if (undo.isByBlocks) count = putChanged(values as Float64Array, old as Float64Array, agents, count, from, end);
      else count = this.#putTouched(variable, agents, count, from, end);
      yield;
    }
    const rows = count === touched.length ? allRows(count) : agents.slice(0, count);
    places.give(agents);
    // A list for all would keep more memory than the chunks of a few.
    const isMost = all && undo.isByBlocks && this.isAlone && 2 * count > touched.length;
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
    const single = (row: number, value: Json): void => void this.#single.push(variableSet(this.state, this.effect.at, row, name, value));
    const variable = writtenVariable(column, { spec, roster: this.state.roster, isSingle: this.#isSingle, single });
    this.#undos.push(variable.undo);
    return variable;
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

function tied(ties: RuleTies, from: number, to: number, strength: number): void {
  if (from === NOBODY || to === NOBODY) throw new ExprFault('wrong-type', 'An agent is expected here.');
  if (from === to) throw new ExprFault('out-of-range', 'Nobody has a tie to itself.');
  ties.set(from, to, strength);
}
