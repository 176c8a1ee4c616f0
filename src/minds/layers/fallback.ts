/**
 * Others that answer when a mind cannot, in the order of the file. The answer says who gave it and why the one that was
 * asked did not. A run that was stopped, or whose budget is reached, asks nobody else.
 */
import type { CancellationToken } from '../../core/cancellation.js';
import { type Mind, type MindAnswer, MindFault } from '../../engine/mind.js';
import type { Question } from '../../engine/question.js';
import { around, asFault, isFinal, type Layer } from './layer.js';
import { wrongWith } from './parse.js';
import { addedUsage } from './repair.js';

type Tried =
  | { readonly ok: true; readonly answer: MindAnswer }
  /** `answer`: one with which nothing can be done. */
  | { readonly ok: false; readonly reason: string; readonly fault: MindFault | null; readonly answer: MindAnswer };

export const fallback =
  (others: readonly Mind[]): Layer =>
  (mind) => {
    if (others.length === 0) return mind;
    return around(mind, async (question, token) => {
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

/** A mind whose answers say that it gave them in the place of another, and why. For minds that hand on by themselves. */
export function standIn(mind: Mind, reason: string): Mind {
  const marked = (answer: MindAnswer): MindAnswer => ({ ...answer, by: { mind: mind.id, model: mind.model, reason, ...answer.by } });
  return around(mind, (question, token) => {
    const answer = mind.ask(question, token);
    return answer instanceof Promise ? answer.then(marked) : marked(answer);
  });
}

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
