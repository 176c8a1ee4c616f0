/** What the tests of the OpenAI-compatible mind share: one plain question, and a mind at a test server. */
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { MindFault, type Mind, type MindAnswer } from '../../../src/engine/model/mind.js';
import type { AnswerSchema, Part, Question } from '../../../src/engine/model/question.js';
import type { Situation } from '../../../src/engine/model/situationTypes.js';
import { openaiMind, type OpenaiMindOptions } from '../../../src/minds/openai/index.js';

export const actSchema: AnswerSchema = {
  type: 'object',
  properties: {
    action: { type: 'string', enum: ['post', 'nothing'] },
    text: { type: ['string', 'null'], maxLength: 2000 },
    votes: { type: 'array', maxItems: 2, items: { type: 'string', enum: ['m1', 'm2'] } },
  },
  required: ['action', 'text', 'votes'],
  additionalProperties: false,
};

export const leastAct = { action: 'post', text: null, votes: [] };

const part = (section: string, role: 'system' | 'user', text: string, kept = true): Part => ({
  section,
  role,
  text,
  kept,
  at: null,
  why: 'test',
});

export const parts: readonly Part[] = [
  part('frame', 'system', 'You take part in a forum.'),
  part('situation', 'user', 'It is round 1.'),
  part('you', 'system', 'You are Ada.'),
  part('memories', 'user', 'This was cut.', false),
  part('options', 'user', 'You may post.'),
];

const situation: Situation = {
  purpose: 'act',
  ...{ world: '', vars: {}, own: {}, part: null, secrets: [], partner: null, pairRole: null },
  ...{ rewards: [], advice: null, next: [], mayEnd: false, ask: null },
  round: 1,
  rounds: 2,
  phase: 'talk',
  premise: '',
  language: 'en',
  params: {},
  self: {
    id: 'ada',
    name: 'Ada',
    age: null,
    occupation: '',
    bio: '',
    backstory: '',
    interests: [],
    values: [],
    traits: [],
    goals: [],
    voice: '',
    personality: {},
    drives: {},
    activity: 1,
  },
  seen: [],
  cut: 0,
  mine: [],
  memories: [],
  known: [],
  options: [],
  riders: [],
};

export const question = (answer: AnswerSchema = actSchema): Question => ({
  agent: 'ada',
  purpose: 'act',
  mind: 'small',
  hash: '00',
  seed: 7,
  occurrence: 0,
  situation,
  answer,
  parts: () => parts,
});

export function mindAt(baseUrl: string, options: Partial<OpenaiMindOptions> = {}): Mind {
  return openaiMind({ id: 'small', baseUrl, model: 'qwen3:8b', key: null, schema: 'auto', timeoutMs: 5000, ...options });
}

export const ask = (mind: Mind, token = neverCancelled): Promise<MindAnswer> => Promise.resolve(mind.ask(question(), token));

/** The fault of asking; fails where there is none, or where it is another kind of error. */
export async function faultOf(mind: Mind, token = neverCancelled): Promise<MindFault> {
  let answer: MindAnswer;
  try {
    answer = await ask(mind, token);
  } catch (error) {
    if (error instanceof MindFault) return error;
    throw error;
  }
  throw new Error(`answered: ${JSON.stringify(answer)}`);
}
