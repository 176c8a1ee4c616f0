/** A judge outside the society is asked: once, or about each agent or each pair. */
import type { Draft } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import type { JsonObject } from '../../core/util/json.js';
import { holds, textOf } from '../evaluation/evaluate.js';
import { scopeOf } from '../evaluation/scope.js';
import type { ScenarioModel } from '../model/model.js';
import type { Asked } from '../model/situationTypes.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { Writer } from '../model/writer.js';
import { optionArg } from '../observation/actionOptions.js';
import { turnLocals } from '../observation/situation.js';
import { talkSince } from '../phases/conditions.js';
import { runEffect } from '../phases/effects.js';
import { argValue } from '../phases/performAct.js';
import { type Turns, turnsOf } from '../turns/turnOrder.js';
import type { PhaseHandler, TurnContext } from './handler.js';

export const resolve: PhaseHandler = {
  turns: {
    begin,
    firstStage: 'ask',
    cues: {},
    question: (turn) => ({ purpose: 'judge', ask: judgement(turn), mind: turn.phase.resolve!.mind, outside: true }),
    answered,
  },
  thenPerAnswer: true,
  minds: (_parts, round) => round.flatMap(({ resolve: spec }) => (spec ? [spec.mind] : [])),
};

/** One turn, or one for each agent in `who`, or one for each pair. */
function begin(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  if (!holds(phase.when, scopeOf(model, state))) return { order: [] };
  if (!phase.who && !phase.pair) return { order: [-1] };
  return turnsOf(model, state, { ...phase, order: { ...phase.order, kind: 'sequential' } });
}

function judgement({ model, state, index, phase, turn }: TurnContext): Asked {
  const { ask, answer } = phase.resolve!;
  const locals = turnLocals(model, state, index, phase, turn);
  const fields = answer.map((field) => optionArg(model, state, field, { me: index, locals }));
  return { kind: 'judge', id: phase.id, ask: textOf(ask, scopeOf(model, state, locals)), text: talkSince(state, state.round), fields };
}

/** A judgement is used immediately, in the `then` of the phase. */
function answered(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const agent = pending.agent < 0 ? null : idAt(state.roster, pending.agent);
  const writer = new Writer(state, phase.at, pending.seq);
  const answer = pending.reason ? null : (pending.value as JsonObject);
  if (answer && phase.effect) {
    const fields = Object.fromEntries(
      (phase.resolve?.answer ?? []).map(({ id, kind }) => [id, argValue(model, state, kind, answer[id] ?? null)]),
    );
    runEffect(model, writer, phase.effect, { ...turnLocals(model, state, pending.agent, phase, pending.turn), ...fields, answer: fields });
  }
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? 'answered' });
  return writer.drafts;
}
