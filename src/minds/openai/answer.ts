/** Reads the text of an answer from a chat completion, which is untrusted data. The engine parses and checks it. */
import { type FormAsked, MindFault, type MindAnswer } from '../../engine/model/mind.js';
import { quotable } from '../trust/redact.js';
import { HttpProblem, problemFrom, record } from './endpoint.js';
import { emptyFault, notProtocolFault, refusedFault, type Endpoint } from './faults.js';

/** A form in plain text that was sent. Its answer can be read also where it was cut. */
export type FormSent = Omit<FormAsked, 'cut'>;

/**
 * The text and usage of a completion. Throws `MindFault`, or `HttpProblem` if an error came with a success status. Both
 * record that the server answered, and the tokens that it reports. A page of HTML is not an answer of a model.
 */
export function answerOf(completion: unknown, endpoint: Endpoint, form?: FormSent): MindAnswer {
  try {
    return spokenIn(record(completion), 0, endpoint, form);
  } catch (error) {
    const taken = usageOf(record(completion));
    const isPage = typeof completion === 'string' && /^\s*</.test(completion);
    const turnedAway = error instanceof HttpProblem && !taken.usage;
    if (!isPage && !turnedAway) Object.assign(error as Error, { answered: true, ...taken } satisfies Taken);
    throw error;
  }
}

/**
 * The usable answers of a completion with several choices: the first of them with the others, and the usage of all. Throws as `answerOf`
 * if there is none.
 */
export function answersOf(completion: unknown, endpoint: Endpoint, form?: FormSent): MindAnswer {
  const choices = record(completion)['choices'];
  const found = (Array.isArray(choices) ? choices : []).flatMap((_, i): MindAnswer[] => {
    try {
      return [spokenIn(record(completion), i, endpoint, form)];
    } catch {
      return [];
    }
  });
  const [first, ...others] = found;
  if (!first) return answerOf(completion, endpoint, form);
  return { ...first, ...(others.length > 0 ? { more: others.map(({ usage: _ofAll, ...one }) => one) } : {}) };
}

/** The known data of an answer that cannot be used. */
interface Taken extends Pick<MindAnswer, 'usage'> {
  readonly answered?: boolean;
}

/** The fault of an error, with the error's data about the answer. */
export function withTaken(fault: MindFault, error: unknown): MindFault {
  const { answered, usage } = (error ?? {}) as Taken;
  return answered === true ? Object.assign(fault, { answered, ...(usage ? { usage } : {}) } satisfies Taken) : fault;
}

function spokenIn(body: { readonly [key: string]: unknown }, which: number, endpoint: Endpoint, form?: FormSent): MindAnswer {
  const choices = body['choices'];
  const choice = Array.isArray(choices) ? record(choices[which]) : {};
  const message = record(choice['message']);
  if (!('message' in choice)) throw body['error'] ? embeddedProblem(body) : notProtocolFault(endpoint);
  const finish = choice['finish_reason'];
  const refusal = message['refusal'];
  if (typeof refusal === 'string' && refusal !== '') throw refusedFault(endpoint, refusal);
  const { text: content, thought } = spoken(message['content']);
  const text = content === '' ? (called(message) ?? misplaced(message)) : content;
  if (text === '') throw emptyFault(endpoint, finish, thought || reasoned(message, body['usage']));
  const cut = finish === 'length';
  if (cut && !form && !isObject(text) && !beginsWithObject(text)) throw cutShort(endpoint);
  if (finish === 'content_filter') throw refusedFault(endpoint, '');
  return { text, ...usageOf(body), ...servedBy(body, endpoint), ...(form ? { form: { ...form, cut } } : {}) };
}

/** Some gateways answer 200 with the error of their own server. */
export function embeddedProblem(body: { readonly [key: string]: unknown }): Error {
  const code = record(body['error'])['code'];
  return problemFrom(typeof code === 'number' && code >= 400 && code <= 599 ? code : 502, body);
}

function cutShort({ model }: Endpoint): MindFault {
  return new MindFault('cut-short', `The answer of ${model} was cut off at its length limit. Raise max_tokens in its entry under models:.`);
}

/** The content without the thoughts that some servers put before it. */
function spoken(content: unknown): { readonly text: string; readonly thought: boolean } {
  const parts = Array.isArray(content) ? content.map((part) => record(part)['text']) : [content];
  const raw = parts
    .filter((part) => typeof part === 'string')
    .join('')
    .trim();
  if (!raw.startsWith('<think>')) return { text: raw, thought: false };
  const end = raw.indexOf('</think>');
  return { text: end < 0 ? '' : raw.slice(end + '</think>'.length).trim(), thought: true };
}

/** The arguments of a tool call, which are the answer if it was requested as a call. */
function called(message: { readonly [key: string]: unknown }): string | null {
  const calls = message['tool_calls'];
  const given = record(record(Array.isArray(calls) ? calls[0] : null)['function'])['arguments'];
  return typeof given === 'string' && given.trim() !== '' ? given.trim() : null;
}

/** Some servers enforce the schema while a model thinks: then the thoughts are one JSON object, which is the answer. */
function misplaced(message: { readonly [key: string]: unknown }): string {
  const thoughts = message['reasoning_content'] ?? message['reasoning'];
  return typeof thoughts === 'string' && isObject(thoughts) ? thoughts.trim() : '';
}

/** Whether a text is one whole JSON object. Such an answer is not cut, also where it ended at its limit of tokens. */
function isObject(text: string): boolean {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text begins with one whole JSON object, in a code fence or not. Then only words after the answer are cut. */
function beginsWithObject(text: string): boolean {
  const start = /^\s*(```\w*\s*)?\{/.exec(text)?.[0].length ?? 0;
  if (start === 0) return false;
  let [depth, quoted] = [1, false];
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return isObject(text.slice(start - 1, i + 1));
  }
  return false;
}

function reasoned(message: { readonly [key: string]: unknown }, usage: unknown): boolean {
  if (message['reasoning_content'] || message['reasoning']) return true;
  return Number(record(record(usage)['completion_tokens_details'])['reasoning_tokens'] ?? 0) > 0;
}

function usageOf({ usage, timings }: { readonly [key: string]: unknown }): Pick<MindAnswer, 'usage'> {
  const { prompt_tokens: input, completion_tokens: output } = record(usage);
  if (!isCount(input) || !isCount(output)) return {};
  const cached = cachedIn(record(usage), record(timings));
  return { usage: { input, output, ...(cached > 0 ? { cached: Math.min(cached, input) } : {}) } };
}

/**
 * Tokens of the prompt that the server had from earlier requests: OpenAI and vLLM name them in the details of the prompt, DeepSeek next
 * to the other counts, and llama.cpp in its timings. 0 if the server does not say.
 */
function cachedIn(usage: { readonly [key: string]: unknown }, timings: { readonly [key: string]: unknown }): number {
  const said = [record(usage['prompt_tokens_details'])['cached_tokens'], usage['prompt_cache_hit_tokens'], timings['cache_n']];
  return (said.find((count) => isCount(count) && count > 0) as number | undefined) ?? 0;
}

/** The model that the server names and the version of its system (`system_fingerprint`), if they differ from the name that was asked for. */
function servedBy(body: { readonly [key: string]: unknown }, { model, key }: Endpoint): Pick<MindAnswer, 'served'> {
  const [name, version] = [body['model'], body['system_fingerprint']].map((text) => (typeof text === 'string' ? text : ''));
  const served = quotable(`${name || model}${version ? ` (${version})` : ''}`, [key], 120);
  return served === model || served === '' ? {} : { served };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
