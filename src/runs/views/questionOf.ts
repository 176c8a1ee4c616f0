/**
 * The question that an event follows from, as it was asked, and its answer. Events do not contain questions, but planning
 * from the state before gives the same question again. The run's journal has the answers word for word.
 */
import { agentAt } from '../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { stepStart, type Timeline } from '../../core/events/timeline.js';
import {
  asker,
  filled,
  type ScenarioModel,
  modelAt,
  occurrenceOf,
  sharedOccurrenceOf,
  plan,
  type PreviewPart,
  type Question,
  specOf,
  withoutPrivate,
} from '../../engine/index.js';
import type { AnswerLine } from '../../trace/index.js';

export type AskedEvent = EventOf<'question.asked'>;
export type AnswerEvent = EventOf<'answer.received'>;

/** The question is only rendered: nothing is sent, so it needs no hash. */
const ask = asker(
  () => '',
  () => false,
);

/** The most causes that are followed back to a question. */
const MOST = 12;

/** The event that asked the question that an event follows from; null where there is none. */
export function askedBy(events: readonly SimEvent[], seq: number): AskedEvent | null {
  let event = events[seq];
  for (let i = 0; event && i < MOST; i++) {
    if (event.type === 'question.asked') return event;
    event = event.cause === null ? undefined : events[event.cause];
  }
  return null;
}

/** The answer to a question, among the events up to `seq`. */
export function answerTo(events: readonly SimEvent[], asked: AskedEvent, seq: number): AnswerEvent | null {
  for (let i = asked.seq + 1; i <= seq; i++) {
    const event = events[i]!;
    if (event.type === 'answer.received' && event.cause === asked.seq) return event;
    if (event.type === 'phase.ended') return null;
  }
  return null;
}

/** A question with its prompt, part by part. */
export interface Shown {
  readonly question: Question;
  readonly parts: readonly PreviewPart[];
}

/** Null where planning gives no question there: the model is not the one of the run. */
export function questionOf(now: ScenarioModel, timeline: Timeline, asked: AskedEvent): Shown | null {
  const model = modelAt(now, asked.seq);
  const next = plan(model, timeline.at(stepStart(timeline.events, asked.seq) - 1), ask);
  const question = next.kind === 'emit' ? next.question : undefined;
  if (!question) return null;
  const spec = specOf(model, timeline.at(asked.seq), Math.max(0, question.place ?? 0)).prompt;
  const away = model.away?.has(question.mind) === true;
  const parts = filled(spec, question.situation);
  return { question, parts: away ? parts.map((part) => ({ ...part, text: withoutPrivate(model, part.text) })) : parts };
}

/** A run, with the answers of its models so far, oldest first, where they are kept. */
export interface QuestionSource {
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
  readonly answers: readonly AnswerLine[];
}

/** The line of the journal that answers a question; null where there is none. */
export function answerLineOf({ model, timeline, answers }: QuestionSource, asked: AskedEvent): AnswerLine | null {
  const same = answers.filter(({ hash }) => hash === asked.hash);
  if (same.length === 0) return null;
  const before = timeline.at(asked.seq - 1);
  const index = asked.agent === null ? -1 : indexOf(before.roster, asked.agent);
  const isShared = model.phases[before.agenda.program][before.agenda.phase]?.archetypes != null;
  const occurrence = isShared
    ? sharedOccurrenceOf(before, asked.hash)
    : occurrenceOf(before, index < 0 ? null : agentAt(before, index)!, asked.hash);
  return same.find((line) => line.occurrence === occurrence) ?? null;
}
