/** From an accepted answer to events: the act, its effects on world, messages and memory, or its rejection with a reason. */
import { agentAt, presentAt } from '../../core/events/agents.js';
import type { Draft, RejectReason, TurnReason } from '../../core/events/events.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { type PendingAnswer, pendingAnswer } from '../../core/events/agenda.js';
import { messageIndex, type State } from '../../core/events/state.js';
import type { Value } from '../../expr/index.js';
import type { FormulaScope } from '../model/faults.js';
import { mentioned, reached } from '../observation/audience.js';
import { specOf } from '../model/agentSpec.js';
import { applyEffect, effectFault } from './effects.js';
import { dispatch } from './messageDelivery.js';
import type { ActionSpec, PhaseSpec } from '../model/worldSpec.js';
import type { Locals } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { optionArg } from '../observation/actionOptions.js';
import type { ActAnswer } from '../model/question.js';
import { evaluate, holds, type Prose, proseOf } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { everybody } from '../evaluation/participants.js';
import { turnLocals } from '../observation/situation.js';
import { aboutOf, canAim, hasMarked } from '../observation/actionTargets.js';
import { messageValue } from '../evaluation/agentView.js';
import { Writer } from '../model/writer.js';

/** Importance by rule, 1..10, until a mind rates it. */
const OWN_WORDS = 3;

interface Act {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly phase: PhaseSpec;
  readonly pending: PendingAnswer;
  readonly answer: ActAnswer;
  readonly writer: Writer;
  readonly actor: number;
  readonly agent: string;
}

/** The last step of a turn. Its last event is `turn.ended`, with a reason. */
export function actDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const agent = idAt(state.roster, pending.agent);
  const node = specOf(model, state, pending.agent).at;
  const writer = new Writer(state, node, pending.seq);
  const value = pending.value as JsonObject;
  const act = (): Act => ({ model, state, phase, pending, answer: toAct(value), writer, actor: pending.agent, agent });
  const reason = pending.reason ?? (Object.hasOwn(value, 'action') ? carriedOut(act()) : 'no_action_available');
  writer.emit({ type: 'turn.ended', agent, reason });
  return writer.drafts;
}

const toAct = (value: JsonObject): ActAnswer => ({
  action: value.action as string,
  text: (value.text ?? '') as string,
  on: (value.on ?? null) as string | null,
  to: (value.to ?? null) as string | null,
  value: (value.value ?? null) as string | null,
  args: (value.args ?? {}) as ActAnswer['args'],
  votes: (value.votes ?? []) as unknown as ActAnswer['votes'],
  next: (value.next ?? null) as string | null,
  done: value.done === true,
});

function carriedOut(act: Act): TurnReason {
  const { phase, answer, writer, agent } = act;
  const action = phase.actions.find((a) => a.id === answer.action);
  const locals = action ? actLocals(act, action) : {};
  const rejected = action ? refusal(act, action, locals) : ({ reason: 'unknown_action', note: '' } as const);
  writer.emit(
    { type: 'act.chosen', agent, action: answer.action, args: argsOf(answer, action), ...talkOf(act), ...untilOf(act, action) },
    action?.at ?? writer.at,
  );
  if (rejected || !action) {
    writer.emit(
      { type: 'act.rejected', agent, action: answer.action, ...(rejected ?? { reason: 'unknown_action', note: '' }) },
      writer.at,
      0,
    );
    voteDrafts(act);
    return 'rejected';
  }
  const before = writer.drafts.length;
  const failed = effects(act, action, locals);
  const votes = voteDrafts(act);
  if (failed) return 'rejected';
  return writer.drafts.length > before || votes > 0 || action.kind === 'act' ? 'acted' : 'chose_nothing';
}

/** The parts of the answer that the act uses, for its event. */
function argsOf(answer: ActAnswer, action: ActionSpec | undefined): JsonObject {
  const { text, on, to, value, args } = answer;
  const needed: { [name: string]: Json } = {};
  if (text !== '') needed['text'] = text;
  if (on !== null) needed['on'] = on;
  if (to !== null) needed['to'] = to;
  if (value !== null) needed['value'] = value;
  for (const { id } of action?.args ?? []) if (args[id] != null) put(needed, id, args[id]!);
  return needed;
}

const talkOf = ({ phase, answer }: Act): { next?: string | null; done?: boolean } =>
  phase.order.kind === 'moderated' ? { next: answer.next, done: answer.done } : {};

/** In an asynchronous order, an act with a duration keeps its agent busy. */
function untilOf({ state, pending }: Act, action: ActionSpec | undefined): { until?: number } {
  const time = state.agenda.times[pending.turn];
  return time === undefined || !action || action.duration === 0 ? {} : { until: time + action.duration };
}

