/**
 * Conditions of interventions that a judge decides. The judge is asked before the interventions of each round, about what was said
 * and done since the last round began. A yes becomes a signal of this round; no answer counts as no.
 */
import type { Draft } from '../../core/events/events.js';
import type { JsonObject } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import type { InterventionSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { Asked } from '../model/situationTypes.js';
import { textOf } from '../evaluation/evaluate.js';
import { told } from '../evaluation/privateHiding.js';
import { scopeOf } from '../evaluation/scope.js';
import { Writer } from '../model/writer.js';

/** Most messages that a judge reads, the latest ones. */
const MOST_READ = 200;

const HOLDS = 'holds';

/** Prefix of the names of signals from judges. */
const OF_JUDGES = 'interventions.';

const signalOf = (id: string): string => `${OF_JUDGES}${id}`;

/** Whether a signal has a name that only judges may use. */
export const isJudgement = (signal: string): boolean => signal.startsWith(OF_JUDGES);

const specOf = (model: ScenarioModel, phase: PhaseSpec): InterventionSpec =>
  model.interventions.find(({ id }) => id === phase.intervention)!;

/** Whether the judge said yes in this round. */
export const isJudged = (state: State, id: string): boolean => state.signals[signalOf(id)] === state.round;

/** One turn of a judge, unless the intervention happens only once and has happened. */
export function conditionTurns(model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] {
  const { id, schedule } = specOf(model, phase);
  return schedule.once && (state.happened[id] ?? 0) > 0 ? [] : [-1];
}

/**
 * What was said and done in view of others since round `first` began: the latest messages, one on each line, with their authors.
 */
export function talkSince(state: State, first: number): string {
  const lines: string[] = [];
  for (let i = state.messages.length - 1; i >= 0 && lines.length < MOST_READ; i--) {
    const { round, author, kind, text } = state.messages.backing[i]!;
    if (round < first) break;
    if (kind !== 'told' && author >= 0) lines.push(`${idAt(state.roster, author)}: ${told(state, text)}`);
  }
  return lines.reverse().join('\n');
}

/** The question, with what was said since the previous round began. */
export function conditionAsked(model: ScenarioModel, state: State, phase: PhaseSpec): { readonly ask: Asked; readonly mind: string } {
  const { id, judged } = specOf(model, phase);
  const fields = [{ id: HOLDS, kind: 'boolean', optional: false }] as const;
  const asked = textOf(judged!.ask, scopeOf(model, state));
  const ask: Asked = { kind: 'judge', id, ask: asked, text: talkSince(state, state.round - 1), fields };
  return { ask, mind: judged!.mind };
}

/** A yes becomes a signal. */
export function conditionDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const { id, judged } = specOf(model, phase);
  const writer = new Writer(state, judged!.at, pending.seq);
  const yes = pending.reason === null && (pending.value as JsonObject)[HOLDS] === true;
  if (yes) writer.emit({ type: 'signal.emitted', name: signalOf(id) });
  writer.emit({ type: 'turn.ended', agent: null, reason: pending.reason ?? 'answered' });
  return writer.drafts;
}
