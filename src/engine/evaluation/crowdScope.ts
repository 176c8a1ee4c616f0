/**
 * The state of a run with crowds as expressions over columns read it. It gives the same agents, values, ties and random streams as a
 * scope of records; what it cannot give, expressions do not read in columns.
 */
import { neighbourTable } from '../../analysis/network/neighbours.js';
import { prepared, reusedStream, streamBlock } from '../../core/random/rng.js';
import { type NodeId, numberedIds } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import { isUnread } from '../../core/events/lazyTies.js';
import { networkOf, type State } from '../../core/events/state.js';
import { eachTie, emptyNetwork, type Network, tieTotal, type TieTable } from '../../core/events/ties.js';
import { latest, memoBy, memoByPair } from '../../core/util/memo.js';
import type { ColumnScope, FieldColumn, Named as ColumnName, RowLists, TieLists } from '../../expr/columns/columnScope.js';
import { type Value, watched } from '../../expr/index.js';
import { guardedKeys } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec } from '../model/worldSpec.js';
import { columnField } from './columnFields.js';
import { nameField } from './nameFields.js';
import { agentRows, everybody } from './participants.js';

/** The purpose of the random streams of rules. */
export const CHANCE = 'engine.chance';

/** Whether agents joined as a crowd. */
export const hasCrowds = ({ roster }: Pick<State, 'roster'>): boolean => roster.crowds.length > 0;

/** Whether formulas and rules run over columns if they can. */
export const isColumnar = ({ byRecord }: Pick<ScenarioModel, 'byRecord'>, state: State): boolean => hasCrowds(state) && byRecord !== true;

/** What names mean outside columns. */
interface Naming {
  /** The value of a name that means neither agents nor a measure. */
  value(name: string): Value | undefined;
  /** The formula of a measure that the file declares. */
  measure(name: string): string | undefined;
  /** The index of the agent, or the indices of the agents, that a name means. */
  agents(name: string): number | readonly number[] | undefined;
  /** The value of a measure. */
  measured(name: string): Value | undefined;
  /** Whether rules must know that an earlier line or agent can have changed a measure. */
  readonly knowsMeasures: boolean;
}

/** The columns of a state. Their values are those of the formulas without local names that were evaluated in it, by their text. */
export interface StateColumns extends Omit<ColumnScope, 'draws'> {
  readonly values: Map<string, Value>;
  /** Of such formulas that took more steps than they may: how many they might take. Work that pauses asks for them again. */
  readonly tooLong: Map<string, number>;
}

/** The columns at a moment, without random numbers. They are the same object for the same state. */
export const stateColumns = (model: ScenarioModel, state: State, naming: () => Naming): StateColumns => {
  const made = columnsAt(state, model);
  return (made.columns ??= columnsOf(model, state, naming()));
};

const columnsAt = memoByPair((_state: State, _model: ScenarioModel): { columns: StateColumns | null } => ({ columns: null }));

/**
 * The columns with the random numbers of a rule at a place: those that a scope of records has for the same place, with the first row as
 * `me` and the other one as `target`.
 */
export function withDraws(columns: StateColumns, { seed }: ScenarioModel, { roster, agenda, round }: State, at: NodeId): ColumnScope {
  const path = [at, agenda.program, round, ''];
  const id = (row: number): string => (row < 0 ? '' : idAt(roster, row));
  const stream = prepared(seed, CHANCE, ...path);
  const [only] = roster.crowds;
  if (!only || only.count !== roster.length) return { ...columns, draws: (row, other) => stream(id(row), id(other), '') };
  // All agents are members of one crowd, whose ids differ in their number.
  const ids = numberedIds(only.from, only.count);
  const alone = reusedStream(ids, seed, CHANCE, path, ['', '']);
  return {
    ...columns,
    draws: (row, other) => (other < 0 ? alone(row + 1) : stream(id(row), id(other), '')),
    streams: (lanes) => streamBlock(lanes, { ...ids, first: 1 }, seed, CHANCE, path, ['', '']),
  };
}

