/**
 * The lines of events as text. A line that holds the rows of a large crowd has millions of characters, so it is made in pieces, and the
 * event loop gets its turn between them.
 */
import { unwrittenLength } from '../core/columns/valueText.js';
import type { SimEvent } from '../core/events/events.js';

export const eventLine = (event: SimEvent): string => `${JSON.stringify(event)}\n`;

/** Number of characters of a text, or of items of a list, that are turned into JSON at once. */
const TEXT = 64 * 1024;
const ITEMS = 4 * 1024;

const isLong = (value: unknown): value is string | readonly unknown[] =>
  typeof value === 'string' ? value.length > TEXT : Array.isArray(value) && value.length > ITEMS;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a member of an event, or a member of that, is long. No event is nested deeper where it is long. */
export function isLongEvent(event: SimEvent): boolean {
  return Object.values(event).some((value) => isLong(value) || (isObject(value) && hasLong(value)));
}

function hasLong(object: object): boolean {
  const unwritten = unwrittenLength(object);
  return unwritten === null ? Object.values(object).some(isLong) : unwritten > TEXT;
}

/** The line of an event in pieces, which together are `eventLine`. Each is about as long as one part of a long member. */
export function* eventPieces(event: SimEvent): Generator<string> {
  yield* objectPieces(event);
  yield '\n';
}

function* objectPieces(object: object): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    before = ',';
    if (isLong(value)) yield* typeof value === 'string' ? textPieces(value) : listPieces(value);
    else if (isObject(value)) yield* objectPieces(value);
    else yield JSON.stringify(value);
  }
  yield before === '{' ? '{}' : '}';
}

function* textPieces(text: string): Generator<string> {
  yield '"';
  for (let from = 0, end = 0; from < text.length; from = end) {
    end = Math.min(text.length, from + TEXT);
    // The two halves of a character stay together: JSON writes half a character differently.
    if (end < text.length && isFirstHalf(text.charCodeAt(end - 1))) end--;
    yield JSON.stringify(text.slice(from, end)).slice(1, -1);
  }
  yield '"';
}

const isFirstHalf = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

function* listPieces(list: readonly unknown[]): Generator<string> {
  for (let from = 0; from < list.length; from += ITEMS)
    yield `${from === 0 ? '[' : ','}${JSON.stringify(list.slice(from, from + ITEMS)).slice(1, -1)}`;
  yield ']';
}
