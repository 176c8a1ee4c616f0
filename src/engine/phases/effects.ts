/**
 * Carries out the statements of an effect. Assignments and effect functions become events. An effect happens as a whole or not at
 * all. If a line fails, the changes of earlier lines are undone, and a fault names the line and the reason.
 */
import { variableAt } from '../../core/events/agents.js';
import type { Body, Draft } from '../../core/events/events.js';
import type { MessageId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork, strengthOf } from '../../core/events/ties.js';
import type { Slices } from '../../core/util/slices.js';
import { ExprFault, type Scope, type Value } from '../../expr/index.js';
import type { Effect, Locals } from '../model/formulaTypes.js';
import { isJudgement } from './conditions.js';
import type { ScenarioModel } from '../model/model.js';
import { dispatch } from './messageDelivery.js';
import { namedAgents } from './namedAgents.js';
import type { NetworkSpec, VarSpec } from '../model/worldSpec.js';
import type { Prose } from '../evaluation/evaluate.js';
import { hasFlag } from '../model/flags.js';
import { WITHHELD } from '../evaluation/privateHiding.js';
import { hasRoom, placeOf } from '../evaluation/places.js';
import { endedFault, isEnded } from '../evaluation/rulePass.js';
import { idOf } from '../evaluation/agentView.js';
import { agentValue, drawsAt, scopeOf, stepsLeft } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import type { Writer } from '../model/writer.js';

/** Importance of a memory that an effect makes, if the effect gives none. */
const REMEMBERED = 5;

/** The origin of an effect: the event of this step that is its cause, and the agent whose act it is. */
interface Origin {
  readonly causeIn?: number;
  readonly actor?: number;
  /** The steps of a rule over many agents. */
  readonly pass?: PassSteps | null;
}

/** Runs an effect into the writer. Returns the fault that undid it, or null. */
export function applyEffect(model: ScenarioModel, writer: Writer, effect: Effect, locals: Locals, from: Origin = {}): ExprFault | null {
  const mark = writer.mark();
  const run = new Effects(model, writer, effect, locals, from);
  try {
    effect.run(run.scope, run);
    return null;
  } catch (error) {
    if (!(error instanceof ExprFault)) throw error;
    writer.rewind(mark);
    return error;
  }
}

/** The event of a fault in an effect, with its line. */
export function effectFault(
  { at, source }: Effect,
  fault: ExprFault,
  agent: string | null = null,
): Draft & { readonly at: NodeId; readonly body: Extract<Body, { readonly type: 'fault' }> } {
  const line = source.slice(0, fault.start).split('\n').length;
  return { at, body: { type: 'fault', code: fault.code, text: fault.message, agent, ...(line > 1 ? { line } : {}) } };
}

/** Runs an effect. A fault undoes the effect and becomes an event. Returns the fault, or null. */
export function runEffect(model: ScenarioModel, writer: Writer, effect: Effect, locals: Locals, from: Origin = {}): ExprFault | null {
  const fault = applyEffect(model, writer, effect, locals, from);
  if (!fault) return null;
  const { body, at } = effectFault(effect, fault);
  writer.emit(body, at, from.causeIn);
  return fault;
}

/**
 * Runs an effect for each of `count` agents or pairs as one pass, in slices: `run` runs it for the one at a place and returns its fault.
 * If they take too many steps together, it happens for none of them, and one fault counts them.
 */
export function* effectPass(
  model: ScenarioModel,
  writer: Writer,
  effect: Effect,
  count: number,
  { pass, causeIn }: { readonly pass: PassSteps | null; readonly causeIn?: number },
  run: (i: number) => ExprFault | null,
): Slices<void> {
  const mark = writer.mark();
  for (let i = 0; i < count; i++) {
    if (i % SLICE === SLICE - 1) yield;
    const fault = run(i);
    if (!isEnded(model, pass)) continue;
    writer.rewind(mark);
    const { body, at } = effectFault(effect, endedFault(i, count, fault ?? undefined));
    writer.emit({ ...body, times: count }, at, causeIn);
    return;
  }
}

/** How many agents or pairs run in one slice. */
const SLICE = 1 << 6;

/** Carries out one effect. It reads its own changes. */
class Effects {
  constructor(
    readonly model: ScenarioModel,
    readonly writer: Writer,
    readonly effect: Effect,
    readonly locals: Locals,
    readonly from: Origin,
  ) {}

  /** The scope after the lines above, including local agents. */
  get scope(): Scope {
    const effects = this;
    return {
      lookup: (name) => (Object.hasOwn(effects.locals, name) ? effects.#local(name) : effects.#now().lookup(name)),
      get host() {
        return effects.#now().host!;
      },
      steps: stepsLeft(effects.model, effects.writer.state, effects.from.pass ?? null),
      spent: (steps) => {
        if (effects.from.pass) effects.from.pass.left -= steps;
      },
      formerSteps: !hasFlag(effects.model, 'steps_as_done'),
      draws: (at) => drawsAt(effects.model, effects.writer.state, effects.locals, at),
    };
  }

  #read: { readonly state: State; readonly scope: Scope } | null = null;

  #now(): Scope {
    const { state } = this.writer;
    if (this.#read?.state !== state) this.#read = { state, scope: scopeOf(this.model, state, {}, this.from.pass ?? null) };
    return this.#read.scope;
  }

  /** The value of a local name. An agent is read from the current state. */
  #local(name: string): Value {
    const value = this.locals[name]!;
    return Array.isArray(value) ? value : this.now(value);
  }

