/** What an event of a run is as an event of a span: words and acts that others saw, ties, what is remembered, and what went wrong. */
import type { SimEvent } from '../../../../core/events/events.js';
import type { Attributes } from './otlp.js';

export interface Effect {
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
