/** Builds the body of a chat completion from a question. Pure; it adds no text, because prompts are in the library. */
import { canonical, type Json, type JsonObject } from '../../core/util/json.js';
import type { AnswerSchema, Question } from '../../engine/model/question.js';
import { fitted } from '../shared/answerRoom.js';
import { actionForms } from './actionForms.js';
import { grammarOf } from './grammar.js';

/** How the answer's form is requested, from the strongest to the weakest. A tool call is requested only if the file says so. */
export const formats = ['json_schema', 'json_object', 'none'] as const;
export type Format = (typeof formats)[number] | 'tools';

/** The features that an endpoint understands. */
export interface Dialect {
  readonly format: Format;
  readonly limit: LimitField;
  /** Whether it can stream an answer. */
  readonly stream: boolean;
  /** It gets a form for each action, and the maximum length of texts. Strict mode refuses both; servers on this machine comply. */
  readonly lengths: boolean;
  /** It gets a limit of tokens that fits the question, where the file has none. */
  readonly ownLimit: boolean;
  /** Texts and lists get less room than usual, for a question whose answer was cut. */
  readonly brief: boolean;
  /** It gets a grammar of ours in place of the schema (llama.cpp). */
  readonly grammar: boolean;
}

/** Name of the field that limits the answer. OpenAI's newer models refuse the old name, most other servers know only the old name. */
type LimitField = 'max_tokens' | 'max_completion_tokens';

export interface Sampling {
  readonly model: string;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** A limit that cuts no usable answer. Unlike `maxTokens`, it does not shorten texts. */
  readonly ownLimit?: number | undefined;
  /** The beginning of the answer, which the model continues. */
  readonly reply?: string | undefined;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The whole body. Its keys are in a fixed order, so equal questions send equal bytes. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: ChatMessage[];
  readonly temperature?: number;
  readonly top_p?: number;
  readonly n?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly stream?: true;
  readonly stream_options?: { readonly include_usage: true };
  readonly response_format?:
    | { readonly type: 'json_object' }
    | {
        readonly type: 'json_schema';
        readonly json_schema: NamedSchema;
      };
  readonly grammar?: string;
  readonly tools?: {
    readonly type: 'function';
    readonly function: Omit<NamedSchema, 'schema'> & { readonly parameters: NamedSchema['schema'] };
  }[];
  readonly tool_choice?: { readonly type: 'function'; readonly function: { readonly name: string } };
}

interface NamedSchema {
  readonly name: string;
  readonly strict: true;
  readonly schema: { [key: string]: unknown };
}

/** The first dialect for an unknown endpoint. */
export const FIRST_DIALECT: Dialect = {
  ...{ format: 'json_schema', limit: 'max_tokens', stream: true },
  ...{ lengths: false, ownLimit: false, brief: false, grammar: false },
};

/** The body for a question; its answer is streamed if a reader follows it and the endpoint supports streams. */
export function chatRequest(question: Question, sampling: Sampling, dialect: Dialect = FIRST_DIALECT): ChatRequest {
  const { format, limit, stream, lengths, brief } = dialect;
  const most = leastOf(sampling.maxTokens, sampling.ownLimit);
  const bound = brief ? most : sampling.maxTokens;
  const form = lengths && bound !== undefined ? fitted(question.answer, bound, brief) : question.answer;
  return {
    model: sampling.model,
    messages: [...chatMessages(question, format), ...(sampling.reply ? [{ role: 'assistant' as const, content: sampling.reply }] : [])],
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(question.choices === undefined ? {} : { n: question.choices }),
    ...(most === undefined ? {} : { [limit]: most }),
    ...(stream && question.heard && question.choices === undefined ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...responseFormat({ ...question, answer: form }, dialect),
  };
}

const leastOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

/**
 * The kept parts: one system message, then one user message, each in the order of the parts. (Templates of local
 * models do not support a second system message.) If the schema is not sent separately, it follows the prompt, or a form in plain text does.
 */
export function chatMessages(question: Pick<Question, 'parts' | 'answer' | 'form' | 'inPlain'>, format: Format): ChatMessage[] {
  const form = format === 'none' ? question.form : undefined;
  const parts = form && question.inPlain ? question.inPlain(form) : question.parts();
  const kept = parts.filter((part) => part.kept && part.text !== '' && part.section !== REPLY);
  const system = kept.filter((part) => part.role === 'system').map((part) => part.text);
  const user = kept.filter((part) => part.role === 'user').map((part) => part.text);
  if (format === 'json_object' || (format === 'none' && !form)) user.push(`JSON Schema: ${canonical(question.answer)}`);
  const messages: ChatMessage[] = [];
  if (system.length > 0) messages.push({ role: user.length > 0 ? 'system' : 'user', content: system.join('\n\n') });
  if (user.length > 0) messages.push({ role: 'user', content: user.join('\n\n') });
  return messages;
}

/** The section with the beginning of the answer, which is a message of the model. */
export const REPLY = 'reply';

function responseFormat(
  question: Question,
  { format, lengths, grammar }: Dialect,
): Pick<ChatRequest, 'response_format' | 'grammar' | 'tools' | 'tool_choice'> {
  if (format === 'none') return {};
  if (format === 'json_object') return { response_format: { type: 'json_object' } };
  const name = `${question.purpose}_answer`;
  const formOf = (schema: AnswerSchema): JsonObject => strictSchema(schema, lengths);
  const forms = !lengths || format === 'tools' ? null : actionForms(question, formOf);
  const schema = (forms ?? formOf(question.answer)) as { [key: string]: unknown };
  if (grammar) return { grammar: grammarOf(schema) };
  if (format === 'json_schema') return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
  return {
    tools: [{ type: 'function', function: { name, strict: true, parameters: schema } }],
    tool_choice: { type: 'function', function: { name } },
  };
}

/**
 * The schema in the dialect of strict structured outputs: every property is required (one that was not may be null
 * instead). `maxLength`, which strict mode refuses, is left to the engine, which tests every answer anyway, unless the server gets `lengths`.
 */
function strictSchema(schema: AnswerSchema, lengths: boolean): JsonObject {
  if ('properties' in schema) {
    const { properties, required } = schema;
    const strict: { [key: string]: Json } = {};
    for (const [name, property] of Object.entries(properties)) {
      const form = strictSchema(property, lengths);
      strict[name] = required.includes(name) ? form : nullable(form);
    }
    return { ...schema, properties: strict, required: Object.keys(properties) };
  }
  if ('items' in schema) return { ...schema, items: strictSchema(schema.items, lengths) };
  if (lengths || !('maxLength' in schema)) return schema as JsonObject;
  const { maxLength: _, ...rest } = schema;
  return rest as JsonObject;
}

function nullable(form: JsonObject): JsonObject {
  if (typeof form['type'] !== 'string') return form;
  const values = form['enum'];
  return { ...form, type: [form['type'], 'null'], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
}
