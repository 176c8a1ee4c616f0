/** The lines of a run folder: events in agenda order, answers in order of arrival. JSON Lines, one object a line. */
import type { SimEvent } from '../core/events.js';
import type { Json } from '../core/json.js';

export const eventLine = (event: SimEvent): string => `${JSON.stringify(event)}\n`;

/** An answer as it was given, kept before its first effect. */
export interface AnswerLine {
  readonly hash: string;
  readonly occurrence: number;
  readonly seed: number;
  readonly agent: string;
  readonly mind: string;
  readonly model: string;
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  /** Why it had to be asked for again, where it was. */
  readonly repaired?: string;
  /** Who answered in the place of the mind that was asked. */
  readonly by?: { readonly mind: string; readonly model: string; readonly reason: string };
  /** It was given in the run that this one is a fork of: nobody was paid for it here. */
  readonly reused?: true;
}

/** What was asked under a hash: messages and schema, as canonical JSON. */
export const promptLine = (hash: string, prompt: string): string => `{"hash":${JSON.stringify(hash)},"prompt":${prompt}}\n`;

/** Answers of a text up to the last whole line; `kept` counts the characters that they take. */
export function readAnswers(text: string): { readonly answers: readonly AnswerLine[]; readonly kept: number } {
  const answers: AnswerLine[] = [];
  let kept = 0;
  for (;;) {
    const newline = text.indexOf('\n', kept);
    const answer = newline < 0 ? null : parseAnswer(text.slice(kept, newline));
    if (!answer) return { answers, kept };
    answers.push(answer);
    kept = newline + 1;
  }
}

function parseAnswer(line: string): AnswerLine | null {
  try {
    const value = JSON.parse(line) as Partial<AnswerLine> | null;
    return typeof value?.hash === 'string' && typeof value.occurrence === 'number' ? (value as AnswerLine) : null;
  } catch {
    return null;
  }
}

export const answerLine = (answer: AnswerLine): string => `${JSON.stringify(answer)}\n`;

/**
 * Events of a text up to the last whole step, whatever comes behind: a killed process may leave half a line or half
 * a step. `dropped` counts the characters left out; `next` is where writing can go on.
 */
export function readEvents(text: string): { readonly events: readonly SimEvent[]; readonly dropped: number } {
  const events: SimEvent[] = [];
  let whole = 0;
  let kept = 0;
  for (let start = 0; ; ) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) break;
    const event = parseEvent(text.slice(start, newline));
    if (!event || event.seq !== events.length) break;
    events.push(event);
    start = newline + 1;
    if (event.end) {
      whole = start;
      kept = events.length;
    }
  }
  events.length = kept;
  return { events, dropped: text.length - whole };
}

function parseEvent(line: string): SimEvent | null {
  try {
    const value = JSON.parse(line) as SimEvent | null;
    return typeof value?.seq === 'number' && typeof value.type === 'string' ? value : null;
  } catch {
    return null;
  }
}
