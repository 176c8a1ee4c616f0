/**
 * How long the answer to a question may be, where its file does not say and its budget does. It is told beside the question, which
 * stays the one object by which a mind knows it again; it is no part of what is asked, so that hashes and prompts do not change.
 */
import type { Question } from '../../engine/model/question.js';

const allowed = new WeakMap<Question, number>();

/** Tokens of the answer at most, from now on. */
export const allow = (question: Question, tokens: number): void => void allowed.set(question, tokens);

/** The same; undefined where nothing limits it. */
export const allowedFor = (question: Question): number | undefined => allowed.get(question);
