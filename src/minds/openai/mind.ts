/**
 * A mind that uses an OpenAI-compatible endpoint. Each question is one request; retries, budgets, rates, the journal and
 * parsing are layers around it. Opens no connection until it is asked.
 */
import type { OpenAI } from 'openai';
import type { Mind } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { type KeyFilter, keyFilter } from '../trust/keyFilter.js';
import { isLocal, originOf } from '../trust/origin.js';
import { allowedFor } from '../shared/allowance.js';
import { linesOf } from '../plainForm/formLines.js';
import { longestAnswer } from '../shared/answerTokens.js';
import { answerOf, answersOf, type FormSent, withTaken } from './answer.js';
import { Dialects, orCancelled, problemIn } from './dialect.js';
import { embed, noEmbeddings } from './embeddings.js';
import { badAddressFault, cancelledFault, faultOf, isThoughtOnly, otherDialectFault, timeoutFault, type Endpoint } from './faults.js';
import { type Fetch, leanFetch } from '../../node/http/leanFetch.js';
import { chatRequest, type ChatRequest, type Dialect, FIRST_DIALECT, type Format, REPLY, type Sampling } from './request.js';
import { readStream } from './stream.js';
import { serverProgram } from './serverFacts.js';
import { watchOver } from './watch.js';

export interface OpenaiMindOptions extends Omit<Sampling, 'ownLimit' | 'reply'> {
  /** Name in the file's `models:`. */
  readonly id: string;
  /** Up to and including `/v1`; a query (`?api-version=…`) is kept. */
  readonly baseUrl: string;
  /** Resolved by `resolveMindAccess`, or null. */
  readonly key: string | null;
  /** `auto` starts with the JSON Schema and remembers what the server refuses. The layers then send the question again. */
  readonly schema: 'auto' | Format;
  /** Milliseconds for a whole answer, from the request to its last byte. */
  readonly timeoutMs: number;
  /** Without `maxTokens`, each question gets a limit of tokens that its longest answer fits. */
  readonly limitsAnswers?: boolean | undefined;
  /** A server that takes grammars gets the schema too: for answers that are compared with others. */
  readonly withoutGrammar?: boolean | undefined;
  /** Shared between minds to share connections; by default a lean one of its own. */
  readonly fetch?: Fetch | undefined;
}

/** Timers above 2³¹ − 1 ms fire immediately. */
const LONGEST_MS = 2 ** 31 - 2000;

