/**
 * Phases of every kind: who has a turn, what an answer does, and what comes about when the phase ends. A phase of a world
 * ends, in one step, with what it tells, its `then`, its generations and its `stop`.
 */
import type { Draft } from '../../core/events/events.js';
import type { JsonObject } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { rng, shuffled } from '../../core/random/rng.js';
import { pendingAnswer, type State } from '../../core/events/state.js';
import { actDrafts, argValue } from '../phases/performAct.js';
import { adviseByRule, coachDrafts, coachTurns } from '../phases/coach.js';
import { conditionDrafts, conditionTurns } from '../phases/conditions.js';
import { agreementDrafts, codeDrafts, codeTurns, patternDrafts } from '../phases/contentCoding.js';
import { interventionDrafts } from '../phases/interventions.js';
import { replaceDrafts } from '../phases/generations.js';
import { applyEffect, effectFault } from '../phases/effects.js';
import { measureDrafts } from '../phases/measures.js';
import { forgetDrafts } from '../memory/memory.js';
import { ratingDrafts, ratingTurns } from '../phases/ratings.js';
import { reflectDrafts, reflectTurns } from '../phases/reflection.js';
import { rewardDrafts } from '../phases/rewards.js';
import { tieDrafts } from '../phases/tieUpdate.js';
import type { Locals } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { settingDrafts } from '../phases/opening.js';
import { participants, type Turns, turnsOf } from '../turns/turnOrder.js';
import { overfilled } from '../evaluation/places.js';
import { holds, type Prose, proseOf } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { surveyDrafts, surveyTurns } from '../phases/surveys.js';
import { pairLocals, turnLocals } from '../observation/situation.js';
import { Writer } from '../model/writer.js';

/** Kinds in which nobody is asked: what comes about does so when the phase ends, in the same step. */
const SILENT: ReadonlySet<PhaseSpec['kind']> = new Set(['setting', 'interventions', 'ties', 'rewards', 'measures', 'none']);

export const isSilent = ({ kind }: PhaseSpec): boolean => SILENT.has(kind);

/** Whether all are asked at once, each from what stands when the phase begins. */
export const isAtOnce = (phase: PhaseSpec): boolean => phase.kind !== 'act' || phase.order.kind === 'simultaneous';

/** Turns of a phase, as its kind has them. */
export function beginTurns(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  if (phase.kind === 'act') return turnsOf(model, state, phase);
  if (phase.kind === 'survey') return { order: surveyTurns(model, state, phase) };
  if (phase.kind === 'resolve') return resolveTurns(model, state, phase);
  if (phase.kind === 'condition') return { order: conditionTurns(model, state, phase) };
  if (phase.world && !holds(phase.when, scopeOf(model, state))) return { order: [] };
  if (phase.kind === 'rate') return { order: ratingTurns(model, state) };
  if (phase.kind === 'reflect') return { order: reflectTurns(model, state, phase) };
  if (phase.kind === 'plan') return { order: participants(model, state, phase) };
  if (phase.kind === 'code' || phase.kind === 'agreement') return { order: codeTurns(model, state, phase) };
  if (phase.kind === 'coach') return { order: coachTurns(model, state) };
  if (phase.pair) return { order: [], pairs: turnsOf(model, state, phase).pairs ?? [] };
  return { order: [] };
}

/** Asked once, or of each that `who` names, or of each pair; by somebody outside in any case. */
function resolveTurns(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  if (!holds(phase.when, scopeOf(model, state))) return { order: [] };
  if (!phase.who && !phase.pair) return { order: [-1] };
  const turns = turnsOf(model, state, { ...phase, order: { ...phase.order, kind: 'sequential' } });
  return turns;
}

/** The step that an answer brings about. */
export function answeredDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  if (phase.kind === 'act') return actDrafts(model, state, phase);
  if (phase.kind === 'survey') return surveyDrafts(model, state, phase);
  if (phase.kind === 'rate') return ratingDrafts(model, state, phase);
  if (phase.kind === 'reflect' || phase.kind === 'plan') return reflectDrafts(model, state, phase);
  if (phase.kind === 'code' || phase.kind === 'agreement') return codeDrafts(model, state, phase);
  if (phase.kind === 'coach') return coachDrafts(model, state, phase);
  if (phase.kind === 'condition') return conditionDrafts(model, state, phase);
  return resolvedDrafts(model, state, phase);
}

