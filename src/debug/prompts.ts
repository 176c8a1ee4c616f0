/**
 * The question that an event goes back to, as it was put: questions are not kept in events, but what is planned from the
 * state before is the same question again.
 */
import { at as itemAt } from '../core/chunked.js';
import type { SimEvent } from '../core/events.js';
import { indexOf } from '../core/roster.js';
import type { Timeline } from '../core/timeline.js';
import { asker, filled, type Model, modelAt, plan, type PreviewPart, type Question, specOf, withoutPrivate } from '../engine/index.js';
import { type Children, type Item, itemOf, these } from './items.js';
import { stepStart } from './moves.js';
import { short } from './titles.js';

type AskedEvent = Extract<SimEvent, { type: 'question.asked' }>;
type AnswerEvent = Extract<SimEvent, { type: 'answer.received' }>;

/** What is shown of a question: nothing is sent, so nothing has to be found again by its hash. */
const ask = asker(
  () => '',
  () => false,
);

/** Causes that are gone back along to a question. */
const MOST = 12;

/** The event by which the question was asked that an event comes of; null where it comes of none. */
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

/** Null where planning gives no question there: the model is not the one that the run was made with. */
export function questionOf(now: Model, timeline: Timeline, asked: AskedEvent): Shown | null {
  const model = modelAt(now, asked.seq);
  const next = plan(model, timeline.at(stepStart(timeline.events, asked.seq) - 1), ask);
  const question = next.kind === 'emit' ? next.question : undefined;
  if (!question) return null;
  const spec = specOf(model, timeline.at(asked.seq), Math.max(0, question.place ?? 0)).prompt;
  const away = model.away?.has(question.mind) === true;
  const parts = filled(spec, question.situation);
  return { question, parts: away ? parts.map((part) => ({ ...part, text: withoutPrivate(model, part.text) })) : parts };
}

/** The prompt as it was read: the parts that were kept, one behind the other. */
export const promptText = ({ parts }: Shown): string =>
  parts
    .filter(({ kept }) => kept)
    .map(({ section, text }) => `# ${section}\n\n${text}\n`)
    .join('\n');

/** An item for each part, which leads to its template, then what was left out. */
export function promptItems(model: Model, timeline: Timeline, asked: AskedEvent): Children {
  const shown = questionOf(model, timeline, asked);
  if (!shown) return these([{ name: 'prompt', value: 'These texts do not give the question again.' }]);
  const { situation, mind, purpose } = shown.question;
  const parts = shown.parts.map(({ section, text, kept, fault, template }): Item => {
    const why = fault === null ? 'left out: there is nothing in it' : `cannot be filled: ${fault}`;
    const lines = these(text.split('\n').map((line, i) => ({ name: `line ${i + 1}`, value: line, at: template.at })));
    return { name: section, value: kept ? short(text, 200) : why, at: template.at, ...(kept ? { children: lines } : {}) };
  });
  const { roster, agents } = timeline.at(asked.seq);
  const index = asked.agent === null ? -1 : indexOf(roster, asked.agent);
  const memories = index < 0 ? 0 : itemAt(agents, index)!.memories.length;
  return these([
    itemOf('asked to', purpose),
    itemOf('mind', mind),
    ...parts,
    { name: 'messages read', value: `${situation.seen.length} of ${situation.seen.length + situation.cut}` },
    { name: 'memories that came to mind', value: `${situation.memories.length} of ${memories}` },
  ]);
}

export const answerItems = ({ status, reason, value, by, because }: AnswerEvent): Children =>
  these([
    itemOf('status', status),
    ...(reason === null ? [] : [itemOf('reason', reason)]),
    ...(by === undefined ? [] : [itemOf('answered by', by), itemOf('because', because ?? null)]),
    itemOf('value', value),
  ]);
