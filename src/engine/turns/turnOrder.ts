/**
 * The order of turns. Orders that are known when the phase begins give the whole list. If each turn depends on the last one
 * (alternate, moderated), the next speaker is chosen turn by turn.
 */
import { agentAt } from '../../core/events/agents.js';
import type { SpeakerReason } from '../../core/events/events.js';
import { pick, rng, shuffled } from '../../core/random/rng.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { byClock } from './asynchronousOrder.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { type Pairing, pairsOf } from './pairs.js';
import { holds, evaluate } from '../evaluation/evaluate.js';
import { idOf } from '../evaluation/agentView.js';
import { scopeOf } from '../evaluation/scope.js';
import { everybody } from '../evaluation/participants.js';

export interface Turns {
  readonly order: readonly number[];
  readonly pairs?: Pairing;
  readonly inPair?: readonly number[];
  /** Moments of the turns, in rounds, if the order is asynchronous. */
  readonly times?: readonly number[];
}

/** Whether the next speaker of a phase is chosen turn by turn. */
export const isDynamic = (phase: PhaseSpec): boolean => phase.order.kind === 'alternate' || phase.order.kind === 'moderated';

/** The agents that take part in a phase, in the order of the cast. */
export const participants = (model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] =>
  phase.who ? phase.who.of(model, state, {}) : everybody(state);

/** Turns that are known when the phase begins. Muted agents have none. */
export function turnsOf(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  if (!holds(phase.when, scopeOf(model, state))) return { order: [] };
  if (phase.pair) return pairedTurns(model, state, phase);
  const members = speaking(state, participants(model, state, phase));
  if (isDynamic(phase)) return { order: [] };
  if (phase.order.kind === 'asynchronous') return byClock(model, state, phase, members);
  return { order: phase.order.kind === 'sequential' ? members : shuffled(orderStream(model, state, phase), members) };
}

const orderStream = (model: ScenarioModel, state: State, phase: PhaseSpec): ReturnType<typeof rng> =>
  rng(model.seed, 'engine.order', state.round, phase.id);

const speaking = (state: State, members: readonly number[]): readonly number[] => members.filter((index) => !agentAt(state, index)!.muted);

/** In pairs, the agents in `who` act: one of the pair's roles, or both. */
function pairedTurns(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  const spec = phase.pair!;
  const role = phase.who ? spec.roles.indexOf(phase.who.source) : -1;
  const pairs = pairsOf(model, state, phase, spec, role < 0 ? participants(model, state, phase) : everybody(state));
  const turns = pairs.flatMap(([a, b], i) => (role < 0 ? [[a, i] as const, [b, i] as const] : [[role === 0 ? a : b, i] as const]));
  const able = turns.filter(([index]) => !agentAt(state, index)!.muted);
  const ordered = phase.order.kind === 'sequential' ? able : shuffled(orderStream(model, state, phase), able);
  return { order: ordered.map(([index]) => index), pairs, inPair: ordered.map(([, pair]) => pair) };
}

export interface Speaker {
  readonly agent: number;
  readonly reason: SpeakerReason;
}

/** The next speaker. Null when the talk is over: by the number of turns, by its `until`, or because an agent ended it. */
export function nextSpeaker(model: ScenarioModel, state: State, phase: PhaseSpec): Speaker | null {
  const { order, talk } = state.agenda;
  const members = speaking(state, participants(model, state, phase));
  if (members.length === 0 || !holds(phase.when, scopeOf(model, state))) return null;
  if (order.length >= (phase.order.turns ?? members.length)) return null;
  if (order.length > 0 && phase.until && holds(phase.until, scopeOf(model, state))) return null;
  if (order.length > 0 && phase.order.mayEnd && talk.done) return null;
  if (order.length === 0) return first(model, state, phase, members);
  if (phase.order.kind === 'alternate') return { agent: after(members, order.at(-1)!), reason: 'in_turn' };
  return chosen(model, state, phase, members);
}

function first(model: ScenarioModel, state: State, phase: PhaseSpec, members: readonly number[]): Speaker {
  const named = phase.order.first?.of(model, state, {}).find((index) => members.includes(index));
  if (named !== undefined) return { agent: named, reason: 'first' };
  if (phase.order.kind === 'alternate') return { agent: members[0]!, reason: 'first' };
  return { agent: pick(orderStream(model, state, phase), members)!, reason: 'random' };
}

const after = (members: readonly number[], last: number): number => members[(members.indexOf(last) + 1) % members.length]!;

function chosen(model: ScenarioModel, state: State, phase: PhaseSpec, members: readonly number[]): Speaker {
  const { chooser } = phase.order;
  const { order, talk } = state.agenda;
  const last = order.at(-1)!;
  const others = members.filter((index) => index !== last);
  if (others.length === 0) return { agent: last, reason: 'in_turn' };
  const random = rng(model.seed, 'engine.speaker', state.round, phase.id, order.length);
  if (chooser === 'round_robin') return { agent: after(members, last), reason: 'in_turn' };
  if (chooser === 'random') return { agent: pick(random, others)!, reason: 'random' };
  const named = chooser === 'speaker' ? talk.next : indexOf(state.roster, idOf(evaluate(chooser, scopeOf(model, state))));
  if (named !== null && named >= 0 && others.includes(named))
    return { agent: named, reason: chooser === 'speaker' ? 'named' : 'expression' };
  return { agent: leastRecent(order, others, random), reason: 'least_recent' };
}

/** The agent that has been silent longest. Of several that never spoke, one is drawn. */
function leastRecent(order: readonly number[], others: readonly number[], random: ReturnType<typeof rng>): number {
  const last = others.map((index) => order.lastIndexOf(index));
  const least = Math.min(...last);
  return pick(
    random,
    others.filter((_, i) => last[i] === least),
  )!;
}
