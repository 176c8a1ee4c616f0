/**
 * The attributes of a span for a question to a mind, by the conventions of OpenTelemetry for generative AI (semantic conventions 1.37.0,
 * status Development). Only language models are called models.
 */
import type { EventOf, MindLabel } from '../../../../core/events/events.js';
import type { Json } from '../../../../core/util/json.js';
import { modelAt } from '../../../../engine/model/model.js';
import type { AnswerKept, RunTold } from '../exportedRun.js';
import type { Attributes } from './otlp.js';

export type AskedEvent = EventOf<'question.asked'> | EventOf<'embedding.asked'>;
export type AnsweredEvent = EventOf<'answer.received'> | EventOf<'embedding.received'>;

/** The name of a mind in a trace. */
interface Called {
  /** The text after the operation in a span's name. */
  readonly name: string;
  readonly isModel: boolean;
  readonly attributes: Attributes;
}

/** Kinds of minds that are language models, with their provider: a server with OpenAI's protocol, or the editor. */
const PROVIDERS: { readonly [kind: string]: string } = { openai: 'openai', editor: 'society.editor' };

const labelOf = ({ model }: RunTold, seq: number, id: string): MindLabel | undefined =>
  modelAt(model, seq).minds.find((one) => one.id === id);

export function calledAt(run: RunTold, seq: number, mind: string): Called {
  const label = labelOf(run, seq, mind);
  const kind = label?.kind ?? mind;
  const isModel = label !== undefined && Object.hasOwn(PROVIDERS, kind);
  return {
    name: isModel ? label.model : mind,
    isModel,
    attributes: {
      'gen_ai.provider.name': isModel ? PROVIDERS[kind] : `society.${kind}`,
      'gen_ai.request.model': isModel ? label.model : null,
      'society.mind': mind,
      'society.mind.kind': kind,
    },
  };
}

/** The result of a question, with the tokens of its model. Tokens of an answer that was reused from another run are not counted again. */
export function answeredAttributes(run: RunTold, asked: AskedEvent, answered: AnsweredEvent, line: AnswerKept | undefined): Attributes {
  const paid = line?.reused ? undefined : line?.usage;
  const tokens = { 'gen_ai.usage.input_tokens': paid?.input, 'gen_ai.usage.output_tokens': paid?.output };
  const reused = { 'society.answer.reused': line?.reused };
  if (answered.type === 'embedding.received') return { ...tokens, ...reused, 'error.type': answered.reason };
  const { by = asked.mind, because, status, reason } = answered;
  const label = labelOf(run, answered.seq, by);
  const spoke = (line !== undefined || by !== asked.mind) && label !== undefined && Object.hasOwn(PROVIDERS, label.kind);
  return {
    'gen_ai.response.model': spoke ? label.model : null,
    ...tokens,
    ...reused,
    'society.answer.status': status,
    'society.answer.reason': reason,
    'society.answer.by': by === asked.mind ? null : by,
    'society.answer.because': because,
    'error.type': status === 'fallback' ? (reason ?? '_OTHER') : null,
  };
}

/** Prompt and answer, as messages in JSON. If private data is removed, no prompt is written, and only the parsed answer. */
export function saidAttributes(run: RunTold, asked: AskedEvent, answered: AnsweredEvent | null, line: AnswerKept | undefined): Attributes {
  if (asked.type === 'embedding.asked' || answered?.type === 'embedding.received') return {};
  const { held, kept } = run;
  const prompt = held ? null : (kept?.prompt(asked.hash) ?? null);
  const input = prompt?.map(([role, content]) => ({ role, parts: [{ type: 'text', content }] }));
  const said =
    answered && (held ? shown(withoutHeld(answered.value, (text) => held.texts([text])[0]!)) : (line?.text ?? shown(answered.value)));
  // Why a model stopped is not recorded.
  const output = said === null ? null : [{ role: 'assistant', parts: [{ type: 'text', content: said }], finish_reason: 'unknown' }];
  return {
    'gen_ai.input.messages': input && JSON.stringify(input),
    'gen_ai.output.messages': output && JSON.stringify(output),
  };
}

const shown = (value: Json): string | null => (value === null ? null : JSON.stringify(value));

/** The value without private words in its texts and numbers. */
function withoutHeld(value: Json, clean: (text: string) => string): Json {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : clean(String(value));
  if (Array.isArray(value)) return value.map((one: Json) => withoutHeld(one, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutHeld(one, clean)]));
}
