/**
 * Texts that are in no file: an event as it is recorded, the prompt of a question, its answer. The number of a text
 * identifies it, so that it stays valid during the session.
 */
import type { SimEvent } from '../../core/events/events.js';
import { answerTo, askedBy, type QuestionSource, questionOf } from '../../runs/index.js';
import { promptText } from './promptSource.js';
import { rawText } from './rawAnswer.js';

const KINDS = ['event', 'prompt', 'answer'] as const;

type Kind = (typeof KINDS)[number];

const NAMES: { readonly [kind in Kind]: (seq: number) => string } = {
  event: (seq) => `event ${seq}.json`,
  prompt: (seq) => `prompt of event ${seq}.md`,
  answer: (seq) => `answer to event ${seq}.txt`,
};

interface VirtualSource {
  readonly name: string;
  readonly sourceReference: number;
}

/** The number of the text of this kind for an event. Numbers begin at 1. */
export const virtualSource = (kind: Kind, seq: number): VirtualSource => ({
  name: NAMES[kind](seq),
  sourceReference: seq * KINDS.length + KINDS.indexOf(kind) + 1,
});

/** The text with a number; null for an unknown number. */
export function virtualText(journal: QuestionSource, reference: number): { readonly text: string; readonly mime: string } | null {
  const { model, timeline } = journal;
  const seq = Math.floor((reference - 1) / KINDS.length);
  const event = timeline.events[seq];
  if (!event) return null;
  const kind = KINDS[(reference - 1) % KINDS.length];
  if (kind === 'event') return { text: `${JSON.stringify(event, null, 2)}\n`, mime: 'application/json' };
  if (event.type !== 'question.asked') return null;
  if (kind === 'answer') return { text: rawText(journal, event), mime: 'text/plain' };
  const shown = questionOf(model, timeline, event);
  return shown && { text: promptText(shown), mime: 'text/markdown' };
}

/** Texts of a moment: its event and, where it follows from a question, the prompt and the answer. */
export function virtualSources(events: readonly SimEvent[], seq: number): readonly VirtualSource[] {
  if (seq < 0) return [];
  const asked = askedBy(events, seq);
  const answered = asked && answerTo(events, asked, seq) ? [virtualSource('answer', asked.seq)] : [];
  return [virtualSource('event', seq), ...(asked ? [virtualSource('prompt', asked.seq)] : []), ...answered];
}