/** A mind of an endpoint. Its `ask` rejects only with `MindFault`; the code `other-dialect` means that the question is to be asked again. */
export function openaiMind(options: OpenaiMindOptions): Mind {
  const { id, model, schema } = options;
  const timeoutMs = Math.min(options.timeoutMs, LONGEST_MS);
  const origin = originOf(options.baseUrl);
  const endpoint: Endpoint = { id, origin: origin ?? '', model, key: options.key };
  const first = firstDialect(options);
  const mayTakeGrammars = !options.withoutGrammar && first.lengths && first.format === 'json_schema';
  const dialects = new Dialects(first, schema === 'auto', mayTakeGrammars);
  const filter = keyFilter(options.key);
  const fetch = options.fetch ?? leanFetch().fetch;
  let opened: Promise<OpenAI> | null = null;
  let program: Promise<void> | null = null;
  const findProgram = async (): Promise<void> => {
    const found = await serverProgram({ ...options, fetch });
    if (found) dialects.isServedBy(found);
  };
  // Loaded on demand: the package is large, and most runs ask no endpoint.
  const open = async (origin: string): Promise<OpenAI> =>
    (await import('./client.js')).openaiClient({ ...options, fetch }, origin, timeoutMs);
  return {
    id,
    kind: 'openai',
    model,
    prose: true,
    // Providers in the cloud have many servers, so the order of questions matters little there.
    ...(origin !== null && isLocal(origin) ? { keepsBeginnings: true } : {}),
    async ask(question, token) {
      if (origin === null) throw badAddressFault(id);
      if (token.isCancellationRequested) throw cancelledFault();
      opened ??= open(origin);
      const client = await opened;
      const { texts } = question;
      if (mayTakeGrammars && !texts) await orCancelled((program ??= findProgram()), token);
      const dialect = texts ? first : await dialects.of(question, token);
      const maxTokens = options.maxTokens ?? allowedFor(question);
      const form = dialect.format === 'none' ? formOf(question, dialect) : undefined;
      const valueLimit = form?.reply ? limitOf(form) : undefined;
      const ownLimit = valueLimit ?? (dialect.ownLimit && !texts ? longestAnswer(question.answer) : undefined);
      const watch = watchOver(token, timeoutMs);
      try {
        if (texts) return await embed(client, texts, endpoint, watch.signal);
        const sampling = { ...options, maxTokens, ownLimit, reply: form?.reply };
        const body = chatRequest(form ? { ...question, form } : question, sampling, dialect);
        const completion = await complete(client, body, { question, dialects, filter, signal: watch.signal });
        dialects.answered(question);
        const answer = question.choices === undefined ? answerOf(completion, endpoint, form) : answersOf(completion, endpoint, form);
        return ownLimit === undefined || valueLimit !== undefined ? answer : { ...answer, limit: ownLimit };
      } catch (error) {
        if (watch.ended() === 'cancelled') throw cancelledFault();
        if (watch.ended() === 'timeout') throw timeoutFault(endpoint, timeoutMs);
        if (texts) throw noEmbeddings(error, endpoint) ?? faultOf(error, endpoint);
        const problem = problemIn(error);
        if (problem && dialects.refused(question, dialect, problem)) throw otherDialectFault(endpoint);
        const fault = faultOf(error, endpoint);
        // Thoughts count as tokens of the answer, and their number is not known.
        if (isThoughtOnly(fault) && dialects.unlimited(question, dialect)) throw withTaken(otherDialectFault(endpoint), error);
        const wasLimited = fault.code === 'cut-short' && (maxTokens ?? ownLimit) !== undefined;
        if (wasLimited && dialects.briefer(question, dialect)) throw withTaken(otherDialectFault(endpoint), error);
        throw withTaken(fault, error);
      } finally {
        dialects.left(question);
        watch.dispose();
      }
    },
  };
}

/** The form for a server that enforces no schema. A server on this machine also gets the beginning of the answer. */
function formOf(question: Question, { lengths }: Dialect): FormSent | undefined {
  if (!question.inPlain) return undefined;
  const form = question.form ?? { lines: linesOf(question).all, again: false };
  const parts = question.inPlain(form);
  const textOf = (section: string): string => parts.find((part) => part.section === section)?.text ?? '';
  return { ...form, told: textOf('form'), reply: lengths ? textOf(REPLY) : '' };
}

/** Tokens of a value whose sentence has begun. */
const VALUE_TOKENS = 24;

/** A limit for an answer that is a value. */
const limitOf = ({ lines }: FormSent): number | undefined => (lines.every(({ kind }) => kind !== 'text') ? VALUE_TOKENS : undefined);

/** The dialect for the first question to an endpoint. */
export function firstDialect(options: Pick<OpenaiMindOptions, 'schema' | 'baseUrl' | 'maxTokens' | 'limitsAnswers'>): Dialect {
  const { schema, baseUrl, maxTokens, limitsAnswers = false } = options;
  const origin = originOf(baseUrl);
  return {
    ...FIRST_DIALECT,
    ...(schema === 'auto' ? {} : { format: schema }),
    lengths: origin !== null && isLocal(origin),
    ownLimit: limitsAnswers && maxTokens === undefined,
    ...(origin === 'https://api.openai.com' ? { limit: 'max_completion_tokens' } : {}),
  };
}

interface Asked {
  readonly question: Question;
  readonly dialects: Dialects;
  readonly filter: KeyFilter;
  readonly signal: AbortSignal;
}

/** Sends one request and reads its answer, whole or as a stream. */
async function complete(client: OpenAI, body: ChatRequest, { question: { heard }, dialects, filter, signal }: Asked): Promise<unknown> {
  const response = await client.chat.completions.create(body, { signal }).asResponse();
  dialects.hasHeader(response.headers.get('server'));
  const type = response.headers.get('content-type') ?? '';
  if (heard && type.includes('event-stream')) return readStream(response, heard, filter);
  return type.includes('json') ? response.json() : response.text();
}
