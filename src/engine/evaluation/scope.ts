/**
 * Names in expressions during a run: the moment, variables, parameters, measures, agents, ties. A bare name is the first of these
 * that exists: a local name, a name of the moment, a variable, a parameter, a declared measure, a role or group, an agent, a
 * standard measure.
 */
import type { FaultLog, FormulaScope } from '../model/faults.js';
import { memoBy, memoByPair } from '../../core/util/memo.js';
import { type Former, measureNamed, type Moment, STANDARD, take } from '../../analysis/measures.js';
import { neighbours } from '../../analysis/network/neighbours.js';
import type { Options } from '../../analysis/talk/distinctness.js';
import type { Reading } from '../../analysis/statistics/estimate.js';
import { agentAt, presentAt } from '../../core/events/agents.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import { type Rng, rng } from '../../core/random/rng.js';
import { indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork, type Network, rowOf, strengthOf, tieTotal } from '../../core/events/ties.js';
import { DEFAULT_STEPS, ExprFault, type HostFunction, PASS, type Scope, stepLimit, touch, type Value } from '../../expr/index.js';
import { belongingNow, everybody, membersFrom } from './participants.js';
import { hasFlag } from '../model/flags.js';
import { isHiding, WITHHELD } from './privateHiding.js';
import { valueInColumns } from './crowdFormulas.js';
import { CHANCE, hasCrowds, isColumnar, type StateColumns, stateColumns } from './crowdScope.js';
import { measureHost } from './measureHost.js';
import { type Locals, TURN } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec, VarSpec } from '../model/worldSpec.js';
import { agentValue, writtenBy } from './agentView.js';
import { countingIn, keptList, lazyList, oncePerState, type PassSteps, spendOf } from './societyValues.js';

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

/** The id of an agent in an expression: its id, or a record with an id. */
export const idOf = (agent: Value | undefined): string => {
  if (typeof agent === 'string') return agent;
  const id = agent !== null && typeof agent === 'object' && 'id' in agent ? agent.id : '';
  return typeof id === 'string' ? id : '';
};

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

const isCounted = (model: ScenarioModel): boolean => hasFlag(model, 'steps_as_done');

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

/** Number of ties. */
const tiesIn = memoBy((networks: State['networks']): number => networks.reduce((sum, network) => sum + tieTotal(network), 0));

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

/** The fewest agents of a list whose records are made in slices, and how many are made in one. */
const LONG = 1 << 9;
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

/** Steps of a pass over all agents and ties that makes no records: it takes an eighth of the time of a step for each. */
const passCost = ({ roster, networks }: State): number => (roster.length + tiesIn(networks)) >> 3;

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

