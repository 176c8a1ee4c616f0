/**
 * Reflection. An agent reflects when the importance of its new memories since the last reflection adds up to a threshold (Park et
 * al. 2023, arXiv 2304.03442, §4.2). It asks itself questions and draws insights that cite memories. Ours: questions and insights
 * are one answer, so that a reflection costs one call.
 */
import { agentAt } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import type { MemoryId } from '../../core/util/ids.js';
import type { JsonObject } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import { type AgentState, memoryIndex, type State } from '../../core/events/state.js';
import { REFLECTION, specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { closed, LONGEST_TEXT } from '../observation/answerSchema.js';
import { participants } from '../turns/turnOrder.js';
import type { AnswerSchema } from '../model/question.js';
import type { Asked, RecalledText } from '../model/situationTypes.js';
import { Writer } from '../model/writer.js';
import { type PhaseHandler, whereOn } from './handler.js';

/** Importance of an insight that cites nothing, 1..10. */
const UNCITED = 5;

export const reflect: PhaseHandler = {
  turns: {
    begin: whereOn(reflectTurns),
    firstStage: 'recall',
    cues: { reflects: true },
    question: ({ model, ownMind }) => ({
      purpose: 'reflect',
      ask: reflectAsked(model),
      mind: model.mindFor.reflect ?? ownMind,
      outside: false,
    }),
    answered: reflectDrafts,
  },
};

/**
 * Agents that have reached their threshold. In a phase of a world without a threshold in the scenario, all that take part. Agents
 * without memories never reflect.
 */
function reflectTurns(model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] {
  const { reflect, kind } = model.memory;
  if (kind === 'none') return [];
  return participants(model, state, phase).filter((index) => {
    const { memories, gone, stirred } = agentAt(state, index)!;
    return memories.length > gone.size && (reflect === null ? phase.world : stirred >= reflect.after);
  });
}

const reflectAsked = (model: ScenarioModel): Asked => ({
  kind: 'reflect',
  questions: model.memory.reflect?.questions ?? REFLECTION.questions,
  insights: model.memory.reflect?.insights ?? REFLECTION.insights,
});

/** The schema of questions, and of insights with their memories. An insight can cite only memories that were shown. */
export function reflectSchema(
  { questions, insights }: Extract<Asked, { kind: 'reflect' }>,
  memories: readonly RecalledText[],
): AnswerSchema {
  const text: AnswerSchema = { type: 'string', maxLength: LONGEST_TEXT };
  const shown = memories.map(({ id }) => id);
  const evidence: AnswerSchema = { type: 'array', maxItems: Math.max(1, shown.length), items: { type: 'string', enum: shown } };
  const importance: AnswerSchema = { type: ['integer', 'null'], minimum: 1, maximum: 10 };
  return closed({
    questions: { type: 'array', maxItems: questions, items: text },
    insights: { type: 'array', maxItems: questions * insights, items: closed({ text, evidence, importance }) },
  });
}

/** Insights become memories with their evidence, in the given order. Empty ones do not. */
function reflectDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const agent = agentAt(state, pending.agent)!;
  const writer = new Writer(state, phase.at, pending.seq);
  if (pending.reason === null) {
    const answer = pending.value as JsonObject;
    for (const insight of (answer.insights ?? []) as readonly JsonObject[]) writeInsight(writer, pending.agent, agent, insight);
  }
  writer.emit(
    { type: 'turn.ended', agent: idAt(state.roster, pending.agent), reason: pending.reason ?? 'answered' },
    specOf(model, state, pending.agent).at,
  );
  return writer.drafts;
}

function writeInsight(writer: Writer, index: number, agent: AgentState, insight: JsonObject): void {
  const text = String(insight.text ?? '').trim();
  if (text === '') return;
  const evidence = [...new Set((insight.evidence ?? []) as readonly MemoryId[])];
  const cited = evidence.map((id) => agent.memories.backing[memoryIndex(id)]!);
  const about = [...new Set(cited.flatMap((memory) => memory.about))];
  const given = insight.importance;
  const importance =
    typeof given === 'number' ? given : cited.reduce((most, memory) => Math.max(most, memory.importance), cited.length > 0 ? 1 : UNCITED);
  const memory = {
    id: writer.nextMemory(index),
    agent: agent.id,
    kind: 'insight' as const,
    text,
    about,
    importance,
    source: null,
    evidence,
  };
  writer.emit({ type: 'memory.written', ...memory });
}