/** Local names in the effect: `me`, `target`, `message`, the arguments by name and as `args`, and `granted`. */
function actLocals({ model, state, phase, pending, answer, actor }: Act, action: ActionSpec): Locals {
  const locals: { [name: string]: Value } = turnLocals(model, state, actor, phase, pending.turn);
  const to = answer.to === null ? -1 : indexOf(state.roster, answer.to);
  if (action.to.kind === 'agent' && to >= 0) locals.target = agentValue(model, state, to);
  const on = aboutOf(state, phase, action, answer);
  if (on >= 0) locals.message = messageValue(model, state, on);
  const args = Object.fromEntries(action.args.map(({ id, kind }) => [id, argValue(model, state, kind, answer.args[id] ?? null)]));
  for (const name in args) put(locals, name, args[name]!);
  locals.args = args;
  const granted = state.agenda.grants?.[pending.turn];
  if (granted !== undefined) locals.granted = granted;
  return locals;
}

/** An argument with the name of an acting agent replaces it. */
const put = <T>(named: { [name: string]: T }, name: string, value: T): void =>
  void Object.defineProperty(named, name, { value, enumerable: true, configurable: true, writable: true });

/** A value of an answer in expressions. An agent is its record. */
export const argValue = (model: ScenarioModel, state: State, kind: string, value: Json): Value =>
  kind === 'agent' && typeof value === 'string' ? agentValue(model, state, indexOf(state.roster, value)) : (value as Value);

/** The scope of the turn, over the current state. */
const atTurn = ({ model, state, actor, phase, pending }: Act): FormulaScope =>
  scopeOf(model, state, turnLocals(model, state, actor, phase, pending.turn));

type Refusal = { readonly reason: RejectReason; readonly note: string };

/** Why the act is not possible in the current state, or null. The agent chose it from an earlier state. */
function refusal(act: Act, action: ActionSpec, locals: Locals): Refusal | null {
  const { model, state, answer, actor } = act;
  const no = (reason: RejectReason, note = ''): Refusal => ({ reason, note });
  if (!holds(action.when, atTurn(act))) return no('unavailable');
  if (action.kind === 'message' && action.worded && answer.text.trim() === '') return no('empty_text');
  if (action.on && (answer.on === null || messageIndex(state, answer.on) < 0)) return no('unknown_message', answer.on ?? '');
  if (action.kind === 'reaction' && !action.values.includes(answer.value ?? '')) return no('missing_argument', 'value');
  if (!action.on && action.to.kind === 'agent') {
    const to = answer.to === null ? -1 : indexOf(state.roster, answer.to);
    if (to < 0 || !presentAt(state, to)) return no('unknown_agent', answer.to ?? '');
    if (to === actor) return no('self', answer.to ?? '');
  }
  if (!canAim(model, state, action, locals)) return no('unavailable', answer.on ?? answer.to ?? '');
  if (action.kind === 'reaction' && hasMarked(state, actor, messageIndex(state, answer.on!), action.values))
    return no('unavailable', answer.on ?? '');
  return wrongArgument(act, action, locals);
}

/** Bounds are tested again, because a stock may be smaller by now. */
function wrongArgument({ model, state, answer, actor }: Act, action: ActionSpec, locals: Locals): Refusal | null {
  for (const spec of action.args) {
    const value = answer.args[spec.id] ?? null;
    if (value === null) {
      if (spec.optional) continue;
      return { reason: 'missing_argument', note: spec.id };
    }
    const { min, max, words } = optionArg(model, state, spec, { me: actor, locals });
    const outside = typeof value === 'number' && ((min !== undefined && value < min) || (max !== undefined && value > max));
    const shared = action.share?.ask === spec.id;
    if (outside && !(shared && typeof value === 'number' && (min === undefined || value >= min)))
      return { reason: 'out_of_bounds', note: `${spec.id} ${String(value)}, allowed ${min ?? ''}..${max ?? ''}` };
    if (words && !words.includes(String(value))) return { reason: 'out_of_bounds', note: `${spec.id} ${String(value)}` };
    if (spec.kind === 'agent' && !everybody(state).includes(indexOf(state.roster, String(value))))
      return { reason: 'unknown_agent', note: String(value) };
  }
  return null;
}

/** Carries out the act. True if its effect failed and was undone. */
function effects(act: Act, action: ActionSpec, locals: Locals): boolean {
  const { model, writer, agent } = act;
  const words = wordsOf(act, action, locals);
  if (words === null) return true;
  if (action.effect) {
    const fault = applyEffect(model, writer, action.effect, locals, { causeIn: 0, actor: act.actor });
    if (fault) {
      const { body, at } = effectFault(action.effect, fault, agent);
      writer.emit(body, at, 0);
      writer.emit({ type: 'act.rejected', agent, action: action.id, reason: 'fault', note: fault.message }, action.at, 0);
      return true;
    }
  }
  if (action.kind === 'message') say(act, action, words, locals);
  if (action.kind === 'reaction')
    writer.emit({ type: 'reaction.given', agent, message: act.answer.on!, kind: act.answer.value! }, action.at, 0);
  for (const { id, kind } of action.args) {
    const text = act.answer.args[id];
    if (kind === 'message' && typeof text === 'string' && text.trim() !== '')
      say(act, { ...action, to: spoken(action), on: false }, { text }, locals);
  }
  if (action.kind === 'act' && action.seenBy.kind !== 'nobody') showAct(act, action, locals);
  return false;
}

