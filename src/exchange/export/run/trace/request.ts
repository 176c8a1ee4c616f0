/** A run as a request of the OpenTelemetry protocol, in pieces, so that a long run need not be in memory as a whole. */
import type { SimEvent } from '../../../../core/events/events.js';
import { about, type Kept, mindsOf, type RunTold } from '../exportedRun.js';
import type { FolderWriter } from '../writer.js';
import { EMPTY_REQUEST, type Envelope, REQUEST_TAIL, requestHead, type Span, spanJson } from './otlp.js';
import { Spans } from './spans.js';

/** The number of events whose spans form a piece. */
const AT_ONCE = 1_024;

/** The first version with the current name of the provider's attribute. */
const CONVENTIONS = 'https://opentelemetry.io/schemas/1.37.0';

/** The number of pieces of a run, including its end. */
const tracePieces = (events: number): number => Math.ceil(events / AT_ONCE) + 1;

/** The run up to its current event. It contains texts of messages only with `texts`. */
function traceRequest(run: RunTold, kept: Kept, texts: boolean): Iterable<string> {
  const { events } = run.timeline;
  return pieces(run, events.length, new Spans(run, kept, texts));
}

/** The format `otlp`. */
export const otlp: FolderWriter = { extension: 'otlp.json', count: tracePieces, pieces: traceRequest };

function* pieces(run: RunTold, length: number, spans: Spans): Generator<string> {
  const { events } = run.timeline;
  if (length === 0) return yield EMPTY_REQUEST;
  let piece = requestHead(envelope(run, events[0]!));
  let separator = '';
  const write = (ended: readonly Span[]): void => {
    for (const span of ended) {
      piece += separator + spanJson(spans.trace, span);
      separator = ',\n';
    }
  };
  let step: SimEvent[] = [];
  for (let seq = 0; seq < length; seq++) {
    const event = events[seq]!;
    step.push(event);
    if (event.end || seq === length - 1) {
      write(spans.step(step));
      step = [];
    }
    if (seq % AT_ONCE !== AT_ONCE - 1 && seq < length - 1) continue;
    yield piece;
    piece = '';
  }
  write(spans.end(length - 1));
  yield piece + REQUEST_TAIL;
}

function envelope(run: RunTold, first: SimEvent): Envelope {
  const { title, scenario, seed } = run.model;
  const version = first.type === 'run.started' ? first.engine : '';
  return {
    resource: {
      'service.name': 'society-studio',
      'service.version': version,
      'society.run': run.id,
      'society.title': title,
      'society.scenario': scenario,
      'society.seed': seed,
      'society.minds': mindsOf(run.model),
      'society.synthetic': true,
      'society.about': about(run, 'trace'),
      'society.time': 'events, not seconds: one millisecond each',
    },
    scope: { name: 'society-studio', version },
    schemaUrl: CONVENTIONS,
  };
}
