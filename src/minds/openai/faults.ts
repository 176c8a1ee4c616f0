/**
 * Faults of an endpoint, with stable codes and messages that say what to do next. A server's own words are quoted only if
 * they help, on one line, without keys.
 */
import { MindFault } from '../../engine/model/mind.js';
import { quotable } from '../trust/redact.js';
import { HttpProblem } from './endpoint.js';
import { AnswerTooLarge } from '../../node/http/answerTooLarge.js';
import { isLocal } from '../trust/origin.js';

export type FaultCode =
  | 'bad-address'
  | 'endpoint-down'
  | 'wrong-address'
  | 'tls'
  | 'connection-lost'
  | 'timeout'
  | 'cancelled'
  | 'unauthorized'
  | 'bad-key'
  | 'no-credit'
  | 'rate-limited'
  | 'loading'
  | 'model-not-found'
  | 'bad-request'
  | 'other-dialect'
  | 'too-long'
  | 'server-error'
  | 'redirected'
  | 'answer-too-large'
  | 'broken-answer'
  | 'not-json-protocol'
  | 'empty-content'
  | 'refused'
  | 'cut-short'
  | 'unknown-fault';

/** The data of an endpoint for messages. The key is here only to be removed from them. */
export interface Endpoint {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly origin: string;
  readonly model: string;
  readonly key: string | null;
}

/** A fault of an HTTP answer, with the data for the retry layer. */
export class EndpointFault extends MindFault {
  constructor(
    code: FaultCode,
    message: string,
    retryable: boolean,
    readonly status: number,
    readonly retryAfter: string | null,
  ) {
    super(code, message, retryable);
  }
}

const fault = (code: FaultCode, message: string, retryable = false): MindFault => new MindFault(code, message, retryable);

/** Any error of a call as a fault. The text of an unknown error is not shown. */
export function faultOf(error: unknown, endpoint: Endpoint): MindFault {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    if (cause instanceof MindFault) return cause;
    if (cause instanceof HttpProblem) return httpFault(cause, endpoint);
    if (cause instanceof AnswerTooLarge) return tooLargeFault(endpoint, cause.maxBytes);
    if (cause instanceof SyntaxError)
      return fault(
        'broken-answer',
        `The answer from ${endpoint.origin} broke off or is not JSON. Run again; if it stays, look at the server's log.`,
        true,
      );
    const known = networkFault(codeOf(cause), endpoint);
    if (known) return known;
  }
  return fault(
    'unknown-fault',
    `The call to ${endpoint.origin} failed for a reason that we do not know. Run again; if it stays, look at the server's log.`,
  );
}

function codeOf(error: Error): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? codeOf(first) : error.name;
}

function networkFault(code: string, { id, origin }: Endpoint): MindFault | null {
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/.test(code)) {
    return fault('endpoint-down', `Nothing answers at ${origin}. Start the server there, or correct base_url of the model '${id}'.`);
  }
  if (/^(ENOTFOUND|EAI_AGAIN|ENODATA|ESERVFAIL)$/.test(code)) {
    return fault(
      'endpoint-down',
      `There is no server called ${origin}, or no network. Correct base_url of the model '${id}', or connect and run again.`,
      code === 'EAI_AGAIN',
    );
  }
  if (code === 'ETIMEDOUT' || code === 'APIConnectionTimeoutError') {
    return fault(
      'endpoint-down',
      `${origin} could not be reached in time. Look at base_url of the model '${id}', your network and your proxy settings.`,
      true,
    );
  }
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/.test(code)) {
    return fault(
      'connection-lost',
      `${origin} closed the connection before it had answered. Run again; if it stays, look at the server's log.`,
      true,
    );
  }
  if (/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|UNABLE_TO|SELF_SIGNED/.test(code)) {
    return fault(
      'tls',
      `The certificate or encryption of ${origin} was not accepted (${quotable(code)}). Use the address the certificate is for, or add its authority to your system's certificates.`,
    );
  }
  if (code === 'HIDDEN_ANSWER') return fault('endpoint-down', hiddenWords(id, origin));
  if (code.startsWith('HPE_')) return fault('not-json-protocol', notProtocolWords(id, origin));
  if (code === 'ERR_INVALID_CHAR')
    return fault('bad-key', `The key of the model '${id}' has a character that cannot be sent. Store it again.`);
  return null;
}

/** A browser does not say why it shows no answer: nothing answers, or what answers does not allow pages of other origins. */
function hiddenWords(id: string, origin: string): string {
  const blocked = `Nothing answers at ${origin}, or the server does not allow requests from this page (CORS)`;
  if (!isLocal(origin))
    return `${blocked}. Correct base_url of the model '${id}', or use the desktop editor, which needs no such permission.`;
  return `${blocked}. Start it so that it allows this page, such as Ollama with OLLAMA_ORIGINS, or use the desktop editor. Look at docs/web.md for the servers.`;
}

function httpFault(problem: HttpProblem, endpoint: Endpoint): MindFault {
  const [code, message, retryable = false] = httpWords(problem, endpoint);
  return new EndpointFault(code, message, retryable, problem.status, problem.retryAfter);
}

/** What servers say with status 503 while they load a model (llama.cpp: "Loading model"). */
const LOADS = /\bloading\b/i;
/** What servers say with status 503 where all of their places are taken (llama.cpp: "no slot available"; Ollama: "server busy"). */
const IS_FULL = /\b(slots?|busy|overloaded|over capacity|queue|pending requests|too many requests)\b/i;

type Words = readonly [code: FaultCode, message: string, retryable?: boolean];

