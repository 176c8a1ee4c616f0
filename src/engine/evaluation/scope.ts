/**
 * Names in expressions during a run: the moment, variables, parameters, measures, agents, ties. A bare name is the first of these
 * that exists: a local name, a name of the moment, a variable, a parameter, a declared measure, a role or group, an agent, a
 * standard measure.
 */
import type { FaultLog, FormulaScope } from '../model/faults.js';
import { memoByPair } from '../../core/util/memo.js';
import { type Former, measureNamed, type Moment, STANDARD, take } from '../../analysis/measures.js';
import type { Reading } from '../../analysis/statistics/estimate.js';
import { presentAt } from '../../core/events/agents.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import { type Rng, rng } from '../../core/random/rng.js';
import { indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork } from '../../core/events/ties.js';
import { DEFAULT_STEPS, ExprFault, PASS, type Scope, stepLimit, touch, type Value } from '../../expr/index.js';
import { belongingNow, everybody, membersFrom } from './participants.js';
import { hasFlag } from '../model/flags.js';
import { isHiding, WITHHELD } from './privateHiding.js';
import { valueInColumns } from './crowdFormulas.js';
import { CHANCE, hasCrowds, isColumnar, type StateColumns, stateColumns } from './crowdScope.js';
import { type Locals, TURN } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec, VarSpec } from '../model/worldSpec.js';
import { agentValue, idOf } from './agentView.js';
import { societyFunctions } from './societyFunctions.js';
import {
  countingIn,
  isCounted,
  keptList,
  lazyList,
  LONG,
  oncePerState,
  passCost,
  type PassSteps,
  spendOf,
  tiesIn,
} from './societyValues.js';

export { agentValue };

/** Above these numbers of agents, costly measures, and all measures of ties, are taken only if the file asks for them. */
const COSTLY_UP_TO = 300;
const TIES_UP_TO = 20_000;

/**
 * Measures that each round takes without a request. Those whose cost grows faster than the number of edges are left out of large
 * societies, and in runs with the flag `crowds` all of them are left out of very large ones.
 */
export function standardMeasures(agents: number, crowds: boolean): readonly string[] {
  if (crowds && agents > TIES_UP_TO) return [];
  return STANDARD.filter((id) => agents <= COSTLY_UP_TO || measureNamed(id)?.cost === 'edges');
}

/** A standard measure of the first network. Undefined if no measure has this name; null if it has no value. */
function builtinMeasure(model: ScenarioModel, state: State, id: string): number | null | undefined {
  const reading = builtinReading(model, state, id);
  return reading === undefined ? undefined : (reading?.value ?? null);
}

/** The same as `builtinMeasure`, with its precision. */
export function builtinReading(model: ScenarioModel, state: State, id: string): Reading | null | undefined {
  const measure = measureNamed(id);
  return measure && take(measure, momentOf(model, state, model.networks[0]));
}

const nobody: readonly number[] = [];

function momentOf(model: ScenarioModel, state: State, spec: NetworkSpec | undefined): Moment {
  const network = spec ? (networkOf(state, spec.name) ?? emptyNetwork(spec.name)) : null;
  return {
    ...{ state, network, edge: spec?.edge ?? 0, seed: model.seed },
    members: spec ? belongingNow(model, state, spec) : nobody,
    grows: spec !== undefined && spec.rule !== null,
    former: formerOf(model),
  };
}

/** How a run counts that was recorded before the engine flags for measures. */
const formerOf = (model: ScenarioModel): Former => ({
  talk: !hasFlag(model, 'counted_as_documented'),
  choices: !hasFlag(model, 'tie_choices'),
});

/** The value of a variable in expressions. */
const read = (model: ScenarioModel, state: State, spec: VarSpec, value: Json | undefined): Value =>
  spec.kind === 'agent' && typeof value === 'string' ? agentValue(model, state, indexOf(state.roster, value)) : ((value ?? null) as Value);

/** The scope of a state, with local names before all others. */
export const scopeOf = (model: ScenarioModel, state: State, locals: Locals = {}, pass: PassSteps | null = null): FormulaScope =>
  new Place(model, state, locals, pass);

/** The steps of a pass over many agents; null where no crowd makes them many. */
export function passSteps(model: ScenarioModel, state: State): PassSteps | null {
  if (state.roster.crowds.length === 0) return null;
  const most = stepsIn(model, state);
  return { left: PASS * most, most, state };
}

/** Most steps of the next evaluation of a pass. */
export function stepsLeft(model: ScenarioModel, state: State, pass: PassSteps | null): number {
  if (!pass) return stepsIn(model, state);
  return Math.max(0, Math.min(isCounted(model) ? pass.most : stepsIn(model, state), pass.left));
}

/**
 * The random stream of a rule. It depends only on the moment, the agent or message that the rule is about, and the place of the
 * rule. It does not depend on the order of agents, or on how often the rule is evaluated. Therefore an option that was offered by
 * chance still exists when an agent takes it.
 */