/** The functions of a state. `pass` counts what they compute of the whole society; null if nothing is counted. */
function hostOf(model: ScenarioModel, state: State, pass: PassSteps | null): { readonly [name: string]: HostFunction } {
  const index = (agent: Value | undefined): number => indexOf(state.roster, idOf(agent));
  const network = (name: Value | undefined): readonly [Network, NetworkSpec | undefined] => {
    const spec = name === undefined ? model.networks[0] : model.networks.find((one) => one.name === name);
    if (name !== undefined && !spec) throw new ExprFault('unknown-name', `There is no network \`${String(name)}\`.`);
    return [(spec && networkOf(state, spec.name)) ?? emptyNetwork(spec?.name ?? ''), spec];
  };
  const near = (agent: Value | undefined, name: Value | undefined): readonly number[] => {
    const [ties, spec] = network(name);
    // The table of neighbours is made again.
    if (pass && spec && networkOf(pass.state, spec.name) !== ties) spendOf(pass, passCost(state));
    return neighbours(ties, spec?.edge ?? 0, index(agent));
  };
  const isCrowd = isCounted(model) && hasCrowds(state);
  const record = (i: number): Value => agentValue(model, state, i);
  const records = (found: readonly number[]): readonly Value[] =>
    isCrowd && found.length >= LONG ? lazyList(found.length, (place) => record(found[place]!)) : found.map(record);
  /** The last long list of ties, because many agents can ask for the ties of one. */
  let last: { readonly of: Network; readonly index: number; readonly to: readonly number[] } | null = null;
  const tiesOf = (of: Network, from: number): readonly number[] => {
    if (last?.of === of && last.index === from) return last.to;
    const { to } = rowOf(of, from);
    if (to.length >= LONG) last = { of, index: from, to };
    if (to.length >= LONG) spendOf(pass, to.length >> 3);
    return to;
  };
  const series = (measure: Value | undefined): readonly (number | null)[] => {
    if (model.derived?.measures.has(String(measure))) touch();
    return state.measures.find((one) => one.measure === measure)?.values ?? [];
  };
  const now = (measure: Value | undefined): Value | undefined => new Place(model, state, {}, pass).lookup(String(measure));
  const valueNow = (measure: Value | undefined): number => {
    const value = now(measure);
    if (typeof value === 'number') return value;
    throw new ExprFault('missing-value', `\`${String(measure)}\` has no value now.`);
  };
  /** The first value that exists. In runs without the flag, the value of the first round. */
  const firstOf = (measure: Value | undefined): Value => {
    if (!hasFlag(model, 'first_value')) return series(measure).length > 0 ? valueAt(measure, 1) : valueNow(measure);
    return series(measure).find((value) => value !== null) ?? now(measure) ?? null;
  };
  const changeOf = (measure: Value | undefined): Value => {
    if (!hasFlag(model, 'first_value')) return valueNow(measure) - (firstOf(measure) as number);
    const [begun, value] = [firstOf(measure), now(measure)];
    return typeof begun === 'number' && typeof value === 'number' ? value - begun : null;
  };
  const valueAt = (measure: Value | undefined, round: number): number => {
    const value = series(measure)[round - 1];
    if (typeof value === 'number') return value;
    throw new ExprFault('missing-value', `\`${String(measure)}\` has no value at round ${round}.`);
  };
  /** Values of all rounds, with the current value for this round. */
  const course = (measure: Value | undefined): readonly (number | null)[] => {
    const known = series(measure);
    if (known.length >= state.round) return known;
    const value = now(measure);
    return [...known, typeof value === 'number' ? value : null];
  };
  const coded = (agent: Value | undefined, code: Value | undefined, of: 'seenCodes' | 'saidCodes'): boolean =>
    agentAt(state, index(agent))?.[of][String(code)] === true;
  const moment = (name: Value | undefined): Moment => momentOf(model, state, network(name)[1]);
  const present = (): readonly number[] => everybody(state);
  const agents = (): readonly Value[] =>
    recordsOf(
      model,
      new Place(model, state, {}, pass),
      'the roster',
      Array.from({ length: state.roster.length }, (_, i) => i),
    );
  const measuring = measureHost({ moment, agents, present, series: course, options: optionsOf(model) });
  return {
    ...(isCrowd ? onceEach(model, state, pass, measuring) : measuring),
    tie: (a, b, name) => strengthOf(network(name)[0], index(a), index(b)),
    neighbours: (a, name) => records(near(a, name)),
    tied: (a, name) => records(tiesOf(network(name)[0], index(a))),
    degree: (a, name) => near(a, name).length,
    at: (measure, round) => valueAt(measure, typeof round === 'number' ? round : 0),
    first: firstOf,
    change: changeOf,
    heard: (agent, code) => coded(agent, code, 'seenCodes'),
    said: (agent, code) => coded(agent, code, 'saidCodes'),
    written: (agent) => writtenBy(model, state, index(agent)),
    like: (text, pattern) => {
      if (!model.like) throw new ExprFault('host', 'Patterns are not at hand here.');
      return model.like(String(text), String(pattern));
    },
  };
}

/** Functions that measure the society: each computes its value once in a state, or a pass counts it. */
const onceEach = (
  model: ScenarioModel,
  state: State,
  pass: PassSteps | null,
  functions: { readonly [name: string]: HostFunction },
): { readonly [name: string]: HostFunction } =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]): [string, HostFunction] => [
      name,
      (...args) => {
        spendOf(pass, passCost(state));
        if (pass || args.some((arg) => arg !== null && typeof arg === 'object')) return run(...args);
        return oncePerState(model, state, `${name} ${JSON.stringify(args)}`, true, () => run(...args)) as Value;
      },
    ]),
  );

/** The options of survey questions with one choice, by question. */
const optionsOf = memoBy((model: ScenarioModel): Options => {
  const items = hasFlag(model, 'counted_as_documented') ? model.surveys.flatMap(({ items: questions }) => questions) : [];
  const words = new Map<string, Set<string>>();
  for (const { id, answer } of items) if (answer.words.length > 0) words.set(id, new Set([...(words.get(id) ?? []), ...answer.words]));
  return words;
});
