/** Spans that are under way, the ids they have, and what is noted of them. */
import type { SimEvent } from '../../../../core/events/events.js';
import type { Attributes, AttributeValue, Span, SpanKind } from './otlp.js';

/** What a span is of. Two of one event are of different things. */
const OF = ['run', 'round', 'phase', 'turn', 'asked'] as const;
type SpanOf = (typeof OF)[number];

/** Events of one span at most, as the limit that OpenTelemetry's own libraries have by default. Further ones are counted. */
const MOST_EVENTS = 128;

export interface OpenSpan extends Omit<Span, 'end' | 'attributes' | 'events' | 'dropped' | 'error'> {
  readonly of: SpanOf;
  readonly attributes: { [key: string]: AttributeValue | null | undefined };
  readonly events: Span['events'][number][];
  dropped: number;
  error: string | null;
}

/** Where a trace is in time, and what it is called. */
export interface SpanParent {
  /** 32 hex digits. */
  readonly trace: string;
  /** 8 hex digits with which the ids of its spans begin. */
  readonly prefix: string;
  /** Milliseconds since 1970 of event 0. */
  readonly from: number;
}

/** Ids out of the hash of a run, so that the same run has the same ones. Those of its spans differ for certain: they end in the event's number. */
export const placeOf = ({ hash, created }: { readonly hash: string; readonly created: number }): SpanParent => ({
  trace: hash.slice(0, 32),
  prefix: hash.slice(32, 40),
  from: created,
});

/** A run has no clock: each event takes a millisecond, as there are tools that tell no shorter times apart. */
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

/** At a time, but not before the span. */
export function note(span: OpenSpan, time: number, { name, attributes }: Effect): void {
  if (span.events.length < MOST_EVENTS) span.events.push({ time: Math.max(time, span.start), name, attributes });
  else span.dropped++;
}

/** The first of several reasons is kept. */
export function fail(span: OpenSpan, code: string): void {
  span.error ??= code;
  span.attributes['error.type'] ??= code;
}

// What an event of a run is as an event of a span: words and acts that others saw, ties, what is remembered, and what went wrong.

interface Effect {
  readonly name: string;
  readonly attributes: Attributes;
}

/** Null where it is none. `text` gives words as they may be written; null where none are. What is remembered is never written. */
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

/** As OpenTelemetry names what was thrown. */
export const exceptionOf = (code: string, message: string | null): Effect => ({
  name: 'exception',
  attributes: { 'exception.type': code, 'exception.message': message },
});
