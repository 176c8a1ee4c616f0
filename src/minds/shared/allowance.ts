/**
 * The maximum length of an answer, if the budget limits it and the file does not. It is passed separately from the question, which
 * remains the object by which a mind recognises it. The length is not a part of the question, so that hashes and prompts do not change.
 */
import type { Question } from '../../engine/model/question.js';

const allowed = new WeakMap<Question, number>();

/** Sets the most tokens of the answer. */
export const allow = (question: Question, tokens: number): void => void allowed.set(question, tokens);

/** The most tokens of the answer; undefined without a limit. */
export const allowedFor = (question: Question): number | undefined => allowed.get(question);
