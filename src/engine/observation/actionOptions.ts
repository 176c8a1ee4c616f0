/** The actions that are open to an agent at its turn: options with their targets and bounds, and the schema of the answer. */
import { idAt } from '../../core/events/roster.js';
import type { AgentId, MessageId } from '../../core/util/ids.js';
import { latest } from '../../core/util/memo.js';
import type { State } from '../../core/events/state.js';
import { argSchema, closed, LONGEST_TEXT } from './answerSchema.js';
import type { ActionSpec, ArgSpec, FeedSpec, PhaseSpec } from '../model/worldSpec.js';
import type { Locals } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { AnswerSchema } from '../model/question.js';
import type { Option, OptionArg, Situation } from '../model/situationTypes.js';
import { watched } from '../../expr/index.js';
import type { FormulaScope } from '../model/faults.js';
import { holds, numberOf, textOf } from '../evaluation/evaluate.js';
import { isHiding } from '../evaluation/privateHiding.js';
import { scopeOf } from '../evaluation/scope.js';
import { everybody } from '../evaluation/participants.js';
import { allowedMessages, allowedPeople, unmarked } from './actionTargets.js';

interface Around {
  readonly me: number;
  readonly locals: Locals;
  /** Messages of others in sight, and the agents that it knows. */
  readonly messages: readonly MessageId[];
  readonly people: readonly AgentId[];
  /** The agents that it knows, and the authors of what is in sight. */
  readonly near: readonly AgentId[];
  readonly feed: FeedSpec;
}

/**
 * The options of an agent at its turn, in the order of the phase's actions. An action is left out if its `when` does not hold, or
 * if it has no target or no possible argument.
 */
export function optionsOf(model: ScenarioModel, state: State, phase: PhaseSpec, around: Around): readonly Option[] {
  const scope = scopeOf(model, state, around.locals);
  return phase.actions.flatMap((action) => (holds(action.when, scope) ? option(model, state, action, around, scope) : []));
}

/** The action as an option; empty if it lacks a target. */
function option(model: ScenarioModel, state: State, action: ActionSpec, around: Around, scope: FormulaScope): readonly Option[] {
  const { id, kind, on, to } = action;
  const { messages, people } = targetsOf(model, state, action, around);
  if (on && messages.length === 0) return [];
  if (!on && to.kind === 'agent' && people.length === 0) return [];
  const found = action.args.map((arg): Bounded => {
    const { arg: of, told } = boundedArg(model, state, arg, around);
    const made = aimed(model, state, action, around, of);
    return { arg: action.share?.ask === arg.id ? { ...made, shared: true } : made, told };
  });
  if (found.some(({ arg }) => !isPossible(arg))) return [];
  const args = found.map(toldArg);
  const made: { -readonly [K in keyof Option]: Option[K] } = { action: id, does: textOf(action.does, scope), kind };
  if (on) made.messages = messages;
  else if (to.kind === 'agent') made.agents = people;
  if (action.test && (made.messages ?? made.agents)) made.chosen = true;
  if (action.quote) made.passes = true;
  if (kind === 'message' && !action.worded) made.wordless = true;
  if (kind === 'reaction') made.values = action.values;
  if (args.length > 0) made.args = args;
  return [made];
}

/** Possible targets. If the action has a rule for agents, authors of messages in sight are possible too. */
function targetsOf(model: ScenarioModel, state: State, action: ActionSpec, around: Around): Pick<Around, 'messages' | 'people'> {
  const { me, locals, feed } = around;
  const fresh = action.kind === 'reaction' ? unmarked(state, me, feed, around.messages, action.values) : around.messages;
  return {
    messages: action.on ? allowedMessages(model, state, action, locals, fresh) : [],
    people: action.on ? [] : allowedPeople(model, state, action, locals, action.test ? around.near : around.people),
  };
}

/** The argument `target` allows only agents that the action's `if` accepts. */
const aimed = (model: ScenarioModel, state: State, action: ActionSpec, { locals }: Around, arg: OptionArg): OptionArg =>
  arg.id === 'target' && arg.agents ? { ...arg, agents: allowedPeople(model, state, action, locals, arg.agents) } : arg;

const isPossible = ({ optional, agents, min, max }: OptionArg): boolean =>
  optional || ((agents === undefined || agents.length > 0) && (min === undefined || max === undefined || min <= max));

/**
 * An argument with its bounds, and whether the question may contain them. It may not if a bound is computed from something private
 * and the mind is on another machine.
 */
interface Bounded {
  readonly arg: OptionArg;
  readonly told: boolean;
}

function toldArg({ arg, told }: Bounded): OptionArg {
  if (told) return arg;
  const { min: _min, max: _max, ...rest } = arg;
  return rest;
}

/** An argument with its current bounds, if the question may contain them. Bounds of a whole number are whole. */
export const optionArg = (model: ScenarioModel, state: State, arg: ArgSpec, around: Pick<Around, 'me' | 'locals'>): OptionArg =>
  toldArg(boundedArg(model, state, arg, around));

