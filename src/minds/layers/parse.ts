/** What is wrong with an answer, before anything is done with it. The engine's own judgement, so that both always agree. */
import { judge } from '../../engine/observation/answer.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';

/** Why nothing can be done with an answer, or null where something can: `empty`, or `unparsable` for what does not fit the schema. */
export function wrongWith(question: Question, answer: MindAnswer): 'empty' | 'unparsable' | null {
  const verdict = judge(question, answer);
  return verdict.status === 'fallback' ? verdict.reason : null;
}
