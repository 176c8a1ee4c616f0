/**
 * Asks an endpoint a few short questions to test its features: whether it answers and how fast, whether it knows the
 * model, and how far it enforces the form of answers. The requirements of the form are not in the question, so an
 * answer that meets them shows that the server enforced it.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { unpacked } from '../../core/events/textVectors.js';
import type { AnswerSchema, Part, Question } from '../../engine/model/question.js';
import { type Mind, MindFault } from '../../engine/model/mind.js';
import { endpointFetch, record } from './endpoint.js';
import { leanFetch, type Fetch } from '../../node/http/leanFetch.js';
import { openaiMind, type OpenaiMindOptions } from './mind.js';
import type { Format } from './request.js';

/** `enforced`: the server enforced the form. `followed`: the model followed it when asked. `ignored`: neither. */
type FormSupport = 'enforced' | 'followed' | 'ignored' | 'refused';

export interface Probe {
  /** The last fault, if nothing was answered. */
  readonly fault: MindFault | null;
  /** Milliseconds of the fastest answer. */
  readonly latencyMs: number | null;
  /** The support of each form that was tried, the strongest first. */
  readonly forms: readonly (readonly [Format, FormSupport])[];
  /** Names that the server lists; null if it lists none. */
  readonly models: readonly string[] | null;
  readonly usage: { readonly input: number; readonly output: number };
}

interface ProbeOptions extends Omit<OpenaiMindOptions, 'schema'> {
  /** The form that the file names. Then the others are not tried. */
  readonly form: Format | null;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** The result of a request for the vectors of two texts. */
type EmbeddingProbe = { readonly fault: MindFault } | { readonly fault: null; readonly latencyMs: number; readonly dimensions: number };

/** Requests two vectors in the same way as a run. */
export async function probeEmbeddings(options: Omit<ProbeOptions, 'form'>, token: CancellationToken): Promise<EmbeddingProbe> {
  const lean = options.fetch ? null : leanFetch({ maxSockets: 1 });
  const began = options.now();
  try {
    const mind = openaiMind({ ...options, schema: 'auto', fetch: options.fetch ?? lean!.fetch });
    const { value } = await mind.ask({ ...testQuestion(mind.id), purpose: 'embedding', texts: [TEST.text, WORD] }, token);
    const [first = ''] = (value as { readonly vectors: readonly string[] }).vectors;
    return { fault: null, latencyMs: options.now() - began, dimensions: unpacked(first)?.values.length ?? 0 };
  } catch (error) {
    if (error instanceof MindFault) return { fault: error };
    throw error;
  } finally {
    lean?.dispose();
  }
}

const FORMS: readonly Format[] = ['json_schema', 'json_object', 'none'];

/** Asks the test question in each form until an answer has it, at most three times, and reads the list of models. Faults are part of the result. */
export async function probe(options: ProbeOptions, token: CancellationToken): Promise<Probe> {
  const lean = options.fetch ? null : leanFetch({ maxSockets: 1 });
  const own = { ...options, fetch: options.fetch ?? lean!.fetch };
  try {
    const asked = await askForms(own, token);
    const models = token.isCancellationRequested ? null : await listed(own);
    return { ...asked, models };
  } finally {
    lean?.dispose();
  }
}

async function askForms(options: ProbeOptions, token: CancellationToken): Promise<Omit<Probe, 'models'>> {
  const forms: [Format, FormSupport][] = [];
  const usage = { input: 0, output: 0 };
  let [latencyMs, fault]: [number | null, MindFault | null] = [null, null];
  for (const form of options.form === null ? FORMS : [options.form]) {
    const began = options.now();
    const result = await askOnce(openaiMind({ ...options, schema: form, withoutGrammar: true }), token);
    if ('fault' in result) {
      fault = result.fault;
      if (fault.code !== 'bad-request') break;
      forms.push([form, 'refused']);
      continue;
    }
    const ms = options.now() - began;
    latencyMs = latencyMs === null ? ms : Math.min(latencyMs, ms);
    usage.input += result.usage?.input ?? 0;
    usage.output += result.usage?.output ?? 0;
    const obeyed = hasWord(result.text);
    forms.push([form, !obeyed ? 'ignored' : form === 'json_schema' || form === 'tools' ? 'enforced' : 'followed']);
    if (obeyed) break;
  }
  return { forms, usage, latencyMs, fault: latencyMs === null ? fault : null };
}

interface TestAnswer {
  readonly text: string;
  readonly usage?: { readonly input: number; readonly output: number };
}

/** Asks the question that shows whether the form is enforced. Asks again if the limit has another name at this server. */
export async function askOnce(mind: Mind, token: CancellationToken): Promise<TestAnswer | { readonly fault: MindFault }> {
  const question = testQuestion(mind.id);
  for (;;) {
    try {
      const { text = '', usage } = await mind.ask(question, token);
      return { text, ...(usage ? { usage } : {}) };
    } catch (error) {
      if (!(error instanceof MindFault)) throw error;
      if (error.code !== 'other-dialect') return { fault: error };
    }
  }
}

/** A word that no model would write without the form. */
const WORD = 'amber-kettle-47';

/** Whether an answer has the required word in its place, with any text around it. */
export function hasWord(text: string): boolean {
  try {
    return record(JSON.parse(/\{[\s\S]*\}/.exec(text)?.[0] ?? ''))['word'] === WORD;
  } catch {
    return false;
  }
}

const FORM: AnswerSchema = {
  type: 'object',
  properties: { word: { type: 'string', enum: [WORD] } },
  required: ['word'],
  additionalProperties: false,
};

const TEST: Part = {
  ...{ section: 'test', role: 'user', at: null, why: 'test', kept: true },
  text: 'This is a test of a connection. Answer in JSON, as briefly as you can.',
};

/** A test question. Minds that read prose use only the parts and the form of the answer. */
const testQuestion = (mind: string): Question =>
  ({
    ...{ agent: null, purpose: 'judge', mind, hash: '', seed: 0, occurrence: 0, answer: FORM },
    parts: () => [TEST],
  }) as unknown as Question;

/** The names that the server lists, or null. Errors are ignored here, because many servers list nothing. */
async function listed({ baseUrl, key, fetch }: ProbeOptions): Promise<readonly string[] | null> {
  try {
    const url = new URL(baseUrl.trim());
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/models`;
    const get = endpointFetch({ fetch: fetch as Fetch, origin: url.origin, key });
    const data = record(await (await get(url, { method: 'GET', signal: AbortSignal.timeout(LIST_MS) })).json())['data'];
    if (!Array.isArray(data)) return null;
    return data.map((one) => record(one)['id']).filter((id): id is string => typeof id === 'string');
  } catch {
    return null;
  }
}

const LIST_MS = 10_000;