function boundedArg(model: ScenarioModel, state: State, arg: ArgSpec, { me, locals }: Pick<Around, 'me' | 'locals'>): Bounded {
  const { id, kind, optional, words } = arg;
  const scope = scopeOf(model, state, locals);
  const bound = (formula: ArgSpec['low'], round: (x: number) => number): { value: number | undefined; told: boolean } => {
    const { result, isPrivate } = watched(() => formula && numberOf(formula, scope));
    const value = result === null ? undefined : kind === 'integer' ? round(result) : result;
    return { value, told: !(isPrivate && isHiding()) };
  };
  const [low, high] = [bound(arg.low, Math.ceil), bound(arg.high, Math.floor)];
  const [min, max] = [low.value, high.value];
  const others = (): readonly AgentId[] => everybody(state).flatMap((index) => (index === me ? [] : [idAt(state.roster, index)]));
  const made: OptionArg = {
    ...{ id, kind, optional },
    ...(words.length > 0 ? { words } : {}),
    ...(kind === 'agent' ? { agents: others() } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
  return { arg: made, told: low.told && high.told };
}

/** The closed schema of the answer of an act: its action, words, target and arguments, and reactions that accompany it. */
export function actSchema({ options, riders, next, mayEnd }: Situation): AnswerSchema {
  const [messages, agents, values] = [merged(options, messagesOf), merged(options, agentsOf), merged(options, valuesOf)];
  const args = mergedArgs(merged(options, argsOf));
  const properties: { [key: string]: AnswerSchema } = { action: { type: 'string', enum: options.map((o) => o.action) } };
  if (options.some((o) => o.kind === 'message')) properties['text'] = { type: ['string', 'null'], maxLength: LONGEST_TEXT };
  if (messages.length > 0) properties['on'] = messageChoice(messages);
  if (agents.length > 0) properties['to'] = choice(agents);
  if (values.length > 0) properties['value'] = choice(values);
  if (args.length > 0) properties['args'] = closed(Object.fromEntries(args.map((arg) => [arg.id, argSchema({ ...arg, optional: true })])));
  const votes = votesOf(riders);
  if (votes) properties['votes'] = votes;
  if (next.length > 0) properties['next'] = choice(next);
  if (mayEnd) properties['done'] = { type: ['boolean', 'null'] };
  return closed(properties);
}

const choice = (words: readonly string[]): AnswerSchema => ({ type: ['string', 'null'], enum: [...words, null] });

/** Many agents have the same messages in sight, one after another. */
const messageChoice = latest(choice);

const messagesOf = ({ messages }: Pick<Option, 'messages'>): readonly MessageId[] | undefined => messages;
const agentsOf = ({ agents }: Option): readonly AgentId[] | undefined => agents;
const valuesOf = ({ values }: Pick<Option, 'values'>): readonly string[] | undefined => values;
const argsOf = ({ args }: Option): readonly OptionArg[] | undefined => args;

/** The items of all lists, each once. Often they are one and the same list. */
function merged<I, T>(items: readonly I[], listOf: (item: I) => readonly T[] | undefined): readonly T[] {
  const found: (readonly T[])[] = [];
  for (const item of items) {
    const list = listOf(item);
    if (list !== undefined && !found.includes(list)) found.push(list);
  }
  if (found.length === 0) return NONE;
  return found.length === 1 ? once(found[0]!) : [...new Set(found.flat())];
}

/** The list without duplicates. If it has none, the list itself, so that what is made from it can be remembered. */
function once<T>(list: readonly T[]): readonly T[] {
  const each = new Set(list);
  return each.size === list.length ? list : [...each];
}

const NONE: readonly never[] = [];

function votesOf(riders: Situation['riders']): AnswerSchema | null {
  const messages = merged(riders, messagesOf);
  if (messages.length === 0) return null;
  const vote: AnswerSchema = { type: 'string', enum: merged(riders, valuesOf) };
  const most = Math.max(...riders.map((r) => r.most));
  return { type: 'array', maxItems: most, items: closed({ message: { type: 'string', enum: messages }, vote }) };
}

/** Arguments of several actions as one list. Arguments with the same name share their widest bounds. */
function mergedArgs(args: readonly OptionArg[]): readonly OptionArg[] {
  const found = new Map<string, OptionArg>();
  for (const arg of args) {
    const known = found.get(arg.id);
    found.set(arg.id, known ? widened(known, arg) : arg);
  }
  return [...found.values()];
}

function widened(a: OptionArg, b: OptionArg): OptionArg {
  if (a.kind !== b.kind) return { id: a.id, kind: 'text', optional: true };
  const { min: _min, max: _max, ...rest } = a;
  const wider = (x: number | undefined, y: number | undefined, of: (...n: number[]) => number): number | undefined =>
    x === undefined || y === undefined ? undefined : of(x, y);
  const [min, max] = [wider(a.min, b.min, Math.min), wider(a.max, b.max, Math.max)];
  return {
    ...rest,
    ...(a.words ? { words: [...new Set([...a.words, ...(b.words ?? [])])] } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