export const drawsAt = ({ seed }: ScenarioModel, { round, agenda }: State, locals: Locals, at: NodeId): Rng =>
  rng(seed, CHANCE, at, agenda.program, round, String(locals[TURN] ?? ''), ...ABOUT.map((name) => idOf(locals[name])));

/** Local names that a rule can be about. */
const ABOUT = ['me', 'target', 'message'] as const;

type Host = NonNullable<Scope['host']>;

/** What the formulas of one moment share: their functions, and the measures that are being evaluated. */
interface Shared {
  host: Host | null;
  /** Whether evaluations without local names may pause. */
  pauses: boolean;
  readonly asking: Set<string>;
}

const sharedAt = memoByPair((_state: State, _model: ScenarioModel): Shared => ({ host: null, pauses: false, asking: new Set() }));

/**
 * Lets the formulas of a state pause: those without local names, and those that pass over all agents. While one step is planned, no two
 * such states have the same number of events.
 */
export function letPause(model: ScenarioModel, state: State): void {
  if (state.roster.crowds.length > 0) sharedAt(state, model).pauses = true;
}

/** The columns of a state with crowds. */
export const columnsOf = (model: ScenarioModel, state: State): StateColumns =>
  stateColumns(model, state, () => ({
    value: (name) => valueNamed(model, state, name),
    measure: (name) => model.measures.find(({ id, formula }) => id === name && formula !== null)?.formula?.source,
    knowsMeasures: isCounted(model),
    agents: (name) => agentsNamed(model, state, name),
    measured: (name) => new Place(model, state, {}).lookup(name),
  }));

/** Most steps of one expression. */
export const stepsIn = (model: ScenarioModel, state: State): number =>
  hasFlag(model, 'crowds') ? stepLimit(state.roster.length, tiesIn(state.networks)) : DEFAULT_STEPS;

function isEmpty(locals: Locals): boolean {
  for (const _ in locals) return false;
  return true;
}

class Place implements FormulaScope {
  constructor(
    readonly model: ScenarioModel,
    readonly state: State,
    readonly locals: Locals,
    readonly pass: PassSteps | null = null,
  ) {}

  get faultLog(): FaultLog {
    return this.model.faultLog;
  }

  /** Made when first used, which most formulas never do. */
  get host(): Host {
    const counting = this.counting;
    if (counting) return hostOf(this.model, this.state, counting);
    const around = sharedAt(this.state, this.model);
    return (around.host ??= hostOf(this.model, this.state, null));
  }

  /** The pass that counts what is computed of the whole society. */
  get counting(): PassSteps | null {
    return isCounted(this.model) ? countingIn(this.state, this.pass) : null;
  }

  get formerSteps(): boolean {
    return !isCounted(this.model);
  }

  get instead(): string | undefined {
    return isHiding() ? WITHHELD : undefined;
  }

  get steps(): number {
    return stepsLeft(this.model, this.state, this.pass);
  }

  spent(steps: number): void {
    if (this.pass) this.pass.left -= steps;
  }

  inColumns(source: string): Value | undefined {
    const { model, state, locals } = this;
    // A pass counts its steps exactly.
    return isColumnar(model, state) && isEmpty(locals) && !this.counting
      ? valueInColumns(source, columnsOf(model, state), this.steps)
      : undefined;
  }

  get inSlices(): Scope['inSlices'] {
    const { model, state, locals } = this;
    return isEmpty(locals) && sharedAt(state, model).pauses ? (label, begin) => inSlices(label, state.seq, begin) : undefined;
  }

  draws(at: NodeId): Rng {
    return drawsAt(this.model, this.state, this.locals, at);
  }

  lookup(name: string): Value | undefined {
    const { model, state, locals } = this;
    if (Object.hasOwn(locals, name)) return locals[name];
    const value = momentName(model, this, name) ?? worldName(model, state, name);
    if (value !== undefined) return value;
    const measure = measureName(model, this, name);
    if (measure !== undefined) return measure;
    const person = personName(model, this, name);
    if (person !== undefined) return person;
    const { counting } = this;
    const builtin = (): number | null | undefined => {
      spendOf(counting, costOf(model, state, name));
      return builtinMeasure(model, state, name);
    };
    return isCounted(model) && hasCrowds(state) && measureNamed(name)
      ? oncePerState(model, state, `measure ${name}`, !counting, builtin)
      : builtin();
  }
}

function momentName(model: ScenarioModel, scope: Place, name: string): Value | undefined {
  if (name === 'all' || name === 'cast') return recordsOf(model, scope, 'all', everybody(scope.state));
  return momentValue(model, scope.state, name);
}

