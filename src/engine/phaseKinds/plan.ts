/** Agents plan: each writes down its intentions, and remembers them. */
import type { Draft } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import type { JsonObject } from '../../core/util/json.js';
import { specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { Writer } from '../model/writer.js';
import { participants } from '../turns/turnOrder.js';
import { type PhaseHandler, whereOn } from './handler.js';

/** Importance of a plan, 1..10. */
const PLANNED = 5;

export const plan: PhaseHandler = {
  turns: {
    begin: whereOn(participants),
    firstStage: 'recall',
    cues: {},
    question: ({ model, ownMind }) => ({ purpose: 'plan', ask: { kind: 'plan' }, mind: model.mindFor.plan ?? ownMind, outside: false }),
    answered,
  },
};

/** A plan becomes a memory, unless it is empty. */
function answered(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const agent = idAt(state.roster, pending.agent);
  const writer = new Writer(state, phase.at, pending.seq);
  const text = pending.reason === null ? String((pending.value as JsonObject).text ?? '').trim() : '';
  if (text !== '') {
    const memory = {
      id: writer.nextMemory(pending.agent),
      agent,
      kind: 'plan' as const,
      text,
      about: [],
      importance: PLANNED,
      source: null,
    };
    writer.emit({ type: 'memory.written', ...memory });
  }
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? 'answered' }, specOf(model, state, pending.agent).at);
  return writer.drafts;
}
