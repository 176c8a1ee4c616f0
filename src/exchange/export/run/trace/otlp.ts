/**
 * Spans in the JSON of the OpenTelemetry protocol, as an `ExportTraceServiceRequest`: keys in lowerCamelCase, ids in hex, times
 * in nanoseconds and whole numbers as decimal strings, enums as numbers (OTLP 1.x, "JSON Protobuf Encoding").
 */

/** A real number, which is written as a double even if it is whole. */
interface Real {
  readonly real: number;
}

/** A plain number must be whole. */
export type AttributeValue = string | number | boolean | Real | readonly string[];
/** Null and undefined values are not written. */
export type Attributes = { readonly [key: string]: AttributeValue | null | undefined };

/** `SpanKind` of the protocol. */
const KINDS = { internal: 1, client: 3 } as const;
export type SpanKind = keyof typeof KINDS;

/** `StatusCode` of the protocol for failed spans; other spans have no status. */
const ERROR = 2;

interface SpanEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface Span {
  /** 16 hex digits. */
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  /** The number of events that are left out. */
  readonly dropped: number;
  /** Why it failed; null if it did not fail. */
  readonly error: string | null;
}

export interface Envelope {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  /** The conventions for names of attributes. */
  readonly schemaUrl: string;
}

/** The beginning of a request. Its spans follow, with a comma between them. */
export function requestHead({ resource, scope, schemaUrl }: Envelope): string {
  const about = JSON.stringify({ attributes: keyValues(resource) });
  const url = JSON.stringify(schemaUrl);
  return `{"resourceSpans":[{"resource":${about},"schemaUrl":${url},"scopeSpans":[{"scope":${JSON.stringify(scope)},"schemaUrl":${url},"spans":[\n`;
}

export const REQUEST_TAIL = '\n]}]}]}\n';

/** A request without any span. */
export const EMPTY_REQUEST = '{"resourceSpans":[]}\n';

/** A span of a trace, whose id is 32 hex digits. */
export function spanJson(traceId: string, span: Span): string {
  const { id, parent, name, kind, start, end, attributes, events, dropped, error } = span;
  return JSON.stringify({
    traceId,
    spanId: id,
    ...(parent === null ? {} : { parentSpanId: parent }),
    name: wellFormed(name),
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: keyValues(attributes),
    ...(events.length === 0 ? {} : { events: events.map(eventJson) }),
    ...(dropped === 0 ? {} : { droppedEventsCount: dropped }),
    ...(error === null ? {} : { status: { message: wellFormed(error), code: ERROR } }),
  });
}

const eventJson = ({ time, name, attributes }: SpanEvent): object => ({
  timeUnixNano: nanoseconds(time),
  name,
  attributes: keyValues(attributes),
});

/** Nanoseconds as text, because they exceed the precision of a number. */
const nanoseconds = (milliseconds: number): string => String(BigInt(milliseconds) * 1_000_000n);

const keyValues = (attributes: Attributes): readonly object[] =>
  Object.entries(attributes).flatMap(([key, value]) => (value === null || value === undefined ? [] : [{ key, value: anyValue(value) }]));

function anyValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: wellFormed(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  return 'real' in value ? { doubleValue: value.real } : { arrayValue: { values: value.map((one) => ({ stringValue: wellFormed(one) })) } };
}

/** Strings of the protocol are UTF-8, which cannot encode half of a surrogate pair. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