function columnsOf(model: ScenarioModel, state: State, naming: Naming): StateColumns {
  const network = (name: string | null): NetworkSpec | undefined =>
    name === null ? model.networks[0] : model.networks.find((one) => one.name === name);
  const names = new Map<string, ColumnName | null>();
  const size = state.roster.length;
  return {
    agents: size,
    values: new Map(),
    tooLong: new Map(),
    field: (name) => fieldNamed(model, state, name),
    name: (name) => {
      const known = names.get(name);
      if (known !== undefined) return known;
      // The reading of something private must be noted each time, so its value is not kept here.
      const { result, isPrivate } = watched(() => named(model, state, naming, name));
      const found = isPrivate ? null : result;
      names.set(name, found);
      return found;
    },
    neighbours: (name) => {
      const spec = network(name);
      return spec ? neighbourLists(neighbourTable(networkOf(state, spec.name) ?? emptyNetwork(spec.name), spec.edge))(size) : null;
    },
    ties: (name) => {
      const spec = network(name);
      return spec ? tieLists(networkOf(state, spec.name) ?? emptyNetwork(spec.name))(size) : null;
    },
  };
}

/** Neighbours as lists of `agents` rows, in the memory of the table. Indices are below 2³¹, where both kinds of arrays agree. */
const neighbourLists = memoBy(({ start, to }: ReturnType<typeof neighbourTable>) =>
  latest((agents: number): RowLists => {
    const starts = startsFor(start, agents);
    return { start: starts, end: starts.subarray(1), to: signed(to) };
  }),
);

const signed = ({ buffer, byteOffset, length }: Uint32Array): Int32Array => new Int32Array(buffer, byteOffset, length);

/** Where the list of each agent begins. Agents beyond the end have empty lists. */
function startsFor(start: Uint32Array, agents: number): Int32Array {
  if (start.length === agents + 1) return signed(start);
  const starts = new Int32Array(agents + 1).fill(start.at(-1) ?? 0);
  starts.set(start.subarray(0, agents + 1));
  return starts;
}

/** Ties as lists of `agents` rows. */
const tieLists = memoBy((network: Network) =>
  latest((agents: number): TieLists => {
    const { table, rows } = network;
    // All ties are in the table, which is shared.
    if (rows.length === 0 && table.end.length <= agents) return listsIn(table, startsFor(table.start, agents));
    const total = tieTotal(network);
    const [start, to, strength] = [new Int32Array(agents + 1), new Int32Array(total), new Float64Array(total)];
    let length = 0;
    eachTie(network, (from, target, value) => {
      start[from + 1]!++;
      to[length] = target;
      strength[length++] = value;
    });
    for (let i = 0; i < agents; i++) start[i + 1]! += start[i]!;
    return { start, end: start.subarray(1), to, strength };
  }),
);

/** The ties of a table, which may be computed when they are first read. */
function listsIn(table: TieTable, start: Int32Array): TieLists {
  const end = start.subarray(1);
  if (!isUnread(table)) return { start, end, to: signed(table.to), strength: table.strength };
  let to: Int32Array | null = null;
  return {
    ...{ start, end },
    get to() {
      return (to ??= signed(table.to));
    },
    get strength() {
      return table.strength;
    },
    get isUnread() {
      return isUnread(table);
    },
  };
}

/** A variable of agents, or their ids or names. The reading of a private one is noted, so it is not read in columns. */
function fieldNamed(model: ScenarioModel, state: State, name: string): FieldColumn | null {
  const spec = model.agentVars.find(({ id }) => id === name);
  if (privateFields(model).has(name)) return null;
  return spec ? columnField(state, spec) : nameField(model, state, name);
}

/** Keys that are private for at least one agent, by the world or by its persona. */
const privateFields = memoBy(
  (model: ScenarioModel): ReadonlySet<string> => new Set(model.agents.representatives.flatMap((spec) => guardedKeys(model, spec))),
);

function named(model: ScenarioModel, state: State, naming: Naming, name: string): ColumnName | null {
  if (name === 'all' || name === 'cast') return { kind: 'agents', rows: agentRows(everybody(state)) };
  const variable = model.vars.find(({ id }) => id === name);
  if (variable && (variable.private || variable.kind === 'agent' || variable.kind === 'any')) return null;
  const value = naming.value(name);
  if (value !== undefined) return { kind: 'value', value };
  const agents = naming.measure(name) !== undefined ? undefined : naming.agents(name);
  if (typeof agents === 'number') return { kind: 'agent', row: agents };
  if (agents) return { kind: 'agents', rows: Int32Array.from(agents) };
  const measured = naming.measured(name);
  return measured === undefined || (measured !== null && typeof measured === 'object')
    ? null
    : { kind: 'value', value: measured, ...(naming.knowsMeasures ? { measure: naming.measure(name) ?? '' } : {}) };
}
