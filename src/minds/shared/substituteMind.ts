/** A mind that answers instead of a mind that has no answer. The answer records which mind gave it, and why. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { type Mind, type MindAnswer, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';

export function standIn(other: Mind, reason: string, question: Question, token: CancellationToken): MindAnswer | Promise<MindAnswer> {
  if (question.texts) throw noStandIn(other.id);
  const signed = (answer: MindAnswer): MindAnswer => ({ ...answer, by: { mind: other.id, model: other.model, ...answer.by, reason } });
  const answer = other.ask(question, token);
  return answer instanceof Promise ? answer.then(signed) : signed(answer);
}

/** The fault of a request for vectors: vectors of two models cannot be compared, so a model for them has no substitute. */
const noStandIn = (id: string): MindFault =>
  new MindFault('no-stand-in', `\`${id}\` cannot give embeddings in the place of another model: those of two cannot be compared.`);
