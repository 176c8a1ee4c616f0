/**
 * Other minds that answer if a mind cannot, in the order of the file. The answer says which mind gave it and why the first
 * one did not. A run that was stopped, or whose budget is reached, asks no other mind.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { type Mind, type MindAnswer, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { around, asFault, isFinal, type Layer } from './layer.js';
import { addedUsage, wrongWith } from './repair.js';

type Tried =
  | { readonly ok: true; readonly answer: MindAnswer }
  /** `answer`: an answer that cannot be used. */
  | { readonly ok: false; readonly reason: string; readonly fault: MindFault | null; readonly answer: MindAnswer };

export const fallback =
  (others: readonly Mind[]): Layer =>
  (mind) => {
    if (others.length === 0) return mind;
    return around(mind, async (question, token) => {
      // Vectors of two models cannot be compared.
      if (question.texts) return mind.ask(question, token);
      const first = await attempt(mind, question, token);
      if (first.ok) return first.answer;
      let { answer: last } = first;
      for (const other of others) {
        const next = await attempt(other, question, token);
        last = { ...next.answer, ...addedUsage(last, next.answer) };
        if (next.ok) return { ...last, by: { mind: other.id, model: other.model, ...next.answer.by, reason: first.reason } };
      }
      if (!first.fault) return { ...first.answer, ...addedUsage(last, {}) };
      throw allFailed(first.fault, others);
    });
  };

async function attempt(mind: Mind, question: Question, token: CancellationToken): Promise<Tried> {
  try {
    const answer = await mind.ask(question, token);
    const wrong = wrongWith(question, answer);
    return wrong === null ? { ok: true, answer } : { ok: false, reason: wrong, fault: null, answer };
  } catch (error) {
    const fault = asFault(error);
    if (isFinal(fault, token)) throw fault;
    return { ok: false, reason: fault.code, fault, answer: {} };
  }
}

const allFailed = ({ code, message, retryable }: MindFault, others: readonly Mind[]): MindFault =>
  new MindFault(code, `${message} Nor did ${others.map(({ id }) => `'${id}'`).join(', ')} answer in its place.`, retryable);
