/** Vectors of texts from an endpoint: one request for all texts. The answer is untrusted data and is packed. */
import type { OpenAI } from 'openai';
import { packed } from '../../core/events/textVectors.js';
import { type MindAnswer, MindFault } from '../../engine/model/mind.js';
import { problemIn } from './dialect.js';
import { embeddedProblem } from './answer.js';
import { record } from './endpoint.js';
import { type Endpoint, notProtocolFault } from './faults.js';

/** A fault of a call that has a cost. */
class VectorsFault extends MindFault {
  constructor(
    message: string,
    readonly usage: MindAnswer['usage'],
  ) {
    super('bad-vectors', message);
  }
}

/** Asks for the vectors of texts; the answer holds them in the order of the texts. */
export async function embed(client: OpenAI, texts: readonly string[], endpoint: Endpoint, signal: AbortSignal): Promise<MindAnswer> {
  const response = await client.embeddings
    .create({ model: endpoint.model, input: [...texts], encoding_format: 'float' }, { signal })
    .asResponse();
  const type = response.headers.get('content-type') ?? '';
  return vectorsOf(type.includes('json') ? await response.json() : null, texts.length, endpoint);
}

/** The packed vectors and the usage of an answer. Throws `MindFault`, or `HttpProblem` if an error came with a success status. */
function vectorsOf(answer: unknown, count: number, endpoint: Endpoint): MindAnswer {
  const body = record(answer);
  const { data } = body;
  if (!Array.isArray(data)) throw body['error'] ? embeddedProblem(body) : notProtocolFault(endpoint);
  const { prompt_tokens: input } = record(body['usage']);
  const usage = typeof input === 'number' && Number.isSafeInteger(input) && input >= 0 ? { usage: { input, output: 0 } } : {};
  const wrong = (what: string): MindFault => new VectorsFault(`${endpoint.model} at ${endpoint.origin} ${what}`, usage.usage);
  if (data.length !== count) throw wrong(`gave ${data.length} vectors for ${count} texts. Look at what answers there.`);
  const vectors: string[] = [];
  data.forEach((one: unknown, i) => {
    const { index = i, embedding } = record(one);
    const vector = Array.isArray(embedding) ? packed(embedding) : null;
    if (vector === null) throw wrong('gave something that is no vector of numbers. Name a model that gives embeddings.');
    vectors[Number(index)] = vector;
  });
  if (Object.keys(vectors).length !== count || vectors.length !== count)
    throw wrong('gave no vector for some of the texts. Look at what answers there.');
  return { value: { vectors }, ...usage };
}

/** The fault if the model or its server has no embeddings, so that a retry does not help. Null for every other error. */
export function noEmbeddings(error: unknown, { id, model, origin }: Endpoint): MindFault | null {
  const problem = problemIn(error);
  if (!problem) return null;
  const { status, words, param } = problem;
  const says = /embed/i.test(`${words} ${param}`) && (status === 400 || status === 403 || status === 422 || status === 500);
  const lacks = status === 405 || status === 501 || (status === 404 && !/model/i.test(words));
  if (!says && !lacks) return null;
  return new MindFault(
    'cannot-embed',
    `${model} at ${origin} gives no embeddings. Name another under name: of the model '${id}', start the server so that it gives them, or correct base_url.`,
  );
}
