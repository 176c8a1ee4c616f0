/**
 * What a formula reads of the whole society: measures, and lists of agents. The first formula of a state computes it, and the others
 * read it. The rules of a pass over many agents count what they compute again after an agent has changed something.
 */
import type { State } from '../../core/events/state.js';
import { tieTotal } from '../../core/events/ties.js';
import { latest, memoBy, memoByPair } from '../../core/util/memo.js';
import { isPause } from '../../core/util/pauses.js';
import { ExprFault, touch, type Value, watched } from '../../expr/index.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';

/** Steps that are left to a pass of one rule over many agents. */
export interface PassSteps {
  left: number;
  /** Most steps of one evaluation. */
  readonly most: number;
  /** The state that its first agent reads. */
  readonly state: State;
}

/** Takes steps from a pass. If too few are left, this is a fault. */
export function spendOf(pass: PassSteps | null, steps: number): void {
  if (!pass) return;
  pass.left -= steps;
  if (pass.left < 0) throw new ExprFault('step-limit', 'This takes too many steps.');
}

/** The pass that counts what is computed in a state: none where the state is the one that all its agents read. */
export const countingIn = (state: State, pass: PassSteps | null): PassSteps | null => (pass && pass.state !== state ? pass : null);

/** Whether all work for many agents takes steps. */
export const isCounted = (model: Pick<ScenarioModel, 'flags'>): boolean => hasFlag(model, 'steps_as_done');

/** Number of ties. */
export const tiesIn = memoBy((networks: State['networks']): number => networks.reduce((sum, network) => sum + tieTotal(network), 0));

/** Steps of a pass over all agents and ties that makes no records: it takes an eighth of the time of a step for each. */
export const passCost = ({ roster, networks }: State): number => (roster.length + tiesIn(networks)) >> 3;

// Values of the society in one state.

interface Known {
  readonly value: Value | undefined;
  /** The fault in place of the value. */
  readonly fault: { readonly error: unknown } | null;
  readonly isPrivate: boolean;
}

const knownIn = memoByPair((_state: State, _model: ScenarioModel) => new Map<string, Known>());

/** The value that `compute` has in a state. It is kept if it is plain, and its fault is kept if `keepsFault`. */
export function oncePerState(
  model: ScenarioModel,
  state: State,
  key: string,
  keepsFault: boolean,
  compute: () => Value | undefined,
): Value | undefined {
  const values = knownIn(state, model);
  let known = values.get(key);
  if (known?.isPrivate) touch();
  if (!known) {
    const { result, isPrivate } = watched(() => attempted(compute));
    known = { ...result, isPrivate };
    const { value, fault } = known;
    if (fault ? keepsFault : value === null || typeof value !== 'object') values.set(key, known);
  }
  if (known.fault) throw known.fault.error;
  return known.value;
}

function attempted(compute: () => Value | undefined): Pick<Known, 'value' | 'fault'> {
  try {
    return { value: compute(), fault: null };
  } catch (error) {
    if (isPause(error)) throw error;
    return { value: undefined, fault: { error } };
  }
}

// Lists of agents as records.

/** The fewest agents of a list whose records are made in slices, or when they are read. */
export const LONG = 1 << 9;

/** The lists of the state that was read last, by name. Each would otherwise keep all records of its state. */
const listsOf = memoBy((_model: ScenarioModel): { of: State | null; lists: Map<string, readonly Value[]> } => ({
  of: null,
  lists: new Map(),
}));

/** The list of a name in a state, which `make` makes if it is not the last one that was made. */
export function keptList(model: ScenarioModel, state: State, name: string, make: () => readonly Value[]): readonly Value[] {
  const kept = listsOf(model);
  if (kept.of !== state) {
    kept.of = state;
    kept.lists = new Map();
  }
  let list = kept.lists.get(name);
  if (!list) kept.lists.set(name, (list = make()));
  return list;
}

/** A list whose items are made when they are read: a rule that reads one agent of a large society takes no time for the others. */
export function lazyList(length: number, itemAt: (place: number) => Value): readonly Value[] {
  const placeOf = (key: string | symbol): number => {
    const place = typeof key === 'string' ? Number(key) : -1;
    return Number.isInteger(place) && place >= 0 && place < length ? place : -1;
  };
  return new Proxy<Value[]>(emptyOf(length), {
    get: (target, key) => {
      const place = placeOf(key);
      return place < 0 ? (Reflect.get(target, key) as unknown) : itemAt(place);
    },
    has: (target, key) => placeOf(key) >= 0 || Reflect.has(target, key),
  });
}

/** A list of a length without items, which nobody changes. */
const emptyOf = latest((length: number) => new Array<Value>(length));