/** The records of agents. `name` names the list. */
function recordsOf(model: ScenarioModel, { state, counting }: Place, name: string, agents: readonly number[]): readonly Value[] {
  if (agents.length < LONG || !hasCrowds(state)) return recordsNow(model, state, name, agents);
  if (counting) return lazyList(agents.length, (place) => agentValue(model, state, agents[place]!));
  return keptList(model, state, name, () => recordsNow(model, state, name, agents));
}

function recordsNow(model: ScenarioModel, state: State, name: string, agents: readonly number[]): readonly Value[] {
  if (agents.length < LONG || !sharedAt(state, model).pauses) return agents.map((index) => agentValue(model, state, index));
  return inSlices(`records of ${name}`, state.seq, function* () {
    const found: Value[] = [];
    for (const [i, index] of agents.entries()) {
      if (i % SLICE === SLICE - 1) yield;
      found.push(agentValue(model, state, index));
    }
    return found;
  });
}

/** How many records are made in one slice. */
const SLICE = 1 << 6;

function momentValue(model: ScenarioModel, state: State, name: string): Value | undefined {
  switch (name) {
    case 'round':
      return state.round;
    case 'rounds':
      return model.rounds;
    case 'now':
      return state.round * (model.clock?.hours ?? 1);
    case 'params':
      return model.params as { readonly [key: string]: Value };
    default:
      return undefined;
  }
}

/** The value of a name that means neither agents nor a measure: of the moment, the world or the parameters. */
const valueNamed = (model: ScenarioModel, state: State, name: string): Value | undefined =>
  momentValue(model, state, name) ?? worldName(model, state, name);

function worldName(model: ScenarioModel, state: State, name: string): Value | undefined {
  const variable = Object.hasOwn(state.vars, name) ? model.vars.find(({ id }) => id === name) : undefined;
  if (variable?.private) touch();
  if (variable) return read(model, state, variable, state.vars[name]);
  return Object.hasOwn(model.params, name) ? (model.params[name] as Value) : undefined;
}

/** The current value of a declared measure. */
function measureName(model: ScenarioModel, scope: Place, name: string): Value | undefined {
  const declared = model.measures.find(({ id, formula }) => id === name && formula !== null)?.formula;
  if (!declared) return undefined;
  const { state, counting } = scope;
  const { asking } = sharedAt(state, model);
  if (asking.has(name)) throw new ExprFault('missing-value', `The measure \`${name}\` needs itself.`);
  const isOutermost = asking.size === 0;
  const measured = (of: Place): Value => {
    asking.add(name);
    try {
      return declared.run(of);
    } finally {
      asking.delete(name);
    }
  };
  if (!isCounted(model) || !hasCrowds(state)) return measured(scope);
  return oncePerState(model, state, `measure ${name}`, isOutermost && !counting, () => measured(new Place(model, state, {}, counting)));
}

/** Steps of a measure that every society has: one for several ties, or those of an expression where its cost grows faster. */
function costOf(model: ScenarioModel, state: State, id: string): number {
  const measure = measureNamed(id);
  if (!measure) return 0;
  return measure.cost === 'edges' ? passCost(state) : stepsIn(model, state);
}

function personName(model: ScenarioModel, scope: Place, name: string): Value | undefined {
  const named = agentsNamed(model, scope.state, name);
  return typeof named === 'number' ? agentValue(model, scope.state, named) : named && recordsOf(model, scope, name, named);
}

/** The index of the agent that a name means, or the indices of several; undefined if it means no agents. */
function agentsNamed(model: ScenarioModel, state: State, name: string): number | readonly number[] | undefined {
  const index = indexOf(state.roster, name);
  const role = Object.hasOwn(model.roles, name) ? model.roles[name] : undefined;
  if (role) return role.length === 1 ? role[0]! : role;
  const group = Object.hasOwn(state.groups, name) ? state.groups[name] : undefined;
  if (group) return presentOf(state, group);
  if ([...model.groups, ...model.places].some(({ id }) => id === name)) return [];
  if (index >= 0) return index;
  const members = membersFrom(state, name);
  return members.length > 0 ? members : undefined;
}

/** Those of a group that are present. The same list until an agent joins, enters or leaves. */
function presentOf(state: State, group: readonly number[]): readonly number[] {
  const known = presentIn(group, state.attendance);
  return (known.list ??= group.filter((i) => presentAt(state, i)));
}

const presentIn = memoByPair((_group: readonly number[], _attendance: State['attendance']): { list: readonly number[] | null } => ({
  list: null,
}));

/** The functions of a state, which read its names without local ones. */
function hostOf(model: ScenarioModel, state: State, pass: PassSteps | null): Host {
  const place = new Place(model, state, {}, pass);
  return societyFunctions(model, state, pass, {
    valueOf: (name) => place.lookup(name),
    momentOf: (spec) => momentOf(model, state, spec),
    agents: () =>
      recordsOf(
        model,
        place,
        'the roster',
        Array.from({ length: state.roster.length }, (_, i) => i),
      ),
  });
}
