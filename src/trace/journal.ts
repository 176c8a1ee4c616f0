/** The lines of a run folder: events in agenda order, answers in order of arrival. JSON Lines, one object a line. */
import type { SimEvent } from '../core/events.js';
import type { Json } from '../core/json.js';
import type { Wanted } from '../core/overrides.js';

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
  /** It was given in another run, as the one that this is a fork of: nobody was paid for it here. */
  readonly reused?: true;
}

/** What was set by hand in a run that was under way, kept like an answer: nothing before it in the stream tells what it is. */
export interface OverrideLine {
  /** The last event before it. */
  readonly after: number;
  readonly set: readonly Wanted[];
}

export const overrideLine = (line: OverrideLine): string => `${JSON.stringify(line)}\n`;

/** Lines up to the first that is not whole. */
export function readOverrides(text: string): readonly OverrideLine[] {
  const found: OverrideLine[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const override = parseOverride(line);
    if (!override) break;
    found.push(override);
  }
  return found;
}

function parseOverride(line: string): OverrideLine | null {
  try {
    const value = JSON.parse(line) as Partial<OverrideLine> | null;
    return typeof value?.after === 'number' && Array.isArray(value.set) ? (value as OverrideLine) : null;
  } catch {
    return null;
  }
}

/** What was asked under a hash: messages and schema, as canonical JSON. */
export const promptLine = (hash: string, prompt: string): string => `{"hash":${JSON.stringify(hash)},"prompt":${prompt}}\n`;

/** Roles and texts of what was asked, by hash. A line that is not whole, or says nothing of that kind, is left out. */
export function readPrompts(text: string): ReadonlyMap<string, readonly (readonly [role: string, text: string])[]> {
  const found = new Map<string, readonly (readonly [role: string, text: string])[]>();
  for (const line of text.split('\n')) {
    const { hash, prompt } = parsePrompt(line) ?? {};
    if (typeof hash === 'string' && Array.isArray(prompt?.parts)) found.set(hash, prompt.parts);
  }
  return found;
}

interface PromptLine {
  readonly hash: string;
  readonly prompt: { readonly parts: readonly (readonly [role: string, text: string])[] };
}

function parsePrompt(line: string): Partial<PromptLine> | null {
  try {
    return line === '' ? null : (JSON.parse(line) as Partial<PromptLine> | null);
  } catch {
    return null;
  }
}

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

/** Events as they are read from a text, or from one piece of it after the other. */
export interface Reading {
  readonly events: SimEvent[];
  /** Characters that were read, and those of them up to the end of the last whole step, with its events. */
  characters: number;
  whole: number;
  kept: number;
}

export const newReading = (): Reading => ({ events: [], characters: 0, whole: 0, kept: 0 });

/** Reads on; false at a line that is none, is not whole, or does not follow the one before. */
export function readOn(reading: Reading, text: string): boolean {
  const { events } = reading;
  let start = 0;
  for (;;) {
    const newline = text.indexOf('\n', start);
    const event = newline < 0 ? null : parseEvent(text.slice(start, newline));
    if (!event || event.seq !== events.length) break;
    events.push(event);
    start = newline + 1;
    if (!event.end) continue;
    reading.whole = reading.characters + start;
    reading.kept = events.length;
  }
  reading.characters += start;
  return start === text.length;
}

/**
 * Events of a text up to the last whole step, whatever comes behind: a killed process may leave half a line or half
 * a step. `dropped` counts the characters left out.
 */
export function readEvents(text: string): { readonly events: readonly SimEvent[]; readonly dropped: number } {
  const reading = newReading();
  readOn(reading, text);
  reading.events.length = reading.kept;
  return { events: reading.events, dropped: text.length - reading.whole };
}

export function parseEvent(line: string): SimEvent | null {
  try {
    const value = JSON.parse(line) as SimEvent | null;
    return typeof value?.seq === 'number' && typeof value.type === 'string' ? value : null;
  } catch {
    return null;
  }
}