/** A judgement is used at once, in the phase's `then`. */
function resolvedDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const agent = pending.agent < 0 ? null : idAt(state.roster, pending.agent);
  const writer = new Writer(state, phase.at, pending.seq);
  const answer = pending.reason ? null : (pending.value as JsonObject);
  if (answer && phase.effect) {
    const fields = Object.fromEntries(
      (phase.resolve?.answer ?? []).map(({ id, kind }) => [id, argValue(model, state, kind, answer[id] ?? null)]),
    );
    runThen(model, writer, phase, { ...turnLocals(model, state, pending.agent, phase, pending.turn), ...fields, answer: fields });
  }
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? 'answered' });
  return writer.drafts;
}

function runThen(model: ScenarioModel, writer: Writer, phase: PhaseSpec, locals: Locals): void {
  const fault = applyEffect(model, writer, phase.effect!, locals);
  if (!fault) return;
  const { body, at } = effectFault(phase.effect!, fault);
  writer.emit(body, at);
}

/** What comes about when the phase is over, and its end. */
export function endDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const writer = new Writer(state, phase.at);
  if (phase.kind === 'setting') for (const draft of settingDrafts(model, state)) writer.drafts.push(draft);
  if (phase.kind === 'interventions') interventionDrafts(model, writer);
  if (phase.kind === 'ties') for (const draft of tieDrafts(model, state)) writer.drafts.push(draft);
  if (phase.kind === 'rewards') rewardDrafts(model, writer);
  if (phase.kind === 'code') patternDrafts(model, writer);
  if (phase.kind === 'agreement') agreementDrafts(model, writer);
  if (phase.kind === 'coach' && !state.ending) adviseByRule(model, writer);
  if (phase.kind === 'measures') forgetDrafts(model, writer);
  if (phase.kind === 'measures') measureDrafts(model, writer);
  if (phase.world && holds(phase.when, scopeOf(model, state))) worldEnd(model, writer, phase);
  writer.emit({ type: 'phase.ended', phase: phase.id });
  return writer.drafts;
}

function worldEnd(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  if (phase.tell) tell(model, writer, phase);
  if (phase.effect && phase.kind !== 'resolve') thenOver(model, writer, phase);
  if (phase.replace) replaceDrafts(model, writer, phase, phase.replace);
  if (phase.stop && holds(phase.stop, scopeOf(model, writer.state))) writer.emit({ type: 'run.ending', reason: 'stop' }, phase.stop.at);
}

/** The voice of the world: to everybody, or to each of `who` in words of its own. */
function tell(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  const { state } = writer;
  const said = (prose: Prose, to: readonly number[] | null): void => {
    if (prose.text === '') return;
    const ids = (to ?? []).map((index) => idAt(state.roster, index));
    const rest = { audience: to ? ('group' as const) : ('public' as const), to: ids, replyTo: null, mentions: [], ...prose };
    writer.emit({ type: 'message.sent', id: '', kind: 'told', author: null, action: phase.id, ...rest }, phase.tell!.at);
  };
  if (!phase.who) said(proseOf(model, phase.tell!, scopeOf(model, state)), null);
  else
    for (const index of participants(model, state, phase))
      said(proseOf(model, phase.tell!, scopeOf(model, state, { me: agentValue(model, state, index) })), [index]);
}

/**
 * Once, or for each of `who`, or for each pair. Over several it is simultaneous by default: all read the old state
 * (DeGroot); `order: sequential` lets each read what the one before has set (Deffuant).
 */
function thenOver(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  const { state } = writer;
  // A silent phase ends in the step in which it begins, so that the agenda may still have the pairs of the phase before.
  const pairs = phase.pair ? state.agenda.pairs : [];
  if (!phase.who && pairs.length === 0) return runThen(model, writer, phase, {});
  const each: readonly Locals[] =
    pairs.length > 0
      ? pairs.map((pair) => ({
          ...pairLocals(model, state, phase, pair),
          me: agentValue(model, state, pair[0]),
          target: agentValue(model, state, pair[1]),
        }))
      : inOrder(model, state, phase).map((index) => ({ me: agentValue(model, state, index) }));
  const sequential = phase.order.kind === 'sequential' || phase.order.kind === 'shuffled';
  for (const locals of each) {
    if (sequential) {
      runThen(model, writer, phase, locals);
      continue;
    }
    const apart = new Writer(state, phase.at, null, writer);
    const mark = apart.mark();
    runThen(model, apart, phase, locals);
    const full = overfilled(model, writer.state, apart.drafts);
    if (full) apart.rewind(mark);
    for (const { body, at } of full ? [full] : apart.drafts) writer.emit(body, at);
  }
}

const inOrder = (model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] => {
  const members = participants(model, state, phase);
  return phase.order.kind === 'shuffled' ? shuffled(rng(model.seed, 'engine.order', state.round, phase.id), members) : members;
};
