/**
 * The lines of a run folder: events in order of the agenda, answers in order of arrival. The files are JSON Lines: one object on
 * each line.
 */
import type { SimEvent } from '../core/events/events.js';
import type { Json } from '../core/util/json.js';
import type { OverrideRequest } from '../core/events/overrides.js';
import { sealed, unsealed } from './checksum.js';
import type { SumCheck } from './eventSums.js';

/** An answer as the mind gave it. It is written before its first effect. */
export interface AnswerLine {
  readonly hash: string;
  readonly occurrence: number;
  readonly seed: number;
  readonly agent: string;
  readonly mind: string;
  readonly model: string;
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number };
  /** What the server says that it answered with, if that differs from `model`. */
  readonly served?: string;
  /** The limit of tokens that the program chose for the answer, where the file names none. */
  readonly limit?: number;
  /** Why the question was asked again, if it was. */
  readonly repaired?: string;
  /** The answer came in a batch, which costs less. */
  readonly batch?: true;
  /** The answer came with the call of an equal question of another agent. */
  readonly drawn?: true;
  /** Who answered instead of the mind that was asked. */
  readonly by?: { readonly mind: string; readonly model: string; readonly reason: string };
  /** The answer comes from another run, such as the parent of this fork. It cost nothing in this run. */
  readonly reused?: true;
}

/** Overrides of a run that was not at its end. They are kept like answers, because they do not follow from earlier events. */
export interface OverrideLine {
  readonly after: number;
  readonly set: readonly OverrideRequest[];
}

export const overrideLine = (line: OverrideLine): string => sealed(JSON.stringify(line));

/** The overrides up to the first line that is not whole. */
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
    const value = JSON.parse(unsealed(line) ?? '') as Partial<OverrideLine> | null;
    return typeof value?.after === 'number' && Array.isArray(value.set) ? (value as OverrideLine) : null;
  } catch {
    return null;
  }
}

/** The line of a prompt, by its hash: messages and schema, as canonical JSON. */
export const promptLine = (hash: string, prompt: string): string => `{"hash":${JSON.stringify(hash)},"prompt":${prompt}}\n`;

/** Roles and texts of prompts, by hash. A line that is not whole, or is not a prompt, is left out. */
export function readPrompts(
  text: string,
  found = new Map<string, readonly (readonly [role: string, text: string])[]>(),
): ReadonlyMap<string, readonly (readonly [role: string, text: string])[]> {
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

/** Answers that were read so far. A text can come in pieces. */
export interface AnswersRead {
  readonly answers: AnswerLine[];
  /** Number of whole lines that are not an answer, or that changed after they were written. Their questions are asked again. */
  damaged: number;
}

/** Reads the answers of a text. A line without its end was being written when its process was killed, and is left out. */
export function readAnswers(text: string, read: AnswersRead = { answers: [], damaged: 0 }): AnswersRead {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    const line = text.slice(start, end);
    start = end + 1;
    const answer = line === '' ? null : parseAnswer(line);
    if (answer) read.answers.push(answer);
    else if (line !== '') read.damaged++;
  }
  return read;
}

function parseAnswer(line: string): AnswerLine | null {
  try {
    const value = JSON.parse(unsealed(line) ?? '') as Partial<AnswerLine> | null;
    return value && isAnswer(value) ? (value as AnswerLine) : null;
  } catch {
    return null;
  }
}

const TEXTS = ['agent', 'mind', 'model', 'text', 'served', 'repaired'] as const;

/** Whether each field has its type. Lines of older versions have no checksum, so the types are checked. */
function isAnswer(value: Partial<AnswerLine>): boolean {
  const { hash, occurrence, usage, by } = value;
  if (typeof hash !== 'string' || typeof occurrence !== 'number') return false;
  if (TEXTS.some((key) => value[key] !== undefined && typeof value[key] !== 'string')) return false;
  if (usage !== undefined && (typeof usage?.input !== 'number' || typeof usage.output !== 'number')) return false;
  if (usage?.cached !== undefined && typeof usage.cached !== 'number') return false;
  return by === undefined || (typeof by?.mind === 'string' && typeof by.model === 'string' && typeof by.reason === 'string');
}

export const answerLine = (answer: AnswerLine): string => sealed(JSON.stringify(answer));

/** Events that were read so far. A text can come in pieces. */
export interface Reading {
  readonly events: SimEvent[];
  /**
   * Characters that were read (`characters`), those up to the end of the last whole step (`whole`), and the number of events up to
   * there (`kept`).
   */
  characters: number;
  whole: number;
  kept: number;
  /** A whole line is not an event or not the next one, or a block has another checksum. The file is damaged, not cut off. */
  damaged: boolean;
  /** Where the last whole step ended before the current block. */
  before: Pick<Reading, 'whole' | 'kept'>;
}

export const newReading = (): Reading => ({
  events: [],
  characters: 0,
  whole: 0,
  kept: 0,
  damaged: false,
  before: { whole: 0, kept: 0 },
});

/**
 * Reads more text. Returns false at a line that is not an event, is not whole, is not the next one, or ends a block that changed.
 */
export function readOn(reading: Reading, text: string, sums: SumCheck | null = null): boolean {
  const { events } = reading;
  let start = 0;
  for (;;) {
    const newline = text.indexOf('\n', start);
    const line = newline < 0 ? '' : text.slice(start, newline);
    const event = newline < 0 ? null : parseEvent(line);
    if (!event || event.seq !== events.length) {
      reading.damaged = newline >= 0;
      break;
    }
    if (sums?.begins(event.seq)) reading.before = { whole: reading.whole, kept: reading.kept };
    if (sums && !sums.takes(event, line)) {
      Object.assign(reading, reading.before, { damaged: true });
      reading.characters += start;
      return false;
    }
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
 * Events of a text up to the last whole step. A killed process may leave half a line or half a step after it. `dropped` counts the
 * characters that are left out.
 */
export function readEvents(text: string): { readonly events: readonly SimEvent[]; readonly dropped: number } {
  const reading = newReading();
  readOn(reading, text);
  reading.events.length = reading.kept;
  return { events: reading.events, dropped: text.length - reading.whole };
}

/** The event in a line of `events.jsonl`; null if the line is not one. Only `seq` and `type` are checked. */
export function parseEvent(line: string): SimEvent | null {
  try {
    const value = JSON.parse(line) as SimEvent | null;
    return typeof value?.seq === 'number' && typeof value.type === 'string' ? value : null;
  } catch {
    return null;
  }
}
