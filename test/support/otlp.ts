/**
 * OTLP/JSON, read by the code that OpenTelemetry generates from the protocol's definition. A field that this code does not know, or would write
 * otherwise, is an error.
 */
import assert from 'node:assert/strict';
import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import type { Json, JsonObject } from '../../src/core/util/json.js';

/** Methods of a generated type, which the package does not document. */
interface Generated {
  fromObject(json: object): object;
  verify(message: object): string | null;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): object;
}

interface Root {
  readonly opentelemetry: {
    readonly proto: { readonly collector: { readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Generated } } } };
  };
}

const { ExportTraceServiceRequest } = (root as unknown as Root).opentelemetry.proto.collector.trace.v1;

export interface ReadValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly ReadValue[] };
}

type KeyValues = readonly { readonly key: string; readonly value: ReadValue }[];

export interface ReadSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: KeyValues;
  readonly events?: readonly { readonly timeUnixNano: string; readonly name: string; readonly attributes: KeyValues }[];
  readonly droppedEventsCount?: number;
  readonly status?: { readonly code: number; readonly message: string };
}

export interface ReadTrace {
  readonly resource: { readonly [key: string]: unknown };
  readonly spans: readonly ReadSpan[];
}

const IDS: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId']);

/** As the generated code reads it: ids, which the JSON has in hex, as bytes. */
const withBytes = (value: Json, key = ''): unknown => {
  if (typeof value === 'string' && IDS.has(key)) {
    assert.match(value, key === 'traceId' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{16}$/);
    assert.doesNotMatch(value, /^0+$/);
    return Buffer.from(value, 'hex');
  }
  if (Array.isArray(value)) return value.map((one) => withBytes(one as Json));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, one]) => [name, withBytes(one, name)]));
};

const withHex = (value: unknown): Json => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(withHex);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withHex(one)]));
};

/** The request after a round trip through the binary form. */
function throughProtobuf(json: Json): Json {
  const message = ExportTraceServiceRequest.fromObject(withBytes(json) as object);
  assert.equal(ExportTraceServiceRequest.verify(message), null);
  const read = ExportTraceServiceRequest.decode(ExportTraceServiceRequest.encode(message).finish());
  return withHex(ExportTraceServiceRequest.toObject(read, { longs: String }));
}

export function readTrace(text: string): ReadTrace {
  const json = JSON.parse(text) as Json;
  const read = throughProtobuf(json);
  assert.deepEqual(read, json, 'each key is the protocol’s, and none has a value that stands for nothing');
  const { resourceSpans } = read as unknown as Request;
  assert.equal(resourceSpans.length, 1);
  const [{ resource, scopeSpans }] = resourceSpans as [Request['resourceSpans'][number]];
  assert.equal(scopeSpans.length, 1);
  return { resource: valuesOf(resource.attributes), spans: scopeSpans[0]!.spans };
}

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: KeyValues };
    readonly scopeSpans: readonly { readonly spans: readonly ReadSpan[] }[];
  }[];
}

export const valuesOf = (attributes: KeyValues): { readonly [key: string]: unknown } =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

const plain = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: ReadValue): unknown =>
  stringValue ?? (intValue === undefined ? undefined : Number(intValue)) ?? doubleValue ?? boolValue ?? arrayValue?.values.map(plain);

/** Checks that ids differ, that parents exist, that a child is within the time of its parent, and that only one span has no parent. */
export function assertNested({ spans }: ReadTrace): void {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  assert.equal(byId.size, spans.length, 'ids of spans differ');
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  assert.equal(spans.filter(({ parentSpanId }) => parentSpanId === undefined).length, 1);
  for (const span of spans) {
    const [start, end] = [BigInt(span.startTimeUnixNano), BigInt(span.endTimeUnixNano)];
    assert.ok(start <= end, span.name);
    for (const { timeUnixNano } of span.events ?? []) assert.ok(start <= BigInt(timeUnixNano) && BigInt(timeUnixNano) <= end, span.name);
    if (span.parentSpanId === undefined) continue;
    const parent = byId.get(span.parentSpanId);
    assert.ok(parent, `the parent of ${span.name}`);
    assert.ok(BigInt(parent.startTimeUnixNano) <= start && end <= BigInt(parent.endTimeUnixNano), `${span.name} in ${parent.name}`);
  }
}