  now(value: Value): Value {
    if (Array.isArray(value)) return (value as readonly Value[]).map((one) => this.now(one));
    if (!isAgent(value)) return value;
    const { state } = this.writer;
    const index = indexOf(state.roster, idOf(value));
    return index < 0 ? value : agentValue(this.model, state, index);
  }

  assign(owner: Value | null, name: string, value: Value): void {
    const index = owner === null ? -1 : this.#agent(owner);
    const specs = owner === null ? this.model.vars : this.model.agentVars;
    const spec = specs.find((one) => one.id === name);
    if (!spec && (owner === null || variableAt(this.writer.state, index, name) === undefined))
      throw new ExprFault('unknown-name', `\`${name}\` is not a variable. Declare it under \`${owner === null ? 'vars' : 'agent_vars'}\`.`);
    const agent = index < 0 ? null : idAt(this.writer.state.roster, index);
    this.#emit({ type: 'variable.set', name, agent, value: fitted(spec, name, value) });
  }

  /** How many agents and ties a function changes that has lists, or that changes all ties. */
  changes(name: string, [a, b, c]: readonly Value[]): number {
    const isBond = name === 'bond' || name === 'unbond';
    const about = name === 'remember' && isOptions(c) && 'about' in c ? c.about : undefined;
    const lists = [a, isBond ? b : undefined, about].flatMap((value) => (Array.isArray(value) ? [value.length] : []));
    if (lists.length > 0) return lists.reduce((product, length) => product * length, 1);
    return name === 'fade' ? (networkOf(this.writer.state, tieNetwork(this.model, a).name)?.table.total ?? 0) >> 3 : 0;
  }

  call(name: string, args: readonly Value[], isPrivate: readonly boolean[]): void {
    const [a, b, c, d] = args;
    switch (name) {
      case 'bond':
        return this.#bond(a, b, c, d === undefined ? 1 : d);
      case 'unbond':
        return this.#bond(a, b, c, 0);
      case 'fade':
        return this.#fade(a, b, c);
      case 'remember':
        return this.#remember(a, this.#prose(b, isPrivate[1]), c);
      case 'send':
        return this.#send(a, this.#prose(b, isPrivate[1]));
      case 'react':
        return this.#react(a, b);
      case 'join':
        for (const agent of this.#agents(a)) this.#join(agent, String(b));
        return;
      case 'leave':
        for (const agent of this.#agents(a))
          this.#emit({ type: 'group.left', group: String(b), agent: idAt(this.writer.state.roster, agent) });
        return;
      case 'emit':
        return this.#signal(String(a));
      default:
        throw new ExprFault('unknown-name', `There is no effect \`${name}\`.`);
    }
  }

  #emit(body: Parameters<Writer['emit']>[0]): void {
    this.writer.emit(body, this.effect.at, this.from.causeIn);
  }

  /** Sets a signal. Answers of judges are signals too, with a prefix in their names. */
  #signal(name: string): void {
    if (isJudgement(name)) throw new ExprFault('out-of-range', `Signals of the name \`${name}\` are those of judges. Choose another name.`);
    this.#emit({ type: 'signal.emitted', name });
  }

