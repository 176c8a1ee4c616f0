/**
 * Texts that are in no file: an event as it is recorded, the prompt of a question, its answer. The number of a text says
 * which one it is, so that it stays valid as long as the session.
 */
import type { SimEvent } from '../core/events.js';
import type { Timeline } from '../core/timeline.js';
import type { Model } from '../engine/index.js';
import { askedBy, promptText, questionOf } from './prompts.js';

type Kind = 'event' | 'prompt';

const KINDS: readonly Kind[] = ['event', 'prompt'];

export interface VirtualSource {
  readonly name: string;
  readonly sourceReference: number;
}

/** The text of a kind that belongs to an event. Numbers begin at 1. */
export const virtualSource = (kind: Kind, seq: number): VirtualSource => ({
  name: kind === 'event' ? `event ${seq}.json` : `prompt of event ${seq}.md`,
  sourceReference: seq * KINDS.length + KINDS.indexOf(kind) + 1,
});

/** The text of a number; null for one that was not given out. */
export function virtualText(model: Model, timeline: Timeline, reference: number): { readonly text: string; readonly mime: string } | null {
  const seq = Math.floor((reference - 1) / KINDS.length);
  const event = timeline.events[seq];
  if (!event) return null;
  if (KINDS[(reference - 1) % KINDS.length] === 'event') return { text: `${JSON.stringify(event, null, 2)}\n`, mime: 'application/json' };
  const shown = event.type === 'question.asked' ? questionOf(model, timeline, event) : null;
  return shown && { text: promptText(shown), mime: 'text/markdown' };
}

/** Texts that belong to a moment: its event and, where it comes of a question, the prompt and the answer's event. */
export function virtualSources(events: readonly SimEvent[], seq: number): readonly VirtualSource[] {
  if (seq < 0) return [];
  const asked = askedBy(events, seq);
  return [virtualSource('event', seq), ...(asked ? [virtualSource('prompt', asked.seq)] : [])];
}
