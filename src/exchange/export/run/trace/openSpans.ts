/** Open spans, their ids, and their events and attributes. */
import type { SimEvent } from '../../../../core/events/events.js';
import { indicesInSlices } from '../../../../core/columns/indexText.js';
import { finished } from '../../../../core/util/slices.js';
import type { Attributes, AttributeValue, Span, SpanKind } from './otlp.js';

/** The kind of a span. Two spans of the same event have different kinds. */
const OF = ['run', 'round', 'phase', 'turn', 'asked'] as const;
type SpanOf = (typeof OF)[number];

/** The most events of one span, the same as the default limit of OpenTelemetry's libraries. Further events are only counted. */
const MOST_EVENTS = 128;

export interface OpenSpan extends Omit<Span, 'end' | 'attributes' | 'events' | 'dropped' | 'error'> {
  readonly of: SpanOf;
  readonly attributes: { [key: string]: AttributeValue | null | undefined };
  readonly events: Span['events'][number][];
  dropped: number;
  error: string | null;
}

/** The start time and the ids of a trace. */
export interface SpanParent {
  /** 32 hex digits. */
  readonly trace: string;
  /** The first 8 hex digits of the ids of its spans. */
  readonly prefix: string;
  /** Milliseconds since 1970 of event 0. */
  readonly from: number;
}

/** Ids from the hash of a run, so that the same run always has the same ids. The ids of its spans are unique, because they end with the event's number. */
export const placeOf = ({ hash, created }: { readonly hash: string; readonly created: number }): SpanParent => ({
  trace: hash.slice(0, 32),
  prefix: hash.slice(32, 40),
  from: created,
});

/** A run has no clock: each event takes a millisecond, because some tools do not distinguish shorter times. */
export const timeOf = ({ from }: SpanParent, seq: number): number => from + seq;

export interface Opening {
  readonly of: SpanOf;
  readonly seq: number;
  readonly parent: OpenSpan | null;
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: OpenSpan['attributes'];
}

export const opened = (place: SpanParent, { of, seq, parent, name, kind = 'internal', attributes = {} }: Opening): OpenSpan => ({
  of,
  id: place.prefix + (seq * 8 + OF.indexOf(of) + 1).toString(16).padStart(8, '0'),
  parent: parent?.id ?? null,
  name,
  kind,
  start: timeOf(place, seq),
  attributes: { 'society.event': seq, ...attributes },
  events: [],
  dropped: 0,
  error: null,
});

/** Adds an event to a span at a time, but not before the start of the span. */
export function note(span: OpenSpan, time: number, { name, attributes }: Effect): void {
  if (span.events.length < MOST_EVENTS) span.events.push({ time: Math.max(time, span.start), name, attributes });
  else span.dropped++;
}

/** Marks a span as failed. The first of several reasons is kept. */
export function fail(span: OpenSpan, code: string): void {
  span.error ??= code;
  span.attributes['error.type'] ??= code;
}

// Converts events of a run to events of a span: messages, visible acts, ties, memories and faults.

interface Effect {
  readonly name: string;
  readonly attributes: Attributes;
}

/** Null if it has none. `text` returns the words that may be written; null if no words may be written. Texts of memories are never written. */
export function effectOf(event: SimEvent, text: (words: string) => string | null): Effect | null {
  const attributes = attributesOf(event, text);
  return attributes && { name: `society.${event.type}`, attributes };
}

function attributesOf(event: SimEvent, text: (words: string) => string | null): Attributes | null {
  switch (event.type) {
    case 'message.sent':
      return {
        'society.message': event.id,
        'society.message.kind': event.kind,
        'society.message.action': event.action,
        'society.message.audience': event.audience,
        'society.message.to': event.audience === 'direct' ? event.to : null,
        'society.message.reply_to': event.replyTo,
        'society.message.text': text(event.text),
      };
    case 'tie.changed':
      return {
        'society.tie.network': event.network,
        'society.tie.from': event.from,
        'society.tie.to': event.to,
        'society.tie.before': { real: event.before },
        'society.tie.after': { real: event.after },
      };
    case 'ties.changed':
      return { 'society.tie.network': event.network };
    case 'variables.set':
      return { 'society.variable': event.name, 'society.agents': finished(indicesInSlices(event.agents)).length };
    case 'memory.written':
      return {
        'society.memory': event.id,
        'society.memory.agent': event.agent,
        'society.memory.kind': event.kind,
        'society.memory.importance': { real: event.importance },
      };
    default:
      return null;
  }
}

/** An exception in OpenTelemetry's attributes. */
export const exceptionOf = (code: string, message: string | null): Effect => ({
  name: 'exception',
  attributes: { 'exception.type': code, 'exception.message': message },
});