  /** Joins a place. The agent leaves the place where it was. */
  #join(index: number, group: string): void {
    const agent = idAt(this.writer.state.roster, index);
    const place = this.model.places.find(({ id }) => id === group);
    const from = place && placeOf(this.model, this.writer.state, index);
    if (place && from === place) return;
    if (place && !hasRoom(place, this.writer.state)) throw new ExprFault('out-of-range', `\`${group}\` holds ${place.size}, and is full.`);
    if (from) this.#emit({ type: 'group.left', group: from.id, agent });
    this.#emit({ type: 'group.joined', group, agent });
  }

  #agent(value: Value | undefined): number {
    const index = indexOf(this.writer.state.roster, idOf(value));
    if (index < 0) throw new ExprFault('wrong-type', 'An agent is expected here.');
    return index;
  }

  #agents(value: Value | undefined): readonly number[] {
    return Array.isArray(value) ? (value as readonly Value[]).map((one) => this.#agent(one)) : [this.#agent(value)];
  }

  #bond(from: Value | undefined, to: Value | undefined, network: Value | undefined, weight: Value): void {
    const spec = tieNetwork(this.model, network);
    const strength = tieStrength(weight);
    const targets = this.#agents(to);
    const lists = Array.isArray(from) || Array.isArray(to);
    for (const source of this.#agents(from))
      for (const target of targets) if (source !== target || !lists) this.#tie(spec.name, source, target, strength);
  }

  #tie(network: string, source: number, target: number, after: number): void {
    if (source === target) throw new ExprFault('out-of-range', 'Nobody has a tie to itself.');
    const { state } = this.writer;
    const before = strengthOf(networkOf(state, network) ?? emptyNetwork(network), source, target);
    const ends = { from: idAt(state.roster, source), to: idAt(state.roster, target) };
    this.#emit({ type: 'tie.changed', network, ...ends, before, after, evidence: null });
  }

  #fade(network: Value | undefined, keep: Value | undefined, least: Value | undefined): void {
    const { name } = tieNetwork(this.model, network);
    if (typeof keep !== 'number' || keep <= 0 || keep > 1) throw new ExprFault('out-of-range', 'What is kept of a tie is above 0, to 1.');
    const bound = least === undefined ? {} : { least: tieStrength(least) };
    this.#emit({ type: 'ties.decayed', network: name, factor: keep, ...bound });
  }

  #prose(text: Value | undefined, isPrivate = false): Prose {
    const seals = isPrivate && hasFlag(this.model, 'private_by_provenance');
    return { text: String(text ?? ''), ...(seals ? { shared: WITHHELD } : {}) };
  }

  #remember(who: Value | undefined, prose: Prose, options: Value | undefined): void {
    const given = isOptions(options) ? options : {};
    const about = given.about === undefined ? [] : this.#agents(given.about).map((index) => idAt(this.writer.state.roster, index));
    const importance = typeof given.importance === 'number' ? Math.min(10, Math.max(1, given.importance)) : REMEMBERED;
    for (const index of this.#agents(who)) {
      const agent = idAt(this.writer.state.roster, index);
      const id = this.writer.nextMemory(index);
      this.#emit({ type: 'memory.written', id, agent, kind: 'told', ...prose, about, importance, source: null });
    }
  }

  #send(to: Value | undefined, prose: Prose): void {
    const { actor, causeIn } = this.from;
    const rest = { kind: 'told', author: null, action: 'send', audience: 'group', replyTo: null, ...prose } as const;
    const found = this.#agents(to);
    if (actor !== undefined) return void dispatch(this.model, this.writer, actor, { ...rest, to: found }, this.effect.at, causeIn);
    const readers = namedAgents(this.model, this.writer.state, found, 'readers_as_indices');
    this.#emit({ type: 'message.sent', id: '', ...rest, ...readers, mentions: [] });
  }

  #react(message: Value | undefined, kind: Value | undefined): void {
    const me = this.locals.me;
    if (me === undefined) throw new ExprFault('missing-value', 'Nobody acts here who could react.');
    const agent = idAt(this.writer.state.roster, this.#agent(me));
    this.#emit({ type: 'reaction.given', agent, message: idOf(message) as MessageId, kind: String(kind ?? '') });
  }
}

/** The network that a statement names, or the first one. */
export function tieNetwork({ networks }: Pick<ScenarioModel, 'networks'>, network: Value | undefined): NetworkSpec {
  const spec = network === undefined ? networks[0] : networks.find(({ name }) => name === network);
  if (spec) return spec;
  throw new ExprFault(
    'unknown-name',
    network === undefined ? 'There is no network to tie in.' : `There is no network \`${String(network)}\`.`,
  );
}

/** The strength that a statement gives. */
export function tieStrength(weight: Value): number {
  if (typeof weight === 'number' && weight >= 0 && weight <= 1) return weight;
  throw new ExprFault('out-of-range', 'The strength of a tie is from 0 to 1.');
}

/** Whether a value holds the options of a statement. */
const isOptions = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);

const isAgent = (value: Value): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && 'id' in value && 'name' in value;

/** The value in the form of the variable: an agent as its id, within its bounds and words. */
export function fitted(spec: VarSpec | undefined, name: string, value: Value): Json {
  if (value === null) {
    if (spec && !spec.optional && spec.kind !== 'any')
      throw new ExprFault('missing-value', `\`${name}\` needs a value. Declare it with \`?\` where it may have none.`);
    return null;
  }
  if (spec?.kind === 'agent' || isAgent(value)) return idOf(value);
  if (spec?.kind === 'number') {
    if (typeof value !== 'number') throw new ExprFault('wrong-type', `\`${name}\` holds a number.`);
    if ((spec.low !== null && value < spec.low) || (spec.high !== null && value > spec.high))
      throw new ExprFault('out-of-range', `\`${name}\` would be ${value}, outside ${spec.low}..${spec.high}.`);
  }
  if (spec && spec.words.length > 0 && !spec.words.includes(String(value)))
    throw new ExprFault('out-of-range', `\`${name}\` cannot be \`${String(value)}\`. It is one of ${spec.words.join(', ')}.`);
  return listed(value);
}

/** Agents in lists become ids too. */
const listed = (value: Value): Json =>
  Array.isArray(value) ? (value as readonly Value[]).map(listed) : isAgent(value) ? idOf(value) : (value as Json);