function httpWords(problem: HttpProblem, endpoint: Endpoint): Words {
  const { status, serverCode, words } = problem;
  const { id, origin, model } = endpoint;
  if (status >= 300 && status <= 399) return ['redirected', redirectWords(problem, endpoint)];
  if (status === 401 || status === 403) return ['unauthorized', unauthorizedWords(endpoint)];
  if (status === 402 || serverCode === 'insufficient_quota') {
    return ['no-credit', `Your account at ${origin} has no credit left. Add some there, or run with another model.`];
  }
  if (status === 404) return notFoundWords(problem, endpoint);
  if (status === 408) return ['timeout', `${origin} gave up waiting. Run again, or raise the time limit.`, true];
  if (status === 503 && LOADS.test(words))
    return ['loading', `${origin} is still loading the model. Wait until it is loaded, and run again.`, true];
  if (status === 429 || (status === 503 && IS_FULL.test(words)))
    return [
      'rate-limited',
      `${origin} receives more questions than it allows. Wait a little and run again, or write a lower concurrency: at the model '${id}'.`,
      true,
    ];
  if (status >= 500)
    return ['server-error', `${origin} failed (${status})${said(words, endpoint)}. Run again later, or look at the server's log.`, true];
  if (status === 413 || serverCode === 'context_length_exceeded' || /context (length|window|size)|too many tokens/i.test(words)) {
    return [
      'too-long',
      `The question is too long for ${model}. Recall fewer memories, show fewer messages, or use a model with a larger context.`,
    ];
  }
  return [
    'bad-request',
    `${origin} did not accept the question (${status})${said(words, endpoint)}. Correct the entry of the model '${id}' under models:.`,
  ];
}

function notFoundWords({ serverCode, words }: HttpProblem, { id, origin, model }: Endpoint): Words {
  if (serverCode === 'model_not_found' || /model/i.test(words)) {
    return [
      'model-not-found',
      `${origin} has no model called '${quotable(model)}'. Correct name: of the model '${id}', or install it on the server.`,
    ];
  }
  return [
    'wrong-address',
    `There is a server at ${origin}, but no chat under this path. base_url of the model '${id}' usually ends in /v1.`,
  ];
}

function unauthorizedWords({ id, origin, key }: Endpoint): string {
  if (key === null) return `${origin} wants a key. Store one with the command 'Society: Set Key' and name it in key: of the model '${id}'.`;
  return `${origin} did not accept the key of the model '${id}'. Store a valid one with the command 'Society: Set Key'.`;
}

function redirectWords({ location }: HttpProblem, { id, origin, key }: Endpoint): string {
  const to = location === null ? 'another address' : quotable(location, [key]);
  return `${origin} points to ${to}. Redirects are not followed, so that nothing travels where you did not send it: write the final address into base_url of the model '${id}'.`;
}

/** A server's words as part of a sentence, or an empty text. */
function said(words: string, { key }: Endpoint): string {
  const quote = quotable(words, [key]);
  return quote === '' ? '' : `: “${quote.replace(/[.\s]+$/, '')}”`;
}

function notProtocolWords(id: string, origin: string): string {
  return `What answers at ${origin} does not speak the OpenAI protocol. Correct base_url of the model '${id}'; it usually ends in /v1.`;
}

export const notProtocolFault = ({ id, origin }: Endpoint): MindFault => fault('not-json-protocol', notProtocolWords(id, origin));

export const badAddressFault = (id: string): MindFault =>
  fault(
    'bad-address',
    `base_url of the model '${id}' cannot be used. Write it in full and without a password, as in http://localhost:11434/v1.`,
  );

/**
 * The fault of an endpoint that does not know a part of the request which has an alternative, or whose answer was cut where a shorter one can
 * be requested. The question must be sent again in that way.
 */
export const otherDialectFault = ({ id, origin }: Endpoint): MindFault =>
  fault(
    'other-dialect',
    `${origin} does not know how the model '${id}' was asked for the form of its answer. Ask again: it will be asked in a simpler way.`,
    true,
  );

export const cancelledFault = (): MindFault => fault('cancelled', 'The question was cancelled.');

export const timeoutFault = ({ origin, model }: Endpoint, timeoutMs: number): MindFault =>
  fault(
    'timeout',
    `${model} at ${origin} did not answer within ${timeoutMs / 1000} s. Raise the time limit, ask fewer questions at once, or use a smaller model.`,
    true,
  );

const tooLargeFault = ({ model, origin }: Endpoint, maxBytes: number): MindFault =>
  fault(
    'answer-too-large',
    `The answer of ${model} at ${origin} is larger than ${Math.round(maxBytes / 1e5) / 10} MB and was dropped. Set max_tokens, or look at what answers there.`,
  );

export function refusedFault(endpoint: Endpoint, refusal: string): MindFault {
  return fault('refused', `${endpoint.model} refused to answer${said(refusal, endpoint)}. Change the wording, or use another model.`);
}

/** Whether a model thought and wrote no answer. Another empty answer is tried again. */
export const isThoughtOnly = ({ code, retryable }: MindFault): boolean => code === 'empty-content' && !retryable;

/** The fault of an empty answer. `finish` is the server's reason; a thinking model may have used all its tokens for thoughts. */
export function emptyFault({ id, model }: Endpoint, finish: unknown, thought: boolean): MindFault {
  if (finish === 'content_filter')
    return fault('refused', `A content filter held back the answer of ${model}. Change the wording, or use another model.`);
  if (thought)
    return fault(
      'empty-content',
      `${model} thought, but wrote no answer. Raise max_tokens of the model '${id}', or switch its thinking off.`,
    );
  if (finish === 'length')
    return fault('cut-short', `${model} reached its length limit before it wrote anything. Raise max_tokens of the model '${id}'.`);
  return fault('empty-content', `${model} gave an empty answer. Run again, or use another model.`, true);
}