/** The agent's words, or the message that it passes on, in the words of the action's `quote`. Null after a fault. */
function wordsOf({ model, writer, agent, answer }: Act, action: ActionSpec, locals: Locals): Prose | null {
  if (!action.quote) return { text: answer.text };
  const scope = scopeOf(model, writer.state, { ...locals, text: answer.text });
  const value = evaluate(action.quote, scope);
  if (typeof value === 'string') return proseOf(model, action.quote, scope);
  writer.emit({ type: 'act.rejected', agent, action: action.id, reason: 'fault', note: 'quote' }, action.at, 0);
  return null;
}

/** Words that come with an act reach the agents that see the act. If the action does not say, they reach all. */
const spoken = (action: ActionSpec): ActionSpec['to'] => (action.seenBy.kind === 'nobody' ? { kind: 'public' } : action.seenBy);

/** Sends words of the actor, and adds its own memory of them. */
function say({ model, state, phase, actor, agent, answer, writer }: Act, action: ActionSpec, prose: Prose, locals: Locals): void {
  const { text } = prose;
  const chosen = answer.to === null ? -1 : indexOf(state.roster, answer.to);
  const target = reached(
    action.on ? answeredAudience(action, state, answer) : action.to,
    model,
    state,
    actor,
    chosen < 0 ? null : chosen,
    locals,
  );
  const meant = target ?? { audience: 'self' as const, to: [actor] };
  const on = aboutOf(state, phase, action, answer);
  const parent = on < 0 ? null : state.messages.backing[on]!;
  const source = parent?.id ?? null;
  const thread = action.quote && parent ? { replyTo: null, quotes: parent.id } : { replyTo: source };
  const sending = { kind: 'said', author: agent, action: action.id, ...meant, ...thread, ...prose } as const;
  const sent = dispatch(model, writer, actor, sending, action.at, 0);
  const spokenTo = meant.audience === 'direct' ? meant.to[0]! : (parent?.author ?? -1);
  const partner = spokenTo < 0 || spokenTo === actor ? [] : [idAt(state.roster, spokenTo)];
  const about = [...new Set([...partner, ...(meant.audience === 'direct' ? [] : mentioned(state, actor, text))])];
  writer.emit(
    { type: 'memory.written', id: writer.nextMemory(actor), agent, kind: 'own', ...prose, about, importance: OWN_WORDS, source: null },
    action.at,
    sent,
  );
}

/** A comment reaches the audience of its action, or the readers of the message that it answers. */
function answeredAudience(action: ActionSpec, state: State, answer: ActAnswer): ActionSpec['to'] {
  const parent = answer.on === null ? undefined : state.messages.backing[messageIndex(state, answer.on)];
  return action.to.kind === 'agent' && parent ? { kind: 'public' } : action.to;
}

/** Shows an act to others: its `tell`, else its name and arguments. */
function showAct({ model, state, actor, agent, answer, writer }: Act, action: ActionSpec, locals: Locals): void {
  const chosen = answer.to === null ? -1 : indexOf(state.roster, answer.to);
  const target = reached(action.seenBy, model, state, actor, chosen < 0 ? null : chosen, locals);
  if (!target) return;
  const args = Object.entries(argsOf(answer, action)).map(([name, value]) => `${name} ${String(value)}`);
  const told = action.tell ? proseOf(model, action.tell, scopeOf(model, writer.state, locals)) : { text: '' };
  const prose = told.text === '' ? { text: [action.id, ...args].join(' ') } : told;
  dispatch(model, writer, actor, { kind: 'act', author: agent, action: action.id, ...target, replyTo: null, ...prose }, action.at, 0);
}

/** Votes that accompany an act, on delivered messages of others, each once. Returns their number. */
function voteDrafts(act: Act): number {
  const { state, phase, answer, actor, agent, writer } = act;
  const rider = phase.riders[0];
  if (!rider || !holds(rider.action.when, atTurn(act))) return 0;
  const inbox = agentAt(state, actor)!.inbox;
  const done = new Set<string>();
  for (const { message, vote } of answer.votes.slice(0, rider.most)) {
    const index = done.has(message) ? -1 : messageIndex(state, message);
    if (!inbox.includes(index) || hasMarked(state, actor, index, rider.action.values)) continue;
    if (state.messages.backing[index]!.author === actor || !rider.action.values.includes(vote)) continue;
    done.add(message);
    writer.emit({ type: 'reaction.given', agent, message, kind: vote }, rider.action.at, 0);
  }
  return done.size;
}
