/** What the tests of the layers share: minds that do as they are told, and faults. */
import { CancellationSource, neverCancelled } from '../../../../src/core/util/lifecycle.js';
import { type Mind, type MindAnswer, MindFault } from '../../../../src/engine/model/mind.js';
import type { Question } from '../../../../src/engine/model/question.js';
import { EndpointFault } from '../../../../src/minds/openai/faults.js';
import { leastAct, question } from '../openaiSupport.js';

export { CancellationSource, neverCancelled, question };

export const good: MindAnswer = { text: JSON.stringify(leastAct), usage: { input: 100, output: 20 } };

/** A mind whose n-th call (from 1) does what `act` says; what it was asked is kept. */
export function mindOf(
  act: (n: number, question: Question) => MindAnswer | Promise<MindAnswer>,
  id = 'small',
): Mind & { readonly asked: Question[] } {
  const asked: Question[] = [];
  return {
    asked,
    ...{ id, kind: 'openai', model: `model-${id}`, prose: true },
    ask: (one) => act(asked.push(one), one),
  };
}

export const rateLimited = (retryAfter: string | null = null): MindFault =>
  new EndpointFault('rate-limited', 'Asked too often.', true, 429, retryAfter);

export const failed = (code = 'server-error', retryable = true): MindFault => new MindFault(code, `It failed: ${code}.`, retryable);

/** The fault that a promise rejects with. */
export async function faultOf(promise: Promise<unknown> | unknown): Promise<MindFault> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MindFault) return error;
    throw error;
  }
  throw new Error('There was no fault.');
}
